"""Is a difference more than noise, and how small a difference could have been seen?

Two measurements differ always: other people answered, or the same people on another day. What matters is whether the
difference is larger than such chance makes it.

*Interval.* An estimate d is a sum of independent pieces, one per group of people, of which piece k has the variance
v_k, itself estimated with f_k degrees of freedom. Then

    se = √(Σ v_k)        d ± t(f) · se        f = (Σ v_k)² / Σ (v_k² / f_k)

with Student's t and Satterthwaite's degrees of freedom f. One piece gives the ordinary interval of a mean, two give
Welch's. t and not a bootstrap: departments of three or four people are the rule here, and the percentile bootstrap of
so few is too narrow (three people can be drawn in ten ways), while t knows how little three people tell of their
spread.

*Verdict.* A difference is more than noise where its interval does not hold 0; otherwise it is noise, which means "not
told apart from chance", not "no change". With an interval of 90 %, one of ten comparisons in which nothing changed
looks like more than noise all the same.

*Smallest difference that could be detected*, stated before the measurement: the true difference at which the chance
of the verdict "more than noise" reaches the power (80 % by custom),

    (t(f, 1 − α/2) + t(f, power)) · se,    1 − α the confidence; with many people the t become z: 1.64 + 0.84 = 2.49

If it is larger than what one hopes for, more people have to be asked, or nothing can be learned from asking.

Assumptions: the pieces are independent, and means of the people asked are roughly normal. Sources: Satterthwaite, F.
E. (1946), An approximate distribution of estimates of variance components, Biometrics Bulletin 2, 110–114; Welch, B. L.
(1947), The generalization of "Student's" problem, Biometrika 34, 28–35; Bloom, H. S. (1995), Minimum detectable
effects, Evaluation Review 19, 547–556.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.scale import number_or_nan

POWER: Final = 0.8


class NoiseVerdict(enum.Enum):
    """What may be said of a difference."""

    MORE_THAN_NOISE = "more_than_noise"
    NOISE = "noise"


@dataclass(frozen=True)
class Piece:
    """An independent part of an estimate: ``variance`` in squared units of the estimate, 0 or more, and ``freedom``,
    the degrees of freedom that it was estimated with, above 0; infinite where the variance is known."""

    variance: float
    freedom: float = math.inf

    def __post_init__(self) -> None:
        if not (0 <= number_or_nan(self.variance) < math.inf and number_or_nan(self.freedom) > 0):
            raise ValueError(f"a piece has a finite variance and degrees of freedom above 0, not {self!r}")


def verdict_of(low: float, high: float) -> NoiseVerdict:
    """More than noise where the interval from ``low`` to ``high`` does not hold 0.

    Raises ``ValueError`` unless low ≤ high.

    >>> verdict_of(0.2, 0.9).value, verdict_of(-0.1, 0.4).value
    ('more_than_noise', 'noise')
    """
    if not number_or_nan(low) <= number_or_nan(high):
        raise ValueError(f"an interval goes from low to high, not from {low!r} to {high!r}")
    return NoiseVerdict.NOISE if low <= 0 <= high else NoiseVerdict.MORE_THAN_NOISE


def standard_error(pieces: Sequence[Piece]) -> float:
    """√(Σ v_k), in the unit of the estimate. ``ValueError`` without pieces.

    >>> standard_error([Piece(0.09), Piece(0.16)])
    0.5
    """
    if not pieces:
        raise ValueError("an estimate without pieces has no standard error")
    return math.sqrt(math.fsum(piece.variance for piece in pieces))


def degrees_of_freedom(pieces: Sequence[Piece]) -> float:
    """Satterthwaite's: (Σ v_k)² / Σ (v_k² / f_k); infinite where all variances are known or 0.

    >>> round(degrees_of_freedom([Piece(0.2, 4), Piece(0.2, 4)]), 6)
    8.0
    """
    total = standard_error(pieces) ** 2
    lost = math.fsum((piece.variance / total) ** 2 / piece.freedom for piece in pieces) if total > 0 else 0.0
    return 1 / lost if lost > 0 else math.inf


def interval_around(estimate: float, pieces: Sequence[Piece], confidence: float) -> tuple[float, float]:
    """Low and high of the estimate, d ± t(f) · se.

    Raises ``ValueError`` for a confidence not between 0 and 1, or no pieces.

    >>> low, high = interval_around(1.0, [Piece(0.04, 9)], 0.9)
    >>> round(low, 3), round(high, 3)
    (0.633, 1.367)
    """
    require_confidence(confidence)
    margin = _quantile((1 + confidence) / 2, degrees_of_freedom(pieces)) * standard_error(pieces)
    return estimate - margin, estimate + margin


def smallest_detectable(pieces: Sequence[Piece], confidence: float, power: float = POWER) -> float:
    """The smallest true difference that is called more than noise with probability ``power``, in the estimate's unit.

    ``pieces``: as they will be, from the spread seen so far and the numbers planned. Raises ``ValueError`` for a
    confidence not between 0 and 1, a power not between 0.5 and 1, or no pieces.

    >>> round(smallest_detectable([Piece(0.01)], confidence=0.9), 3)
    0.249
    """
    require_confidence(confidence)
    if not 0.5 <= number_or_nan(power) < 1:
        raise ValueError(f"a power lies between 0.5 and 1, not {power!r}")
    freedom = degrees_of_freedom(pieces)
    return (_quantile((1 + confidence) / 2, freedom) + _quantile(power, freedom)) * standard_error(pieces)


def require_confidence(confidence: float) -> None:
    """``ValueError`` unless the confidence lies between 0 and 1.

    >>> require_confidence(0.9)
    """
    if not 0 < number_or_nan(confidence) < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")


def _quantile(probability: float, freedom: float) -> float:
    from scipy.special import ndtri, stdtrit  # slow to load, and pages that ask for none need not wait

    return float(ndtri(probability) if math.isinf(freedom) else stdtrit(freedom, probability))
