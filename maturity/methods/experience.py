"""What do customers say, how sure is it, and how far is it from what the house believes?

*Net promoter score.* Of n answers 0–10 to "would you recommend us?", P are promoters (9–10), D detractors (0–6), the
rest passives:

    NPS = (P − D) / n, between −1 and 1

A net value hides whether it is many of both or few of either, and with the usual few answers it jumps although
nothing changed. So it never stands without its interval and the two shares. The interval is the adjusted Wald: act as
if three more customers had answered, ¾ promoter, ¾ detractor and 1½ passive,

    n' = n + 3     p = (P + ¾) / n'     d = (D + ¾) / n'
    (p − d) ± z √((p + d − (p − d)²) / n'), kept inside [−1, 1]

It keeps its promise (about 95 of 100 intervals hold the truth) down to small n and for extreme shares, where the
plain Wald interval fails. The middle of the interval is drawn a little towards 0; the plain score is shown as the
score, and with one or two answers it can even lie outside.

*Experience gap.* The house rates a touchpoint 1–5; customers' scores 0–10 are put on the same ladder by the straight
line of ``scale``. gap = own rating − customers' mean, in rungs: above 0 the house thinks better of itself than
customers do. The interval of the mean is Student's t,

    mean ± t(n−1) · s / √n, kept inside [1, 5]

with s at least 1/√12 of a point: an answer in whole points stands for anything within half a point, so five identical
answers do not make a mean without uncertainty. With scores as skewed as customers' often are, t is a rough guide
below ten answers or so.

*Emotion* is the same mean drawn around zero, −2 to +2, as journey maps do: (mean score − 5) / 2.5.

*Peak and end.* What is remembered of an experience is mostly its most intense moment and its end, hardly its length.

Sources: Reichheld, F. F. (2003), The one number you need to grow, Harvard Business Review 81(12), 46–54. Rocks, B.
(2016), Interval estimation for the "net promoter score", The American Statistician 70, 365–372; Bonett, D. G. &
Price, R. M. (2012), Adjusted Wald confidence interval for a difference of binomial proportions based on paired data,
Journal of Educational and Behavioral Statistics 37, 479–488. Kahneman, D. et al. (1993), When more pain is preferred
to less, Psychological Science 4, 401–405.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.scale import (
    HIGHEST,
    HIGHEST_SCORE,
    LOWEST,
    LOWEST_SCORE,
    number_or_nan,
    require_mean_rung,
    require_score,
    rung_of_score,
)

FEWEST_ANSWERS: Final = 3
PROMOTER_FROM: Final = 9
DETRACTOR_TO: Final = 6
_MIDDLE_RUNG: Final = 3
# Variance of rounding to whole points, in points².
_ROUNDING_VARIANCE: Final = 1 / 12
_RUNGS_PER_POINT: Final = (HIGHEST - LOWEST) / (HIGHEST_SCORE - LOWEST_SCORE)


class State(enum.Enum):
    """Whether there are answers enough (at least ``FEWEST_ANSWERS``) to say something."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class NetPromoterScore:
    """``score``, ``low``, ``high``: fractions, −1 to 1; ``promoters``, ``passives``, ``detractors``: answers;
    ``confidence``: of the interval, a fraction."""

    score: float
    low: float
    high: float
    promoters: int
    passives: int
    detractors: int
    confidence: float

    @property
    def n(self) -> int:
        """Answers in all."""
        return self.promoters + self.passives + self.detractors

    @property
    def promoter_share(self) -> float:
        """Promoters as a fraction of all answers."""
        return self.promoters / self.n

    @property
    def passive_share(self) -> float:
        """Passives as a fraction of all answers."""
        return self.passives / self.n

    @property
    def detractor_share(self) -> float:
        """Detractors as a fraction of all answers."""
        return self.detractors / self.n


