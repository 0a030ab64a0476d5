"""The spread of the net present value over many draws of all assumptions.

So a trial needs one multiplication per assumption and no time axis. Trials are drawn in chunks that fit the cache, each
with a random stream of its own (seed, chunk): memory is bounded, and results do not depend on how many run at once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .case import Case, annuity, cost_value
from .three_point import Shape, ThreePoint

Numbers = NDArray[np.float64]
CHUNK = 2048
BINS = 40


@dataclass(frozen=True)
class Histogram:
    """Counts of trials between neighbouring `edges`; one edge more than counts."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Simulation:
    """Net present values of many trials, in the money of the case.

    Of all trials, 10, 50 and 90 % lie at or below `p10`, `p50`, `p90`. `positive` is the share above 0;
    `positive_error` is its standard error, what another seed might change.
    """

    trials: int
    mean: float
    deviation: float
    p10: float
    p50: float
    p90: float
    positive: float
    positive_error: float
    histogram: Histogram


def draw(assumptions: Sequence[ThreePoint], trials: int, seed: int, shape: Shape = Shape.TRIANGULAR) -> Numbers:
    """Independent draws: an array with `trials` rows and a column per assumption. The same for the same seed.

    ValueError where there are no trials.

    >>> drawn = draw([ThreePoint(0, 1, 3), ThreePoint(5, 5, 5)], trials=1000, seed=1)
    >>> drawn.shape, float(drawn[:, 1].max())
    ((1000, 2), 5.0)
    """
    _require_trials(trials)
    low, width, middle = _columns(assumptions)
    chunks = [_units(middle, rows, seed, place, shape) for place, rows in enumerate(_chunk_sizes(trials))]
    drawn: Numbers = low + width * np.vstack(chunks)
    return drawn


def simulate(case: Case, trials: int = 100_000, seed: int = 0, shape: Shape = Shape.TRIANGULAR) -> Simulation:
    """The spread of the net present value over `trials` draws of all assumptions. The same for the same seed.

    ValueError where there are no trials.

    >>> from roadmap.methods.uncertainty import Assumption, Item
    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> result = simulate(Case([item], quarters=3, yearly_rate=0), trials=20_000, seed=1)
    >>> round(result.mean, -1), result.positive > 0.99
    (130.0, True)
    """
    _require_trials(trials)
    low, width, middle = _columns([assumption.yearly for assumption in case.assumptions])
    weights = np.array([annuity(case, item, assumption) for item in case.items for assumption in item.benefits])
    lowest = float(low @ weights) - cost_value(case)
    values = np.empty(trials)
    begin = 0
    for place, rows in enumerate(_chunk_sizes(trials)):
        values[begin : begin + rows] = _units(middle, rows, seed, place, shape) @ (width * weights)
        begin += rows
    values += lowest
    return _summary(values)


def _chunk_sizes(trials: int) -> list[int]:
    whole, rest = divmod(trials, CHUNK)
    return [CHUNK] * whole + [rest] * bool(rest)


def _columns(points: Sequence[ThreePoint]) -> tuple[Numbers, Numbers, Numbers]:
    """Low amounts, widths, and where in the width the likely amount is (from 0 to 1)."""
    low, likely, high = (np.array([getattr(point, name) for point in points]) for name in ("low", "likely", "high"))
    width = high - low
    # A certain amount has no spread to divide by.
    return low, width, np.divide(likely - low, width, out=np.zeros(len(points)), where=width > 0)


def _units(middle: Numbers, rows: int, seed: int, place: int, shape: Shape) -> Numbers:
    """The draws of one chunk as shares of the widths, from the random stream of this seed and place."""
    stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(place,))))
    size = (rows, len(middle))
    if shape is Shape.PERT:
        return stream.beta(1 + 4 * middle, 5 - 4 * middle, size)
    return _triangular(stream.random(size), middle)


def _triangular(uniform: Numbers, middle: Numbers) -> Numbers:
    """The inverse of the triangular distribution function on [0, 1] with its peak at `middle`."""
    rising = np.sqrt(uniform * middle)
    # Both sides are computed for all: picking the rows of each side first takes longer than the roots that it saves.
    falling = 1 - np.sqrt((1 - uniform) * (1 - middle))
    return np.where(uniform < middle, rising, falling)


def _summary(values: Numbers) -> Simulation:
    p10, p50, p90 = (float(value) for value in np.quantile(values, (0.1, 0.5, 0.9)))
    counts, edges = np.histogram(values, bins=BINS if np.ptp(values) > 0 else 1)
    positive = float((values > 0).mean())
    return Simulation(
        trials=len(values),
        mean=float(values.mean()),
        deviation=float(values.std()),
        p10=p10,
        p50=p50,
        p90=p90,
        positive=positive,
        positive_error=math.sqrt(positive * (1 - positive) / len(values)),
        histogram=Histogram(tuple(edges.tolist()), tuple(counts.tolist())),
    )


def _require_trials(trials: int) -> None:
    if trials < 1:
        raise ValueError(f"there must be at least 1 trial, got {trials}")
