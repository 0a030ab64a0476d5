"""How a room moved between two rounds as geometry: two ladders side by side, and bands from rung to rung.

A template draws it (``workshop/_movement.html``). Rung 5 stands on top. A bar is as high as its rung has people, with
room for a line of text at least, so that each has its name beside it; a band is as thick as it has people, and leaves
and meets the bars in the order of the rungs. Who is in no band was not drawn: it could give somebody away. Lengths are
in the picture's own units.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from maturity.methods.movement import Flow
from maturity.methods.scale import RUNGS

WIDTH: Final = 124.0
HEIGHT: Final = 50.0
LEFT: Final = (43.0, 50.0)
RIGHT: Final = (74.0, 81.0)
LINE: Final = 4.8
LABELLED: Final = 4.2


@dataclass(frozen=True)
class RungBar:
    """One rung in one round: its ``people`` as a bar of ``height`` from ``y``; ``middle`` is where its name stands."""

    rung: int
    people: int
    y: float
    height: float
    middle: float


@dataclass(frozen=True)
class Band:
    """One flow: its outline, and where its number stands; ``wide`` where there is room for one."""

    flow: Flow
    outline: str
    middle: float
    wide: bool


@dataclass(frozen=True)
class Picture:
    """Both ladders, the highest rung first, and the bands between them."""

    before: tuple[RungBar, ...]
    after: tuple[RungBar, ...]
    bands: tuple[Band, ...]


def movement_picture(before: Mapping[int, int], after: Mapping[int, int], flows: Iterable[Flow]) -> Picture:
    """The picture of these flows between two distributions: people by rung, in each of them at least one.

    >>> found = movement_picture({2: 4, 3: 4}, {3: 8}, [Flow(2, 3, 4)])
    >>> found.before[3]
    RungBar(rung=2, people=4, y=25.0, height=15.4, middle=32.7)
    >>> found.bands[0].outline
    'M50.0 25.0C62.0 25.0 62.0 9.6 74.0 9.6V25.0C62.0 25.0 62.0 40.4 50.0 40.4Z'
    """
    unit = min(_unit(before), _unit(after))
    left, right = _ladder(before, unit), _ladder(after, unit)
    drawn = sorted(flows, key=lambda flow: (-flow.before, -flow.after))
    starts = _tops(left, drawn, lambda flow: flow.before, unit)
    ends = _tops(right, sorted(drawn, key=lambda flow: (-flow.after, -flow.before)), lambda flow: flow.after, unit)
    return Picture(left, right, tuple(_band(flow, starts[flow], ends[flow], unit) for flow in drawn))


def _unit(people: Mapping[int, int]) -> float:
    """The height of one person with which the ladder fills the picture: what the lines of text leave is shared by the
    rungs that are higher than a line."""
    high = [people.get(rung, 0) for rung in RUNGS]
    while True:
        unit = (HEIGHT - LINE * (len(RUNGS) - len(high))) / sum(high)
        higher = [count for count in high if count * unit >= LINE]
        if higher == high:
            return unit
        high = higher


def _ladder(people: Mapping[int, int], unit: float) -> tuple[RungBar, ...]:
    bars, top = [], 0.0
    for rung in reversed(RUNGS):
        count = people.get(rung, 0)
        height = count * unit
        room = max(LINE, height)
        bars.append(RungBar(rung, count, _round(top + (room - height) / 2), _round(height), _round(top + room / 2)))
        top += room
    return tuple(bars)


def _tops(
    bars: Iterable[RungBar], flows: Iterable[Flow], rung_of: Callable[[Flow], int], unit: float
) -> dict[Flow, float]:
    """Where each flow touches its bar: one below the other, in the order given."""
    free = {bar.rung: bar.y for bar in bars}
    tops = {}
    for flow in flows:
        tops[flow] = free[rung_of(flow)]
        free[rung_of(flow)] += flow.people * unit
    return tops


def _band(flow: Flow, start: float, end: float, unit: float) -> Band:
    thick = flow.people * unit
    x1, x2 = LEFT[1], RIGHT[0]
    bend = (x1 + x2) / 2
    y1, y2, y3, y4 = (_round(y) for y in (start, end, end + thick, start + thick))
    outline = f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}V{y3}C{bend} {y3} {bend} {y4} {x1} {y4}Z"
    return Band(flow, outline, _round(end + thick / 2), thick >= LABELLED)


def _round(length: float) -> float:
    return round(length, 2)
