"""Net promoter scores of every journey and its touchpoints."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Case, Count, Max, Value, When

from maturity.clients.models import Engagement
from maturity.methods.experience import NetPromoterScore

from ..domain.scores import Movement, Periods, Scores, movement_of, score_of, together
from ..models import CustomerRating, Journey, Touchpoint
from .touchpoints import living_touchpoints

Answers = Mapping[str, Scores]


@dataclass(frozen=True)
class ScoreLine:
    """A touchpoint's or a whole journey's ``answers`` per score in each period, and what they amount to."""

    row: Touchpoint | Journey
    answers: Answers

    @cached_property
    def all(self) -> Scores:
        return together(self.answers.values())

    @cached_property
    def n(self) -> int:
        return sum(self.all.values())

    @cached_property
    def score(self) -> NetPromoterScore | None:
        """Of all answers; None below three."""
        return score_of(self.all)

    @cached_property
    def movement(self) -> Movement:
        return movement_of(self.answers)


@dataclass(frozen=True)
class JourneyScores:
    whole: ScoreLine
    touchpoints: tuple[ScoreLine, ...]

    @property
    def moved(self) -> tuple[ScoreLine, ...]:
        """Touchpoints that changed more than noise, the largest change first."""
        real = [line for line in self.touchpoints if line.movement.real]
        return tuple(sorted(real, key=lambda line: -abs(line.movement.change.change if line.movement.change else 0)))


@dataclass(frozen=True)
class ScoresPage:
    """``periods`` is None where no rating has a date."""

    periods: Periods | None
    journeys: tuple[JourneyScores, ...]


def scores_page(engagement: Engagement) -> ScoresPage:
    """Every journey's scores: the newest day, the touchpoints, and the answers, which the database counts."""
    ratings = CustomerRating.objects.filter(touchpoint__engagement=engagement, touchpoint__archived_at=None)
    newest = ratings.aggregate(newest=Max("date"))["newest"]
    periods = Periods(newest) if newest else None
    rows = ratings.order_by().annotate(period=period_of(periods)).values_list("touchpoint_id", "score", "period")
    answers: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for touchpoint, score, period, n in rows.annotate(n=Count("pk")):
        answers[touchpoint][period][score] = n
    asked = [each for each in living_touchpoints(engagement) if each.pk in answers]
    return ScoresPage(
        periods,
        tuple(
            scores_in(journey, [ScoreLine(each, answers[each.pk]) for each in members])
            for journey, members in groupby(asked, key=lambda each: each.stage.journey)
        ),
    )


def scores_in(journey: Journey, lines: Iterable[ScoreLine]) -> JourneyScores:
    parts = tuple(lines)
    periods = dict.fromkeys(period for line in parts for period in line.answers)
    whole = {period: together(line.answers.get(period, {}) for line in parts) for period in periods}
    return JourneyScores(ScoreLine(journey, whole), parts)


def period_of(periods: Periods | None) -> Case | Value:
    """``Periods.of`` in the database."""
    if periods is None:
        return Value("undated")
    return Case(
        When(date__isnull=True, then=Value("undated")),
        When(date__gt=periods.middle, then=Value("after")),
        When(date__gt=periods.start, then=Value("before")),
        default=Value("earlier"),
    )
