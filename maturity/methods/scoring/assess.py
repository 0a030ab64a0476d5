"""The score of a dimension and of all of them, from ballots."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.agreement import krippendorff_alpha, within_group_agreement
from maturity.methods.ordinal import DRAWS, posterior_means
from maturity.methods.resampling import (
    AnswersByRater,
    RungInterval,
    department_means,
    mean_of_known,
    require_draws,
    tabulate,
)
from maturity.methods.scale import RUNGS, lower_median, nearest_rung, require_rung
from maturity.methods.split import find_split
from maturity.methods.suppression import SMALLEST_GROUP, require_group_size, suppress

from .means import Means
from .results import FEWEST_PEOPLE, Assessment, CountedBallot, DepartmentScore, Score, ScoreState
from .standing import rung_probabilities, standing

Floats = NDArray[np.float64]

DIFFERS_FROM: Final = 1.0
# Means of thirds and fifths miss a whole rung by a bit.
_ROUNDING: Final = 1e-9


def score(
    ballots: Iterable[CountedBallot],
    target: int | None = None,
    *,
    confidence: float = 0.9,
    samples: int = DRAWS,
    seed: int = 0,
    smallest_group: int = SMALLEST_GROUP,
) -> Score:
    """Score one dimension (or one statement) from its ballots; the formulas are in the module.

    ``ballots``: of the newest round of each statement, in any order. ``target``: a rung 1–5. ``confidence``,
    ``samples``, ``seed``: of the posterior. ``smallest_group``: people that a department needs to be shown on its
    own.

    No or too few ballots are a result with ``ScoreState.TOO_FEW``. Raises ``ValueError`` where somebody voted twice on
    a statement, the target is not a rung, the confidence not between 0 and 1, or samples below 1.

    >>> votes = {"IT": (4, 4, 5), "Sales": (2, 2, 2, 3)}
    >>> cast = [(d, i, rung) for d in votes for i, rung in enumerate(votes[d])]
    >>> found = score(CountedBallot(f"P{i}", d, "recognition.1", rung) for d, i, rung in cast)
    >>> round(found.mean, 2), found.rung, found.median, found.distribution
    (3.29, 3, 3, (0, 3, 1, 2, 1))
    """
    dimension = {"": tuple(ballots)}
    targets = {} if target is None else {"": require_rung(target)}
    return assess(
        dimension, targets, confidence=confidence, samples=samples, seed=seed, smallest_group=smallest_group
    ).dimensions[""]


def assess(
    ballots: Mapping[str, Sequence[CountedBallot]],
    targets: Mapping[str, int],
    *,
    confidence: float = 0.9,
    samples: int = DRAWS,
    seed: int = 0,
    smallest_group: int = SMALLEST_GROUP,
) -> Assessment:
    """Score every dimension and all of them together, by one model of all ballots.

    ``ballots[dimension]``: as in ``score``; ``targets[dimension]``: a rung, left out where there is none. The overall
    target is the mean of the targets, given where every dimension with answers has one. A department's overall mean
    is shown only where all of its dimensions are, since otherwise the hidden one could be found by subtraction; for
    the same reason a dimension with too few answers is no part of the overall score. A dimension without ballots is
    an empty list.

    Raises ``ValueError`` as ``score``, for a target of an unknown dimension, and where a statement is in two
    dimensions.

    >>> votes = [CountedBallot("P1", "IT", "leadership.1", 2), CountedBallot("P2", "IT", "leadership.1", 4)]
    >>> assess({"leadership": votes}, {"leadership": 4}).overall.state
    <ScoreState.TOO_FEW: 'too_few'>
    """
    require_draws(confidence, samples)
    _check(ballots, targets)
    fewest = max(FEWEST_PEOPLE, require_group_size(smallest_group))
    scores = {dimension: _too_few(votes, targets.get(dimension)) for dimension, votes in ballots.items()}
    telling = {dimension: votes for dimension, votes in ballots.items() if scores[dimension].n >= fewest}
    if not telling:
        return Assessment(_too_few(_all(ballots), None), scores)

    answers = _answers(telling)
    cells, drawn = department_means(answers), _drawn(answers, int(samples), seed)
    hidden: set[str] = set()
    for column, (dimension, votes) in enumerate(telling.items()):
        means = Means(cells[:, column], None if drawn is None else drawn[:, :, column], confidence)
        departments = _departments(votes, answers.departments, means, smallest_group)
        hidden.update(each.department for each in departments if not each.shown)
        scores[dimension] = _dimension(votes, departments, means, targets.get(dimension))
    whole = Means(mean_of_known(cells, axis=1), None if drawn is None else mean_of_known(drawn, axis=2), confidence)
    departments = _departments(_all(telling), answers.departments, whole, smallest_group, also_hide=hidden)
    by_dimension = Means(
        mean_of_known(cells, axis=0), None if drawn is None else mean_of_known(drawn, axis=1), confidence
    )
    return Assessment(_overall(telling, departments, by_dimension, targets), scores)


def _drawn(answers: AnswersByRater, samples: int, seed: int) -> Floats | None:
    """The posterior's draws × departments × dimensions; ``None`` where no department sent two people."""
    if not any(len(rungs) > 1 for rungs in answers.rungs):
        return None
    return posterior_means(answers, draws=samples, seed=seed)


def _dimension(
    votes: Sequence[CountedBallot],
    departments: tuple[DepartmentScore, ...],
    means: Means,
    target: int | None,
) -> Score:
    goals = {} if target is None else {ballot.statement: target for ballot in votes}
    found = _described(votes, departments, means.mean, target, goals)
    rungs_to_go = None if target is None or found.rung is None else target - found.rung
    return replace(_with_uncertainty(found, means), rungs_to_go=rungs_to_go)


