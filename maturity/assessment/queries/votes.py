"""The revealed ballots of an engagement: the one reader of them in the assessment, waves and all."""

from typing import Any

from maturity.clients.models import Engagement
from maturity.workshop.models import Ballot

from ..domain.votes import SessionChoice, Vote

VOTE_FIELDS = (
    "round__session_statement__session_id",
    "round__session_statement__session__title",
    "round__session_statement__statement__dimension__key",
    "round__session_statement__statement__number",
    "round__number",
    "participant_id",
    "participant__department__name",
    "rung",
    "responsible",
    "participant__label",
)


def votes_of(engagement: Engagement, **conditions: Any) -> list[Vote]:
    """Every revealed ballot, oldest session first. Ballots of a round that is still open are never read."""
    rows = (
        Ballot.revealed.in_earnest()
        .filter(round__session_statement__session__engagement=engagement, **conditions)
        .order_by("round__session_statement__session__opened_at", "round__session_statement__session_id", "pk")
        .values_list(*VOTE_FIELDS)
    )
    return [
        Vote(SessionChoice(session, title), f"{dimension}.{number}", *cast)
        for session, title, dimension, number, *cast in rows
    ]
