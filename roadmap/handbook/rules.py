"""What a page of the handbook is, and how one is read from its file. Values in, values out.

A page is a TOML file in ``pages`` whose name is the page's key: what a method is called, what question it answers,
what its figure says and does not say, how it is worked out, and an example; every text in English, Danish and Swedish
side by side. The example's numbers stand as ``{alpha:2}`` (decimals) or ``{share:%}``, and come from the method itself.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from maturity.framework.rules import Text
from maturity.web import formats

PAGES = Path(__file__).parent / "pages"
EXAMPLES = "roadmap.handbook.examples"
FIGURE = re.compile(r"\{(\w+):(\d|%)\}")
TEXTS = ("name", "question", "means", "does_not_mean", "how")
PLAIN = ("place", "chapter", "function", "source")
OPTIONAL = ("formula", "example", "example_by")


@dataclass(frozen=True)
class Method:
    """One page. ``chapter`` is where a reader meets the figure; ``function`` is what computes it."""

    key: str
    place: int
    chapter: str
    function: str
    source: str
    name: Text
    question: Text
    means: Text
    does_not_mean: Text
    how: Text
    formula: str = ""
    example: Text | None = None
    example_by: str = ""

    def example_in(self, language: str) -> str:
        """The example in a language, with its numbers as the language writes them."""
        if self.example is None:
            return ""
        return with_figures(self.example.in_(language), self.figures, language)

    @property
    def figures(self) -> Mapping[str, float]:
        """The numbers of the example, from the function that works them out."""
        if not self.example_by:
            return {}
        module, _, function = self.example_by.rpartition(".")
        worked_out: Callable[[], Mapping[str, float]] = getattr(import_module(f"{EXAMPLES}.{module}"), function)
        return worked_out()


@cache
def methods() -> tuple[Method, ...]:
    """All pages, in their order."""
    read = (read_page(path) for path in PAGES.glob("*.toml"))
    return tuple(sorted(read, key=lambda method: (method.place, method.key)))


def method_called(key: str) -> Method | None:
    return next((method for method in methods() if method.key == key), None)


def read_page(path: Path) -> Method:
    """The page of one file; ``ValueError`` naming the file where something is missing or unknown."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    missing = [name for name in (*PLAIN, *TEXTS) if name not in found]
    unknown = [name for name in found if name not in (*PLAIN, *TEXTS, *OPTIONAL)]
    if missing or unknown:
        raise ValueError(f"{path.name}: missing {missing}, unknown {unknown}")
    values: dict[str, Any] = {
        name: Text(**value) if isinstance(value, dict) else value for name, value in found.items()
    }
    return Method(key=path.stem, **values)


def with_figures(text: str, figures: Mapping[str, float], language: str) -> str:
    """The text with its placeholders filled in.

    >>> with_figures("alpha is {alpha:2}, {share:%} agree", {"alpha": 0.7, "share": 0.5}, "da")
    'alpha is 0,70, 50\\xa0% agree'
    """

    def written(found: re.Match[str]) -> str:
        name, form = found.groups()
        if form == "%":
            return formats.share(figures[name], language=language)
        return formats.number(figures[name], int(form), language=language)

    return FIGURE.sub(written, text)
