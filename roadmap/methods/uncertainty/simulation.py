"""The spread of the net present value over many draws of all assumptions.

The present value is linear in the assumptions (see `case`), and so is the running total of payments at any one date.
So a trial needs one multiplication per assumption and figure, and no time axis:

    value = Σ b · amount_b · annuity_b − present value of costs.

Chunks of trials (see `sampling`) may be worked through by several threads. Each writes its own part of one array, and
all sums are taken over that array afterwards, so that results are the same to the bit whatever the number of threads.

*Paid back by period t* means: the running total of all payments up to and including that of period t, not discounted,
is at least 0. That is `cashflow.payback(flows) <= t` for a trial whose total, once back at 0, stays there, as it does
where costs come before benefits; a trial that a later outlay takes below 0 again by t does not count as paid back.

A share p of n trials has the standard error √(p(1 − p)/n): what another seed might change, not how sure the case is.
"""

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from .case import Assumption, Case, Item, annuity, cost_value
from .dependence import Correlation
from .sampling import Sampling, Scheme, chunks, require_trials, scheme, uniform_pairs, units
from .three_point import Numbers, Shape, columns

BINS = 40
QUANTILES = (0.1, 0.5, 0.9)
# Relative size below which a running total cannot be told from 0.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Histogram:
    """Counts of trials between neighbouring `edges`; one edge more than counts."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Simulation:
    """Net present values of many trials, in the money of the case.

    Of all trials, 10, 50 and 90 % lie at or below `p10`, `p50`, `p90`. `positive` is the share above 0, `paid_back[t]`
    the share paid back by period t. The errors are standard errors, what another seed might change: `mean_error` of
    the mean, `positive_error` and `paid_back_error[t]` of the shares.
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
    paid_back: Mapping[int, float] = field(default_factory=dict)
    paid_back_error: Mapping[int, float] = field(default_factory=dict)

    @property
    def mean_error(self) -> float:
        return self.deviation / math.sqrt(self.trials)


def simulate(
    case: Case,
    trials: int = 100_000,
    seed: int = 0,
    shape: Shape = Shape.TRIANGULAR,
    correlation: Correlation = 0.0,
    sampling: Sampling = Sampling.RANDOM,
    threads: int = 1,
    paid_back_by: Sequence[int] = (),
) -> Simulation:
    """The spread of the net present value over `trials` draws of all assumptions. The same for the same seed.

    `correlation` is a rank correlation that all pairs of assumptions have (0 to below 1), or a matrix of them in the
    order of `case.assumptions`; `threads` how many threads work, which changes the time alone; `paid_back_by` periods
    from 0 to before the horizon. ValueError where there are no trials or threads, on a period outside the horizon, and
    as in `dependence.mixing`.

    >>> from roadmap.methods.uncertainty import Assumption, Item, ThreePoint
    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> result = simulate(Case([item], quarters=3, yearly_rate=0), trials=20_000, seed=1, paid_back_by=[1])
    >>> round(result.mean, -1), result.positive > 0.99, round(result.paid_back[1], 1)
    (130.0, True, 0.7)
    """
    require_trials(trials)
    if threads < 1:
        raise ValueError(f"there must be at least 1 thread, got {threads}")
    plan = scheme([each.yearly for each in case.assumptions], seed, shape, correlation, sampling)
    totals = _Totals.of(case, paid_back_by)
    values = np.empty(trials)
    every = list(chunks(trials, plan.chunk))
    with ThreadPoolExecutor(threads) as pool:
        shares = [pool.submit(_work, every[first::threads], plan, totals, values) for first in range(threads)]
        counts = sum((share.result() for share in shares), start=np.zeros(len(paid_back_by), dtype=np.int64))
    return _summary(values, dict(zip(paid_back_by, (counts / trials).tolist(), strict=True)))


@dataclass(frozen=True)
class _Totals:
    """What each trial adds up: its net present value, then its running total at each period asked for.

    With the draws on [0, 1] in x, the figures are `weights` @ x + `base`. What lies no further than `slack` below 0
    is 0 but for rounding.
    """

    weights: Numbers
    base: Numbers
    slack: Numbers

    @staticmethod
    def of(case: Case, periods: Sequence[int]) -> "_Totals":
        # What is paid until t is the value of the case that ends there, at a rate of 0.
        cases = [case, *(_until(case, period) for period in periods)]
        low, width, _ = columns([each.yearly for each in case.assumptions])
        worth = np.array([[annuity(each, *pair) for pair in _pairs(case)] for each in cases]).reshape(
            len(cases), len(low)
        )
        costs = np.array([cost_value(each) for each in cases])
        return _Totals(
            worth * width, (worth * low).sum(axis=1) - costs, ROUNDING * (costs + abs(worth * low).sum(axis=1))
        )


