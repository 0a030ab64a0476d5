"""What is due, case by case."""

from datetime import date

import pytest

from roadmap.follow_up.domain import Planned, current_quarter, due_now
from roadmap.follow_up.rules import Due, Status
from roadmap.initiatives.domain.facts import MeasureFacts


def measure(review: date | None, read_on: date | None) -> MeasureFacts:
    return MeasureFacts(1, "m", "", "", None, None, review, read_on)


TODAY = date(2027, 2, 10)
LONG_AGO = date(2027, 1, 10)
PASSED = measure(date(2027, 2, 1), None)
ANSWERED = measure(date(2027, 2, 1), date(2027, 2, 1))
SOON = measure(date(2027, 3, 12), None)
LATER = measure(date(2027, 3, 13), None)
UNDATED = measure(None, None)


@pytest.mark.parametrize(
    ("status", "planned", "reviews", "changed", "due"),
    [
        (Status.NOT_STARTED, None, (), None, ()),
        (Status.NOT_STARTED, Planned(2, 3), (), None, ()),
        (Status.NOT_STARTED, Planned(1, 2), (), None, (Due.START,)),
        (Status.NOT_STARTED, Planned(1, 1), (), None, (Due.START, Due.FINISH)),
        (Status.ON_TRACK, Planned(1, 1), (), TODAY, (Due.FINISH,)),
        (Status.ON_TRACK, Planned(1, 2), (), TODAY, ()),
        (Status.ON_TRACK, Planned(1, 2), (), LONG_AGO, (Due.SILENT,)),
        (Status.BLOCKED, None, (PASSED,), LONG_AGO, (Due.REVIEW, Due.SILENT)),
        (Status.AT_RISK, None, (SOON,), TODAY, (Due.REVIEW,)),
        (Status.AT_RISK, None, (ANSWERED, LATER, UNDATED), TODAY, ()),
        (Status.DONE, Planned(1, 1), (PASSED,), LONG_AGO, (Due.REVIEW,)),
        (Status.DONE, Planned(1, 1), (ANSWERED,), LONG_AGO, ()),
        (Status.DROPPED, Planned(1, 1), (PASSED,), LONG_AGO, ()),
    ],
)
def test_due_now(status, planned, reviews, changed, due):
    assert due_now(status, planned, 1, reviews, changed, TODAY) == due


@pytest.mark.parametrize(
    ("today", "quarter"),
    [(date(2026, 12, 31), 0), (date(2027, 1, 1), 1), (date(2027, 3, 31), 1), (date(2028, 4, 1), 6)],
)
def test_current_quarter_counts_calendar_quarters(today, quarter):
    assert current_quarter(date(2027, 1, 1), today) == quarter
    assert current_quarter(date(2027, 2, 15), today) == quarter
