"""Where an initiative stands, and what is due about it. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

# What is told of an item, beside the readings of its measures.
STANDING = ("status", "percent", "blocker")
# Between a measure's name and the day of a reading, in the trail.
BETWEEN = " · "
SOON = timedelta(days=30)
SILENT_AFTER = timedelta(days=30)


class FollowUpVerb(TextChoices):
    """What the trail says of this chapter alone."""

    UPDATED = "updated", pgettext_lazy("trail", "updated")
    READING_REMOVED = "reading-removed", pgettext_lazy("trail", "reading removed")


class Status(TextChoices):
    NOT_STARTED = "not started", pgettext_lazy("status", "Not started")
    ON_TRACK = "on track", pgettext_lazy("status", "On track")
    AT_RISK = "at risk", pgettext_lazy("status", "At risk")
    BLOCKED = "blocked", pgettext_lazy("status", "Blocked")
    DONE = "done", pgettext_lazy("status", "Done")
    DROPPED = "dropped", pgettext_lazy("status", "Dropped")


ENDED = (Status.DONE, Status.DROPPED)
UNDER_WAY = (Status.ON_TRACK, Status.AT_RISK, Status.BLOCKED)


class Due(Enum):
    """What somebody must see to. Templates choose the words."""

    START = "start"
    FINISH = "finish"
    REVIEW = "review"
    SILENT = "silent"


@dataclass(frozen=True)
class Review:
    """A measure's review date, and the day of its newest reading."""

    measure: str
    day: date | None
    read_on: date | None


@dataclass(frozen=True)
class Planned:
    """First and last quarter of the work, from 1."""

    first: int
    last: int


def reading_name(measure: int, day: date) -> str:
    """What a form calls a measure's reading of one day.

    >>> reading_name(7, date(2027, 2, 10)), day_of("reading-7-2027-02-10", 7), day_of("reading-70-2027-02-10", 7)
    ('reading-7-2027-02-10', datetime.date(2027, 2, 10), None)
    """
    return f"reading-{measure}-{day}"


def day_of(name: str, measure: int) -> date | None:
    """The day of a reading by its name, where it is one of the measure; the other way of ``reading_name``."""
    begin = f"reading-{measure}-"
    return date.fromisoformat(name.removeprefix(begin)) if name.startswith(begin) else None


def current_quarter(start: date, today: date) -> int:
    """The quarter of the plan that today is in: 1 is the one of ``start``; 0 and less is before.

    >>> current_quarter(date(2027, 1, 1), date(2026, 11, 23)), current_quarter(date(2027, 1, 1), date(2027, 4, 1))
    (0, 2)
    """
    return (today.year - start.year) * 4 + (today.month - 1) // 3 - (start.month - 1) // 3 + 1


def due_now(
    status: Status, planned: Planned | None, quarter: int, reviews: Sequence[Review], changed: date | None, today: date
) -> tuple[Due, ...]:
    """What is due: a start or an end planned for this quarter or earlier, a review, a word after long silence."""
    if status in ENDED:
        return (Due.REVIEW,) if status == Status.DONE and reviews_due(reviews, today) else ()
    checks = {
        Due.START: status == Status.NOT_STARTED and planned is not None and planned.first <= quarter,
        Due.FINISH: planned is not None and planned.last <= quarter,
        Due.REVIEW: bool(reviews_due(reviews, today)),
        Due.SILENT: status in UNDER_WAY and changed is not None and today - changed > SILENT_AFTER,
    }
    return tuple(due for due, holds in checks.items() if holds)


def reviews_due(reviews: Sequence[Review], today: date) -> list[Review]:
    """Reviews that have passed or come within 30 days, and that no reading from that day on has answered."""
    return [
        each
        for each in reviews
        if each.day is not None and each.day <= today + SOON and (each.read_on is None or each.read_on < each.day)
    ]