def _until(case: Case, period: int) -> Case:
    if not 0 <= period < case.quarters:
        raise ValueError(f"a payback period must be from 0 to {case.quarters - 1}, got {period}")
    return replace(case, quarters=period + 1, yearly_rate=0.0)


def _pairs(case: Case) -> list[tuple[Item, Assumption]]:
    return [(item, assumption) for item in case.items for assumption in item.benefits]


def _work(places: Sequence[tuple[int, int]], plan: Scheme, totals: _Totals, values: Numbers) -> NDArray[np.int64]:
    """Work through some of the chunks: write their values, and count the trials paid back by each period."""
    paid_back = np.zeros(len(totals.base) - 1, dtype=np.int64)
    pairs = _Pairs(plan, totals.weights) if plan.by_pairs else None
    for place, rows in places:
        if pairs:
            figures = pairs.figures(place)[:, :rows]
        else:
            figures = np.einsum("fi,ij->fj", totals.weights, units(plan, place, rows))
        figures += totals.base[:, None]
        begin = place * plan.chunk
        values[begin : begin + rows] = figures[0]
        paid_back += (figures[1:] >= -totals.slack[1:, None]).sum(axis=1)
    return paid_back


class _Pairs:
    """The weighted sums of triangular draws made of two uniform numbers, in memory that one thread uses again.

    (1 − m) min(U, V) + m max(U, V) = (U + V)/2 + (m − ½)|U − V|.
    """

    def __init__(self, plan: Scheme, weights: Numbers) -> None:
        self.plan = plan
        self.of_sums = np.hstack([weights, weights]) / 2
        self.of_distances = weights * (plan.middle - 0.5)
        self.uniform = np.empty((2 * len(plan.middle), plan.chunk))
        self.distance = np.empty((len(plan.middle), plan.chunk))
        self.result = np.empty((len(weights), plan.chunk))
        self.rest = np.empty_like(self.result)

    def figures(self, place: int) -> Numbers:
        uniform_pairs(self.plan, place, out=self.uniform)
        first, second = np.split(self.uniform, 2)
        np.abs(np.subtract(first, second, out=self.distance), out=self.distance)
        # Not BLAS: its sums may be ordered by the number of its threads.
        np.einsum("fi,ij->fj", self.of_sums, self.uniform, out=self.result)
        np.einsum("fi,ij->fj", self.of_distances, self.distance, out=self.rest)
        self.result += self.rest
        return self.result


def _summary(values: Numbers, paid_back: dict[int, float]) -> Simulation:
    """The figures of all trials. Partly sorts `values`, after all that depends on their order."""
    trials = len(values)
    mean, deviation = float(values.mean()), float(values.std())
    positive = int(np.count_nonzero(values > 0)) / trials
    counts, edges = np.histogram(values, bins=BINS if np.ptp(values) > 0 else 1)
    p10, p50, p90 = quantiles_in_place(values, QUANTILES)
    return Simulation(
        trials=trials,
        mean=mean,
        deviation=deviation,
        p10=p10,
        p50=p50,
        p90=p90,
        positive=positive,
        positive_error=share_error(positive, trials),
        histogram=Histogram(tuple(edges.tolist()), tuple(counts.tolist())),
        paid_back=paid_back,
        paid_back_error={period: share_error(share, trials) for period, share in paid_back.items()},
    )


def quantiles_in_place(values: Numbers, shares: Sequence[float]) -> list[float]:
    """The quantiles of `values`, which it partly sorts: straight between the values next to share · (n − 1).

    >>> quantiles_in_place(np.array([40.0, 10.0, 30.0, 20.0]), [0.0, 0.5, 1.0])
    [10.0, 25.0, 40.0]
    """
    last = len(values) - 1
    below = [math.floor(share * last) for share in shares]
    values.partition(sorted({place for each in below for place in (each, min(each + 1, last))}))
    found = []
    for share, place in zip(shares, below, strict=True):
        low, high = float(values[place]), float(values[min(place + 1, last)])
        found.append(low + (high - low) * (share * last - place))
    return found


def share_error(share: float, trials: int) -> float:
    """The standard error √(p(1 − p)/n) of a share of independent trials.

    >>> share_error(0.5, 100)
    0.05
    """
    return math.sqrt(share * (1 - share) / trials)
