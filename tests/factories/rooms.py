"""A workshop: a session of the small framework, and phones in it."""

from maturity.models import Engagement, Participant, Session, SessionStatement
from maturity.workshop.rules import Selection, new_key
from maturity.workshop.services import cast_ballot, create_session, join_session
from tests.factories import frameworks


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
