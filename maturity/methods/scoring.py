"""From ballots to a rung, with its uncertainty.

People of several departments vote a rung 1–5, or "don't know", on the statements of a dimension. Where do we stand?

*The mean.* Departments weigh alike, however many people they send, for the question is about the house and not about
the department that came in force; inside a department statements weigh alike, however many answered each:

    statement mean   x_ds = mean of the rungs that department d gave to statement s
    department mean  x_d  = mean over s of x_ds
    dimension mean   x    = mean over d of x_d
    overall mean          = mean over the dimensions of x

"Don't know" is counted and shown, but is no rung. The current rung is the nearest to the mean (half-way: the lower).

*The interval* is a bootstrap over people, for they are what was sampled; the departments are given. In each of 1,000
samples every department of p people is replaced by p − 1 draws with replacement from its people (each with all her
answers; a department of one stays as it is), and the mean is computed again; the interval holds the middle 90 % of
these means. Drawing p − 1 and not p makes the spread of the samples the unbiased one, which matters when p is 3.
Where most departments sent one person only, the interval is too narrow; where all did, there is nothing to draw from
and there is none.

*Split.* Each person counts once, with the lower median of her rungs; ``split`` holds the rule for two camps.

*Agreement* is r_wg per statement, averaged over the statements that at least two answered; alpha over all of them
where it is defined.

*Departments that differ*: a mean at least one rung from that of the other departments, from at least three people.

*Too few.* Fewer than three people who chose a rung are too few answers: a result with that state and counts of
people, no figures. A department of fewer than three people is part of the whole, but its mean is not given, and not
that of another either where it could be found by subtraction (``suppression``).

Only the newest round of each statement counts; the caller passes those ballots and no others.

Sources: Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap, ch. 8, 13. McCarthy, P. J. & Snowden, C.
B. (1985), The Bootstrap and Finite Population Sampling, Vital and Health Statistics 2(95) (the p − 1 draws).
"""

import enum
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.agreement import krippendorff_alpha, within_group_agreement
from maturity.methods.resampling import (
    Answers,
    Interval,
    bootstrap_means,
    check_bootstrap,
    department_means,
    interval_of,
    mean_of_known,
    tabulate,
)
from maturity.methods.scale import RUNGS, lower_median, nearest_rung, require_rung
from maturity.methods.split import Split, find_split
from maturity.methods.suppression import SMALLEST_GROUP, require_group_size, suppress

Floats = NDArray[np.float64]

FEWEST_PEOPLE: Final = 3
DIFFERS_FROM: Final = 1.0
# Means of thirds and fifths miss a whole rung by a bit.
_ROUNDING: Final = 1e-9


