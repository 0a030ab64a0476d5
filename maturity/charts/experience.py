"""Two pictures of the journey map as geometry: ratings on one line from 1 to 5, and the emotion curve, cell by cell.

A template draws them (``journey/_ratings.html``, ``journey/_emotion.html``). Every column of the map is equally wide,
so a segment that leaves a cell at half the way to its neighbour meets the neighbour's: the curve is whole on screen,
in print, and where a page ends in the middle of it. Lengths are in the picture's own units, ``WIDTH`` per column.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 160.0
MARGIN = 14.0
MIDDLE = 54.0
PER_STEP = 22.0


def x_of(rating: float) -> float:
    """Where a rating (1.0–5.0) is on the line.

    >>> x_of(1), x_of(3), x_of(5)
    (14.0, 80.0, 146.0)
    """
    return round(MARGIN + (WIDTH - 2 * MARGIN) * (rating - 1) / 4, 2)


def y_of(emotion: float) -> float:
    """How high an emotion (−2 to +2) is: delight above, disappointment below.

    >>> y_of(2), y_of(0), y_of(-2)
    (10.0, 54.0, 98.0)
    """
    return round(MIDDLE - PER_STEP * emotion, 2)


@dataclass(frozen=True)
class RatingLine:
    """``own_x``: the company's own rating; ``customers_x`` with ``band_x`` and ``band_width``: customers' mean and its
    interval; ``reach_x`` and ``reach_width``: the stretch between the two."""

    own_x: float | None
    customers_x: float | None
    band_x: float | None
    band_width: float | None
    reach_x: float | None
    reach_width: float | None


def rating_line(*, own: float | None, customers: float | None, low: float | None, high: float | None) -> RatingLine:
    """Both ratings on one line, all on 1.0–5.0; None where there is none.

    >>> rating_line(own=5, customers=3, low=2, high=4)
    RatingLine(own_x=146.0, customers_x=80.0, band_x=47.0, band_width=66.0, reach_x=80.0, reach_width=66.0)
    """
    own_x, customers_x = (None if value is None else x_of(value) for value in (own, customers))
    band = None if low is None or high is None else (x_of(low), round(x_of(high) - x_of(low), 2))
    both = None if own_x is None or customers_x is None else (min(own_x, customers_x), abs(own_x - customers_x))
    return RatingLine(
        own_x,
        customers_x,
        *(band or (None, None)),
        *((both[0], round(both[1], 2)) if both else (None, None)),
    )


@dataclass(frozen=True)
class CurvePoint:
    """One column of the emotion curve. ``start_y`` and ``end_y``: where the line enters and leaves the column; None
    where the neighbour is missing, so that the curve has a gap there."""

    emotion: float | None
    y: float | None
    start_y: float | None
    end_y: float | None


def curve(emotions: Sequence[float | None]) -> tuple[CurvePoint, ...]:
    """The emotion curve in the order of the journey; a missing emotion breaks it.

    >>> [(point.start_y, point.y, point.end_y) for point in curve([2, 0, None])]
    [(None, 10.0, 32.0), (32.0, 54.0, None), (None, None, None)]
    """
    heights = [None if emotion is None else y_of(emotion) for emotion in emotions]
    padded = [None, *heights, None]
    return tuple(
        CurvePoint(emotion, here, between(before, here), between(here, after))
        for emotion, before, here, after in zip(emotions, padded, heights, padded[2:], strict=False)
    )


def between(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else round((left + right) / 2, 2)
