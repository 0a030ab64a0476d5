"""Those who said "I am responsible for this", marked and not mixed: what they add to a dimension, and what it is
without them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.methods.scoring import score
from maturity.methods.suppression import SMALLEST_GROUP, publishable
from maturity.methods.tilt import PooledTilt, Rating, TiltState, pooled_tilt

from .votes import Vote, ballots_of, newest, telling

Figure = dict[str, float]


@dataclass(frozen=True)
class Owners:
    """``marked`` of ``people`` said that they are responsible for a statement of the dimension. ``tilt``: how much
    higher they rate, ``without``: the dimension's mean without their ballots; both None where either would tell of
    fewer than three people."""

    marked: int
    people: int
    tilt: PooledTilt | None = None
    without: float | None = None


def owners_of(votes: Iterable[Vote]) -> Owners | None:
    """The owners among the newest votes of one dimension; None where nobody is marked."""
    chosen = tuple(vote for vote in telling(newest(votes)) if vote.rung is not None)
    return _found(chosen) if any(vote.responsible for vote in chosen) else None


@lru_cache(maxsize=128)
def _found(votes: tuple[Vote, ...]) -> Owners:
    """The same, worked out once for the same votes."""
    sides = {vote.participant for vote in votes if vote.responsible}, {vote.participant for vote in votes}
    marked, people = (len(side) for side in sides)
    if min(marked, len({vote.participant for vote in votes if not vote.responsible})) < SMALLEST_GROUP:
        return Owners(marked, people)
    if not _may_be_told(votes):
        return Owners(marked, people)
    tilt = pooled_tilt(
        Rating(vote.statement, str(vote.participant), vote.rung or 0, vote.responsible) for vote in votes
    )
    without = score(ballots_of(vote for vote in votes if not vote.responsible)).mean
    return Owners(marked, people, tilt if tilt.state is TiltState.ENOUGH else None, without)


def _may_be_told(votes: Sequence[Vote]) -> bool:
    """Whether the owners' and the others' sum on every statement, and the mean of the others over departments, may
    stand beside every department's own figures and the whole of each statement."""
    people: dict[str, set[str]] = defaultdict(set)
    sides: dict[tuple[str, bool], Figure] = defaultdict(dict)
    beside: dict[tuple[str, str], Figure] = defaultdict(dict)
    others: dict[str, list[str]] = defaultdict(list)
    for vote in votes:
        cell = f"{vote.statement} {vote.responsible} {vote.department}"
        if cell not in people and not vote.responsible:
            others[vote.department].append(cell)
        people[cell].add(str(vote.participant))
        for figure in (
            sides[vote.statement, vote.responsible],
            beside[vote.statement, ""],
            beside[vote.statement, vote.department],
        ):
            figure[cell] = 1.0
    without = {cell: 1 / len(people[cell]) / len(cells) for cells in others.values() for cell in cells}
    shown = [each for each in beside.values() if len(set().union(*(people[cell] for cell in each))) >= SMALLEST_GROUP]
    return all(publishable([*sides.values(), without], people, beside=shown))
