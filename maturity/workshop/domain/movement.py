"""How the room moved between its last two rounds: pairs of ballots in, sums of at least three people out."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from maturity.methods.movement import DONT_KNOW, Cell, Movement, movement

Moves = frozenset[tuple[Cell, int]]


def moves_between(
    before: Mapping[int, int | None], after: Mapping[int, int | None], groups: Mapping[int, tuple[str, bool]]
) -> Moves:
    """How many of each group went from where to where. ``before`` and ``after``: the rung that each participant chose
    in the two rounds, by her key (None: "don't know"); ``groups``: the group of each who answered in either."""
    counted = Counter((str(groups[voter]), _chosen(before, voter), _chosen(after, voter)) for voter in groups)
    return frozenset(counted.items())


def _chosen(rungs: Mapping[int, int | None], voter: int) -> int | None:
    """The rung, 0 for "don't know", None for no answer."""
    return (rungs[voter] or DONT_KNOW) if voter in rungs else None


@lru_cache(maxsize=512)
def movement_of(moves: Moves) -> Movement | None:
    """What may be told of these moves; worked out once for all pages, which ask for it again and again."""
    return movement(cell for cell, people in moves for _each in range(people))
