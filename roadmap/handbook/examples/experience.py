"""The examples of the pages on customers' experience, by the methods themselves."""

from maturity.methods.experience import (
    emotion_curve,
    experience_gap,
    net_promoter_score,
    peak_and_end,
    score_change,
    smallest_score_change,
)

ANSWERS = (5, 6, 7, 5, 7)
JOURNEY = ((7, 8, 9), (1, 2, 0), (6, 7, 8))


def a_hundred_answers() -> dict[str, float]:
    """Fifty-two promoters, thirty passives, eighteen detractors."""
    found = net_promoter_score(52, 30, 18, confidence=0.9)
    return {"score": 100 * found.score, "low": 100 * found.low, "high": 100 * found.high}


def two_half_years() -> dict[str, float]:
    """A hundred answers in each of two half-years, and what a hundred more could show."""
    before, after = net_promoter_score(40, 35, 25), net_promoter_score(52, 30, 18)
    found = score_change(before, after)
    return {
        "before": 100 * before.score,
        "after": 100 * after.score,
        "change": 100 * found.change,
        "low": 100 * found.low,
        "high": 100 * found.high,
        "detectable": 100 * smallest_score_change(before, planned=100),
    }


def five_answers() -> dict[str, float]:
    """An own rating of 4 beside five customers' answers."""
    found = experience_gap(4, ANSWERS)
    figures = {"customers": found.customers, "gap": found.gap, "low": found.gap_low, "high": found.gap_high}
    return {"mean": sum(ANSWERS) / len(ANSWERS), **{name: each for name, each in figures.items() if each is not None}}


def three_touchpoints() -> dict[str, float]:
    """A journey that dips in the middle and ends a little above it."""
    curve = emotion_curve(JOURNEY)
    found = peak_and_end(curve)
    figures = {"first": curve[0], "peak": found.peak, "end": found.end, "remembered": found.remembered}
    return {name: each for name, each in figures.items() if each is not None}
