"""What the facilitator writes down: discussion, decision and evidence. Two who write at once lose nothing."""

from typing import Final

from django.db import transaction

from maturity.clients.models import User
from maturity.clients.trail import record_change
from maturity.web.editing import Edit

from ..models import SessionStatement
from ..rules import Action, WorkshopVerb, may, moment_of, why_not
from .sessions import NotNow, phases_of

DISCUSSION: Final = "discussion"


@transaction.atomic
def record_notes(*, statement: SessionStatement, by: User | None, edit: Edit) -> None:
    """Keep what was said, decided and shown for the claim: any of the fields ``discussion``, ``decision``,
    ``decided_rung``, ``evidence`` and ``evidenced_rung``. A decided rung above the evidenced one is shown as capped.

    What was decided and shown leaves a line in the trail. Raises EditedMeanwhile where somebody else changed the same
    fields, NotNow where nothing was opened yet, or for a decision before the answers were shown.
    """
    rows = SessionStatement.objects.filter(pk=statement.pk)
    now = rows.select_for_update(of=("self",), no_key=True).values(*edit.new).get()
    changed = edit.changes(now)
    if not changed:
        return
    moment = moment_of(statement.session.state, list(phases_of(statement)))
    action = Action.DISCUSS if changed.keys() == {DISCUSSION} else Action.DECIDE
    if not may(moment, action):
        raise NotNow(why_not(moment, action))
    rows.update(**{field: after for field, (_before, after) in changed.items()})
    decided = {field: pair for field, pair in changed.items() if field != DISCUSSION}
    if decided and not statement.session.rehearsal:
        record_change(
            engagement=statement.session.engagement,
            by=by,
            action=WorkshopVerb.DECIDED,
            row=statement,
            fields=decided,
        )
