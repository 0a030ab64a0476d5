"""When each statement and each break of a session is planned. Pure: minutes in, minutes and times out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slot:
    """A piece of the agenda: a statement by its ``key``, or a break (None). ``begins`` and ``ends`` count minutes from
    the start of the session; ``time``: the time of day that it begins, where a start is set."""

    key: int | None
    begins: int
    minutes: int
    title: str = ""
    time: datetime | None = None

    @property
    def ends(self) -> int:
        return self.begins + self.minutes

    @property
    def is_break(self) -> bool:
        return self.key is None


@dataclass(frozen=True)
class Agenda:
    """All pieces in order, and, where a start is set, their times of day. ``room``: the minutes that there are."""

    slots: tuple[Slot, ...]
    start: datetime | None = None
    room: int | None = None

    @property
    def minutes(self) -> int:
        """How long everything takes."""
        return self.slots[-1].ends if self.slots else 0

    @property
    def left(self) -> int | None:
        """The minutes that nothing is planned for; below 0 where it does not fit, None where no length is set."""
        return None if self.room is None else self.room - self.minutes

    @property
    def ends_at(self) -> datetime | None:
        """When the last piece ends."""
        return time_of(self.start, self.minutes)

    def slot(self, key: int) -> Slot | None:
        """A statement's piece; None for one that is not on the agenda."""
        return next((each for each in self.slots if each.key == key), None)


def agenda(
    statements: Sequence[tuple[int, int]],
    breaks: Mapping[int, tuple[int, str]] | None = None,
    start: datetime | None = None,
    room: int | None = None,
) -> Agenda:
    """One piece after the other.

    ``statements``: key and minutes, in order. ``breaks``: after which place (0: before the first statement) how many
    minutes, and what the break is called; breaks after places beyond the last come at the end.

    >>> [(each.key, each.begins) for each in agenda([(7, 5), (9, 10)], {1: (15, "Coffee")}).slots]
    [(7, 0), (None, 5), (9, 20)]
    """
    pauses, slots, begins = dict(breaks or {}), list[Slot](), 0
    pieces: list[tuple[int | None, int, str]] = []
    for place, (key, minutes) in enumerate([(None, 0), *statements]):
        if key is not None:
            pieces.append((key, minutes, ""))
        if place in pauses:
            pieces.append((None, *pauses.pop(place)))
    pieces += [(None, *pauses[place]) for place in sorted(pauses)]
    for key, minutes, title in pieces:
        slots.append(Slot(key, begins, minutes, title, time_of(start, begins)))
        begins += minutes
    return Agenda(tuple(slots), start, room)


def time_of(start: datetime | None, minutes: int) -> datetime | None:
    """The time of day so many minutes after ``start``; None where no start is set."""
    return start + timedelta(minutes=minutes) if start else None
