"""How far the room agrees, dimension by dimension and over all statements."""

from maturity.clients.models import Engagement

from ..domain.agreement import AgreementPage, AgreementRow, ballots_by_dimension, room_of
from ..domain.findings import findings_of
from .facts import AssessmentFacts, assessment_facts, rungs_aimed_at


def agreement_page(engagement: Engagement, facts: AssessmentFacts | None = None) -> AgreementPage:
    """How far the room agrees, from ``facts`` where somebody has read them."""
    facts = facts or assessment_facts(engagement)
    model, votes = facts.model, facts.votes
    found = findings_of(model, votes, rungs_aimed_at(facts.targets)).assessment
    ballots = ballots_by_dimension(model, votes)
    rows = tuple(
        AgreementRow(each, score, room_of(ballots[each.key], score))
        for each in model.dimensions
        for score in (found.dimensions[each.key],)
    )
    telling = [row for row in rows if row.room]
    everything = tuple(ballot for row in telling for ballot in ballots[row.dimension.key])
    return AgreementPage(model, rows, room_of(everything, found.overall) if telling else None)