class State(enum.Enum):
    """Whether enough people answered to say something."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Ballot:
    """One person's vote on one statement. ``rung``: 1–5, ``None`` is "don't know"; anything else is a ``ValueError``.

    ``participant`` is a key within the department.

    >>> Ballot("P1", "Sales", "recognition.1", 3).rung
    3
    """

    participant: str
    department: str
    statement: str
    rung: int | None

    def __post_init__(self) -> None:
        if self.rung is not None:
            require_rung(self.rung)


@dataclass(frozen=True)
class DepartmentScore:
    """One department. ``n``: its people who chose a rung. ``mean``: in rungs, ``None`` where it must not be shown on
    its own.

    ``difference``: its mean minus the mean of the other departments' means, ``None`` where hidden or alone;
    ``differs``: whether that is at least one rung.
    """

    department: str
    n: int
    mean: float | None
    difference: float | None
    differs: bool

    @property
    def shown(self) -> bool:
        """Whether it may be shown on its own."""
        return self.mean is not None


@dataclass(frozen=True)
class Score:
    """A dimension, or all of them. With ``State.TOO_FEW`` all but the counts and the target is ``None`` or empty.

    ``n``: people who chose a rung at least once; ``answers``: rungs in all; ``dont_know``: "don't know" in all.
    ``distribution``: answers per rung 1…5. ``median``: lower median of all answers. ``mean``, ``interval``: see the
    module; ``interval`` is ``None`` where no department sent two people. ``rung``: the rung nearest to the mean.
    ``target``: as given, a mean of targets for the overall score. ``gap``: target − mean in rungs, above 0 where
    there is a way to go; ``rungs_to_go``: target − rung, ``None`` overall. ``share_at_target``: fraction of answers
    at or above (their dimension's) target. ``agreement``: mean r_wg, 0–1. ``alpha``: Krippendorff's, ordinal.
    ``split``: the two camps if there are two. ``departments``: alphabetically, those with answers.
    """

    state: State
    n: int
    answers: int
    dont_know: int
    distribution: tuple[int, ...] | None = None
    median: int | None = None
    mean: float | None = None
    interval: Interval | None = None
    rung: int | None = None
    target: float | None = None
    gap: float | None = None
    rungs_to_go: int | None = None
    share_at_target: float | None = None
    agreement: float | None = None
    alpha: float | None = None
    split: Split | None = None
    departments: tuple[DepartmentScore, ...] = ()

    @property
    def differing(self) -> tuple[DepartmentScore, ...]:
        """The departments that differ from the rest, the farthest first."""
        return tuple(
            sorted((each for each in self.departments if each.differs), key=lambda each: -abs(each.difference or 0.0))
        )


@dataclass(frozen=True)
class Assessment:
    """``dimensions``: a score per dimension, in the order given; ``overall``: the score over all of them."""

    overall: Score
    dimensions: Mapping[str, Score]


def score(
    ballots: Iterable[Ballot],
    target: int | None = None,
    *,
    confidence: float = 0.9,
    samples: int = 1000,
    seed: int = 0,
    smallest_group: int = SMALLEST_GROUP,
) -> Score:
    """Score one dimension (or one statement) from its ballots; the formulas are in the module.

    ``ballots``: of the newest round of each statement, in any order. ``target``: a rung 1–5. ``confidence``,
    ``samples``, ``seed``: of the bootstrap. ``smallest_group``: people that a department needs to be shown on its
    own.

    No or too few ballots are a result with ``State.TOO_FEW``. Raises ``ValueError`` where somebody voted twice on a
    statement, the target is not a rung, the confidence not between 0 and 1, or samples below 1.

    >>> votes = {"IT": (4, 4, 5), "Sales": (2, 2, 2, 3)}
    >>> found = score(Ballot(f"P{i}", d, "recognition.1", rung) for d in votes for i, rung in enumerate(votes[d]))
    >>> round(found.mean, 2), found.rung, found.median, found.distribution
    (3.29, 3, 3, (0, 3, 1, 2, 1))
    """
    dimension = {"": tuple(ballots)}
    targets = {} if target is None else {"": require_rung(target)}
    return assess(
        dimension, targets, confidence=confidence, samples=samples, seed=seed, smallest_group=smallest_group
    ).dimensions[""]


def assess(
    ballots: Mapping[str, Sequence[Ballot]],
    targets: Mapping[str, int],
    *,
    confidence: float = 0.9,
    samples: int = 1000,
    seed: int = 0,
    smallest_group: int = SMALLEST_GROUP,
) -> Assessment:
    """Score every dimension and all of them together, on the same bootstrap samples of people.

    ``ballots[dimension]``: as in ``score``; ``targets[dimension]``: a rung, left out where there is none. The overall
    target is the mean of the targets, given where every dimension with answers has one. A department's overall mean
    is shown only where all of its dimensions are, since otherwise the hidden one could be found by subtraction; for
    the same reason a dimension with too few answers is no part of the overall score. A dimension without ballots is
    an empty list.

    Raises ``ValueError`` as ``score``, for a target of an unknown dimension, and where a statement is in two
    dimensions.

    >>> votes = [Ballot("P1", "IT", "leadership.1", 2), Ballot("P2", "IT", "leadership.1", 4)]
    >>> assess({"leadership": votes}, {"leadership": 4}).overall.state
    <State.TOO_FEW: 'too_few'>
    """
    check_bootstrap(confidence, samples)
    _check(ballots, targets)
    fewest = max(FEWEST_PEOPLE, require_group_size(smallest_group))
    scores = {dimension: _too_few(votes, targets.get(dimension)) for dimension, votes in ballots.items()}
    telling = {dimension: votes for dimension, votes in ballots.items() if scores[dimension].n >= fewest}
    if not telling:
        return Assessment(_too_few(_all(ballots), None), scores)

    answers = _answers(telling)
    cells, drawn = department_means(answers), bootstrap_means(answers, int(samples), seed)
    hidden: set[str] = set()
    for column, (dimension, votes) in enumerate(telling.items()):
        departments = _departments(votes, answers.departments, cells[:, column], smallest_group)
        hidden.update(each.department for each in departments if not each.shown)
        means = cells[:, column], None if drawn is None else drawn[:, column]
        scores[dimension] = _dimension(votes, departments, means, targets.get(dimension), confidence)
    departments = _departments(
        _all(telling), answers.departments, mean_of_known(cells, axis=1), smallest_group, also_hide=hidden
    )
    return Assessment(_overall(telling, departments, (cells, drawn), targets, confidence), scores)


def _dimension(
    votes: Sequence[Ballot],
    departments: tuple[DepartmentScore, ...],
    means: tuple[Floats, Floats | None],
    target: int | None,
    confidence: float,
) -> Score:
    cells, drawn = means
    goals = {} if target is None else {ballot.statement: target for ballot in votes}
    found = _described(votes, departments, float(mean_of_known(cells, axis=0)), target, goals)
    return replace(
        found,
        interval=interval_of(drawn, confidence),
        rungs_to_go=None if target is None or found.rung is None else target - found.rung,
    )


def _overall(
    telling: Mapping[str, Sequence[Ballot]],
    departments: tuple[DepartmentScore, ...],
    means: tuple[Floats, Floats | None],
    targets: Mapping[str, int],
    confidence: float,
) -> Score:
    cells, drawn = means
    mean = float(mean_of_known(mean_of_known(cells, axis=0), axis=0))
    complete = all(dimension in targets for dimension in telling)
    target = math.fsum(targets[dimension] for dimension in telling) / len(telling) if complete else None
    goals = {ballot.statement: targets[name] for name, votes in telling.items() for ballot in votes} if complete else {}
    found = _described(_all(telling), departments, mean, target, goals)
    return replace(found, interval=interval_of(None if drawn is None else mean_of_known(drawn, axis=1), confidence))


def _described(
    votes: Sequence[Ballot],
    departments: tuple[DepartmentScore, ...],
    mean: float,
    target: float | None,
    goals: Mapping[str, int],
) -> Score:
    """All that does not come from the bootstrap. ``goals``: the target of each statement, empty where there is none."""
    rungs = [ballot.rung for ballot in votes if ballot.rung is not None]
    reached = sum(ballot.rung >= goals[ballot.statement] for ballot in votes if goals and ballot.rung is not None)
    return Score(
        state=State.ENOUGH,
        n=len(_people(votes)),
        answers=len(rungs),
        dont_know=len(votes) - len(rungs),
        distribution=tuple(rungs.count(rung) for rung in RUNGS),
        median=lower_median(rungs),
        mean=mean,
        rung=nearest_rung(mean),
        target=target,
        gap=None if target is None else target - mean,
        share_at_target=reached / len(rungs) if goals else None,
        agreement=_agreement(votes),
        alpha=_alpha(votes),
        split=find_split(_one_rung_each(votes)),
        departments=departments,
    )


def _departments(
    votes: Sequence[Ballot],
    names: Sequence[str],
    means: Floats,
    smallest_group: int,
    also_hide: Collection[str] = (),
) -> tuple[DepartmentScore, ...]:
    people = Counter(department for department, _ in _people(votes))
    known = {name: float(mean) for name, mean in zip(names, means, strict=True) if not math.isnan(mean)}
    shown = suppress(people, smallest_group, also_hide=[name for name in also_hide if name in known]).shown
    total = math.fsum(known.values())
    scores = []
    for name, mean in known.items():
        if name not in shown:
            scores.append(DepartmentScore(name, people[name], None, None, False))
            continue
        difference = mean - (total - mean) / (len(known) - 1) if len(known) > 1 else None
        apart = difference is not None and abs(difference) >= DIFFERS_FROM - _ROUNDING
        differs = apart and people[name] >= FEWEST_PEOPLE
        scores.append(DepartmentScore(name, people[name], mean, difference, differs))
    return tuple(scores)


def _agreement(votes: Iterable[Ballot]) -> float | None:
    by_statement = defaultdict(list)
    for ballot in votes:
        if ballot.rung is not None:
            by_statement[ballot.statement].append(ballot.rung)
    each = [within_group_agreement(rungs, len(RUNGS)) for rungs in by_statement.values() if len(rungs) >= 2]
    return math.fsum(each) / len(each) if each else None


def _alpha(votes: Sequence[Ballot]) -> float | None:
    statements = sorted({ballot.statement for ballot in votes})
    given = {(ballot.department, ballot.participant, ballot.statement): ballot.rung for ballot in votes}
    rows = [[given.get((*person, statement)) for statement in statements] for person in sorted(_people(votes))]
    try:
        return krippendorff_alpha(rows, level="ordinal")
    except ValueError:
        return None


def _one_rung_each(votes: Iterable[Ballot]) -> list[int]:
    rungs = defaultdict(list)
    for ballot in votes:
        if ballot.rung is not None:
            rungs[ballot.department, ballot.participant].append(ballot.rung)
    return [lower_median(of_person) for of_person in rungs.values()]


def _people(votes: Iterable[Ballot]) -> set[tuple[str, str]]:
    """Those who chose a rung, as (department, participant)."""
    return {(ballot.department, ballot.participant) for ballot in votes if ballot.rung is not None}


def _all(ballots: Mapping[str, Sequence[Ballot]]) -> list[Ballot]:
    return [ballot for votes in ballots.values() for ballot in votes]


def _answers(ballots: Mapping[str, Sequence[Ballot]]) -> Answers:
    return tabulate(
        [
            (ballot.participant, ballot.department, ballot.statement, ballot.rung)
            for ballot in _all(ballots)
            if ballot.rung is not None
        ],
        {dimension: {ballot.statement for ballot in votes} for dimension, votes in ballots.items()},
    )


def _too_few(votes: Sequence[Ballot], target: float | None) -> Score:
    unknown = sum(ballot.rung is None for ballot in votes)
    return Score(State.TOO_FEW, len(_people(votes)), len(votes) - unknown, unknown, target=target)


def _check(ballots: Mapping[str, Sequence[Ballot]], targets: Mapping[str, int]) -> None:
    for dimension, target in targets.items():
        require_rung(target)
        if dimension not in ballots:
            raise ValueError(f"there is a target for {dimension!r}, which has no ballots, not even an empty list")
    _check_votes(ballots)


def _check_votes(ballots: Mapping[str, Sequence[Ballot]]) -> None:
    dimension_of: dict[str, str] = {}
    seen = set()
    for dimension, votes in ballots.items():
        for ballot in votes:
            if dimension_of.setdefault(ballot.statement, dimension) != dimension:
                raise ValueError(f"statement {ballot.statement!r} is in two dimensions")
            vote = (ballot.department, ballot.participant, ballot.statement)
            if vote in seen:
                raise ValueError(f"{ballot.participant!r} has two ballots on {ballot.statement!r}: pass one round only")
            seen.add(vote)