@dataclass(frozen=True)
class ExperienceGap:
    """The house's view of a touchpoint beside the customers'.

    ``own``: own rating 1–5, ``None`` where not rated. ``customers``, ``low``, ``high``: customers' mean on the ladder
    1–5 and its interval at ``confidence``; ``gap``: own − customers in rungs, ``gap_low`` … ``gap_high`` its
    interval. All of these are ``None`` where they cannot be said: too few answers, or for the gap no own rating.
    ``n``: answers.
    """

    state: State
    own: float | None
    customers: float | None
    low: float | None
    high: float | None
    n: int
    gap: float | None
    gap_low: float | None
    gap_high: float | None
    confidence: float


@dataclass(frozen=True)
class PeakEnd:
    """``peak``: the most intense emotion and ``peak_index`` where in the sequence; ``end``: the last emotion;
    ``remembered``: the mean of the two. ``None`` where nobody answered."""

    peak: float | None
    peak_index: int | None
    end: float | None
    remembered: float | None


def net_promoter_score(promoters: int, passives: int, detractors: int, confidence: float = 0.95) -> NetPromoterScore:
    """Net promoter score with its adjusted-Wald interval (formula in the module).

    ``promoters``, ``passives``, ``detractors``: how many answered 9–10, 7–8, 0–6. ``confidence``: between 0 and 1.

    Raises ``ValueError`` for a count that is negative or not whole, no answers at all, or a confidence not between 0
    and 1.

    >>> nps = net_promoter_score(promoters=60, passives=25, detractors=15)
    >>> nps.score, round(nps.low, 4), round(nps.high, 4)
    (0.45, 0.2934, 0.5804)
    """
    promoters = _require_count(promoters, "promoters")
    passives = _require_count(passives, "passives")
    detractors = _require_count(detractors, "detractors")
    _require_confidence(confidence)
    n = promoters + passives + detractors
    if n == 0:
        raise ValueError("no answers: the net promoter score is undefined")
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    from scipy.special import ndtri  # slow to load, and pages that ask for none need not wait

    margin = float(ndtri((1 + confidence) / 2)) * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return NetPromoterScore(
        score=(promoters - detractors) / n,
        low=max(-1.0, p - d - margin),
        high=min(1.0, p - d + margin),
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        confidence=confidence,
    )


def net_promoter_score_of(scores: Sequence[int], confidence: float = 0.95) -> NetPromoterScore:
    """As ``net_promoter_score``, from the answers themselves: whole numbers 0–10.

    Raises ``ValueError`` for an answer that is not a whole number from 0 to 10, and as ``net_promoter_score``.

    >>> net_promoter_score_of([10, 9, 8, 3]).score
    0.25
    """
    for score in scores:
        if not require_score(score).is_integer():
            raise ValueError(f"an answer is a whole number from 0 to 10, not {score!r}")
    promoters = sum(score >= PROMOTER_FROM for score in scores)
    detractors = sum(score <= DETRACTOR_TO for score in scores)
    return net_promoter_score(promoters, len(scores) - promoters - detractors, detractors, confidence)


def experience_gap(own_rating: float | None, scores: Sequence[float], confidence: float = 0.9) -> ExperienceGap:
    """Own rating minus customers' mean, both on the ladder 1–5, with Student's t interval (formula in the module).

    ``own_rating``: 1–5, ``None`` where the house has not rated. ``scores``: customers' answers 0–10; a missing answer
    is left out by the caller. ``confidence``: between 0 and 1. Fewer than ``FEWEST_ANSWERS`` scores give
    ``State.TOO_FEW`` and no mean.

    Raises ``ValueError`` for a rating outside 1–5, a score outside 0–10, or a confidence not between 0 and 1.

    >>> found = experience_gap(4, [5, 6, 7, 5, 7])
    >>> round(found.customers, 2), round(found.low, 2), round(found.high, 2), round(found.gap, 2)
    (3.4, 3.02, 3.78, 0.6)
    >>> experience_gap(4, [5, 6]).state
    <State.TOO_FEW: 'too_few'>
    """
    _require_confidence(confidence)
    own = None if own_rating is None else require_mean_rung(own_rating)
    points = [require_score(score) for score in scores]
    n = len(points)
    if n < FEWEST_ANSWERS:
        return ExperienceGap(State.TOO_FEW, own, None, None, None, n, None, None, None, confidence)
    mean, low, high = _mean_interval(points, confidence)
    gap, gap_low, gap_high = (None, None, None) if own is None else (own - mean, own - high, own - low)
    return ExperienceGap(State.ENOUGH, own, mean, low, high, n, gap, gap_low, gap_high, confidence)


