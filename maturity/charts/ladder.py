"""The ladder, our emblem, as geometry: where dots, interval, mean and target flag stand on five rungs.

A template draws it (``components/_strip.html``, ``components/_ladder.html``), so that it can be styled, translated and
printed. Lengths are in the picture's own units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

STEP = 100.0
WIDTH = 5 * STEP
MIDDLE = 17.0
LARGEST_DOT = 13.0
STAIR = 30.0
BASE = 190.0


def x_of(rung: float) -> float:
    """Where a place on the ladder (1.0–5.0) is from left to right: each rung in the middle of its fifth.

    >>> x_of(1), x_of(3.5)
    (50.0, 300.0)
    """
    return round(STEP * (rung - 0.5), 2)


@dataclass(frozen=True)
class LadderDot:
    """``count`` ballots on ``rung``; the dot's area is in proportion to their share of the largest group."""

    rung: int
    count: int
    x: float
    radius: float


@dataclass(frozen=True)
class Strip:
    """One row of the ladder picture. ``band_x``, ``band_width``: the interval; ``mean_x``; ``flag_x``: the target."""

    dots: tuple[LadderDot, ...]
    mean_x: float | None
    band_x: float | None
    band_width: float | None
    flag_x: float | None


def strip(
    counts: Sequence[int], *, mean: float | None, interval: tuple[float, float] | None, target: float | None
) -> Strip:
    """A row for ``counts[k]`` ballots on rung k + 1, the mean with its interval and the target, all on 1.0–5.0.

    >>> strip([0, 4, 1, 0, 0], mean=2.2, interval=(1.8, 2.6), target=4).dots
    (LadderDot(rung=2, count=4, x=150.0, radius=13.0), LadderDot(rung=3, count=1, x=250.0, radius=6.5))
    """
    most = max(counts, default=0)
    dots = tuple(
        LadderDot(rung, count, x_of(rung), round(LARGEST_DOT * sqrt(count / most), 2))
        for rung, count in enumerate(counts, start=1)
        if count
    )
    low, high = (x_of(interval[0]), x_of(interval[1])) if interval else (None, None)
    return Strip(
        dots=dots,
        mean_x=None if mean is None else x_of(mean),
        band_x=low,
        band_width=None if low is None or high is None else round(high - low, 2),
        flag_x=None if target is None else x_of(target),
    )


@dataclass(frozen=True)
class Segment:
    """One rung's part of a bar that is as wide as the ladder: ``share`` is a fraction of 1."""

    rung: int
    share: float
    x: float
    width: float


def segments(shares: Sequence[float]) -> tuple[Segment, ...]:
    """The bar cut by the shares of the rungs 1, 2, …; a share of nothing has no width.

    >>> segments([0.0, 0.25, 0.75, 0.0, 0.0])[2]
    Segment(rung=3, share=0.75, x=125.0, width=375.0)
    """
    starts = accumulate(shares, initial=0.0)
    return tuple(
        Segment(rung, share, round(WIDTH * start, 2), round(WIDTH * share, 2))
        for rung, (share, start) in enumerate(zip(shares, starts, strict=False), start=1)
    )


@dataclass(frozen=True)
class LadderStep:
    """One rung of the stair: its box, and whether it is reached (filled) or still ahead (outlined)."""

    rung: int
    x: float
    y: float
    width: float
    height: float
    reached: bool


@dataclass(frozen=True)
class Stair:
    """The emblem: five steps upwards, the interval as a band under them, the target as a flag on its step."""

    steps: tuple[LadderStep, ...]
    band_x: float | None
    band_width: float | None
    mean_x: float | None
    flag_x: float | None
    flag_y: float | None


def stair(*, mean: float | None, interval: tuple[float, float] | None, target: float | None) -> Stair:
    """The five steps with those up to the nearest rung filled; nothing filled where there is no mean.

    >>> [step.reached for step in stair(mean=2.3, interval=None, target=4).steps]
    [True, True, False, False, False]
    """
    row = strip((), mean=mean, interval=interval, target=target)
    steps = tuple(
        LadderStep(
            rung,
            STEP * (rung - 1),
            BASE - STAIR * rung,
            STEP - 4,
            STAIR * rung,
            mean is not None and rung <= mean + 0.5,
        )
        for rung in range(1, 6)
    )
    on = None if target is None else BASE - STAIR * min(5, max(1, round(target)))
    return Stair(steps, row.band_x, row.band_width, row.mean_x, row.flag_x, on)
