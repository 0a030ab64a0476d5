"""One wave as weighted means, what every person contributes to them, and the variances that follow."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.resampling import tabulate
from maturity.methods.scoring import CountedBallot

Floats = NDArray[np.float64]
Wave = Mapping[str, Sequence[CountedBallot]]
Person = tuple[str, str]

# Variance of rounding to whole rungs, in rungs².
_ROUNDING_VARIANCE: Final = 1 / 12


@dataclass(frozen=True)
class Side:
    """One wave over targets (dimensions, then overall). ``mean``: per target; ``parts[department]``: people × targets,
    what each person contributes (u); ``people``: who they are; ``counts``, ``rounding``: per target."""

    mean: Floats
    parts: Mapping[str, Floats]
    people: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, Floats]
    rounding: Mapping[str, Floats]


def side_of(wave: Wave) -> Side:
    """The means of a wave and what people contribute to them; every dimension has a ballot, every ballot a rung."""
    statements = {name: {ballot.statement for ballot in votes} for name, votes in wave.items()}
    every = [ballot for votes in wave.values() for ballot in votes]
    answers = tabulate([(*person_of(each)[::-1], each.statement, each.rung or 0) for each in every], statements)
    people: dict[str, list[str]] = defaultdict(list)
    for participant, department in sorted({(each.participant, each.department) for each in every}):
        people[department].append(participant)
    given = {name: ~np.isnan(rungs) for name, rungs in zip(answers.departments, answers.rungs, strict=True)}
    weights = weights_of({name: each.sum(axis=0) > 0 for name, each in given.items()}, answers.membership)
    mean = np.zeros(answers.membership.shape[1] + 1)
    parts, counts, rounding = {}, {}, {}
    for name, rungs in zip(answers.departments, answers.rungs, strict=True):
        voters = np.maximum(given[name].sum(axis=0), 1)
        means = np.where(given[name], rungs, 0.0).sum(axis=0) / voters
        mean += means @ weights[name]
        parts[name] = np.where(given[name], (rungs - means) / voters, 0.0) @ weights[name]
        counts[name] = ((given[name] @ (weights[name] > 0)) > 0).sum(axis=0).astype(float)
        rounding[name] = _ROUNDING_VARIANCE * (1 / voters) @ weights[name] ** 2
    return Side(mean, parts, {name: tuple(each) for name, each in people.items()}, counts, rounding)


def weights_of(known: Mapping[str, NDArray[np.bool_]], membership: Floats) -> dict[str, Floats]:
    """W per department, statements × targets: statements weigh alike in a department, these alike in a dimension,
    these alike in the whole, which is the last target."""
    shares = {}
    for name, answered in known.items():
        of_dimension = membership * answered[:, None]
        shares[name] = of_dimension / np.maximum(of_dimension.sum(axis=0), 1)
    voting = np.sum([share.any(axis=0) for share in shares.values()], axis=0)
    by_dimension = {name: share / voting for name, share in shares.items()}
    return {name: np.column_stack([share, share.mean(axis=1)]) for name, share in by_dimension.items()}


def chosen(votes: Iterable[CountedBallot]) -> list[CountedBallot]:
    """The ballots with a rung. ``ValueError`` for two ballots of one person on one statement."""
    votes = list(votes)
    cast = Counter((*person_of(ballot), ballot.statement) for ballot in votes)
    twice = next((vote for vote, times in cast.items() if times > 1), None)
    if twice:
        raise ValueError(f"{twice[1]!r} has two ballots on {twice[2]!r}: pass one round only")
    return [ballot for ballot in votes if ballot.rung is not None]


def person_of(ballot: CountedBallot) -> Person:
    """Who cast it: a participant's key counts within a department."""
    return ballot.department, ballot.participant


def people_of(votes: Iterable[CountedBallot]) -> set[Person]:
    """Those who cast the ballots."""
    return {person_of(ballot) for ballot in votes}


def people_by_department(votes: Iterable[CountedBallot]) -> Counter[str]:
    """How many people of each department cast the ballots."""
    return Counter(department for department, _ in people_of(votes))
