"""What is a phone's own among what all phones of a room show, in one statement.

When the answers are shown, a thousand phones ask for their new screen in the same two seconds. Most of it is the same
for all; what is not, is here. Phones whose seats have equal ``sight`` show the same screen but for label, department
and token, so it is rendered once (``views.screens``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

from ..models import Ballot
from ..queries.room import Own
from ..rules import Moment, moment_of

# The only ballot in it is the voter's own, which `rules.may_see` grants in every phase.
SEAT: Final = """
    SELECT voter.id, voter.label, voter.language, department.name, room.version, room.code, room.current_id,
        room.state, room.activity, room.presurvey, asked.number, asked.id, asked.phase, own.id, own.rung,
        own.responsible, dissent.text
    FROM maturity_participant AS held
    JOIN maturity_participant AS voter ON voter.id = COALESCE(held.merged_into_id, held.id)
    JOIN maturity_department AS department ON department.id = voter.department_id
    JOIN maturity_session AS room ON room.id = held.session_id
    LEFT JOIN maturity_round AS asked ON asked.session_statement_id = room.current_id AND asked.number > 0
    LEFT JOIN maturity_ballot AS own ON own.round_id = asked.id AND own.participant_id = voter.id
    LEFT JOIN maturity_dissent AS dissent
        ON dissent.session_statement_id = room.current_id AND dissent.participant_id = voter.id
    WHERE held.session_id = %s AND held.key_hash = %s
    ORDER BY asked.number
"""
NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ScreenContents:
    """All that a screen is made from: which room at which version, and the own answers in it."""

    code: str
    version: int
    moment: Moment
    statement: int
    language: str
    ballots: tuple[Own, ...]
    dissent: str


@dataclass(frozen=True)
class PhonePlace:
    """A phone's place: what is put into its screen, and what the screen is made from; no ``sight`` where no statement
    is before the room."""

    label: str
    department: str
    language: str
    sight: ScreenContents | None


def seat_of(session_id: int, key_hash: str) -> PhonePlace | None:
    """Who holds this key, and what his phone shows; None for a key that nobody holds."""
    with connection.cursor() as cursor:
        cursor.execute(SEAT, [session_id, key_hash])
        rows = cursor.fetchall()
    if not rows:
        return None
    _voter, label, language, department, *_rest = rows[0]
    return PhonePlace(label, department, language, _sight(rows))


def _sight(rows: Sequence[Any]) -> ScreenContents | None:
    _voter, _label, language, _department, version, code, statement, state, activity, presurvey, *_own = rows[0]
    dissent = rows[0][-1] or ""
    phases = [row[12] for row in rows if row[11]]
    moment = moment_of(state, phases, activity, presurvey)
    if not (moment.is_voting or moment.is_shown):
        return None
    ballots = tuple(Own(row[10], row[14], "", bool(row[15]), 0, NO_TIME) for row in rows if row[13])
    if moment.is_voting and rows[-1][13]:
        ballots = (*ballots[:-1], _open_ballot(ballots[-1], rows[-1][13]))
    return ScreenContents(code, version, moment, statement, language, ballots, dissent)


def _open_ballot(known: Own, pk: int) -> Own:
    """A ballot that may still be changed is shown whole, with the minute in which it came."""
    kept = Ballot.objects.only("comment", "sequence", "cast_at").get(pk=pk)
    at = kept.cast_at.replace(second=0, microsecond=0)
    return replace(known, comment=kept.comment, sequence=kept.sequence, at=at)
