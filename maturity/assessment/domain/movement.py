"""How the room moved between the two rounds on a statement."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from maturity.methods.change import WaveChange, changes
from maturity.methods.scoring import CountedBallot

from .votes import Vote, ballots_of
from .waves import ChangeRow

ROUNDS = (1, 2)


def movements_of(rounds: Mapping[tuple[str, int], Sequence[Vote]]) -> dict[str, ChangeRow]:
    """From the first to the second round of each session that voted twice; ``rounds`` are one statement's, by session
    and number. The participants are the same, so each is compared with themselves."""
    sessions = dict.fromkeys(session for session, _number in rounds)
    twice = (session for session in sessions if all((session, number) in rounds for number in ROUNDS))
    return {
        session: ChangeRow(None, moved(*(ballots_of(rounds[session, number]) for number in ROUNDS)))
        for session in twice
    }


@lru_cache(maxsize=512)
def moved(first: tuple[CountedBallot, ...], second: tuple[CountedBallot, ...]) -> WaveChange:
    """The change, worked out once for the same ballots."""
    return changes({"": first}, {"": second}, paired=True).dimensions[""]
