"""What a phone reads aloud when its screen changes."""

from django.utils.translation import gettext as _

from ..queries.room import Room
from ..rules import SessionState


def announcement(room: Room) -> str:
    if room.session.state == SessionState.CLOSED:
        return _("The session is over.")
    if room.moment.is_voting:
        return _("A statement is open for your answer.")
    if room.moment.is_shown:
        return _("The answers are shown.")
    return str(room.moment.label)
