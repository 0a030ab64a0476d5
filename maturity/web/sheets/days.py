"""Days as text, in the habits of three countries.

Every reading is given; where there are two, as of 03/04/2026, nobody can tell, and the column refuses the cell. A day
of the month before a point, or before a slash without a year's slash (22/11-2026), is never an American month.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ..languages import KNOWN
from ..names import fold, visible

CLOCK = "(?:[T ]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
YEAR_FIRST = re.compile(f"([0-9]{{4}})([-/.])([0-9]{{1,2}})\\2([0-9]{{1,2}})\\.?{CLOCK}")
DAY_FIRST = re.compile(
    f"([0-9]{{1,2}})(?:\\. ?([0-9]{{1,2}})\\. ?|/([0-9]{{1,2}}) ?- ?)([0-9]{{4}})\\.?{CLOCK}",
)
EITHER = re.compile(f"([0-9]{{1,2}})([-/ ])([0-9]{{1,2}})\\2([0-9]{{4}}){CLOCK}")
MONTH_NAMED = re.compile(
    "(?:[^\\W\\d]+,? )??(?:den |the )?([0-9]{1,2})(?:\\.|st|nd|rd|th)?(?: of)?[ -]?"
    f"([^\\W\\d]+)\\.?,?[ -]([0-9]{{4}}){CLOCK}"
)
MONTH_BEFORE = re.compile(f"([^\\W\\d]+)\\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}}){CLOCK}")


@cache
def months() -> dict[str, int]:
    """Folded name of a month in any of our languages, long or short, → its number."""
    return {
        fold(name).rstrip("."): number
        for habits in KNOWN.values()
        for names in habits.cldr.months["format"].values()
        for number, name in names.items()
        if not name.isdecimal() and len(name) > 1
    } | {"sep": 9, "sept": 9, "mar": 3}


def days_in(text: str) -> list[date]:
    """The days that a text may mean, the one of our countries first.

    >>> days_in("22. november 2026"), days_in("03/04/2026")
    ([datetime.date(2026, 11, 22)], [datetime.date(2026, 4, 3), datetime.date(2026, 3, 4)])
    """
    body = " ".join(visible(text).split())
    return list(dict.fromkeys(day for parts in read(body) for day in real(*parts)))


def read(body: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day, as far as they can be taken apart."""
    if found := YEAR_FIRST.fullmatch(body):
        yield int(found[1]), int(found[3]), int(found[4])
    elif found := DAY_FIRST.fullmatch(body):
        yield int(found[4]), int(found[2] or found[3]), int(found[1])
    elif found := EITHER.fullmatch(body):
        yield int(found[4]), int(found[3]), int(found[1])
        yield int(found[4]), int(found[1]), int(found[3])
    elif (found := MONTH_NAMED.fullmatch(body)) and fold(found[2]) in months():
        yield int(found[3]), months()[fold(found[2])], int(found[1])
    elif (found := MONTH_BEFORE.fullmatch(body)) and fold(found[1]) in months():
        yield int(found[3]), months()[fold(found[1])], int(found[2])


def real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
