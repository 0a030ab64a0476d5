"""Writes: everything that happens in a session. Each verb asks the one table of ``rules`` first."""

from .attempts import guess_again_later, note_failure
from .notes import NotesTaken, record_decision, record_discussion
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
    "NotesTaken",
    "Receipt",
    "cast_ballot",
    "choose_language",
    "close_session",
    "create_session",
    "go_on",
    "guess_again_later",
    "join_session",
    "note_failure",
    "open_second_round",
    "open_statement",
    "record_decision",
    "record_discussion",
    "reopen_session",
    "reopen_statement",
    "reveal_round",
    "skip_statement",
    "turn_to",
]
