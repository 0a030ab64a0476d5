"""The change of a net promoter score between two periods, and what change could be seen."""

from dataclasses import dataclass

from maturity.methods.noise import POWER, NoiseVerdict, Piece, interval_around, smallest_detectable, verdict_of

from .promoters import NetPromoterScore, adjust, require_count


@dataclass(frozen=True)
class ScoreChange:
    """``before``, ``after``: the two periods' scores; ``change``: after − before, a fraction from −2 to 2; ``low`` …
    ``high``: its interval at ``confidence``; ``verdict``: whether it is more than noise."""

    before: NetPromoterScore
    after: NetPromoterScore
    change: float
    low: float
    high: float
    verdict: NoiseVerdict
    confidence: float


def score_change(before: NetPromoterScore, after: NetPromoterScore, confidence: float = 0.9) -> ScoreChange:
    """How the score changed between two periods in which other customers answered (formula in the package).

    Raises ``ValueError`` for a confidence not between 0 and 1.

    >>> from maturity.methods.experience import net_promoter_score
    >>> found = score_change(net_promoter_score(40, 35, 25), net_promoter_score(52, 30, 18))
    >>> round(found.change, 2), round(found.low, 3), round(found.high, 3), found.verdict.value
    (0.19, 0.006, 0.363, 'more_than_noise')
    """
    first, second = (adjust(each.promoters, each.passives, each.detractors) for each in (before, after))
    pieces = [Piece(first.variance), Piece(second.variance)]
    low, high = interval_around(second.middle - first.middle, pieces, confidence)
    low, high = max(-2.0, low), min(2.0, high)
    return ScoreChange(before, after, after.score - before.score, low, high, verdict_of(low, high), confidence)


def smallest_score_change(
    before: NetPromoterScore, planned: int, *, confidence: float = 0.9, power: float = POWER
) -> float:
    """The smallest change that ``planned`` answers more could detect, as a fraction (0.1 is ten points of score).

    ``before``: the first period, whose shares are expected to hold. ``power``: how often a change of this size is to
    be called more than noise. Raises ``ValueError`` for a planned number below 1 or not whole, a confidence not between
    0 and 1, or a power not between 0.5 and 1.

    >>> from maturity.methods.experience import net_promoter_score
    >>> found = net_promoter_score(40, 35, 25)
    >>> round(smallest_score_change(found, 100), 2), round(smallest_score_change(found, 1000), 2)
    (0.27, 0.2)
    """
    if require_count(planned, "planned answers") == 0:
        raise ValueError("no answers are planned: nothing could be detected")
    now = adjust(before.promoters, before.passives, before.detractors)
    then = adjust(before.promoters, before.passives, before.detractors, answers=planned)
    return smallest_detectable([Piece(now.variance), Piece(then.variance)], confidence, power)
