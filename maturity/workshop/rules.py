"""When something may happen in a session, who may see a ballot, and what codes look like. Values in, values out."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkshopVerb(TextChoices):
    """What the trail says of this chapter alone."""

    REVEALED = "revealed", pgettext_lazy("trail", "answers revealed")
    DECIDED = "decided", pgettext_lazy("trail", "decided")
    CLOSED = "closed", pgettext_lazy("trail", "closed")
    REOPENED = "reopened", pgettext_lazy("trail", "opened again")


class SessionState(TextChoices):
    OPEN = "open", pgettext_lazy("session", "Open")
    CLOSED = "closed", pgettext_lazy("session", "Closed")


class Presurvey(TextChoices):
    """The statements answered alone before the meeting: round 0."""

    NONE = "none", pgettext_lazy("pre-survey", "No pre-survey")
    OPEN = "open", pgettext_lazy("pre-survey", "Pre-survey open")
    ENDED = "ended", pgettext_lazy("pre-survey", "Pre-survey ended")


class Activity(TextChoices):
    """What the room is doing: it is on every screen at once."""

    STATEMENTS = "statements", pgettext_lazy("activity", "Statements")
    BOARD = "board", pgettext_lazy("activity", "Areas and challenges")
    BREAK = "break", pgettext_lazy("activity", "Break")
    CLOSING = "closing", pgettext_lazy("activity", "Closing round")


class Phase(TextChoices):
    """Where one round of voting on one statement is."""

    VOTING = "voting", pgettext_lazy("round", "Voting")
    REVEALED = "revealed", pgettext_lazy("round", "Answers shown")


class CardKind(TextChoices):
    """What a department writes on the board."""

    AREA = "area", pgettext_lazy("card", "Area of responsibility")
    CHALLENGE = "challenge", pgettext_lazy("card", "Challenge")


class Moment(TextChoices):
    """Where a session is: with its pre-survey, with one statement, or with something else than statements."""

    PRESURVEY = "presurvey", pgettext_lazy("moment", "Pre-survey open")
    LOBBY = "lobby", pgettext_lazy("moment", "Not opened")
    VOTING = "voting", pgettext_lazy("moment", "First round open")
    SHOWN = "shown", pgettext_lazy("moment", "First round shown")
    VOTING_AGAIN = "voting-again", pgettext_lazy("moment", "Second round open")
    SHOWN_AGAIN = "shown-again", pgettext_lazy("moment", "Both rounds shown")
    BOARD = "board", pgettext_lazy("moment", "Areas and challenges")
    BREAK = "break", pgettext_lazy("moment", "Break")
    CLOSING = "closing", pgettext_lazy("moment", "Closing round")
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
    START_PRESURVEY = "start pre-survey"
    ANSWER_ALONE = "answer alone"
    END_PRESURVEY = "end pre-survey"
    OPEN_STATEMENT = "open statement"
    CAST = "cast"
    REVEAL = "reveal"
    OPEN_SECOND_ROUND = "open second round"
    REOPEN_STATEMENT = "reopen statement"
    SKIP = "skip"
    DISCUSS = "discuss"
    DECIDE = "decide"
    TURN_TO = "turn to"
    ADD_CARD = "add card"
    ARRANGE_CARDS = "arrange cards"
    DROP_BALL = "drop ball"
    CLOSE = "close"
    REOPEN_SESSION = "reopen session"


class Selection(TextChoices):
    """Which statements a session asks."""

    QUICK = "quick", _("Quick scan: the first statement of each dimension")
    FULL = "full", _("Full scan: every statement")
    THEME = "theme", _("One theme: every statement of its dimensions")
    OWN = "own", _("Own selection and order")


# What is possible whatever the room is doing, as long as no round is open.
BETWEEN: Final = frozenset({Action.JOIN, Action.OPEN_STATEMENT, Action.SKIP, Action.TURN_TO, Action.CLOSE})
AT_SHOWN: Final = BETWEEN | {Action.DISCUSS, Action.DECIDE}
ALLOWED: Final[dict[Moment, frozenset[Action]]] = {
    Moment.PRESURVEY: frozenset({Action.JOIN, Action.ANSWER_ALONE, Action.END_PRESURVEY}),
    Moment.LOBBY: BETWEEN | {Action.START_PRESURVEY},
    Moment.VOTING: frozenset({Action.JOIN, Action.CAST, Action.REVEAL, Action.DISCUSS}),
    Moment.SHOWN: AT_SHOWN | {Action.OPEN_SECOND_ROUND},
    # What one is writing down when a colleague opens the second round must not be refused.
    Moment.VOTING_AGAIN: frozenset({Action.JOIN, Action.CAST, Action.REVEAL, Action.DISCUSS, Action.DECIDE}),
    Moment.SHOWN_AGAIN: AT_SHOWN | {Action.REOPEN_STATEMENT},
    Moment.BOARD: AT_SHOWN | {Action.ADD_CARD, Action.ARRANGE_CARDS},
    Moment.BREAK: AT_SHOWN,
    Moment.CLOSING: AT_SHOWN | {Action.DROP_BALL},
    Moment.CLOSED: frozenset({Action.REOPEN_SESSION}),
}

ALONE: Final = 0  # the number of the pre-survey's round
MOST_ROUNDS: Final = 9
DOTS: Final = 5  # dots that one participant may place on the board
MOST_CARDS: Final = 20  # cards that one participant may put there
CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 characters: no 0/O, 1/I/L
CODE_LENGTH: Final = 6
KEY_BYTES: Final = 16  # 128 bits, as 22 characters
SMALL_ROOM: Final = 300
SHORTEST_POLL: Final = 700  # milliseconds
BOARD_ROOM: Final = 100
SHORTEST_BOARD_POLL: Final = 3_000  # milliseconds


def moment_of(
    state: SessionState | str,
    phases: Sequence[Phase | str],
    activity: Activity | str = Activity.STATEMENTS,
    presurvey: Presurvey | str = Presurvey.NONE,
) -> Moment:
    """Where a session is. ``phases``: of the rounds on the statement before the room, the first round first, without
    the pre-survey's."""
    if state == SessionState.CLOSED:
        return Moment.CLOSED
    if presurvey == Presurvey.OPEN:
        return Moment.PRESURVEY
    if activity != Activity.STATEMENTS:
        return Moment(activity)
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
    if moment == Moment.PRESURVEY:
        return _("The pre-survey is open. End it first; then the room can begin.")
    if moment.is_voting:
        return _("Show the answers first: a round is open.")
    return REASONS[action] if action in REASONS else _("Open the statement first.")


