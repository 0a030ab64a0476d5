"""What the house believes beside what customers say."""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.noise import Piece, interval_around, require_confidence
from maturity.methods.scale import (
    HIGHEST,
    HIGHEST_SCORE,
    LOWEST,
    LOWEST_SCORE,
    require_mean_rung,
    require_score,
    rung_of_score,
)

FEWEST_ANSWERS: Final = 3
# Variance of rounding to whole points, in points².
_ROUNDING_VARIANCE: Final = 1 / 12
_RUNGS_PER_POINT: Final = (HIGHEST - LOWEST) / (HIGHEST_SCORE - LOWEST_SCORE)


class GapState(enum.Enum):
    """Whether there are answers enough (at least ``FEWEST_ANSWERS``) to say something."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class ExperienceGap:
    """The house's view of a touchpoint beside the customers'.

    ``own``: own rating 1–5, ``None`` where not rated. ``customers``, ``low``, ``high``: customers' mean on the ladder
    1–5 and its interval at ``confidence``; ``gap``: own − customers in rungs, ``gap_low`` … ``gap_high`` its
    interval. All of these are ``None`` where they cannot be said: too few answers, or for the gap no own rating.
    ``n``: answers.
    """

    state: GapState
    own: float | None
    customers: float | None
    low: float | None
    high: float | None
    n: int
    gap: float | None
    gap_low: float | None
    gap_high: float | None
    confidence: float


def experience_gap(own_rating: float | None, scores: Sequence[float], confidence: float = 0.9) -> ExperienceGap:
    """Own rating minus customers' mean, both on the ladder 1–5, with Student's t interval (formula in the module).

    ``own_rating``: 1–5, ``None`` where the house has not rated. ``scores``: customers' answers 0–10; a missing answer
    is left out by the caller. ``confidence``: between 0 and 1. Fewer than ``FEWEST_ANSWERS`` scores give
    ``GapState.TOO_FEW`` and no mean.

    Raises ``ValueError`` for a rating outside 1–5, a score outside 0–10, or a confidence not between 0 and 1.

    >>> found = experience_gap(4, [5, 6, 7, 5, 7])
    >>> round(found.customers, 2), round(found.low, 2), round(found.high, 2), round(found.gap, 2)
    (3.4, 3.02, 3.78, 0.6)
    >>> experience_gap(4, [5, 6]).state
    <GapState.TOO_FEW: 'too_few'>
    """
    require_confidence(confidence)
    own = None if own_rating is None else require_mean_rung(own_rating)
    points = [require_score(score) for score in scores]
    n = len(points)
    if n < FEWEST_ANSWERS:
        return ExperienceGap(GapState.TOO_FEW, own, None, None, None, n, None, None, None, confidence)
    mean, low, high = _mean_interval(points, confidence)
    gap, gap_low, gap_high = (None, None, None) if own is None else (own - mean, own - high, own - low)
    return ExperienceGap(GapState.ENOUGH, own, mean, low, high, n, gap, gap_low, gap_high, confidence)


def mean_score(points: Sequence[float]) -> float:
    """The mean of customers' scores in points, 0–10.

    >>> mean_score([7.0, 8.0])
    7.5
    """
    return min(float(HIGHEST_SCORE), math.fsum(points) / len(points))


def _mean_interval(points: list[float], confidence: float) -> tuple[float, float, float]:
    """Mean, low and high on the ladder, of scores in points."""
    n, mean = len(points), mean_score(points)
    variance = max(math.fsum((point - mean) ** 2 for point in points) / (n - 1), _ROUNDING_VARIANCE)
    middle = rung_of_score(mean)
    low, high = interval_around(middle, [Piece(variance / n * _RUNGS_PER_POINT**2, n - 1)], confidence)
    return middle, max(float(LOWEST), low), min(float(HIGHEST), high)
