"""Fewer shapes: a dataclass that is built in one place only is often a copy of a row, or of another dataclass.

Methods and charts give and take frozen values by design; everywhere else a shape needs a reason. What is counted here
only becomes less.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.repository.test_names import ROOT, modules

MOST_IN_CHAPTERS = 127
MOST_IN_METHODS_AND_CHARTS = 70
BY_DESIGN = ("methods", "charts")


def is_dataclass(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(each) for each in node.decorator_list)


def called(node: ast.AST) -> Iterator[str]:
    """The name that a call calls, without what it is an attribute of."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def built_in_one_place() -> dict[str, list[str]]:
    """The dataclasses whose name is called once in the whole product: ``chapters`` and ``by design``."""
    calls: Counter[str] = Counter()
    shapes: list[tuple[str, Path]] = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            calls.update(called(node))
            if is_dataclass(node):
                shapes.append((node.name, path.relative_to(ROOT)))
    found: dict[str, list[str]] = {"chapters": [], "by design": []}
    for name, path in shapes:
        if calls[name] == 1:
            found["by design" if path.parts[1] in BY_DESIGN else "chapters"].append(f"{path}: {name}")
    return found


def test_no_more_shapes_are_built_in_one_place_than_there_were():
    found = built_in_one_place()
    assert len(found["chapters"]) <= MOST_IN_CHAPTERS, "\n".join(found["chapters"])
    assert len(found["by design"]) <= MOST_IN_METHODS_AND_CHARTS, "\n".join(found["by design"])
