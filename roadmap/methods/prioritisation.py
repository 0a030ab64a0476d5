"""What people think an initiative gives and takes, and four ways to make an order of it.

*Estimates by many.* Raters give each initiative a value and an effort from 1 to 5. Asking the department that owns an
initiative alone gives a skewed picture, so each summary is made three times: of all raters, of all but the owner's
department, and of the owner's department only. The owner's tilt is the difference, owner's mean less the others':
above 0 for value, or below 0 for effort, the owner sees the initiative in a kinder light. It is undefined (None) where
either side has nobody; it says nothing on who is right.

*Weights.* A plain mean lets the department with the most raters decide. `weigh_departments` takes each department's
mean first and then weighs the departments, alike or as somebody states; `weighted_mean` does the same with criteria,
for those who split value into several.

    mean = Σ w · x / Σ w

*Value over effort* orders by mean value over mean effort. A ratio hides how large its parts are, so dominance stands
beside it: one initiative dominates another where it is worth at least as much for at most the effort, and better in
one. What none dominates is worth a look whatever its place in the order. How sure an order is, `robustness` says.

*RICE* asks for four things separately, so that one strong gut feeling cannot carry a whole idea:

    RICE = reach · impact · confidence / effort

reach in customers a quarter, impact per customer from 0.25 (minimal) to 3 (massive), confidence a fraction, effort in
person-weeks: so it is customers a quarter, weighted by how much they gain, for each person-week.

*Cost of delay divided by duration* (CD3; also weighted shortest job first, WSJF). Where one thing is done after the
other, the order decides how long each waits, and waiting costs: an initiative that would give 300,000 a quarter loses
that in each quarter until it is done. The order with the highest

    cost of delay per period / duration in periods

first costs the least in all (Smith's rule). Proof: swap two neighbours i, j in any order. All others finish when they
did; j now waits dᵢ less and i waits dⱼ more, which is cheaper exactly where cⱼ/dⱼ > cᵢ/dᵢ. An order in which no such
swap helps is the order by c/d. It assumes one thing at a time, a cost of delay that stays the same, and nothing that
must come before something else.

Sources: D. Kahneman, D. Lovallo, *Management Science* 39 (1993) 17–31 (inside and outside view); R. L. Keeney,
H. Raiffa, *Decisions with Multiple Objectives*, 1976, ch. 3 (dominance and weights); S. McBride, "RICE: Simple
prioritization for product managers", *Inside Intercom*, 2018; W. E. Smith, "Various optimizers for single-stage
production", *Naval Research Logistics Quarterly* 3 (1956) 59–66; D. G. Reinertsen, *The Principles of Product
Development Flow*, 2009, ch. 7 (weighted shortest job first).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

LOWEST, HIGHEST = 1, 5
# Means that differ only after so many decimals are ties: the same ratings may be summed in another order.
SAME = 9
# McBride's steps of impact for a value of 1, 2, 3, 4, 5: minimal, low, medium, high, massive.
IMPACTS = (0.25, 0.5, 1.0, 2.0, 3.0)


@dataclass(frozen=True)
class Estimate:
    """One rater's view of one initiative: value and effort from 1 to 5, and the rater's department."""

    rater: str
    department: str
    value: float
    effort: float

    def __post_init__(self) -> None:
        for name, amount in (("value", self.value), ("effort", self.effort)):
            if not (math.isfinite(amount) and LOWEST <= amount <= HIGHEST):
                raise ValueError(f"the {name} by {self.rater!r} must be from {LOWEST} to {HIGHEST}, got {amount}")


@dataclass(frozen=True)
class Summary:
    """Means of `raters` estimates; `ratio` is value over effort. All None where there are none."""

    raters: int
    value: float | None
    effort: float | None

    @property
    def ratio(self) -> float | None:
        return None if self.value is None or self.effort is None else self.value / self.effort


@dataclass(frozen=True)
class Tilt:
    """Owner's mean less the others' mean; None where the owner's department or everybody else is missing."""

    value: float | None
    effort: float | None


@dataclass(frozen=True)
class Priority:
    """One initiative's estimates: of all, without the owner's department, of the owner's department only."""

    all: Summary
    without_owner: Summary
    owner_only: Summary
    tilt: Tilt


