"""Net promoter scores of touchpoints and journeys, and how they moved from one half-year to the next.

Answers are counted per score (0–10), and per period where movement is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from maturity.methods.experience import (
    DETRACTOR_TO,
    FEWEST_ANSWERS,
    PROMOTER_FROM,
    NetPromoterScore,
    ScoreChange,
    net_promoter_score,
    score_change,
    smallest_score_change,
)
from maturity.methods.noise import NoiseVerdict

CONFIDENCE = 0.9
# Whole weeks: every weekday is in both periods as often.
HALF_YEAR = timedelta(weeks=26)
Scores = Mapping[int, int]


@dataclass(frozen=True)
class Periods:
    """Two half-years: the later one ends with the newest rating that has a date."""

    newest: date

    @property
    def middle(self) -> date:
        """The last day of the half-year before."""
        return self.newest - HALF_YEAR

    @property
    def start(self) -> date:
        """The day before the first of the half-year before."""
        return self.middle - HALF_YEAR

    @property
    def first_before(self) -> date:
        return self.start + timedelta(days=1)

    @property
    def first_after(self) -> date:
        return self.middle + timedelta(days=1)

    def of(self, day: date | None) -> str:
        """``before``, ``after``, ``earlier`` or, without a date, ``undated``."""
        if day is None:
            return "undated"
        return "after" if day > self.middle else "before" if day > self.start else "earlier"


@dataclass(frozen=True)
class Movement:
    """A score in two half-years. ``n_before``, ``n_after``: answers; ``undated``: in no period; ``change`` is None
    below three answers in either. ``detectable``: the smallest change that so many answers could show, said from the
    first; ``ahead``: that as many answers as in the second could show next, None where there are too few."""

    n_before: int
    n_after: int
    undated: int
    change: ScoreChange | None
    detectable: float | None
    ahead: float | None

    @property
    def real(self) -> bool:
        return self.change is not None and self.change.verdict is NoiseVerdict.MORE_THAN_NOISE

    @property
    def shown(self) -> float | None:
        """The change as the difference of the two scores beside it, each in whole points; a fraction."""
        if self.change is None:
            return None
        return (round(100 * self.change.after.score) - round(100 * self.change.before.score)) / 100


def movement_of(periods: Mapping[str, Scores]) -> Movement:
    """The change from the half-year ``before`` to ``after``, answers per score in each."""
    before, after = score_of(periods.get("before", {})), score_of(periods.get("after", {}))
    return Movement(
        n_before=sum(periods.get("before", {}).values()),
        n_after=sum(periods.get("after", {}).values()),
        undated=sum(periods.get("undated", {}).values()),
        change=score_change(before, after, CONFIDENCE) if before and after else None,
        detectable=smallest_score_change(before, after.n, confidence=CONFIDENCE) if before and after else None,
        ahead=smallest_score_change(after, after.n, confidence=CONFIDENCE) if after else None,
    )


def score_of(scores: Scores) -> NetPromoterScore | None:
    """The score with its interval; None below three answers."""
    if sum(scores.values()) < FEWEST_ANSWERS:
        return None
    return net_promoter_score(*thirds(scores), confidence=CONFIDENCE)


def together(counted: Iterable[Scores]) -> dict[int, int]:
    """Answers per score over several touchpoints."""
    found: dict[int, int] = defaultdict(int)
    for scores in counted:
        for score, n in scores.items():
            found[score] += n
    return found


def kind_of(score: int) -> str:
    if score >= PROMOTER_FROM:
        return "promoter"
    return "detractor" if score <= DETRACTOR_TO else "passive"


def thirds(scores: Scores) -> tuple[int, int, int]:
    """How many promoters, passives and detractors."""
    counted = {"promoter": 0, "passive": 0, "detractor": 0}
    for score, n in scores.items():
        counted[kind_of(score)] += n
    return counted["promoter"], counted["passive"], counted["detractor"]