REASONS: Final = {
    Action.START_PRESURVEY: _("A pre-survey comes before the first statement."),
    Action.ANSWER_ALONE: _("The pre-survey is not open."),
    Action.END_PRESURVEY: _("The pre-survey is not open."),
    Action.CAST: _("The answers are shown; they can no longer be changed."),
    Action.REVEAL: _("No round is open."),
    Action.OPEN_SECOND_ROUND: _("A second round follows on the first, when its answers are shown."),
    Action.REOPEN_STATEMENT: _("Both rounds must have been shown before the statement can be opened once more."),
    Action.ADD_CARD: _("The board is not open."),
    Action.ARRANGE_CARDS: _("The board is not open."),
    Action.DROP_BALL: _("The closing round is not open."),
    Action.REOPEN_SESSION: _("The session is open."),
}


def may_see(phase: Phase | str, *, author: int, viewer: int | None) -> bool:
    """Whether ``viewer`` may see the ballot that ``author`` cast in a round in this phase.

    Both are participants' ids; the viewer is None for everybody else, the facilitator included. Before the reveal
    nobody sees a ballot but the one who cast it. ``models.BallotQuerySet.seen_by`` is the same rule as a query.
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


def board_interval(phones: int) -> int:
    """Milliseconds until a phone asks for the others' cards again. While everybody writes, every answer is another
    page: so a large room asks less often, about 33 times a second whatever its size."""
    return max(SHORTEST_BOARD_POLL, SHORTEST_BOARD_POLL * phones // BOARD_ROOM)