def _overall(
    telling: Mapping[str, Sequence[CountedBallot]],
    departments: tuple[DepartmentScore, ...],
    means: Means,
    targets: Mapping[str, int],
) -> Score:
    complete = all(dimension in targets for dimension in telling)
    target = math.fsum(targets[dimension] for dimension in telling) / len(telling) if complete else None
    goals = {ballot.statement: targets[name] for name, votes in telling.items() for ballot in votes} if complete else {}
    return _with_uncertainty(_described(_all(telling), departments, means.mean, target, goals), means)


def _with_uncertainty(found: Score, means: Means) -> Score:
    """The score with what the model says of its mean."""
    drawn = means.drawn_mean
    probabilities = rung_probabilities(drawn)
    return replace(
        found,
        interval=means.interval(drawn, means.mean),
        probabilities=probabilities,
        standing=None if found.mean is None else standing(found.mean, probabilities),
    )


def _described(
    votes: Sequence[CountedBallot],
    departments: tuple[DepartmentScore, ...],
    mean: float,
    target: float | None,
    goals: Mapping[str, int],
) -> Score:
    """All that does not come from the model. ``goals``: the target of each statement, empty where there is none."""
    rungs = [ballot.rung for ballot in votes if ballot.rung is not None]
    reached = sum(ballot.rung >= goals[ballot.statement] for ballot in votes if goals and ballot.rung is not None)
    return Score(
        state=ScoreState.ENOUGH,
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
    votes: Sequence[CountedBallot],
    names: Sequence[str],
    means: Means,
    smallest_group: int,
    also_hide: Collection[str] = (),
) -> tuple[DepartmentScore, ...]:
    people = Counter(department for department, _ in _people(votes))
    known = [place for place, mean in enumerate(means.observed) if not math.isnan(mean)]
    hide = [name for name in also_hide if name in {names[place] for place in known}]
    shown = suppress(people, smallest_group, also_hide=hide).shown
    return tuple(
        _department(names[place], people[names[place]], means, place)
        if names[place] in shown
        else DepartmentScore(names[place], people[names[place]], None, None, False)
        for place in known
    )


def _department(name: str, people: int, means: Means, place: int) -> DepartmentScore:
    mean = float(means.observed[place])
    difference, drawn = means.apart(place)
    return DepartmentScore(
        department=name,
        n=people,
        mean=mean,
        difference=difference,
        differs=people >= FEWEST_PEOPLE and _differs(difference, means.interval(drawn)),
        pooled=None if means.drawn is None else float(means.drawn[:, place].mean()),
        interval=None if means.drawn is None else means.interval(means.drawn[:, place]),
    )


def _differs(difference: float | None, interval: RungInterval | None) -> bool:
    """At least a rung from the others, and on the same side of them in the whole interval."""
    if difference is None or interval is None or abs(difference) < DIFFERS_FROM - _ROUNDING:
        return False
    return not interval.low <= 0 <= interval.high


def _agreement(votes: Iterable[CountedBallot]) -> float | None:
    by_statement = defaultdict(list)
    for ballot in votes:
        if ballot.rung is not None:
            by_statement[ballot.statement].append(ballot.rung)
    each = [within_group_agreement(rungs, len(RUNGS)) for rungs in by_statement.values() if len(rungs) >= 2]
    return math.fsum(each) / len(each) if each else None


def _alpha(votes: Sequence[CountedBallot]) -> float | None:
    statements = sorted({ballot.statement for ballot in votes})
    given = {(ballot.department, ballot.participant, ballot.statement): ballot.rung for ballot in votes}
    rows = [[given.get((*person, statement)) for statement in statements] for person in sorted(_people(votes))]
    try:
        return krippendorff_alpha(rows, level="ordinal")
    except ValueError:
        return None


def _one_rung_each(votes: Iterable[CountedBallot]) -> list[int]:
    rungs = defaultdict(list)
    for ballot in votes:
        if ballot.rung is not None:
            rungs[ballot.department, ballot.participant].append(ballot.rung)
    return [lower_median(of_person) for of_person in rungs.values()]


def _people(votes: Iterable[CountedBallot]) -> set[tuple[str, str]]:
    """Those who chose a rung, as (department, participant)."""
    return {(ballot.department, ballot.participant) for ballot in votes if ballot.rung is not None}


def _all(ballots: Mapping[str, Sequence[CountedBallot]]) -> list[CountedBallot]:
    return [ballot for votes in ballots.values() for ballot in votes]


def _answers(ballots: Mapping[str, Sequence[CountedBallot]]) -> AnswersByRater:
    return tabulate(
        [
            (ballot.participant, ballot.department, ballot.statement, ballot.rung)
            for ballot in _all(ballots)
            if ballot.rung is not None
        ],
        {dimension: {ballot.statement for ballot in votes} for dimension, votes in ballots.items()},
    )


def _too_few(votes: Sequence[CountedBallot], target: float | None) -> Score:
    unknown = sum(ballot.rung is None for ballot in votes)
    return Score(ScoreState.TOO_FEW, len(_people(votes)), len(votes) - unknown, unknown, target=target)


def _check(ballots: Mapping[str, Sequence[CountedBallot]], targets: Mapping[str, int]) -> None:
    for dimension, target in targets.items():
        require_rung(target)
        if dimension not in ballots:
            raise ValueError(f"there is a target for {dimension!r}, which has no ballots, not even an empty list")
    _check_votes(ballots)


def _check_votes(ballots: Mapping[str, Sequence[CountedBallot]]) -> None:
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
