"""When something may happen in a session, who may see a ballot, and what codes look like. Values in, values out."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionState(TextChoices):
    OPEN = "open", pgettext_lazy("session", "Open")
    CLOSED = "closed", pgettext_lazy("session", "Closed")


class Phase(TextChoices):
    """Where one round of voting on one statement is."""

    VOTING = "voting", pgettext_lazy("round", "Voting")
    REVEALED = "revealed", pgettext_lazy("round", "Answers shown")


class Moment(TextChoices):
    """Where a session is with one statement."""

    LOBBY = "lobby", pgettext_lazy("moment", "Not opened")
    VOTING = "voting", pgettext_lazy("moment", "First round open")
    SHOWN = "shown", pgettext_lazy("moment", "First round shown")
    VOTING_AGAIN = "voting-again", pgettext_lazy("moment", "Second round open")
    SHOWN_AGAIN = "shown-again", pgettext_lazy("moment", "Both rounds shown")
    CLOSED = "closed", pgettext_lazy("moment", "Closed")

    @property
    def is_voting(self) -> bool:
        return self in (Moment.VOTING, Moment.VOTING_AGAIN)

    @property
    def is_shown(self) -> bool:
        """Whether the newest round's answers are shown."""
        return self in (Moment.SHOWN, Moment.SHOWN_AGAIN)


class Action(TextChoices):
    """What somebody in the room may want to do."""

    JOIN = "join"
    OPEN_STATEMENT = "open statement"
    CAST = "cast"
    REVEAL = "reveal"
    OPEN_SECOND_ROUND = "open second round"
    DISCUSS = "discuss"
    DECIDE = "decide"
    CLOSE = "close"


class Selection(TextChoices):
    """Which statements a session asks."""

    QUICK = "quick", _("Quick scan: the first statement of each dimension")
    FULL = "full", _("Full scan: every statement")
    OWN = "own", _("Own selection")


ALLOWED: Final[dict[Moment, frozenset[Action]]] = {
    Moment.LOBBY: frozenset({Action.JOIN, Action.OPEN_STATEMENT, Action.CLOSE}),
    Moment.VOTING: frozenset({Action.JOIN, Action.CAST, Action.REVEAL, Action.DISCUSS}),
    Moment.SHOWN: frozenset(
        {
            Action.JOIN,
            Action.OPEN_STATEMENT,
            Action.OPEN_SECOND_ROUND,
            Action.DISCUSS,
            Action.DECIDE,
            Action.CLOSE,
        }
    ),
    # What one is writing down when a colleague opens the second round must not be refused.
    Moment.VOTING_AGAIN: frozenset({Action.JOIN, Action.CAST, Action.REVEAL, Action.DISCUSS, Action.DECIDE}),
    Moment.SHOWN_AGAIN: frozenset({Action.JOIN, Action.OPEN_STATEMENT, Action.DISCUSS, Action.DECIDE, Action.CLOSE}),
    Moment.CLOSED: frozenset(),
}

ROUNDS: Final = 2
CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 characters: no 0/O, 1/I/L
CODE_LENGTH: Final = 6
KEY_BYTES: Final = 16  # 128 bits, as 22 characters
SMALL_ROOM: Final = 300
SHORTEST_POLL: Final = 700  # milliseconds


def moment_of(state: SessionState | str, phases: Sequence[Phase | str]) -> Moment:
    """Where a session in ``state`` is with a statement whose rounds are in ``phases``, the first round first."""
    if state == SessionState.CLOSED:
        return Moment.CLOSED
    if not phases:
        return Moment.LOBBY
    if phases[-1] == Phase.VOTING:
        return Moment.VOTING if len(phases) == 1 else Moment.VOTING_AGAIN
    return Moment.SHOWN if len(phases) == 1 else Moment.SHOWN_AGAIN


def may(moment: Moment, action: Action) -> bool:
    """Whether ``action`` is possible at ``moment``. Who may do it is another question (clients.access)."""
    return action in ALLOWED[moment]


def why_not(moment: Moment, action: Action) -> str | Promise:
    """The reason for a refused action, as a sentence that says what to do instead."""
    if moment == Moment.CLOSED:
        return _("The session is closed.")
    if moment.is_voting:
        return _("Show the answers first: a round is open.")
    if moment == Moment.LOBBY:
        return _("Open the statement first.")
    return {
        Action.CAST: _("The answers are shown; they can no longer be changed."),
        Action.REVEAL: _("The answers are shown already."),
        Action.OPEN_SECOND_ROUND: _("There are two rounds at most."),
    }[action]


def may_see(phase: Phase | str, *, author: int, viewer: int | None) -> bool:
    """Whether ``viewer`` may see the ballot that ``author`` cast in a round in this phase.

    Both are participants' ids; the viewer is None for everybody else, the facilitator included. Before the reveal
    nobody sees a ballot but the one who cast it.
    """
    return phase == Phase.REVEALED or author == viewer


def new_code() -> str:
    """Six random characters to type."""
    return "".join(secrets.choice(CODE_ALPHABET) for _each in range(CODE_LENGTH))


def new_key() -> str:
    """128 random bits as 22 characters: a join link's token, or a participant's key."""
    return secrets.token_urlsafe(KEY_BYTES)


def hash_key(key: str) -> str:
    """What the database keeps of a participant's key: 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever the case, hyphens and spaces; None where it cannot be one.

    >>> read_code(" kx7-m3f ")
    'KX7M3F'
    """
    code = "".join(character for character in typed.upper() if character.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def show_code(code: str) -> str:
    """The code as people read it aloud: ``KX7-M3F``."""
    return f"{code[:3]}-{code[3:]}"


def label_prefix(department: str) -> str:
    """Three letters of a department's name, for the labels of its participants.

    >>> label_prefix("Økonomi & IT")
    'ØKO'
    """
    return "".join(character for character in department.upper() if character.isalnum())[:3] or "X"


def poll_interval(phones: int) -> int:
    """Milliseconds between two questions of a phone: a room of any size asks about 430 times a second at most."""
    return max(SHORTEST_POLL, SHORTEST_POLL * phones // SMALL_ROOM)
