"""The ladder: five rungs, and what may be computed with them.

A rung is an ordinal measurement: 4 is above 3, but nothing says that the step from 3 to 4 is as long as the step from
1 to 2. Medians are therefore always allowed. Means treat the steps as equally long; we use them where a result
between two rungs is wanted ("between Curious and Player"), as the maturity literature does, and show the distribution
beside them.

Customers answer 0–10, the house rates itself 1–5. One straight line maps the ends on the ends:

    rung = 1 + 4 · score / 10        score = 10 · (rung − 1) / 4

It changes the unit, nothing else: a customer's 5 is the middle (rung 3), and 2.5 points are one rung.

Ties go down, everywhere: half-way between two rungs is the lower one. A rung is not claimed before more than half of
the way to it is behind.

Source: Stevens, S. S. (1946), On the theory of scales of measurement, Science 103, 677–680.
"""

import math
from collections.abc import Sequence
from numbers import Real
from typing import Final

RUNGS: Final = (1, 2, 3, 4, 5)
LOWEST: Final = RUNGS[0]
HIGHEST: Final = RUNGS[-1]
LOWEST_SCORE: Final = 0
HIGHEST_SCORE: Final = 10

# A mean of equal parts, such as (2.4 + 2.6) / 2, may miss the half by one bit; it is a tie all the same.
TIE: Final = 1e-9


def number_or_nan(value: object) -> float:
    """The value as a ``float``; NaN where it is not a real number (text, ``None``, ``True``), so that every range
    check fails.

    >>> number_or_nan(3), number_or_nan("3")
    (3.0, nan)
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        return math.nan
    return float(value)


def require_rung(value: object) -> int:
    """The rung 1–5 as an ``int``.

    Raises ``ValueError`` for everything else: other numbers, halves, NaN, text, ``True``.

    >>> require_rung(4)
    4
    """
    number = number_or_nan(value)
    if number not in RUNGS:
        raise ValueError(f"a rung is one of 1, 2, 3, 4, 5, not {value!r}")
    return int(number)


def require_score(value: float) -> float:
    """The customer's score 0–10 as a ``float``; ``ValueError`` when it is outside, or not a number.

    >>> require_score(7)
    7.0
    """
    if not LOWEST_SCORE <= number_or_nan(value) <= HIGHEST_SCORE:
        raise ValueError(f"a customer's score lies between 0 and 10, not {value!r}")
    return float(value)


def require_mean_rung(value: float) -> float:
    """A mean on the ladder, 1.0–5.0, as a ``float``; ``ValueError`` when it is outside, or not a number.

    >>> require_mean_rung(2.5)
    2.5
    """
    if not LOWEST <= number_or_nan(value) <= HIGHEST:
        raise ValueError(f"a value on the ladder lies between 1 and 5, not {value!r}")
    return float(value)


def rung_of_score(score: float) -> float:
    """A customer's score (0–10) on the ladder (1.0–5.0): 1 + 4 · score / 10.

    Raises ``ValueError`` for a score outside 0–10.

    >>> rung_of_score(0), rung_of_score(5), rung_of_score(10)
    (1.0, 3.0, 5.0)
    """
    return LOWEST + (HIGHEST - LOWEST) * require_score(score) / HIGHEST_SCORE


def nearest_rung(mean: float) -> int:
    """The rung nearest to a mean (1.0–5.0); exactly half-way is the lower rung.

    Raises ``ValueError`` outside 1–5.

    >>> nearest_rung(2.4), nearest_rung(2.5), nearest_rung(2.6)
    (2, 2, 3)
    """
    return max(LOWEST, math.ceil(require_mean_rung(mean) - 0.5 - TIE))


def lower_median(rungs: Sequence[int]) -> int:
    """The middle rung; of an even number of rungs, the lower of the two in the middle.

    It is always a rung that somebody chose: the mean of 2 and 4 is not an opinion that anybody holds. This is the
    median that the product shows.

    Raises ``ValueError`` where there is nothing, or something that is not a rung.

    >>> lower_median([1, 2, 4, 5])
    2
    """
    return _ordered(rungs)[(len(rungs) - 1) // 2]


def _ordered(rungs: Sequence[int]) -> list[int]:
    if len(rungs) == 0:
        raise ValueError("no rungs: there is no median of nothing")
    return sorted(require_rung(rung) for rung in rungs)
