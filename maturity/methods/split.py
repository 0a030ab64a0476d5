"""Is it one opinion or two?

A mean between two camps is an opinion that nobody holds: seven who say Curious and six who say Purposeful are not "a
Player". A rung v parts the votes in two camps when

    at least a third of all votes are below v, and at least a third above, and
    v itself has at most half as many votes as the commonest rung on either side.

The camps are named by those commonest rungs (of equals, the lowest below and the highest above): "7 say Curious, 6
say Purposeful". They are thus at least two rungs apart; neighbours that differ by one rung are no split. Of several
such v the one with the largest smaller camp counts, then the emptiest, then the lowest.

The rule describes, it does not test: with a handful of votes two camps appear by chance as well, which is why the
counts are always shown. The share of a third and the valley of a half are our convention; they make the sentence
above true of what it describes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.scale import RUNGS, require_rung

CAMP_SHARE: Final = 1 / 3


@dataclass(frozen=True)
class Split:
    """Two camps: ``lower_count`` people say ``lower``, ``upper_count`` say ``upper``; ``below`` and ``above`` are all
    people in the lower and the upper camp, those on neighbouring rungs included."""

    lower: int
    upper: int
    lower_count: int
    upper_count: int
    below: int
    above: int


def find_split(rungs: Sequence[int]) -> Split | None:
    """The two camps among votes, one per person, or ``None`` where there are not two (the rule is in the module).

    Raises ``ValueError`` for what is not a rung.

    >>> find_split([2] * 7 + [4] * 6)
    Split(lower=2, upper=4, lower_count=7, upper_count=6, below=7, above=6)
    >>> find_split([2, 2, 3, 3]) is None
    True
    """
    counts = [sum(require_rung(rung) == each for rung in rungs) for each in RUNGS]
    candidates = (_camps(counts, between) for between in range(1, len(RUNGS) - 1))
    camps = [camp for camp in candidates if camp is not None]
    if not camps:
        return None
    return min(camps, key=lambda camp: (-min(camp.below, camp.above), -(camp.below + camp.above)))


def _camps(counts: Sequence[int], between: int) -> Split | None:
    """The camps on either side of the rung at position ``between``, if it parts the votes."""
    below, above = counts[:between], counts[between + 1 :]
    if not min(sum(below), sum(above)) >= CAMP_SHARE * sum(counts) > 0:
        return None
    if 2 * counts[between] > min(max(below), max(above)):
        return None
    lower, upper = below.index(max(below)), len(counts) - 1 - above[::-1].index(max(above))
    return Split(RUNGS[lower], RUNGS[upper], counts[lower], counts[upper], sum(below), sum(above))
