"""How the journey feels, and what is remembered of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.scale import number_or_nan, require_score, rung_of_score

from .gap import FEWEST_ANSWERS, mean_score

_MIDDLE_RUNG: Final = 3


@dataclass(frozen=True)
class PeakEnd:
    """``peak``: the most intense emotion and ``peak_index`` where in the sequence; ``end``: the last emotion;
    ``remembered``: the mean of the two. ``None`` where nobody answered."""

    peak: float | None
    peak_index: int | None
    end: float | None
    remembered: float | None


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
    return rung_of_score(mean_score(points)) - _MIDDLE_RUNG


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
