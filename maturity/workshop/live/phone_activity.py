"""What a phone has in hand while the room is at its board or its closing round."""

from dataclasses import dataclass
from typing import Final

from maturity.web.process_cache import shared

from ..models import Ball, Participant, Session
from ..queries.balls import own_ball
from ..queries.cards import PhoneBoard, board_shared, phone_board
from ..queries.live import phones_in
from ..rules import Activity, Moment, board_interval, moment_of, new_key

WORDS: Final = 1.0  # seconds: what is on the board is asked at most once a second for all phones


@dataclass(frozen=True)
class PhoneActivity:
    """``board``: at the board; ``ball``: one's own, in the closing round. ``key``: the next card's own; ``every``:
    milliseconds until the phone asks for the others' cards again."""

    board: PhoneBoard | None
    ball: Ball | None
    key: str
    every: int


def hand_of(participant: Participant, *, fresh: bool = False) -> PhoneActivity:
    """What this phone shows beside its statement; no query while the room is at its statements."""
    session = participant.session
    moment = moment_of(session.state, (), session.activity, session.presurvey)
    return PhoneActivity(
        board=phone_board(participant, moment, fresh=fresh),
        ball=own_ball(participant, moment),
        key=new_key(),
        every=board_interval(phones_in(session.pk, session.code)) if moment == Moment.BOARD else 0,
    )


def words_mark_of(session_id: int) -> str:
    """What a phone holds while it shows all that is on the board; "" while the board is not open."""
    return shared(("words", session_id), WORDS, lambda: _words_mark(session_id))


def _words_mark(session_id: int) -> str:
    session = Session.objects.filter(pk=session_id, activity=Activity.BOARD).first()
    return board_shared(session).words_mark if session else ""
