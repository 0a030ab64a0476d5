"""Writes: everything that happens in a session. Each verb asks the one table of ``rules`` first."""

from .attempts import guess_again_later, note_failure
from .comments import hide_comment
from .dissent import register_dissent, withdraw_dissent
from .merging import merge_participants, part_participants
from .notes import record_notes
from .preparing import prepare_session
from .presurvey import end_presurvey, start_presurvey
from .rehearsal import end_rehearsal, play_along, rehearse
from .room import CannotCast, Receipt, cast_ballot, choose_language, join_session
from .sessions import (
    CannotPrepare,
    NotNow,
    close_session,
    create_session,
    go_on,
    open_second_round,
    open_statement,
    reopen_session,
    reopen_statement,
    reveal_round,
    skip_statement,
    turn_to,
)

__all__ = [
    "CannotCast",
    "CannotPrepare",
    "NotNow",
    "Receipt",
    "cast_ballot",
    "choose_language",
    "close_session",
    "create_session",
    "end_presurvey",
    "end_rehearsal",
    "go_on",
    "guess_again_later",
    "hide_comment",
    "join_session",
    "merge_participants",
    "note_failure",
    "open_second_round",
    "open_statement",
    "part_participants",
    "play_along",
    "prepare_session",
    "record_notes",
    "register_dissent",
    "rehearse",
    "reopen_session",
    "reopen_statement",
    "reveal_round",
    "skip_statement",
    "start_presurvey",
    "turn_to",
    "withdraw_dissent",
]
