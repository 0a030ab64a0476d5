"""What the methods find in the ballots, worked out once for the same ballots: every page of the assessment reads it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.framework.rules import Model
from maturity.methods.departments import Difference, Pooling, compare_departments, pool_departments
from maturity.methods.scoring import Assessment, CountedBallot, Score, Weighing, assess, weigh

from .votes import Vote, ballots_of, dimension_of, newest, telling


@dataclass(frozen=True)
class Findings:
    """``differences``: per dimension, whether its departments differ; ``pools``: per dimension, its department means
    moved towards the house's, where two may be shown; ``weighing``: how the overall reacts to weights, ``None`` where
    no dimension says anything."""

    assessment: Assessment
    differences: Mapping[str, Difference]
    pools: Mapping[str, Pooling]
    weighing: Weighing | None


def findings_of(model: Model, votes: Iterable[Vote], targets: Mapping[str, int]) -> Findings:
    """The findings from the newest votes on each statement of the model; ``targets``: a rung by dimension."""
    known = {dimension.key for dimension in model.dimensions}
    counted = [vote for vote in telling(newest(votes)) if dimension_of(vote.statement) in known]
    return found_in(
        tuple(dimension.key for dimension in model.dimensions),
        ballots_of(counted),
        tuple((key, rung) for key, rung in targets.items() if key in known),
    )


@lru_cache(maxsize=64)
def found_in(
    dimensions: tuple[str, ...], ballots: tuple[CountedBallot, ...], targets: tuple[tuple[str, int], ...]
) -> Findings:
    """The same for frozen inputs."""
    grouped: dict[str, list[CountedBallot]] = {dimension: [] for dimension in dimensions}
    for ballot in ballots:
        grouped[dimension_of(ballot.statement)].append(ballot)
    assessment = assess(grouped, dict(targets))
    people = {key: people_shown(grouped[key], found) for key, found in assessment.dimensions.items()}
    means = {key: found.mean for key, found in assessment.dimensions.items() if found.mean is not None}
    return Findings(
        assessment=assessment,
        differences=compare_departments(people),
        pools={key: pooled(found, people[key]) for key, found in assessment.dimensions.items() if len(people[key]) > 1},
        weighing=weigh(means) if means else None,
    )


def people_shown(ballots: Sequence[CountedBallot], found: Score) -> dict[str, list[float]]:
    """Each person's mean rung by department, of the departments that may be shown on their own: what is compared must
    not tell of those that may not."""
    rungs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for ballot in ballots:
        if ballot.rung is not None:
            rungs[ballot.department, ballot.participant].append(ballot.rung)
    shown: dict[str, list[float]] = {each.department: [] for each in found.departments if each.shown}
    for (department, _), chosen in sorted(rungs.items()):
        if department in shown:
            shown[department].append(math.fsum(chosen) / len(chosen))
    return shown


def pooled(found: Score, people: Mapping[str, Sequence[float]]) -> Pooling:
    means = {each.department: each.mean for each in found.departments if each.mean is not None}
    return pool_departments(means, people)
