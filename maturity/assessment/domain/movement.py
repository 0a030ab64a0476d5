"""How the room moved between the two rounds on a statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.methods.change import Change, changes
from maturity.methods.scoring import Ballot

from .votes import Vote, ballots_of
from .waves import ChangeRow

ROUNDS = (1, 2)


@dataclass(frozen=True)
class RoundMovement:
    """From the first to the second round of a session: the same participants, so each is compared with herself."""

    session: str
    row: ChangeRow


def movements_of(rounds: Mapping[tuple[str, int], Sequence[Vote]]) -> tuple[RoundMovement, ...]:
    """The movement in each session that voted twice; ``rounds`` are one statement's, by session and number."""
    sessions = dict.fromkeys(session for session, _number in rounds)
    twice = (session for session in sessions if all((session, number) in rounds for number in ROUNDS))
    return tuple(
        RoundMovement(session, ChangeRow(None, moved(*(ballots_of(rounds[session, number]) for number in ROUNDS))))
        for session in twice
    )


@lru_cache(maxsize=512)
def moved(first: tuple[Ballot, ...], second: tuple[Ballot, ...]) -> Change:
    """The change, worked out once for the same ballots."""
    return changes({"": first}, {"": second}, paired=True).dimensions[""]
