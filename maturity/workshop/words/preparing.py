"""What is said while a session is prepared: whether the agenda fits, when each piece begins, and to those invited."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.web.formats import MISSING, clock

from ..domain.agenda import Agenda, Slot
from ..models import Session


def begins(slot: Slot) -> str:
    """When a piece of the agenda is planned: a time of day, or minutes after the start where none is set."""
    if not slot.minutes:
        return MISSING
    if slot.time:
        return clock(slot.time)
    return ngettext("after %(minutes)s min", "after %(minutes)s min", slot.begins) % {"minutes": slot.begins}


def planned(agenda: Agenda) -> dict[int, str]:
    """When each statement begins, by its key."""
    return {slot.key: begins(slot) for slot in agenda.slots if slot.key is not None}


def who_sees_what(session: Session) -> str:
    """What those invited are told of their privacy."""
    seen = _(
        "Who sees what: nobody sees an answer before all are shown together. A department is shown on its own only "
        "where at least three of it answered."
    )
    if session.asks_names:
        return " ".join([seen, _("You are asked for your name when you join; you may leave it empty.")])
    return " ".join([seen, _("You need no account and give no name.")])
