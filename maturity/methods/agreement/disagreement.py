"""Is a room so far from agreement that it should talk again? And how many stand at opposite ends?

*The RAND/UCLA rule* was made for panels of doctors who rate a treatment from 1 to 9. Take the middle four tenths of the
ratings: from the 30th to the 70th percentile, the interpercentile range IPR. A wide range in the middle of the scale is
disagreement; the same range towards one end is less so, since all who are in it then lean the same way. So IPR is held
against a limit that grows with the distance of its middle from the middle of the scale, the IPR adjusted for symmetry:

    IPRAS = IPRr + CFR · AI      AI = |middle of the scale − middle of the IPR|      disagreement: IPR > IPRAS

On nine points IPRr = 2.35 (the IPR that disagreement takes when the ratings lie symmetrically), CFR = 1.5.

*Five rungs.* The straight line that takes the ends of the ladder to the ends of nine points is nine = 1 + 2 (rung − 1):
the rungs are 1, 3, 5, 7, 9. It doubles every distance, IPR and AI alike, so that on nine points the rule reads

    2 IPR > 2.35 + 1.5 · 2 AI      and on five rungs      IPR > 1.175 + 1.5 AI

IPRr is a distance and is halved; CFR is distance per distance and stays.

*Percentiles.* The 30th is the lowest rung that at least three tenths of the people are on or below, the 70th the
highest that at least three tenths are on or above: of n people in order, number ⌈0.3 n⌉ from either end. Both are rungs
that somebody chose, and the ladder upside down gives the same verdict (rounding both up, as nearest rank does, would
not where 0.3 n is whole).

*What it comes to.* With the percentiles on whole rungs there are 15 cases. IPR 0 and 1 never exceed 1.175. IPR 2
exceeds it in the middle, from 2 to 4, but not from 1 to 3 or 3 to 5, where AI = 1 and the limit 2.675. IPR 3 exceeds
1.925, IPR 4 exceeds 1.175. So a room disagrees exactly when the 30th percentile is at most 2 and the 70th at least 4:

    at least ⌈0.3 n⌉ people are on the two lowest rungs, and at least ⌈0.3 n⌉ on the two highest

which is the definition that the rule was made to replace on nine points, as many in 1–3 and in 7–9: 3 of a panel of 8
to 10, 4 of 11 to 13, 5 of 14 to 16.

*Polarisation* is stricter: who stands at the very ends? The share on the lowest rung, the share on the highest, and how
much of the room can be paired off with somebody at the opposite end, 2 · min(lowest, highest): 1 where half of the room
is on each.

Both describe people who answered one statement (or each person's middle rung in a dimension); neither is a test.

Source: Fitch, K. et al. (2001), The RAND/UCLA Appropriateness Method User's Manual, RAND MR-1269 (the rule, its
constants, and the definition by panel size). The constants for five rungs are worked out above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.scale import HIGHEST, LOWEST, RUNGS

from .ratings import rungs_given

FEWEST_RATERS: Final = 3
# The constants of nine points, and the length of a rung on them.
_NINE_POINT_RANGE: Final = 2.35
_ASYMMETRY: Final = 1.5
_POINTS_PER_RUNG: Final = (9 - 1) / (HIGHEST - LOWEST)
_SYMMETRIC_RANGE: Final = _NINE_POINT_RANGE / _POINTS_PER_RUNG
_MIDDLE: Final = (LOWEST + HIGHEST) / 2


@dataclass(frozen=True)
class Disagreement:
    """The verdict on ``n`` answers. ``low``, ``high``: the 30th and the 70th percentile, rungs; ``ipr``: the distance
    between them; ``limit``: what it must exceed; ``disagrees``: whether it does. ``below``, ``above``: people on the
    two lowest and on the two highest rungs."""

    n: int
    low: int
    high: int
    ipr: int
    limit: float
    disagrees: bool
    below: int
    above: int


@dataclass(frozen=True)
class Polarisation:
    """``lowest``, ``highest``: the share of answers on the end rungs; ``paired``: the share that can be paired off
    with somebody at the opposite end, 2 · min(lowest, highest). Fractions of 1."""

    lowest: float
    highest: float
    paired: float


def disagreement(rungs: Sequence[int | None]) -> Disagreement:
    """The RAND/UCLA rule on five rungs: IPR > 1.175 + 1.5 · |3 − middle of the IPR| (see the module).

    ``rungs``: one rung 1–5 per person; ``None`` is "no answer" and is left out.

    Raises ``ValueError`` for an answer that is not a rung, and for fewer than three answers: two people are never a
    room that disagrees.

    >>> disagreement([1, 2, 2, 3, 4, 4])
    Disagreement(n=6, low=2, high=4, ipr=2, limit=1.175, disagrees=True, below=3, above=2)
    >>> disagreement([3, 3, 3, 4, 5, 5]).disagrees
    False
    """
    answers = sorted(rungs_given(rungs, len(RUNGS), fewest=FEWEST_RATERS))
    n = len(answers)
    place = -(-3 * n // 10)  # ⌈0.3 n⌉ in whole numbers: 0.3 · 10 is a bit more than 3
    low, high = answers[place - 1], answers[n - place]
    limit = _SYMMETRIC_RANGE + _ASYMMETRY * abs(_MIDDLE - (low + high) / 2)
    below, above = sum(answer < _MIDDLE for answer in answers), sum(answer > _MIDDLE for answer in answers)
    return Disagreement(n, low, high, high - low, limit, high - low > limit, below, above)


def polarisation(rungs: Sequence[int | None]) -> Polarisation:
    """The share of answers at both ends of the ladder (see the module).

    ``rungs``: one rung 1–5 per person; ``None`` is "no answer" and is left out.

    Raises ``ValueError`` for an answer that is not a rung, and for fewer than three answers.

    >>> polarisation([1, 1, 3, 5])
    Polarisation(lowest=0.5, highest=0.25, paired=0.5)
    """
    answers = rungs_given(rungs, len(RUNGS), fewest=FEWEST_RATERS)
    lowest, highest = answers.count(LOWEST) / len(answers), answers.count(HIGHEST) / len(answers)
    return Polarisation(lowest, highest, 2 * min(lowest, highest))
