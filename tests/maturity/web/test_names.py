"""Names that people take for one."""

import pytest

from maturity.models import Department
from maturity.web.names import fold, named


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("Økonomi", "ØKONOMI", True),
        ("IT ", "it", True),
        ("Kunde\u00a0rejse", "kunde  rejse", True),
        ("A\u030arhus", "Århus", True),
        ("Økonomi", "Okonomi", False),
    ],
)
def test_names_are_one_by_letters_not_by_case_or_space(first: str, second: str, one: bool) -> None:
    assert (fold(first) == fold(second)) is one


def test_named_finds_a_row_beyond_ascii(engagement) -> None:
    made = Department.objects.create(organisation=engagement.organisation, name="Økonomi")
    rows = engagement.organisation.departments.all()
    assert (named(rows, "økonomi"), named(rows, "økologi")) == (made, None)
