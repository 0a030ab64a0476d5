"""One word for one thing: class names across the whole product, and URL names in one style."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("maturity", "roadmap")
# Django's own words, which every module of their kind must use.
DJANGO = {"Command", "Media", "Meta"}
# Names that still mean two things. The list only becomes shorter.
DOUBLED = {
    "Answer",
    "Assumption",
    "Bar",
    "Benefit",
    "Card",
    "Choice",
    "Column",
    "Dropped",
    "Entry",
    "Estimate",
    "Findings",
    "Item",
    "LanguageForm",
    "Line",
    "Moment",
    "Movement",
    "Owners",
    "Path",  # the textbook's fixed name for a way through channels, and the row that says how many took it
    "Pause",
    "Person",
    "Placed",
    "Reason",
    "Room",
    "Seen",
    "Slot",
    "Stage",
}


def modules() -> Iterator[Path]:
    """Every module of the product, without its migrations."""
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)


def places_of_classes() -> Mapping[str, list[str]]:
    """Where each public class is defined, by its name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(path.relative_to(ROOT)))
    return found


def test_a_class_name_means_one_thing():
    doubled = {name: places for name, places in places_of_classes().items() if len(places) > 1 and name not in DJANGO}
    assert {name: doubled[name] for name in doubled.keys() - DOUBLED} == {}


def names_of_urls(resolver: URLResolver) -> Iterator[str]:
    """The names of our own addresses and of their chapters."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and str(pattern.lookup_str).startswith(PACKAGES):
                yield pattern.name
        else:
            yield from names_of_urls(pattern)


def test_url_names_are_in_snake_case():
    names = set(names_of_urls(get_resolver()))
    assert {name for name in names if not re.fullmatch("[a-z][a-z0-9_]*", name)} == set()
