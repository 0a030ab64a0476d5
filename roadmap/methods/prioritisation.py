"""What people think an initiative gives and takes: value and effort by many raters.

Raters give each initiative a value and an effort from 1 to 5. Asking the department that owns an initiative alone
gives a skewed picture, so each summary is made three times: of all raters, of all but the owner's department, and of
the owner's department only. The owner's tilt is the difference, owner's mean less the others': above 0 for value, or
below 0 for effort, the owner sees the initiative in a kinder light. It is undefined (None) where either side has
nobody; it says nothing on who is right.

Initiatives are ordered by mean value over mean effort. A ratio hides how large its parts are, so dominance stands
beside it: one initiative dominates another where it is worth at least as much for at most the effort, and better in
one. What none dominates is worth a look whatever its place in the order.

Sources: D. Kahneman, D. Lovallo, *Management Science* 39 (1993) 17–31 (inside and outside view); R. L. Keeney,
H. Raiffa, *Decisions with Multiple Objectives*, 1976, ch. 3 (dominance).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LOWEST, HIGHEST = 1, 5


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
        return (summary.ratio is None, -(summary.ratio or 0.0), -(summary.value or 0.0))

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
