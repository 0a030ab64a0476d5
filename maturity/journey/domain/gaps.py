"""The experience gap as the map speaks of it: own rating minus customers' mean, both 1 to 5."""

from decimal import Decimal

from maturity.methods.experience import ExperienceGap, experience_gap

from .scores import Scores


def gap_of(own_rating: Decimal | None, scores: Scores) -> ExperienceGap:
    """Own rating and customers' scores on one scale.

    >>> gap_of(Decimal(4), {5: 4}).gap
    1.0
    """
    return experience_gap(None if own_rating is None else float(own_rating), listed(scores))


def listed(scores: Scores) -> list[int]:
    """The scores one by one, as the methods take them."""
    return [score for score, n in sorted(scores.items()) for _each in range(n)]


def shows_below(gap: float | None) -> bool:
    """Whether a gap is above 0 as it is written, with one decimal."""
    return gap is not None and round(gap, 1) > 0


def is_level(gap: float | None) -> bool:
    """Whether a gap is written as 0.0."""
    return gap is not None and not shows_below(abs(gap))


def is_sure(found: ExperienceGap) -> bool:
    """Whether the gap is more than the customers' mean is uncertain by."""
    low, high = found.gap_low, found.gap_high
    return low is not None and high is not None and (low > 0 or high < 0)
