"""A phone's live part, rendered once for all phones that show the same.

The shared text is made from a ``ScreenContents`` alone: no request, no participant. A stand-in sits in the phone's
place, whose label, department and token are then replaced by the phone's own; nobody can write what stands for them,
for it is drawn anew in every process.
"""

import secrets
from dataclasses import replace
from typing import Final

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from maturity.clients.models import Department
from maturity.web.http import Request
from maturity.web.languages import languages, speaking
from maturity.web.process_cache import TEXTS, shared

from ..forms import DONT_KNOW
from ..live.phone_screen import PhonePlace, ScreenContents
from ..models import Participant
from ..queries.room import Room, participant_of, room_of
from ..words.phone import announcement
from ..words.rounds import on_screen

LABEL, DEPARTMENT, TOKEN = (f"{word}{secrets.token_hex(16)}" for word in ("label", "department", "token"))
FRAGMENT: Final = "workshop/room.html#room"


def screen_for(request: Request, seat: PhonePlace, sight: ScreenContents, session_id: int, key_hash: str) -> str:
    """The live part of the phone in this seat."""

    def render() -> str:
        participant = participant_of(session_id, key_hash)
        assert participant is not None  # the seat was just found by this key
        return rendered(as_seen(room_of(participant), sight), sight)

    text = shared(("screen", sight), TEXTS, render)
    own = ((LABEL, escape(seat.label)), (DEPARTMENT, escape(seat.department)), (TOKEN, get_token(request)))
    for stand_in, word in own:
        text = text.replace(stand_in, word)
    return text


def as_seen(room: Room, sight: ScreenContents) -> Room:
    """The room without whose phone it is: all that is somebody's own comes from the sight."""
    department = Department(pk=room.participant.department_id, name=DEPARTMENT)
    nobody = Participant(label=LABEL, department=department, language=sight.language)
    return replace(room, participant=nobody, ballots=sight.ballots, dissent=sight.dissent)


def rendered(room: Room, sight: ScreenContents) -> str:
    context = {
        "room": room,
        "alone": False,
        "live": True,
        "languages": languages(),
        "dont_know": DONT_KNOW,
        "csrf_token": TOKEN,
    }
    with speaking(sight.language):
        says = {"announcement": announcement(room)} | on_screen(room.distribution, room.rungs)
        return render_to_string(FRAGMENT, context | says)
