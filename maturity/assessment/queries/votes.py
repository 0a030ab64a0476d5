"""The revealed ballots of an engagement, as every page of the assessment reads them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from maturity.clients.models import Engagement
from maturity.methods.scoring import Ballot
from maturity.workshop.models import Ballot as BallotRow
from maturity.workshop.rules import Phase


@dataclass(frozen=True)
class SessionChoice:
    """A session that has shown answers, to choose the picture's ballots by."""

    pk: int
    title: str


@dataclass(frozen=True)
class Vote:
    """One revealed ballot with where it was cast."""

    session: SessionChoice
    statement: str
    round: int
    participant: int
    department: str
    rung: int | None


VOTE_FIELDS = (
    "round__session_statement__session_id",
    "round__session_statement__session__title",
    "round__session_statement__statement__dimension__key",
    "round__session_statement__statement__number",
    "round__number",
    "participant_id",
    "participant__department__name",
    "rung",
)


def votes_of(engagement: Engagement, **conditions: Any) -> list[Vote]:
    """Every revealed ballot, oldest session first. Ballots of a round that is still open are never read."""
    rows = (
        BallotRow.objects.filter(
            round__session_statement__session__engagement=engagement,
            round__session_statement__session__rehearsal=False,
            round__phase=Phase.REVEALED,
            **conditions,
        )
        .order_by("round__session_statement__session__opened_at", "round__session_statement__session_id", "pk")
        .values_list(*VOTE_FIELDS)
    )
    return [
        Vote(SessionChoice(session, title), f"{dimension}.{number}", round_number, participant, department, rung)
        for session, title, dimension, number, round_number, participant, department, rung in rows
    ]


def newest(votes: Iterable[Vote]) -> list[Vote]:
    """Of each statement the newest session that has shown answers to it, and there the newest round."""
    by_statement: dict[str, dict[tuple[int, int], list[Vote]]] = defaultdict(lambda: defaultdict(list))
    order: dict[int, int] = {}
    for vote in votes:
        place = order.setdefault(vote.session.pk, len(order))
        by_statement[vote.statement][place, vote.round].append(vote)
    return [vote for rounds in by_statement.values() for vote in rounds[max(rounds)]]


def ballots_of(votes: Iterable[Vote]) -> tuple[Ballot, ...]:
    return tuple(Ballot(str(vote.participant), vote.department, vote.statement, vote.rung) for vote in votes)
