"""What an assessment is made from, read once for all pages that are made from it, and the pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Model

from ..domain.agreement import AgreementPage, agreement_found
from ..domain.dimension import DimensionPage, dimension_found
from ..domain.page import AssessmentPage, page_of
from ..domain.votes import Vote
from ..models import Target
from .votes import votes_of


@dataclass(frozen=True)
class AssessmentFacts:
    """What the framework says, every revealed ballot (oldest session first), and the targets by dimension."""

    model: Model
    votes: tuple[Vote, ...]
    targets: Mapping[str, Target]

    @property
    def rungs(self) -> dict[str, int]:
        """The rung aimed at, by dimension."""
        return {key: target.rung for key, target in self.targets.items()}

    @property
    def reasons(self) -> dict[str, str]:
        """Why it is aimed at, by dimension."""
        return {key: target.reason for key, target in self.targets.items()}


def assessment_facts(engagement: Engagement) -> AssessmentFacts:
    return AssessmentFacts(model_of(framework_of(engagement)), tuple(votes_of(engagement)), targets_of(engagement))


def targets_of(engagement: Engagement) -> dict[str, Target]:
    """The targets by dimension key, in the order of the framework."""
    return {each.dimension.key: each for each in engagement.targets.select_related("dimension")}


def assessment_page(
    engagement: Engagement, session_id: int | None = None, facts: AssessmentFacts | None = None
) -> AssessmentPage:
    """The whole assessment, from ``facts`` where somebody has read them."""
    known = facts or assessment_facts(engagement)
    return page_of(known.model, known.votes, known.rungs, known.reasons, session_id)


def agreement_page(engagement: Engagement, facts: AssessmentFacts | None = None) -> AgreementPage:
    """How far the room agrees, from ``facts`` where somebody has read them."""
    known = facts or assessment_facts(engagement)
    return agreement_found(known.model, known.votes, known.rungs)


def dimension_page(engagement: Engagement, key: str) -> DimensionPage | None:
    """What one dimension says and the rounds behind it, in three queries; None where the framework has no such
    dimension."""
    model = model_of(framework_of(engagement))
    dimension = next((each for each in model.dimensions if each.key == key), None)
    if dimension is None:
        return None
    known = AssessmentFacts(model, tuple(votes_of(engagement)), targets_of(engagement))
    return dimension_found(model, dimension, known.votes, known.rungs, known.reasons.get(key, ""))
