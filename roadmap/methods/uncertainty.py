"""How sure is a business case? Three-point assumptions, simulation and tornado.

Each benefit is an assumption with a low, a likely and a high amount per year. Two distributions turn these into draws:

- *triangular*: density rising straight from low to likely and falling straight to high; mean (low + likely + high)/3;
- *PERT*: a beta distribution on [low, high] with mean (low + 4 likely + high)/6, which trusts the likely amount more.

Low and high are taken as the outermost amounts that can occur. Costs, starts and durations are fixed; assumptions are
independent of each other, so an uncertainty that all of them share is not in the spread shown here.

The present value is linear in the assumptions. What one unit per year of a benefit is worth, begun in quarter f with
its ramp and counted to the horizon, is an annuity that is the same in every trial:

    NPV = Σ b · amount_b · annuity_b − present value of costs.

So a trial needs one multiplication per assumption and no time axis. Trials are drawn in chunks that fit the cache, each
with a random stream of its own (seed, chunk): memory is bounded, and results do not depend on how many run at once.

Sources: S. Kotz and J. R. van Dorp, *Beyond Beta*, 2004, ch. 1 (triangular); D. G. Malcolm et al., *Operations
Research* 7 (1959) 646–669 (PERT); T. G. Eschenbach, *Interfaces* 22 (1992) 40–46 (tornado).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from .cashflow import QUARTERS_PER_YEAR, Benefit, Undertaking, npv, plan_flows, quarterly_rate, ramp_up

Numbers = NDArray[np.float64]
CHUNK = 2048
BINS = 40


class Shape(Enum):
    """How amounts between low and high are spread."""

    TRIANGULAR = "triangular"
    PERT = "pert"


@dataclass(frozen=True)
class ThreePoint:
    """The lowest, the likeliest and the highest amount; low ≤ likely ≤ high."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.likely, self.high))):
            raise ValueError(f"low, likely and high must be finite numbers, got {self.low}, {self.likely}, {self.high}")
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"low ≤ likely ≤ high must hold, got {self.low}, {self.likely}, {self.high}")


@dataclass(frozen=True)
class Assumption:
    """A benefit that is not certain: money per year at full effect, `ramp` quarters from the finish to full effect.

    `key` names it among all assumptions.
    """

    key: str
    yearly: ThreePoint
    ramp: int = 0


@dataclass(frozen=True)
class Item:
    """An initiative in a plan: start and duration in quarters, costs that are fixed, benefits that are assumed."""

    key: str
    start: int
    duration: int
    one_off: float = 0.0
    yearly_cost: float = 0.0
    benefits: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Case:
    """A business case: items, a horizon in quarters (all cash before it counts), and a discount rate per year.

    ValueError on no items, a horizon below 1, a rate of −1 or less, or two assumptions of one key.
    """

    items: Sequence[Item]
    quarters: int
    yearly_rate: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))
        if not self.items:
            raise ValueError("there are no items")
        quarterly_rate(self.yearly_rate)
        keys = [assumption.key for assumption in self.assumptions]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise ValueError(f"two assumptions have the key {twice[0]!r}")
        case_flows(self)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        return tuple(assumption for item in self.items for assumption in item.benefits)


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


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: the net present value with this assumption low or high and all others likely."""

    key: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        return abs(self.high - self.low)


def case_flows(case: Case) -> tuple[float, ...]:
    """The flows of the case by quarter with every assumption at its likeliest.

    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> case_flows(Case([item], quarters=3, yearly_rate=0.08))
    (-100.0, 100.0, 100.0)
    """
    return plan_flows([(_undertaking(item), item.start) for item in case.items], case.quarters)


def likely_value(case: Case) -> float:
    """The net present value with every assumption at its likeliest.

    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> likely_value(Case([item], quarters=3, yearly_rate=0))
    100.0
    """
    return npv(quarterly_rate(case.yearly_rate), case_flows(case))


def annuity(case: Case, item: Item, assumption: Assumption) -> float:
    """The present value of 1 per year of this benefit, from the item's finish to the horizon.

    >>> item = Item("shop", 0, 1, benefits=(Assumption("sales", ThreePoint(1, 1, 1), ramp=2),))
    >>> annuity(Case([item], quarters=5, yearly_rate=0), item, item.benefits[0])
    0.75
    """
    factor = 1 / (1 + quarterly_rate(case.yearly_rate))
    finish = item.start + item.duration
    shares = ramp_up(max(0, case.quarters - finish), assumption.ramp)
    return math.fsum(share * factor ** (finish + offset) for offset, share in enumerate(shares)) / QUARTERS_PER_YEAR


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

    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> result = simulate(Case([item], quarters=3, yearly_rate=0), trials=20_000, seed=1)
    >>> round(result.mean, -1), result.positive > 0.99
    (130.0, True)
    """
    _require_trials(trials)
    low, width, middle = _columns([assumption.yearly for assumption in case.assumptions])
    weights = np.array([annuity(case, item, assumption) for item in case.items for assumption in item.benefits])
    lowest = float(low @ weights) - _cost_value(case)
    values = np.empty(trials)
    begin = 0
    for place, rows in enumerate(_chunk_sizes(trials)):
        values[begin : begin + rows] = _units(middle, rows, seed, place, shape) @ (width * weights)
        begin += rows
    values += lowest
    return _summary(values)


def tornado(case: Case) -> tuple[Bar, ...]:
    """What each assumption alone does to the net present value, the widest swing first; ties in the order of the case.

    >>> sales = Assumption("sales", ThreePoint(200, 400, 800))
    >>> care = Assumption("care", ThreePoint(30, 40, 60))
    >>> case = Case([Item("shop", 0, 1, one_off=100, benefits=(care, sales))], quarters=3, yearly_rate=0)
    >>> [(bar.key, bar.low, bar.high) for bar in tornado(case)]
    [('sales', 20.0, 320.0), ('care', 115.0, 130.0)]
    """
    middle = likely_value(case)
    bars = []
    for item in case.items:
        for assumption in item.benefits:
            worth, yearly = annuity(case, item, assumption), assumption.yearly
            low = middle + worth * (yearly.low - yearly.likely)
            high = middle + worth * (yearly.high - yearly.likely)
            bars.append(Bar(assumption.key, low, high))
    # Twelve digits: what is equal but for rounding must count as a tie.
    return tuple(sorted(bars, key=lambda bar: -float(f"{bar.swing:.12g}")))


def _undertaking(item: Item) -> Undertaking:
    benefits = tuple(Benefit(assumption.yearly.likely, assumption.ramp) for assumption in item.benefits)
    return Undertaking(item.duration, item.one_off, item.yearly_cost, benefits)


def _cost_value(case: Case) -> float:
    bare = [(Undertaking(item.duration, item.one_off, item.yearly_cost), item.start) for item in case.items]
    return -npv(quarterly_rate(case.yearly_rate), plan_flows(bare, case.quarters))


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