def summarise(estimates: Iterable[Estimate], owner: str) -> Priority:
    """Value and effort of one initiative that the department `owner` owns.

    Departments are compared without regard to case and surrounding space. ValueError where a rater appears twice.

    >>> rated = [Estimate("Bo", "IT", value=5, effort=1), Estimate("Cleo", "Sales", value=3, effort=3)]
    >>> summarise(rated, owner="IT").tilt
    Tilt(value=2.0, effort=-2.0)
    """
    given = list(estimates)
    _require_once(given)
    own = [estimate for estimate in given if _folded(estimate.department) == _folded(owner)]
    others = [estimate for estimate in given if _folded(estimate.department) != _folded(owner)]
    mine, theirs = _summary(own), _summary(others)
    return Priority(
        all=_summary(given),
        without_owner=theirs,
        owner_only=mine,
        tilt=Tilt(_difference(mine.value, theirs.value), _difference(mine.effort, theirs.effort)),
    )


def by_value_over_effort(summaries: Mapping[str, Summary]) -> tuple[str, ...]:
    """Keys by value over effort, the highest first; ties by higher value, then in the order given; unrated ones last.

    >>> by_value_over_effort({"a": Summary(3, 4.0, 4.0), "b": Summary(3, 4.0, 2.0), "c": Summary(0, None, None)})
    ('b', 'a', 'c')
    """

    def place(key: str) -> tuple[bool, float, float]:
        summary = summaries[key]
        return (summary.ratio is None, -round(summary.ratio or 0.0, SAME), -round(summary.value or 0.0, SAME))

    return tuple(sorted(summaries, key=place))


def dominates(one: Summary, other: Summary) -> bool:
    """Whether `one` is worth at least as much for at most the effort, and better in one. False where either is unrated.

    >>> dominates(Summary(3, 4.0, 2.0), Summary(3, 4.0, 3.0))
    True
    """
    if one.value is None or one.effort is None or other.value is None or other.effort is None:
        return False
    at_least = one.value >= other.value and one.effort <= other.effort
    return at_least and (one.value > other.value or one.effort < other.effort)


def dominated_by(summaries: Mapping[str, Summary]) -> dict[str, tuple[str, ...]]:
    """For each key the keys that dominate it, in the order given; empty for what none dominates.

    >>> dominated_by({"a": Summary(3, 4.0, 2.0), "b": Summary(3, 3.0, 3.0)})
    {'a': (), 'b': ('a',)}
    """
    return {
        key: tuple(other for other, rival in summaries.items() if dominates(rival, summary))
        for key, summary in summaries.items()
    }


