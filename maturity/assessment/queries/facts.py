"""What an assessment is made from, read once for all pages that are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Model

from ..domain.votes import Vote
from ..models import Target
from .votes import votes_of


@dataclass(frozen=True)
class AssessmentFacts:
    """What the framework says, every revealed ballot (oldest session first), and the targets by dimension."""

    model: Model
    votes: tuple[Vote, ...]
    targets: Mapping[str, Target]


def rungs_aimed_at(targets: Mapping[str, Target]) -> dict[str, int]:
    """The targets as rungs by dimension."""
    return {key: target.rung for key, target in targets.items()}


def assessment_facts(engagement: Engagement) -> AssessmentFacts:
    return AssessmentFacts(model_of(framework_of(engagement)), tuple(votes_of(engagement)), targets_of(engagement))


def targets_of(engagement: Engagement) -> dict[str, Target]:
    """The targets by dimension key, in the order of the framework."""
    return {each.dimension.key: each for each in engagement.targets.select_related("dimension")}
