"""A dissent: somebody does not agree with what was decided, and that follows the result."""

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Department, User
from maturity.clients.rules import Verb

from ..models import Dissent, Participant, SessionStatement
from ..rules import Phase, SessionState
from .sessions import NotNow, hold, trail

LONGEST_DISSENT = Dissent._meta.get_field("text").max_length or 0


@transaction.atomic
def register_dissent(
    *,
    statement: SessionStatement,
    text: str,
    participant: Participant | None = None,
    department: Department | None = None,
    by: User | None = None,
) -> Dissent | None:
    """Keep a dissent at a statement whose answers were shown, until the session is closed.

    A ``participant`` has one, from the phone; a new text takes the old one's place, an empty one takes it back (None).
    The facilitator registers those of a ``department``, as many as there are. The same text twice is one dissent.
    Raises NotNow before the reveal, after the close, and for a text that is empty or too long.
    """
    _require_shown(statement)
    text = text.strip().replace("\r\n", "\n")
    if len(text) > LONGEST_DISSENT:
        raise NotNow(_("A dissent has %(most)d characters at most.") % {"most": LONGEST_DISSENT})
    whose = participant.department if participant else department
    there = Dissent.objects.filter(session_statement=statement, participant=participant)
    same = there.filter(department=whose, text=text).first()
    if same:
        return same
    if participant:
        # A changed dissent is a new row, so that live pages see by the newest id that something has changed.
        there.delete()
    elif not text:
        raise NotNow(_("Write down what the dissent is."))
    if not text:
        return None
    kept = Dissent.objects.create(session_statement=statement, participant=participant, department=whose, text=text)
    if not participant:
        trail(statement.session, by, Verb.ADDED, {"dissent": [None, text]})
    return kept


@transaction.atomic
def withdraw_dissent(*, dissent: Dissent, by: User | None) -> None:
    """Take back a dissent that the facilitator registered. What came from a phone is its participant's own."""
    _require_shown(dissent.session_statement)
    if dissent.participant_id is not None:
        raise NotNow(_("This dissent came from a phone; only the one who wrote it can take it back."))
    if Dissent.objects.filter(pk=dissent.pk).delete()[0]:
        trail(dissent.session_statement.session, by, Verb.REMOVED, {"dissent": [dissent.text, None]})


def _require_shown(statement: SessionStatement) -> None:
    if hold(statement.session).state == SessionState.CLOSED:
        raise NotNow(_("The session is closed."))
    if not statement.rounds.filter(number__gt=0, phase=Phase.REVEALED).exists():
        raise NotNow(_("A dissent is registered once the answers are shown."))
