"""One figure for the whole house, and how much it depends on what counts how much.

With means m_i of the dimensions and weights w_i ≥ 0

    overall = Σ w_i m_i / Σ w_i

A weighted mean hides its weakest part, so the weakest dimension always stands beside it. And nobody knows the weights;
so we say what they do.

*Leave one out*: the overall without dimension i. *Doubled*: the overall with w_i twice as large.

*The widest range.* Let each weight lie anywhere between w_i / f and f · w_i (f = 2: half to double), all at once. How
high can the overall get? The overall is a ratio of two linear functions of the weights, so in each weight alone it
rises, falls or stays, never turns: its derivative by w_i has the sign of m_i − overall. At the highest every weight is
therefore at an end: at f · w_i where m_i lies above that highest overall, at w_i / f below it. Sorted by m_i, the
weights are thus high for the first few and low for the rest, and of these n + 1 ways the best is the answer, exactly.
The lowest is the same upside down. If the range is less than a rung wide, arguing about weights is a waste of the
executives' time.

Sources: Charnes, A. & Cooper, W. W. (1962), Programming with linear fractional functionals, Naval Research Logistics
Quarterly 9, 181–186. OECD & JRC (2008), Handbook on Constructing Composite Indicators, step 7 (sensitivity to weights).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from maturity.methods.scale import number_or_nan, require_mean_rung


@dataclass(frozen=True)
class Reaction:
    """One dimension in the overall. ``mean``: in rungs; ``share``: its weight as a fraction of all weights;
    ``without``: the overall when it is left out, ``None`` where nothing else counts; ``doubled``: the overall when its
    weight is doubled."""

    dimension: str
    mean: float
    share: float
    without: float | None
    doubled: float


@dataclass(frozen=True)
class Weighing:
    """``overall``: the weighted mean in rungs. ``weakest``: the dimension with the lowest mean of those that count
    (of equals the first). ``reactions``: one per dimension, in the order given. ``lowest``, ``highest``: of the
    overall, when every weight may lie between itself ÷ ``factor`` and itself × ``factor``."""

    overall: float
    weakest: str
    reactions: tuple[Reaction, ...]
    lowest: float
    highest: float
    factor: float

    @property
    def moves_most(self) -> Reaction | None:
        """The dimension without which the overall changes most (of equals the first); ``None`` where only one
        counts."""
        able = [each for each in self.reactions if each.without is not None]
        return max(able, key=lambda each: abs((each.without or 0.0) - self.overall), default=None)


def weigh(means: Mapping[str, float], weights: Mapping[str, float] | None = None, *, factor: float = 2.0) -> Weighing:
    """The overall of dimension means under weights, and how it reacts to them; the formulas are in the module.

    ``means[dimension]``: in rungs, 1–5. ``weights[dimension]``: at least 0, in any unit; a dimension without one has
    weight 1, a weight of 0 leaves it out. ``factor``: how far each weight may be wrong, at least 1.

    Raises ``ValueError`` where there are no means, a mean is not on the ladder, a weight is negative, not finite or of
    an unknown dimension, all weights are 0, or the factor is below 1.

    >>> found = weigh({"care": 2.0, "systems": 4.0}, {"care": 3})
    >>> found.overall, found.weakest, found.highest
    (2.5, 'care', 3.142857142857143)
    >>> [(each.share, each.without, each.doubled) for each in found.reactions]
    [(0.75, 4.0, 2.2857142857142856), (0.25, 2.0, 2.8)]
    """
    of = _require_weights(means, weights or {})
    if not 1 <= number_or_nan(factor) < math.inf:
        raise ValueError(f"weights may be wrong by a factor of at least 1, not {factor!r}")
    overall = _mean(means, of)
    return Weighing(
        overall=overall,
        weakest=min((name for name in means if of[name] > 0), key=lambda name: means[name]),
        reactions=tuple(_reaction(name, means, of) for name in means),
        lowest=-_highest([-mean for mean in means.values()], list(of.values()), factor),
        highest=_highest(list(means.values()), list(of.values()), factor),
        factor=factor,
    )


def _reaction(dimension: str, means: Mapping[str, float], weights: Mapping[str, float]) -> Reaction:
    others = {**weights, dimension: 0.0}
    return Reaction(
        dimension=dimension,
        mean=means[dimension],
        share=weights[dimension] / math.fsum(weights.values()),
        without=_mean(means, others) if any(others.values()) else None,
        doubled=_mean(means, {**weights, dimension: 2 * weights[dimension]}),
    )


def _mean(means: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return math.fsum(weights[name] * means[name] for name in means) / math.fsum(weights.values())


def _highest(means: Sequence[float], weights: Sequence[float], factor: float) -> float:
    """The largest weighted mean, each weight between itself ÷ factor and itself × factor."""
    pairs = sorted(zip(means, weights, strict=True), reverse=True)
    raised = [weight * (factor - 1 / factor) for _, weight in pairs]
    totals = accumulate(raised, initial=math.fsum(weights) / factor)
    low = math.fsum(mean * weight for mean, weight in pairs) / factor
    sums = accumulate((mean * more for (mean, _), more in zip(pairs, raised, strict=True)), initial=low)
    return max(part / total for part, total in zip(sums, totals, strict=True))


def _require_weights(means: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    if not means:
        raise ValueError("no dimensions: there is no overall of nothing")
    for mean in means.values():
        require_mean_rung(mean)
    for name, weight in weights.items():
        if name not in means:
            raise ValueError(f"there is a weight for {name!r}, which has no mean")
        if not 0 <= number_or_nan(weight) < math.inf:
            raise ValueError(f"the weight of {name!r} is a number of at least 0, not {weight!r}")
    chosen = {name: float(weights.get(name, 1.0)) for name in means}
    if not any(chosen.values()):
        raise ValueError("all weights are 0: nothing counts")
    return chosen
