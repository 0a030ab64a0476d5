"""How far would the contributions move, had other customers of the same kind come by?

*Bootstrap.* n customers were measured. A sample draws n customers from them with replacement, each with their whole way
and how it ended, so it is one multinomial draw over the ways; everything is worked out anew from the sample. Over many
samples the middle 95 % of a figure is its interval (percentile interval). Customers are drawn, not steps: the steps of
one customer belong together.

*Drawing fast.* Independent Poisson numbers around n' p_w, somewhat fewer in all than n, are cheaper than the binomials
of a multinomial draw, and on the condition of their sum N' they are one of N' customers; the n − N' that are missing
are drawn one by one. Where N' is above n, which happens in about 2 of 100 samples, the sample is drawn anew the plain
way. So every sample is exactly multinomial.

Weighted counts need not be whole; then n is their sum, rounded, at least 1.

*Nobody converted.* A channel through which nobody converted has no conversion in any sample, which is what was seen and
not what can be known. Of n customers without a conversion the rate may be as high as 1 − (1 − confidence)^(1/n), about
3 / n at 95 % (the rule of three); so its interval ends at that many conversions, and at their part of all.

How often a channel has the largest credit over the samples says whether the first place is decided at all.

Limits: it answers for chance in who came by, not for ways that were never measured, customers who were counted under
two names, or order 1 being the wrong chain (``orders``). With a seed the numbers repeat to the last bit.

Sources: Efron, B. & Tibshirani, R. J. (1993), An Introduction to the Bootstrap, ch. 6 and 13; Hanley, J. A. &
Lippman-Hand, A. (1983), If nothing goes wrong, is everything all right?, JAMA 249, 1743–1745 (the rule of three);
Brown, M. B. & Bromberg, J. (1984), An efficient two-stage procedure for generating random variates from the multinomial
distribution, The American Statistician 38, 216–219.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.resampling import require_draws

from .flows import Ways, solve, ways_of
from .paths import Interval, Path, passers, require_paths

Floats = NDArray[np.float64]

# Numbers held at a time: 16 MB, whatever the number of samples.
_AT_A_TIME: Final = 2_000_000
# How many standard deviations of the sum fewer are drawn at once.
_SPARE: Final = 2.0


@dataclass(frozen=True)
class AttributionIntervals:
    """Intervals of what ``attribute(paths, order=1)`` finds; channels alphabetically.

    ``conversion_probability``, ``removal_effects[channel]``, ``shares[channel]`` (of all conversions) are fractions,
    ``conversions[channel]`` credited conversions. ``first[channel]``: fraction of the samples in which no other
    channel has more credit (a tie is shared out).
    """

    confidence: float
    samples: int
    conversion_probability: Interval
    removal_effects: Mapping[str, Interval]
    conversions: Mapping[str, Interval]
    shares: Mapping[str, Interval]
    first: Mapping[str, float]


def attribution_intervals(
    paths: Iterable[Path], confidence: float = 0.95, samples: int = 1000, seed: int = 0
) -> AttributionIntervals:
    """Bootstrap intervals of conversion probability, removal effects and credit, order 1 (see the module).

    ``confidence``: fraction between 0 and 1; ``samples``: how many times customers are drawn; the same ``seed`` gives
    the same numbers, in whatever sequence the paths come.

    Raises ``ValueError`` where there are no paths, nobody took or converted on any, or confidence or samples are out
    of range.

    >>> found = attribution_intervals([Path(("Search", "Web"), 300, 60), Path(("Web",), 200, 10)])
    >>> found.removal_effects["Web"], found.first["Web"]
    (Interval(low=1.0, high=1.0), 1.0)
    >>> found.shares["Search"].low < 0.375 < found.shares["Search"].high
    True
    """
    paths = require_paths(paths)
    require_draws(confidence, samples)
    if not any(path.conversions > 0 for path in paths):
        raise ValueError("nobody converted on the paths: there is nothing to share out")
    ways = ways_of(paths)
    drawn = [_figures(ways, customers) for customers in draw_customers(ways, int(samples), seed)]
    probability, effects = (np.concatenate(part) for part in zip(*drawn, strict=True))
    shares = _shares(effects)
    credit = shares * (probability * ways.customers.sum())[:, None]
    channels = ways.channels
    unseen = _unseen(paths, confidence)
    parts = _parts(unseen, math.fsum(path.conversions for path in paths))
    # A sample without any conversion has no shares; it counts as no credit, not as a share of 0.
    known = shares[probability > 0]
    return AttributionIntervals(
        confidence=confidence,
        samples=int(samples),
        conversion_probability=_intervals(probability[:, None], ("all",), confidence)["all"],
        removal_effects=_raised(_intervals(effects, channels, confidence), parts),
        conversions=_raised(_intervals(credit, channels, confidence), unseen),
        shares=_raised(_intervals(known if len(known) else shares, channels, confidence), parts),
        first=_first(shares, channels),
    )


def _unseen(paths: Sequence[Path], confidence: float) -> dict[str, float]:
    """Of each channel that nobody converted through: how many conversions its customers may have made unseen."""
    return {
        channel: found.customers * (1 - (1 - confidence) ** (1 / max(found.customers, 1.0)))
        for channel, found in passers(paths).items()
        if found.conversions == 0 and found.customers > 0
    }


def _parts(unseen: Mapping[str, float], together: float) -> dict[str, float]:
    return {channel: more / (together + more) for channel, more in unseen.items()}


def _raised(intervals: Mapping[str, Interval], highs: Mapping[str, float]) -> dict[str, Interval]:
    """The intervals, those of the channels in ``highs`` ending there at the earliest."""
    return {
        channel: Interval(found.low, max(found.high, highs.get(channel, 0.0))) for channel, found in intervals.items()
    }


def draw_customers(ways: Ways, samples: int, seed: int) -> Iterator[Floats]:
    """Customers of each way, drawn again: samples × ways, a part at a time. Weights keep their sum."""
    random = np.random.default_rng(seed)
    total = float(ways.customers.sum())
    count = max(1, round(total))
    likely = ways.customers / total
    cells = (len(ways.channels) + 2) ** 2
    at_once = max(1, _AT_A_TIME // max(len(likely), cells))
    for begin in range(0, samples, at_once):
        drawn = [_draw(random, count, likely) for _ in range(min(at_once, samples - begin))]
        yield np.array(drawn, dtype=np.float64) * (total / count)


def _draw(random: np.random.Generator, count: int, likely: Floats) -> NDArray[np.int64]:
    """One multinomial draw of so many customers (see the module)."""
    drawn = random.poisson(likely * max(0.0, count - _SPARE * math.sqrt(count)))
    missing = count - int(drawn.sum())
    if missing < 0:
        return random.multinomial(count, likely)
    up_to = likely.cumsum()
    up_to[-1] = 1.0
    one_by_one = np.searchsorted(up_to, random.random(missing), side="right")
    whole: NDArray[np.int64] = drawn + np.bincount(one_by_one, minlength=len(likely))
    return whole


def _figures(ways: Ways, customers: Floats) -> tuple[Floats, Floats]:
    solved = solve(ways.tables(customers))
    return solved.converts[:, 0], solved.effects


def _shares(effects: Floats) -> Floats:
    together = effects.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(effects, together, out=np.zeros_like(effects), where=together > 0)
    return shares


def _intervals(values: Floats, names: tuple[str, ...], confidence: float) -> dict[str, Interval]:
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, (tail, 1 - tail), axis=0)
    return {name: Interval(float(low[at]), float(high[at])) for at, name in enumerate(names)}


def _first(shares: Floats, channels: tuple[str, ...]) -> dict[str, float]:
    leads = (shares >= shares.max(axis=1, keepdims=True)) & (shares > 0)
    fair = np.divide(leads, leads.sum(axis=1, keepdims=True), out=np.zeros(leads.shape), where=leads)
    return dict(zip(channels, fair.mean(axis=0).tolist(), strict=True))
