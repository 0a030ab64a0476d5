"""A workshop: a session of the small framework with phones in it, or one that has voted, written as a table."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from maturity.framework.models import Statement
from maturity.framework.queries import framework_of
from maturity.models import Ballot, Engagement, Participant, Round, Session, SessionStatement
from maturity.workshop.rules import Selection, new_key
from maturity.workshop.services import cast_ballot, create_session, join_session
from tests.factories import frameworks

Votes = Mapping[str, Mapping[str, Sequence[int | None]]]


class Phone:
    """A participant and the key that only their phone knows."""

    def __init__(self, participant: Participant, key: str) -> None:
        self.participant, self.key = participant, key


def open_session(engagement: Engagement, *, title: str = "Autumn", selection: Selection = Selection.FULL) -> Session:
    """A session of the small framework (insight.1, insight.2, care.1), ready to join, by its facilitator."""
    frameworks.use_small(engagement)
    by = engagement.organisation.members.get(role="facilitator").user
    return create_session(engagement=engagement, by=by, title=title, selection=selection)


def phone(session: Session, *, department: str = "Sales", language: str = "en") -> Phone:
    key = new_key()
    chosen = session.engagement.departments.get(name=department)
    return Phone(join_session(session=session, key=key, department=chosen, language=language), key)


def vote(session: Session, phone: Phone, rung: int | None, comment: str = "") -> None:
    """The phone's ballot in the newest round of the statement before the room."""
    session.refresh_from_db()
    newest = session.current.rounds.last()
    cast_ballot(session_id=session.pk, round_id=newest.pk, key=phone.key, rung=rung, comment=comment)


def statements(session: Session) -> list[SessionStatement]:
    return list(session.statements.all())


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
