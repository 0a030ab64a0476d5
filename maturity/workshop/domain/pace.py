"""How does the meeting stand against its time? Whatever the order, and whatever was skipped.

    behind = (now + what is still to come) − (start + all that was planned)

What is still to come: the statements that wait, the breaks after them, and of the statement before the room what is
left of its minutes (nothing, once they are used up). A skipped statement thus wins its minutes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slot:
    """A statement's minutes: whether the room has ``begun`` it, has ``left`` it (gone on, or skipped it)."""

    minutes: int
    begun: bool = False
    left: bool = False


@dataclass(frozen=True)
class Pause:
    """A break's minutes, planned after so many statements."""

    after: int
    minutes: int


@dataclass(frozen=True)
class Pace:
    """Whole minutes: those of the statement before the room and those used (0 and 0 where there is none), those
    behind the agenda (negative: ahead). ``ends``: when the meeting is planned to end; ``left``: minutes until then."""

    since: datetime | None
    budget: int
    used: int
    behind: int
    ends: datetime
    left: int

    @property
    def over(self) -> int:
        """By how many minutes the statement before the room has overrun its own."""
        return max(0, self.used - self.budget)

    @property
    def ahead(self) -> int:
        return max(0, -self.behind)


def pace_of(
    slots: Sequence[Slot],
    pauses: Sequence[Pause],
    *,
    start: datetime,
    since: datetime | None,
    now: datetime,
    length: int | None = None,
) -> Pace:
    """How a meeting stands that was to begin at ``start``; ``since``: when the statement before the room was opened;
    ``length``: the minutes that there are, where that is more or less than what is planned.

    At most one slot is begun and not left: the statement before the room. A break counts as over once as many
    statements as it comes after have been left.
    """
    done = sum(slot.left for slot in slots)
    current = next((slot.minutes for slot in slots if slot.begun and not slot.left), 0) if since else 0
    used = _minutes(now - since) if since else 0.0
    waiting = sum(slot.minutes for slot in slots if not slot.begun and not slot.left)
    breaks = sum(pause.minutes for pause in pauses if pause.after > done or (pause.after == done and not done))
    to_come = waiting + breaks + max(0.0, current - used)
    planned = sum(slot.minutes for slot in slots) + sum(pause.minutes for pause in pauses)
    behind = to_come + _minutes(now - start) - planned
    ends = start + timedelta(minutes=planned if length is None else length)
    return Pace(since, current, int(used), round(behind), ends, int(_minutes(ends - now)))


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60
