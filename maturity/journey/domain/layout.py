"""The order of the map: its stages with their touchpoints, and how one of these moves."""

from collections.abc import Sequence
from enum import StrEnum


class Direction(StrEnum):
    """Where a touchpoint can be moved with one press."""

    LEFT = "left"
    RIGHT = "right"
    EARLIER_STAGE = "earlier"
    LATER_STAGE = "later"


Layout = list[tuple[int, list[int]]]


def moved(layout: Sequence[tuple[int, Sequence[int]]], touchpoint: int, way: Direction) -> Layout:
    """The layout (stage → touchpoints, in order) after one press. Past the edge of a stage lies the next stage.

    >>> moved([(1, [10, 11]), (2, [12])], 11, Direction.RIGHT)
    [(1, [10]), (2, [11, 12])]
    >>> moved([(1, [10, 11]), (2, [12])], 11, Direction.LEFT)
    [(1, [11, 10]), (2, [12])]
    >>> moved([(1, [10, 11]), (2, [12])], 12, Direction.RIGHT)
    [(1, [10, 11]), (2, [12])]
    """
    stage = next(index for index, (_stage, row) in enumerate(layout) if touchpoint in row)
    row = list(layout[stage][1])
    place = row.index(touchpoint)
    step = 1 if way in (Direction.RIGHT, Direction.LATER_STAGE) else -1
    inside = way in (Direction.LEFT, Direction.RIGHT) and 0 <= place + step < len(row)
    if inside:
        return placed(layout, touchpoint, layout[stage][0], place + step)
    if not 0 <= stage + step < len(layout):
        return [(key, list(members)) for key, members in layout]
    end = 0 if step > 0 else len(layout[stage + step][1])
    return placed(layout, touchpoint, layout[stage + step][0], end)


def placed(layout: Sequence[tuple[int, Sequence[int]]], touchpoint: int, stage: int, place: int) -> Layout:
    """The layout with the touchpoint (known or new) at ``place`` of ``stage``, counted without it, from 0.

    >>> placed([(1, [10, 11]), (2, [])], 10, 2, 0)
    [(1, [11]), (2, [10])]
    """
    rows = [(key, [each for each in row if each != touchpoint]) for key, row in layout]
    row = next(members for key, members in rows if key == stage)
    row.insert(max(0, min(place, len(row))), touchpoint)
    return rows
