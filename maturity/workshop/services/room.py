"""What a phone does: join, vote, change the language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import Department
from maturity.web.http import Refusal
from maturity.web.languages import Language

from ..models import Ballot, Participant, Session, SessionStatement
from ..rules import Action, Moment, hash_key, label_prefix, may, moment_of, why_not
from .sessions import NotNow, hold

# Phase, session and key are asked in the statement that writes: there is no moment between the question and the ballot
# in which the round could be revealed.
CAST: Final = """
    INSERT INTO maturity_ballot (round_id, participant_id, rung, comment, cast_at)
    SELECT voting.id, voter.id, %s, %s, %s
    FROM maturity_round AS voting
    JOIN maturity_sessionstatement AS asked ON asked.id = voting.session_statement_id
    JOIN maturity_session AS room ON room.current_id = asked.id
    JOIN maturity_participant AS voter ON voter.session_id = room.id
    WHERE voting.id = %s AND voting.phase = 'voting' AND room.id = %s AND room.state = 'open' AND voter.key_hash = %s
    {lock}
    ON CONFLICT (round_id, participant_id)
    DO UPDATE SET rung = excluded.rung, comment = excluded.comment, cast_at = excluded.cast_at
"""
# SQLite has one writer at a time. PostgreSQL has many: the reveal waits for ballots that are being cast, and a ballot
# that waited for the reveal looks at the phase again.
CAST_ALONE: Final = CAST.format(lock="")
CAST_AMONG_OTHERS: Final = CAST.format(lock="FOR SHARE OF voting")


class CannotCast(Refusal):
    """The ballot was not kept; the reason says why."""


@dataclass(frozen=True)
class Receipt:
    """A ballot that is kept: the answer and the time it was stored."""

    rung: int | None
    comment: str
    at: datetime


@transaction.atomic
def join_session(*, session: Session, key: str, department: Department, language: Language) -> Participant:
    """The participant with this key; made on the first call, the same one on every other.

    Raises NotNow once the session is closed.
    """
    held = hold(session)
    moment = moment_of(held.state, ())
    if not may(moment, Action.JOIN):
        raise NotNow(str(why_not(moment, Action.JOIN)))
    joined, _created = Participant.objects.get_or_create(
        session=held,
        key_hash=hash_key(key),
        defaults={"department": department, "language": language, "label": _free_label(held, department)},
    )
    return joined


def _free_label(session: Session, department: Department) -> str:
    """The department's letters and the next number: ``MAR-3``."""
    prefix = label_prefix(department.name) + "-"
    taken = Participant.objects.filter(session=session, label__istartswith=prefix).values_list("label", flat=True)
    numbers = [int(label[len(prefix) :]) for label in taken if label[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1}"


def cast_ballot(*, session_id: int, round_id: int, key: str, rung: int | None, comment: str = "") -> Receipt:
    """Keep a participant's answer in a round, or replace the one before; ``rung`` is None for "don't know".

    One statement stores it if, and only if, the round is open and the key belongs to the session, so sending it once
    or ten times is one ballot, and none is kept after the reveal. Raises CannotCast with the reason.
    """
    at = timezone.now()
    stored_at = Ballot._meta.get_field("cast_at").get_db_prep_value(at, connection)
    statement = CAST_AMONG_OTHERS if connection.features.has_select_for_update else CAST_ALONE
    with connection.cursor() as cursor:
        cursor.execute(statement, [rung, comment, stored_at, round_id, session_id, hash_key(key)])
        kept = cursor.rowcount == 1
    if not kept:
        raise CannotCast(_reason(session_id, round_id))
    return Receipt(rung, comment, at)


def _reason(session_id: int, round_id: int) -> str:
    """Why a ballot could not be kept."""
    asked = SessionStatement.objects.filter(session=session_id, rounds=round_id).select_related("session").first()
    if asked is None:
        return _("This ballot belongs to another session.")
    moment = moment_of(asked.session.state, list(asked.rounds.values_list("phase", flat=True)))
    if moment == Moment.VOTING_AGAIN:
        return _("The second round is open now; answer there.")
    if may(moment, Action.CAST):
        return _("This phone has not joined the session.")
    return str(why_not(moment, Action.CAST))


def choose_language(*, participant: Participant, language: Language) -> None:
    """The phone's page in another language."""
    Participant.objects.filter(pk=participant.pk).update(language=language)
