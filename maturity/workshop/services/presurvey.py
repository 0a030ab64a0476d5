"""The pre-survey: the session's statements answered alone during the week before, as round 0 of each."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.rules import Verb

from ..models import Round, Session
from ..rules import ALONE, Action, Phase, Presurvey
from .moving import bring_over_late
from .sessions import NotNow, hold, require, trail


@transaction.atomic
def start_presurvey(*, session: Session, by: User | None) -> bool:
    """Open round 0 of every statement: whoever has the link answers at his own pace. True for the one who did it,
    False where it was done already.

    Raises NotNow once the room has begun, or where a pre-survey has ended: what was shown is not asked again.
    """
    held = hold(session)
    if held.presurvey == Presurvey.OPEN:
        return False
    require(held, held.current, Action.START_PRESURVEY)
    if held.presurvey == Presurvey.ENDED:
        raise NotNow(_("The pre-survey has ended and its answers may have been seen. The room asks next."))
    Round.objects.bulk_create(
        Round(session_statement=statement, number=ALONE) for statement in held.statements.filter(skipped_at=None)
    )
    turn(held, Presurvey.OPEN)
    trail(held, by, Verb.CHANGED, {"presurvey": [str(Presurvey.NONE), str(Presurvey.OPEN)]})
    return True


@transaction.atomic
def end_presurvey(*, session: Session, by: User | None) -> bool:
    """Take no more answers to round 0, and show what was answered to the facilitator. True for the one who did it,
    False where it was done already. Raises NotNow where no pre-survey was opened."""
    held = hold(session)
    if held.presurvey == Presurvey.ENDED:
        return False
    require(held, held.current, Action.END_PRESURVEY)
    alone = Round.objects.filter(session_statement__session=held, number=ALONE, phase=Phase.VOTING)
    ended = list(alone.values_list("pk", flat=True))
    alone.update(phase=Phase.REVEALED, revealed_at=timezone.now())
    for round_id in ended:
        bring_over_late(round_id)
    turn(held, Presurvey.ENDED)
    trail(held, by, Verb.CHANGED, {"presurvey": [str(Presurvey.OPEN), str(Presurvey.ENDED)]})
    return True


def turn(session: Session, presurvey: Presurvey) -> None:
    Session.objects.filter(pk=session.pk).update(presurvey=presurvey, version=F("version") + 1)
