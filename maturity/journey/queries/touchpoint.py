"""One touchpoint, and what customers said of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from maturity.charts.experience import RatingLine, rating_line
from maturity.methods.experience import ExperienceGap, NetPromoterScore, emotion, net_promoter_score

from ..domain.gaps import gap_of, listed, shows_below
from ..domain.scores import Movement, Periods, Scores, kind_of, movement_of, thirds, together
from ..models import SetPiece, Touchpoint


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
    periods: Periods | None
    movement: Movement
    bars: tuple[Bar, ...]
    first: date | None
    latest: date | None
    set_pieces: tuple[SetPiece, ...]

    @property
    def asks_why(self) -> bool:
        return shows_below(self.found.gap) and not self.touchpoint.gap_kind


def touchpoint_page(touchpoint: Touchpoint) -> TouchpointPage:
    """The page of a touchpoint in two queries more: scores with their days, and set pieces."""
    rows = list(touchpoint.ratings.order_by().values_list("score", "date").annotate(n=Count("pk")))
    days = [day for _score, day, _n in rows if day]
    periods = Periods(max(days)) if days else None
    scores = together({score: n} for score, _day, n in rows)
    answers = listed(scores)
    found = gap_of(touchpoint.own_rating, scores)
    return TouchpointPage(
        touchpoint=touchpoint,
        found=found,
        line=rating_line(own=found.own, customers=found.customers, low=found.low, high=found.high),
        emotion=emotion(answers),
        promoters=net_promoter_score(*thirds(scores), confidence=found.confidence) if answers else None,
        periods=periods,
        movement=movement_of(by_period(rows, periods)),
        bars=bars_of(scores),
        first=min(days, default=None),
        latest=max(days, default=None),
        set_pieces=tuple(touchpoint.set_pieces.all()),
    )


def by_period(rows: Iterable[tuple[int, date | None, int]], periods: Periods | None) -> dict[str, dict[int, int]]:
    """Answers per score in each period, from rows of score, day and number."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for score, day, n in rows:
        found[periods.of(day) if periods else "undated"][score] += n
    return found


def bars_of(scores: Scores) -> tuple[Bar, ...]:
    most = max(scores.values(), default=0)
    return tuple(
        Bar(score, scores.get(score, 0), round(100 * scores.get(score, 0) / most, 1) if most else 0.0, kind_of(score))
        for score in range(11)
    )
