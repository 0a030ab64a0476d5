"""What the facilitator writes down: discussion, decision and evidence. Two who write at once lose nothing."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.trail import record_change
from maturity.web.http import Refusal

from ..models import SessionStatement
from ..rules import Action, WorkshopVerb, may, moment_of, why_not
from .sessions import NotNow, phases_of


class NotesTaken(Refusal):
    """Somebody else has written meanwhile. ``now`` holds the fields as they are in the database."""

    def __init__(self, now: dict[str, Any]) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Your text is still here, and not saved yet."))
        self.now = now


@transaction.atomic
def record_discussion(*, statement: SessionStatement, before: str, after: str) -> None:
    """Keep what was said. ``before`` is the text that the writer started from.

    Raises NotesTaken where the text has been changed by somebody else, NotNow where nothing was opened yet.
    """
    _exchange(statement, Action.DISCUSS, {"discussion": before}, {"discussion": after})


@transaction.atomic
def record_decision(
    *, statement: SessionStatement, by: User | None, before: tuple[str, int | None], after: tuple[str, int | None]
) -> None:
    """Keep what was decided: a text and a rung (or none). ``before`` is the pair that the writer started from.

    Raises NotesTaken where it has been changed by somebody else, NotNow before the answers were shown.
    """
    _record(statement, by, _decision(before), _decision(after))


@transaction.atomic
def record_evidence(
    *, statement: SessionStatement, by: User | None, before: tuple[str, int | None], after: tuple[str, int | None]
) -> None:
    """Keep what was shown for the claim: a text, and the rung that it bears out (or none). A decided rung above it is
    shown as capped. ``before`` is the pair that the writer started from; raises as ``record_decision``."""
    _record(statement, by, _evidence(before), _evidence(after))


def _record(statement: SessionStatement, by: User | None, started: dict[str, Any], wanted: dict[str, Any]) -> None:
    if not _exchange(statement, Action.DECIDE, started, wanted) or statement.session.rehearsal:
        return
    record_change(
        engagement=statement.session.engagement,
        by=by,
        chapter="workshop",
        subject=f"sessionstatement:{statement.pk}",
        label=str(statement),
        action=WorkshopVerb.DECIDED,
        fields={field: [started[field], wanted[field]] for field in wanted if started[field] != wanted[field]},
    )


def _decision(pair: tuple[str, int | None]) -> dict[str, Any]:
    return {"decision": pair[0], "decided_rung": pair[1]}


def _evidence(pair: tuple[str, int | None]) -> dict[str, Any]:
    return {"evidence": pair[0], "evidenced_rung": pair[1]}


def _exchange(statement: SessionStatement, action: Action, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Replace ``before`` by ``after`` if it is still there. False where there was nothing to do."""
    if before == after:
        return False
    moment = moment_of(statement.session.state, list(phases_of(statement)))
    if not may(moment, action):
        raise NotNow(why_not(moment, action))
    rows = SessionStatement.objects.filter(pk=statement.pk)
    if rows.filter(**before).update(**after):
        return True
    now = rows.values(*after).get()
    # The same text sent twice, because the first answer was lost on the way, is no conflict.
    if now == after:
        return False
    raise NotesTaken(now)
