"""Lists that people read are sorted by one function, in the reader's language, not by a database or a plain sort."""

import re

import pytest
from django.conf import settings

NAMES = "name|title|label|email"
ELSEWHERE = re.compile(
    rf"order_by\([^)]*[\"'](?:\w*__)?(?:{NAMES})[\"']"
    rf"|sorted\([^\n]*key=lambda (\w+): \1\.(?:{NAMES}|department|channel|organisation)\b"
    r"|key=str\.casefold|key=lambda \w+: [^\n]*\.casefold\(\)"
)
# Nobody reads these orders: they settle which of several comes first where figures are worked out.
SETTLED = {
    "roadmap/plan/queries/inputs.py": "the order in which a plan is worked out is the same in every language",
    "maturity/demo/room.py": "made for show",
    "maturity/framework/queries.py": "by organisation, then by key and version",
}


def sources():
    for folder in ("maturity", "roadmap"):
        for path in sorted((settings.ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and "methods" not in path.parts:
                yield path.relative_to(settings.ROOT).as_posix(), path.read_text()


def test_lists_by_name_are_sorted_by_the_one_function():
    found = {name: ELSEWHERE.search(text) for name, text in sources() if name not in SETTLED}
    assert {name: match[0] for name, match in found.items() if match} == {}


def test_exceptions_are_still_needed():
    assert {name for name, text in sources() if name in SETTLED and ELSEWHERE.search(text)} == set(SETTLED)


@pytest.mark.parametrize(
    "line",
    [
        'engagement.departments.order_by("name")',
        'rows.order_by("session", "department__name")',
        "sorted(rows, key=lambda each: each.name)",
        "sorted(names, key=str.casefold)",
    ],
)
def test_other_ways_are_found(line):
    assert ELSEWHERE.search(line)
