"""What is due about an initiative, from its plan, its measures and what was told of it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.initiatives.domain.facts import MeasureFacts

from .rules import ENDED, UNDER_WAY, Due, Status

SOON = timedelta(days=30)
SILENT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Planned:
    """First and last quarter of the work, from 1."""

    first: int
    last: int


def planned_from(start: int | None, quarters: int) -> Planned | None:
    """The quarters of work that starts ``start`` quarters after the plan does; None where the plan leaves it out.

    >>> planned_from(2, 2), planned_from(0, 0), planned_from(None, 1)
    (Planned(first=3, last=4), Planned(first=1, last=1), None)
    """
    return None if start is None else Planned(start + 1, start + max(1, quarters))


def current_quarter(start: date, today: date) -> int:
    """The quarter of the plan that today is in: 1 is the one of ``start``; 0 and less is before.

    >>> current_quarter(date(2027, 1, 1), date(2026, 11, 23)), current_quarter(date(2027, 1, 1), date(2027, 4, 1))
    (0, 2)
    """
    return (today.year - start.year) * 4 + (today.month - 1) // 3 - (start.month - 1) // 3 + 1


def due_now(
    status: Status,
    planned: Planned | None,
    quarter: int,
    measures: Sequence[MeasureFacts],
    changed: date | None,
    today: date,
) -> tuple[Due, ...]:
    """What is due: a start or an end planned for this quarter or earlier, a review, a word after long silence."""
    if status in ENDED:
        return (Due.REVIEW,) if status == Status.DONE and reviews_due(measures, today) else ()
    checks = {
        Due.START: status == Status.NOT_STARTED and planned is not None and planned.first <= quarter,
        Due.FINISH: planned is not None and planned.last <= quarter,
        Due.REVIEW: bool(reviews_due(measures, today)),
        Due.SILENT: status in UNDER_WAY and changed is not None and today - changed > SILENT_AFTER,
    }
    return tuple(due for due, holds in checks.items() if holds)


def reviews_due(measures: Sequence[MeasureFacts], today: date) -> tuple[MeasureFacts, ...]:
    """Measures whose review has passed or comes within 30 days, and that no reading from that day on has answered."""
    return tuple(
        each
        for each in measures
        if each.review and each.review <= today + SOON and (each.read_on is None or each.read_on < each.review)
    )
