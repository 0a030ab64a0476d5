"""One touchpoint, and what customers said of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min

from maturity.charts.experience import RatingLine, rating_line
from maturity.methods.experience import (
    ExperienceGap,
    NetPromoterScore,
    emotion,
    experience_gap,
    net_promoter_score,
)

from ..models import SetPiece, Touchpoint
from .map import Scores, listed, shows_below


@dataclass(frozen=True)
class Bar:
    """How many customers gave one score, and that in per cent of the commonest score's."""

    score: int
    n: int
    percent: float
    kind: str


@dataclass(frozen=True)
class TouchpointPage:
    """One touchpoint, what customers said of it, and what may go wrong there."""

    touchpoint: Touchpoint
    found: ExperienceGap
    line: RatingLine
    emotion: float | None
    promoters: NetPromoterScore | None
    bars: tuple[Bar, ...]
    first: date | None
    latest: date | None
    set_pieces: tuple[SetPiece, ...]

    @property
    def asks_why(self) -> bool:
        return shows_below(self.found.gap) and not self.touchpoint.gap_kind


def touchpoint_page(touchpoint: Touchpoint) -> TouchpointPage:
    """The page of a touchpoint in two queries more: scores with their days, and set pieces."""
    rows = list(
        touchpoint.ratings.order_by()
        .values_list("score")
        .annotate(n=Count("pk"), first=Min("date"), latest=Max("date"))
    )
    scores = {score: n for score, n, _first, _latest in rows}
    answers = listed(scores)
    own = touchpoint.own_rating
    found = experience_gap(None if own is None else float(own), answers)
    return TouchpointPage(
        touchpoint=touchpoint,
        found=found,
        line=rating_line(own=found.own, customers=found.customers, low=found.low, high=found.high),
        emotion=emotion(answers),
        promoters=net_promoter_score(*thirds(scores), confidence=found.confidence) if answers else None,
        bars=bars_of(scores),
        first=min((first for _score, _n, first, _latest in rows if first), default=None),
        latest=max((latest for _score, _n, _first, latest in rows if latest), default=None),
        set_pieces=tuple(touchpoint.set_pieces.all()),
    )


def kind_of(score: int) -> str:
    if score >= 9:
        return "promoter"
    return "passive" if score >= 7 else "detractor"


def thirds(scores: Scores) -> tuple[int, int, int]:
    """How many promoters, passives and detractors."""
    counted = {"promoter": 0, "passive": 0, "detractor": 0}
    for score, n in scores.items():
        counted[kind_of(score)] += n
    return counted["promoter"], counted["passive"], counted["detractor"]


def bars_of(scores: Scores) -> tuple[Bar, ...]:
    most = max(scores.values(), default=0)
    return tuple(
        Bar(score, scores.get(score, 0), round(100 * scores.get(score, 0) / most, 1) if most else 0.0, kind_of(score))
        for score in range(11)
    )
