"""A room that has voted: a closed session with revealed rounds, written as a table of ballots."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from maturity.framework.models import Statement
from maturity.framework.queries import framework_of
from maturity.models import Ballot, Engagement, Participant, Round, Session, SessionStatement

Votes = Mapping[str, Mapping[str, Sequence[int | None]]]


def voted(
    engagement: Engagement, votes: Votes, *, title: str = "Workshop", round_number: int = 1, open_round: bool = False
) -> Session:
    """``votes[statement][department]`` are the rungs of that department's people, in the order of their labels."""
    session = engagement.sessions.filter(title=title).first() or Session.objects.create(
        engagement=engagement, title=title, state="closed", closed_at=timezone.now()
    )
    for key, by_department in votes.items():
        ballots(round_on(session, key, round_number, open_round=open_round), by_department)
    return session


def round_on(session: Session, key: str, number: int, *, open_round: bool) -> Round:
    dimension, _, statement_number = key.rpartition(".")
    statement = Statement.objects.get(
        dimension__framework=framework_of(session.engagement), dimension__key=dimension, number=int(statement_number)
    )
    place, _ = SessionStatement.objects.get_or_create(
        session=session, statement=statement, defaults={"position": session.statements.count() + 1}
    )
    phase = {"phase": "voting"} if open_round else {"phase": "revealed", "revealed_at": timezone.now()}
    return Round.objects.create(session_statement=place, number=number, **phase)


def ballots(made: Round, by_department: Mapping[str, Sequence[int | None]]) -> None:
    session = made.session_statement.session
    for name, rungs in by_department.items():
        department = session.engagement.departments.get(name=name)
        for place, rung in enumerate(rungs, start=1):
            participant, _ = Participant.objects.get_or_create(
                session=session, label=f"{name[:3].upper()}-{place}", defaults={"department": department}
            )
            Ballot.objects.create(round=made, participant=participant, rung=rung)