def weighted_mean(amounts: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """Σ w · x / Σ w of amounts by criterion or department, in their unit; weights alike where none are given.

    ValueError where there is nothing to weigh, where an amount has no weight, a weight is negative or not a number, or
    all weights are 0. A weight without an amount counts for nothing.

    >>> weighted_mean({"customers": 4.0, "savings": 2.0}, {"customers": 3, "savings": 1})
    3.5
    """
    if not amounts:
        raise ValueError("there is nothing to weigh")
    chosen = {key: _weight(key, weights) for key in amounts}
    total = math.fsum(chosen.values())
    if total <= 0:
        raise ValueError("all weights are 0")
    if not all(math.isfinite(amount) for amount in amounts.values()):
        raise ValueError(f"amounts must be finite, got {dict(amounts)}")
    return math.fsum(chosen[key] * amount for key, amount in amounts.items()) / total


def weigh_departments(estimates: Iterable[Estimate], weights: Mapping[str, float] | None = None) -> Summary:
    """Value and effort of one initiative as the mean of its departments' means, by `weights` or each alike.

    Departments are compared without regard to case and surrounding space; `raters` counts people, also those of a
    department whose weight is 0. ValueError as in `weighted_mean`, and where a rater appears twice.

    >>> rated = [Estimate("Bo", "IT", 5, 1), Estimate("Cleo", "IT", 5, 1), Estimate("Dan", "Sales", 2, 4)]
    >>> weigh_departments(rated), weigh_departments(rated, {"IT": 1, "Sales": 2}).value
    (Summary(raters=3, value=3.5, effort=2.5), 3.0)
    """
    given = list(estimates)
    _require_once(given)
    if not given:
        return Summary(0, None, None)
    by_department: dict[str, list[Estimate]] = {}
    for estimate in given:
        by_department.setdefault(_folded(estimate.department), []).append(estimate)
    means = {department: _summary(of_one) for department, of_one in by_department.items()}
    chosen = None if weights is None else {_folded(name): weight for name, weight in weights.items()}
    return Summary(
        len(given),
        weighted_mean({department: mean.value or 0.0 for department, mean in means.items()}, chosen),
        weighted_mean({department: mean.effort or 0.0 for department, mean in means.items()}, chosen),
    )


def impact_of(value: float) -> float:
    """A mean value from 1 to 5 as RICE's impact per customer, 0.25 to 3, by straight lines between McBride's steps.

    ValueError outside 1 to 5.

    >>> impact_of(3), impact_of(3.5), impact_of(5)
    (1.0, 1.5, 3.0)
    """
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(f"a value must be from {LOWEST} to {HIGHEST}, got {value}")
    step = min(int(value) - LOWEST, len(IMPACTS) - 2)
    return IMPACTS[step] + (value - LOWEST - step) * (IMPACTS[step + 1] - IMPACTS[step])


def rice(reach: float, impact: float, confidence: float, effort: float) -> float:
    """reach · impact · confidence / effort: customers a quarter, weighted by what they gain, for each unit of effort.

    `reach`: customers in a period, at least 0; `impact`: per customer, at least 0, usually 0.25 to 3; `confidence`: a
    fraction; `effort`: above 0, in person-weeks or whatever unit all have in common. ValueError otherwise.

    >>> rice(reach=450, impact=2, confidence=0.8, effort=3)
    240.0
    """
    for name, amount in (("reach", reach), ("impact", impact)):
        if not (math.isfinite(amount) and amount >= 0):
            raise ValueError(f"the {name} must be at least 0, got {amount}")
    if not 0 <= confidence <= 1:
        raise ValueError(f"the confidence must be a fraction from 0 to 1, got {confidence}")
    if not (math.isfinite(effort) and effort > 0):
        raise ValueError(f"the effort must be above 0, got {effort}")
    return reach * impact * confidence / effort


@dataclass(frozen=True)
class Waiting:
    """What waiting costs: `cost_of_delay` in money per period, at least 0; `duration` of the work in periods, > 0."""

    cost_of_delay: float
    duration: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.cost_of_delay) and self.cost_of_delay >= 0):
            raise ValueError(f"the cost of delay must be at least 0, got {self.cost_of_delay}")
        if not (math.isfinite(self.duration) and self.duration > 0):
            raise ValueError(f"the duration must be above 0, got {self.duration}")

    @property
    def cd3(self) -> float:
        """Cost of delay divided by duration: money per period of waiting, for each period of work."""
        return self.cost_of_delay / self.duration


def by_delay_cost(waiting: Mapping[str, Waiting]) -> tuple[str, ...]:
    """Keys by cost of delay over duration, the highest first; ties in the order given.

    >>> by_delay_cost({"portal": Waiting(300, 3), "reminder": Waiting(200, 1)})
    ('reminder', 'portal')
    """
    return tuple(sorted(waiting, key=lambda key: -waiting[key].cd3))


def delay_cost(order: Sequence[str], waiting: Mapping[str, Waiting]) -> float:
    """What all lose until they are done, one after the other in this order: Σ cost of delay · end of work, in money.

    ValueError where the order does not hold every key once.

    >>> both = {"portal": Waiting(300, 3), "reminder": Waiting(200, 1)}
    >>> delay_cost(["reminder", "portal"], both), delay_cost(["portal", "reminder"], both)
    (1400.0, 1700.0)
    """
    if sorted(order) != sorted(waiting):
        raise ValueError("the order must hold every key once")
    ends = accumulate(waiting[key].duration for key in order)
    return math.fsum(waiting[key].cost_of_delay * end for key, end in zip(order, ends, strict=True))


def _weight(key: str, weights: Mapping[str, float] | None) -> float:
    if weights is None:
        return 1.0
    if key not in weights:
        raise ValueError(f"{key!r} has no weight")
    if not (math.isfinite(weights[key]) and weights[key] >= 0):
        raise ValueError(f"the weight of {key!r} must be at least 0, got {weights[key]}")
    return weights[key]


def _summary(estimates: Sequence[Estimate]) -> Summary:
    if not estimates:
        return Summary(0, None, None)
    count = len(estimates)
    return Summary(
        count,
        math.fsum(estimate.value for estimate in estimates) / count,
        math.fsum(estimate.effort for estimate in estimates) / count,
    )


def _difference(mine: float | None, theirs: float | None) -> float | None:
    return None if mine is None or theirs is None else mine - theirs


def _require_once(estimates: Sequence[Estimate]) -> None:
    raters = [estimate.rater for estimate in estimates]
    twice = [rater for rater in raters if raters.count(rater) > 1]
    if twice:
        raise ValueError(f"{twice[0]!r} has estimated twice")


def _folded(name: str) -> str:
    return name.strip().casefold()
