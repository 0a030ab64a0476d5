"""Where an initiative may stand, and what somebody is told of it. Values in, values out."""

from datetime import date
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

# What is told of an item, beside the readings of its measures.
STANDING = ("status", "percent", "blocker")
# Between a measure's name and the day of a reading, in the trail.
BETWEEN = " · "


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
    """What somebody must see to. ``words`` says it."""

    START = "start"
    FINISH = "finish"
    REVIEW = "review"
    SILENT = "silent"


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
