"""What a phone does: join, vote, change the language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Department
from maturity.web.http import Refusal
from maturity.web.languages import Language

from ..models import Ballot, Participant, Session, SessionStatement
from ..rules import ALONE, Action, Moment, Presurvey, hash_key, label_prefix, may, moment_of, why_not
from .sessions import NotNow, hold, phases_of

# Phase, session and key are asked in the statement that writes: there is no moment between the question and the ballot
# in which the round could be revealed. A ballot that was overtaken on its way by a newer one of the same phone changes
# nothing.
CAST: Final = """
    INSERT INTO maturity_ballot
        (round_id, participant_id, rung, comment, comment_hidden, responsible, sequence, cast_at)
    SELECT voting.id, COALESCE(voter.merged_into_id, voter.id), %s, %s, %s, %s, %s, %s
    FROM maturity_round AS voting
    JOIN maturity_sessionstatement AS asked ON asked.id = voting.session_statement_id
    JOIN maturity_session AS room ON room.id = asked.session_id
    JOIN maturity_participant AS voter ON voter.session_id = room.id
    WHERE voting.id = %s AND voting.phase = 'voting' AND room.id = %s AND room.state = 'open' AND voter.key_hash = %s
        AND ((voting.number > 0 AND room.current_id = asked.id) OR (voting.number = 0 AND room.presurvey = 'open'))
    {lock}
    ON CONFLICT (round_id, participant_id)
    DO UPDATE SET rung = excluded.rung, comment = excluded.comment, responsible = excluded.responsible,
        sequence = excluded.sequence, cast_at = excluded.cast_at
    WHERE excluded.sequence >= maturity_ballot.sequence
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
def join_session(
    *, session: Session, key: str, department: Department, language: Language, name: str = ""
) -> Participant:
    """The participant with this key; made on the first call, the same one on every other. A ``name`` is kept only
    where the session asks for names.

    Raises NotNow once the session is closed.
    """
    held = hold(session)
    moment = moment_of(held.state, ())
    if not may(moment, Action.JOIN):
        raise NotNow(why_not(moment, Action.JOIN))
    joined, _created = Participant.objects.get_or_create(
        session=held,
        key_hash=hash_key(key),
        defaults={
            "department": department,
            "language": language,
            "label": free_label(held, department),
            "name": name if held.asks_names else "",
        },
    )
    return joined


def free_label(session: Session, department: Department) -> str:
    """The department's letters and the next number: ``MAR-3``."""
    prefix = label_prefix(department.name) + "-"
    taken = Participant.objects.filter(session=session, label__istartswith=prefix).values_list("label", flat=True)
    numbers = [int(label[len(prefix) :]) for label in taken if label[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1}"


def cast_ballot(
    *,
    session_id: int,
    round_id: int,
    key: str,
    rung: int | None,
    comment: str = "",
    responsible: bool = False,
    sequence: int = 0,
) -> Receipt:
    """Keep a participant's answer in a round, or replace the one before; ``rung`` is None for "don't know".

    One statement stores it if, and only if, the round is open and the key belongs to the session, so sending it once
    or ten times is one ballot, and none is kept after the reveal. ``sequence`` grows with every change on the phone:
    of ballots that arrive in another order, the newest stays. Raises CannotCast with the reason.
    """
    at = timezone.now()
    stored_at = Ballot._meta.get_field("cast_at").get_db_prep_value(at, connection)
    kept = _store([rung, comment, False, responsible, sequence, stored_at, round_id, session_id, hash_key(key)])
    if not kept and not _known(round_id, key, sequence, {"rung": rung, "comment": comment, "responsible": responsible}):
        raise CannotCast(_reason(session_id, round_id))
    return Receipt(rung, comment, at)


def _store(values: list[Any]) -> bool:
    """Run the one statement; whether it kept the ballot."""
    if connection.vendor == "postgresql":
        return _store_among_others(values)
    with connection.cursor() as cursor:
        cursor.execute(CAST_ALONE, values)
        return bool(cursor.rowcount == 1)


def _store_among_others(values: list[Any]) -> bool:
    """PostgreSQL takes four times as long to plan the statement as to run it, so the connection plans it once. Django's
    own cursor sends every statement with its values in it, which cannot be planned ahead."""
    from psycopg import Cursor  # only here, where there is PostgreSQL

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(CAST_AMONG_OTHERS, values, prepare=True)
        return cursor.rowcount == 1


def _known(round_id: int, key: str, sequence: int, answer: dict[str, Any]) -> bool:
    """Whether this very ballot is kept already, or a newer one of the same phone.

    A phone that did not hear that its ballot was kept sends it again, perhaps after the reveal.
    """
    held = Participant.objects.filter(key_hash=hash_key(key)).values(person=Coalesce("merged_into", "pk"))
    kept = Ballot.objects.filter(round=round_id, participant__in=held)
    return kept.filter(Q(sequence__gt=sequence) | Q(sequence=sequence, **answer)).exists()


def _reason(session_id: int, round_id: int) -> str | Promise:
    """Why a ballot could not be kept; translated where it is shown."""
    asked = SessionStatement.objects.filter(session=session_id, rounds=round_id).select_related("session").first()
    if asked is None:
        return _("This ballot belongs to another session.")
    moment = moment_of(asked.session.state, phases_of(asked))
    alone = asked.rounds.filter(pk=round_id, number=ALONE).exists()
    if alone and moment != Moment.CLOSED and asked.session.presurvey == Presurvey.ENDED:
        return _("The pre-survey has ended.")
    if moment == Moment.VOTING_AGAIN:
        return _("The second round is open now; answer there.")
    if may(moment, Action.CAST):
        return _("This phone has not joined the session.")
    return why_not(moment, Action.CAST)


def choose_language(*, participant: Participant, language: Language) -> None:
    """The phone's page in another language."""
    Participant.objects.filter(pk=participant.pk).update(language=language)