def emotion(scores: Sequence[float]) -> float | None:
    """The customers' mean score drawn around zero, −2 to +2: (mean − 5) / 2.5; ``None`` below ``FEWEST_ANSWERS``
    answers.

    Raises ``ValueError`` for a score outside 0–10.

    >>> emotion([10, 10, 10]), emotion([5, 5, 5]), emotion([0, 1, 2]), emotion([9])
    (2.0, 0.0, -1.6, None)
    """
    points = [require_score(score) for score in scores]
    if len(points) < FEWEST_ANSWERS:
        return None
    return rung_of_score(_mean(points)) - _MIDDLE_RUNG


def emotion_curve(scores_by_touchpoint: Sequence[Sequence[float]]) -> tuple[float | None, ...]:
    """``emotion`` of each touchpoint in the order of the journey; ``None`` is a gap in the curve.

    >>> emotion_curve([[10, 10, 10], [], [5, 5, 5]])
    (2.0, None, 0.0)
    """
    return tuple(emotion(scores) for scores in scores_by_touchpoint)


def peak_and_end(emotions: Sequence[float | None]) -> PeakEnd:
    """What is remembered of a journey: the emotion farthest from 0, and the last one.

    ``emotions``: −2 to +2 in the order of the journey, ``None`` where nobody answered. The end is the last
    touchpoint; if nobody answered there, it is unknown, not guessed from an earlier one. Of equally intense emotions
    the bad one counts (bad is stronger than good, Baumeister et al. 2001), then the first.

    Raises ``ValueError`` for an emotion outside −2 to +2.

    >>> peak_and_end([0.5, -1.5, None, 1.0])
    PeakEnd(peak=-1.5, peak_index=1, end=1.0, remembered=-0.25)
    """
    for value in emotions:
        if value is not None and not -2 <= number_or_nan(value) <= 2:
            raise ValueError(f"an emotion lies between -2 and +2, not {value!r}")
    felt = [(value, index) for index, value in enumerate(emotions) if value is not None]
    if not felt:
        return PeakEnd(None, None, None, None)
    peak, peak_index = min(felt, key=lambda each: (-abs(each[0]), each[0], each[1]))
    end = emotions[-1]
    return PeakEnd(peak, peak_index, end, None if end is None else (peak + end) / 2)


def _mean_interval(points: list[float], confidence: float) -> tuple[float, float, float]:
    """Mean, low and high on the ladder, of scores in points."""
    n, mean = len(points), _mean(points)
    variance = max(math.fsum((point - mean) ** 2 for point in points) / (n - 1), _ROUNDING_VARIANCE)
    from scipy.special import stdtrit  # slow to load, and pages that ask for none need not wait

    margin = float(stdtrit(n - 1, (1 + confidence) / 2)) * math.sqrt(variance / n) * _RUNGS_PER_POINT
    middle = rung_of_score(mean)
    return middle, max(float(LOWEST), middle - margin), min(float(HIGHEST), middle + margin)


def _mean(points: list[float]) -> float:
    return min(float(HIGHEST_SCORE), math.fsum(points) / len(points))


def _require_count(value: object, name: str) -> int:
    number = number_or_nan(value)
    if not (0 <= number < math.inf and number.is_integer()):
        raise ValueError(f"{name} are a whole number of answers, not negative; found {value!r}")
    return int(number)


def _require_confidence(confidence: float) -> None:
    if not 0 < number_or_nan(confidence) < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")
