"""How sure is the rung?

The mean of a dimension has a nearest rung, but 2.52 is hardly "Player". In each draw of the model (``ordinal``) the
mean has a nearest rung too; with B draws

    p_r = (½ + number of draws whose mean is nearest to rung r) / (B + 2½)        r = 1 … 5

is how probable it is that the mean of all who could have come lies nearest to rung r. The halves are Jeffreys' prior
for shares: what was never drawn in 300 draws is improbable, not impossible. It knows of one uncertainty only, that
other people of the same departments might have come; and it says nothing about whether the statements are the right
ones.

*In a word.* Where p_r ≥ 0.9 the house is **at** r; the same nine in ten as the intervals hold. Where p_r ≥ ⅔ it is
**probably at** r: twice as likely as everything else together. Otherwise it is **between** the two neighbours that
hold at least 0.9 together, and where no two do, **anywhere** in the shortest run of rungs that does (of equals the
more probable, then the lower). 0.9 and ⅔ are where the climate panel's calibrated language has "very likely" and
"likely". Where there is nothing to draw from, one person per department, the nearest rung is **nearest**, without a
probability.

Sources: Brown, L. D., Cai, T. T. & DasGupta, A. (2001), Interval estimation for a binomial proportion, Statistical
Science 16, 101–133 (Jeffreys' prior). Mastrandrea, M. D. et al. (2010), Guidance Note for Lead Authors of the IPCC
Fifth Assessment Report on Consistent Treatment of Uncertainties, table 1.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import HIGHEST, LOWEST, RUNGS, TIE, nearest_rung, number_or_nan

VERY_LIKELY: Final = 0.9
LIKELY: Final = 2 / 3
# Shares of samples are added and compared; a sum of tenths may miss 0.9 by a bit.
_ROUNDING: Final = 1e-9
_HALF: Final = 0.5


class Certainty(enum.Enum):
    """How surely a mean is placed on the ladder."""

    AT = "at"
    PROBABLY = "probably"
    BETWEEN = "between"
    ANYWHERE = "anywhere"
    NEAREST = "nearest"


@dataclass(frozen=True)
class Standing:
    """A place on the ladder: from rung ``low`` to rung ``high``, the same rung for ``AT``, ``PROBABLY`` and
    ``NEAREST``. ``probability``: of these rungs together, a fraction; ``None`` for ``NEAREST``."""

    certainty: Certainty
    low: int
    high: int
    probability: float | None


def rung_probabilities(drawn: NDArray[np.float64] | None) -> tuple[float, ...] | None:
    """How probable each of the rungs 1…5 is; half-way is the lower rung, as everywhere.

    ``drawn``: means in rungs, NaN where a draw has none (left out); ``None`` or only NaN gives ``None``.

    >>> [round(share, 3) for share in rung_probabilities(np.array([2.0, 2.4, 2.5, 2.6] * 25))]
    [0.005, 0.737, 0.249, 0.005, 0.005]
    """
    known = None if drawn is None else drawn[~np.isnan(drawn)]
    if known is None or not known.size:
        return None
    nearest = np.clip(np.ceil(known - 0.5 - TIE), LOWEST, HIGHEST)
    return tuple(float((_HALF + np.sum(nearest == rung)) / (known.size + _HALF * len(RUNGS))) for rung in RUNGS)


def standing(mean: float, probabilities: Sequence[float] | None) -> Standing:
    """The place on the ladder in a word; the rules are in the module.

    ``mean``: in rungs, 1–5; used only where ``probabilities`` (of the rungs 1…5) is ``None``. Raises ``ValueError``
    for a mean outside the ladder, and for what are not five probabilities that add up to 1.

    >>> standing(2.5, (0.0, 0.5, 0.48, 0.02, 0.0))
    Standing(certainty=<Certainty.BETWEEN: 'between'>, low=2, high=3, probability=0.98)
    >>> standing(2.5, None).certainty
    <Certainty.NEAREST: 'nearest'>
    """
    nearest = nearest_rung(mean)
    if probabilities is None:
        return Standing(Certainty.NEAREST, nearest, nearest, None)
    shares = _require_probabilities(probabilities)
    rung = max(RUNGS, key=lambda each: shares[each - 1])
    if shares[rung - 1] >= VERY_LIKELY - _ROUNDING:
        return Standing(Certainty.AT, rung, rung, shares[rung - 1])
    if shares[rung - 1] >= LIKELY - _ROUNDING:
        return Standing(Certainty.PROBABLY, rung, rung, shares[rung - 1])
    low, high, probability = _shortest_run(shares)
    return Standing(Certainty.BETWEEN if high == low + 1 else Certainty.ANYWHERE, low, high, probability)


def _shortest_run(shares: Sequence[float]) -> tuple[int, int, float]:
    """The fewest neighbouring rungs that hold at least 0.9, with what they hold."""
    runs = [(low, high, math.fsum(shares[low - 1 : high])) for low in RUNGS for high in RUNGS if low < high]
    enough = [run for run in runs if run[2] >= VERY_LIKELY - _ROUNDING]
    return min(enough, key=lambda run: (run[1] - run[0], -run[2], run[0]))


def _require_probabilities(probabilities: Sequence[float]) -> tuple[float, ...]:
    shares = tuple(number_or_nan(share) for share in probabilities)
    if len(shares) != len(RUNGS) or not all(0 <= share <= 1 for share in shares):
        raise ValueError(f"expected a probability for each of five rungs, not {probabilities!r}")
    if abs(math.fsum(shares) - 1) > _ROUNDING:
        raise ValueError(f"the probabilities of the rungs add up to {math.fsum(shares)!r}, not to 1")
    return shares
