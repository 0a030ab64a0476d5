"""What would it be worth to know more before deciding? The value of perfect information.

Today one decides on expected values: what is worth more than nothing is carried out, the rest is left. Suppose that
one assumption X could be known exactly before the decision. Where the answer would change the decision, one gains;
where it would not, the knowledge is worth nothing, however uncertain X is. Its value is

    VPI(X) = E[ max(0, E[NPV | X]) ] − max(0, E[NPV]),

in the money of the case, never negative, and at most the value of knowing everything,

    VPI = E[ max(0, NPV) ] − max(0, E[NPV]).

It is the most that one should pay for a study, a test or a pilot that answers the question; an imperfect answer is
worth less. A tornado shows what moves the value, this shows what moves the *decision*: the widest bar may be worth 0.

What can be dropped on its own is a *group* of items; each group has its own max(0, ·), and the values are summed. One
group with all items is the question "go, or do nothing". One group per item is "which of them". Items in no group are
carried out anyway.

How it is worked out. The present value is linear in the assumptions, so for independent ones E[NPV | X] is a straight
line in X, and the expectation an integral of the distribution function in closed form: exact. For correlated ones
(as in `dependence`: one correlation ρ ≥ 0 between the normal scores of all) E[X' | X] is the mean of X' at the normal
score ρz + √(1 − ρ²)s over s ~ N(0, 1), by Gauss–Hermite quadrature, and the outer expectation a sum over 1,601 scores
between −8 and 8: good to about 1e-4 of the spread. Knowing one assumption then also tells something of all others. The
value of knowing everything is taken from draws (`sampling`, a Sobol net, the same for the same seed).

Sources: H. Raiffa and R. Schlaifer, *Applied Statistical Decision Theory*, 1961, ch. 4 (expected value of perfect
information); R. A. Howard, Information Value Theory, *IEEE Transactions on Systems Science and Cybernetics* 2 (1966)
22–26 (clairvoyance about one quantity).
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from roadmap.methods.numbers import require_finite

from .case import Case, annuity, cost_value
from .dependence import score_correlation
from .sampling import Sampling, draw
from .three_point import Numbers, Shape, ThreePoint, columns, expected, unit_quantiles

SCORES, REACH, HERMITE = 1601, 8.0, 48
DRAWS = 2**15


@dataclass(frozen=True)
class Information:
    """What it would be worth to know this assumption exactly, in the money of the case."""

    key: str
    worth: float


@dataclass(frozen=True)
class InformationValue:
    """What each assumption would be worth to know, the most valuable first; ties in the order of the case.

    `everything`: knowing all of them at once. `now`: the expected net present value of the best decision without
    knowing more. `dropped`: the groups (by place) that are better left out, on what is known.
    """

    each: tuple[Information, ...]
    everything: float
    now: float
    dropped: tuple[int, ...]


def value_of_information(
    case: Case,
    groups: Sequence[Collection[str]] | None = None,
    shape: Shape = Shape.TRIANGULAR,
    correlation: float = 0.0,
    seed: int = 0,
) -> InformationValue:
    """The value of perfect information about each assumption, and about all.

    `groups`: keys of items that are carried out or dropped together; None is one group of all. `correlation` of the
    ranks of any two assumptions, from 0 to below 1. ValueError on a correlation outside, on a key that no item has, and
    on an item in two groups.

    >>> from roadmap.methods.uncertainty import Assumption, Item
    >>> sales, care = (Assumption(key, ThreePoint(0, 200, 400)) for key in ("sales", "care"))
    >>> items = [Item("shop", 0, 1, one_off=160, benefits=(sales,)), Item("desk", 0, 1, one_off=80, benefits=(care,))]
    >>> known = value_of_information(Case(items, quarters=4, yearly_rate=0), [["shop"], ["desk"]])
    >>> [(each.key, round(each.worth, 2)) for each in known.each], round(known.now, 2), known.dropped
    ([('sales', 20.33), ('care', 3.79)], 70.0, (0,))
    """
    require_finite("a correlation", correlation)
    if not 0 <= correlation < 1:
        raise ValueError(f"a correlation must be at least 0 and below 1, got {correlation}")
    stakes = _stakes(case, groups)
    points = [assumption.yearly for assumption in case.assumptions]
    means = np.array([expected(point, shape) for point in points])
    values = stakes.weights @ means - stakes.costs
    if not points:
        return InformationValue((), 0.0, _gain(values), _dropped(values))
    worths = _exact(stakes, points, means, shape) if correlation == 0 else _joint(stakes, points, shape, correlation)
    each = [Information(assumption.key, worth) for assumption, worth in zip(case.assumptions, worths, strict=True)]
    everything = max(_all_known(stakes, points, shape, correlation, seed), *worths)
    # Twelve digits: what is equal but for rounding must count as a tie.
    each.sort(key=lambda known: -float(f"{known.worth:.12g}"))
    return InformationValue(tuple(each), everything, _gain(values), _dropped(values))


def expected_excess(point: ThreePoint, threshold: float, shape: Shape) -> float:
    """E[max(0, X − threshold)] in closed form.

    For the triangle on [l, h] with its peak at m it is (h − t)³ / (3 (h − l)(h − m)) right of the peak, and left of it
    mean − t + (t − l)³ / (3 (h − l)(m − l)). For PERT the beta distribution's own integrals.

    >>> expected_excess(ThreePoint(0, 1, 2), 1, Shape.TRIANGULAR)
    0.16666666666666666
    """
    low, likely, high = point.low, point.likely, point.high
    if threshold <= low:
        return expected(point, shape) - threshold
    if threshold >= high:
        return 0.0
    if shape is Shape.PERT:
        return _beta_excess(point, threshold)
    if threshold >= likely:
        return (high - threshold) ** 3 / (3 * (high - low) * (high - likely))
    return expected(point, shape) - threshold + (threshold - low) ** 3 / (3 * (high - low) * (likely - low))


@dataclass(frozen=True)
class _Stakes:
    """By group: what it costs, and the present value of one unit a year of each assumption (0 of other groups')."""

    costs: Numbers
    weights: Numbers


def _stakes(case: Case, groups: Sequence[Collection[str]] | None) -> _Stakes:
    items = {item.key: item for item in case.items}
    named = [list(items)] if groups is None else [list(group) for group in groups]
    listed = [key for group in named for key in group]
    for key in listed:
        if key not in items:
            raise ValueError(f"no item has the key {key!r}")
        if listed.count(key) > 1:
            raise ValueError(f"the item {key!r} is in two groups")
    place = {assumption.key: column for column, assumption in enumerate(case.assumptions)}
    costs, weights = np.zeros(len(named)), np.zeros((len(named), len(place)))
    for row, group in enumerate(named):
        for key in group:
            item = items[key]
            costs[row] += cost_value(Case([item], case.quarters, case.yearly_rate))
            for assumption in item.benefits:
                weights[row, place[assumption.key]] = annuity(case, item, assumption)
    return _Stakes(costs, weights)


def _exact(stakes: _Stakes, points: Sequence[ThreePoint], means: Numbers, shape: Shape) -> list[float]:
    """Independent assumptions: each belongs to one item, so it moves the value of one group alone."""
    values = stakes.weights @ means - stakes.costs
    worths = []
    for column, point in enumerate(points):
        row = int(np.argmax(stakes.weights[:, column])) if len(stakes.costs) else 0
        weight = float(stakes.weights[row, column]) if len(stakes.costs) else 0.0
        if weight == 0:
            worths.append(0.0)
            continue
        threshold = float(means[column] - values[row] / weight)
        # Outside the spread no answer changes the decision; said outright, so that rounding does not say otherwise.
        inside = point.low < threshold < point.high
        gained = weight * expected_excess(point, threshold, shape) - max(0.0, float(values[row])) if inside else 0.0
        worths.append(max(0.0, gained))
    return worths


def _joint(stakes: _Stakes, points: Sequence[ThreePoint], shape: Shape, correlation: float) -> list[float]:
    """Correlated assumptions: what one of them tells of all the others is counted, too."""
    scores = np.linspace(-REACH, REACH, SCORES)
    chance = np.exp(-(scores**2) / 2)
    chance /= chance.sum()
    own = np.array([_amounts_at(point, scores, shape) for point in points])
    told = np.array([_told(amounts, scores, score_correlation(correlation)) for amounts in own])
    together = stakes.weights @ told - stakes.costs[:, None]
    worths = []
    for column in range(len(points)):
        values = together + stakes.weights[:, [column]] * (own[column] - told[column])
        undecided = (values.min(axis=1) < 0) & (values.max(axis=1) > 0)
        gains = np.maximum(values, 0) @ chance - np.maximum(values @ chance, 0)
        worths.append(max(0.0, float(gains[undecided].sum())))
    return worths


def _told(amounts: Numbers, scores: Numbers, correlation: float) -> Numbers:
    """The mean amount given another assumption's score, at each of the scores."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(HERMITE)
    reached = correlation * scores[:, None] + math.sqrt(1 - correlation**2) * nodes
    told: Numbers = np.interp(reached, scores, amounts) @ (weights / math.sqrt(2 * math.pi))
    return told


def _amounts_at(point: ThreePoint, scores: Numbers, shape: Shape) -> Numbers:
    """The amounts that stand where these normal scores do: the quantile at Φ(score)."""
    from scipy.special import ndtr  # not before somebody asks: it takes memory at the start

    low, width, middle = columns([point])
    amounts: Numbers = low[0] + width[0] * unit_quantiles(ndtr(scores), float(middle[0]), shape)
    return amounts


def _all_known(stakes: _Stakes, points: Sequence[ThreePoint], shape: Shape, correlation: float, seed: int) -> float:
    """Everything known at once: each draw is decided for itself."""
    drawn = draw(points, DRAWS, seed, shape, correlation, Sampling.SOBOL)
    values = drawn @ stakes.weights.T - stakes.costs
    undecided = (values.min(axis=0) < 0) & (values.max(axis=0) > 0)
    gains = np.maximum(values, 0).mean(axis=0) - np.maximum(values.mean(axis=0), 0)
    return float(gains[undecided].sum())


def _beta_excess(point: ThreePoint, threshold: float) -> float:
    from scipy.special import betainc

    width = point.high - point.low
    middle, share = (point.likely - point.low) / width, (threshold - point.low) / width
    rise, fall = 1 + 4 * middle, 5 - 4 * middle
    above, above_of_mean = 1 - betainc(rise, fall, share), 1 - betainc(rise + 1, fall, share)
    return float(width * (rise / 6 * above_of_mean - share * above))


def _gain(values: Numbers) -> float:
    return float(np.maximum(values, 0).sum())


def _dropped(values: Numbers) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(values < 0))
