"""Net promoter scores: of a touchpoint, of a whole journey, and how they moved from one half-year to the next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, Max, Value, When

from maturity.clients.models import Engagement
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
from maturity.methods.noise import Verdict

from ..models import CustomerRating

CONFIDENCE = 0.9
# Whole weeks: every weekday is in both periods as often.
HALF_YEAR = timedelta(weeks=26)
Scores = Mapping[int, int]
PLACE = (
    "touchpoint__stage__journey_id",
    "touchpoint__stage__journey__name",
    "touchpoint_id",
    "touchpoint__name",
)


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
        return self.change is not None and self.change.verdict is Verdict.MORE_THAN_NOISE

    @property
    def shown(self) -> float | None:
        """The change as the difference of the two scores beside it, each in whole points; a fraction."""
        if self.change is None:
            return None
        return (round(100 * self.change.after.score) - round(100 * self.change.before.score)) / 100


@dataclass(frozen=True)
class ScoreLine:
    """A touchpoint's score, or a whole journey's: ``score`` of all answers, None below three."""

    pk: int
    name: str
    n: int
    score: NetPromoterScore | None
    movement: Movement


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


@dataclass
class Tally:
    """Answers per score, in each period."""

    name: str = ""
    periods: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def add(self, period: str, score: int, n: int) -> None:
        self.periods[period][score] += n

    @property
    def all(self) -> dict[int, int]:
        return together(self.periods.values())


def scores_page(engagement: Engagement) -> ScoresPage:
    """Every journey's scores in two queries: the newest day, and the answers, which the database counts."""
    ratings = CustomerRating.objects.filter(touchpoint__engagement=engagement, touchpoint__archived_at=None)
    newest = ratings.aggregate(newest=Max("date"))["newest"]
    periods = Periods(newest) if newest else None
    rows = (
        ratings.order_by(
            "touchpoint__stage__journey_id", "touchpoint__stage__position", "touchpoint__position", "touchpoint_id"
        )
        .annotate(period=period_of(periods))
        .values_list(*PLACE, "score", "period")
        .annotate(n=Count("pk"))
    )
    whole: dict[int, Tally] = defaultdict(Tally)
    parts: dict[int, dict[int, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for journey, name, touchpoint, title, score, place, n in rows:
        whole[journey].name, parts[journey][touchpoint].name = name, title
        for tally in (whole[journey], parts[journey][touchpoint]):
            tally.add(place, score, n)
    return ScoresPage(
        periods,
        tuple(
            JourneyScores(line_of(pk, tally), tuple(line_of(each, part) for each, part in parts[pk].items()))
            for pk, tally in whole.items()
        ),
    )


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


def line_of(pk: int, tally: Tally) -> ScoreLine:
    scores = tally.all
    return ScoreLine(pk, tally.name, sum(scores.values()), score_of(scores), movement_of(tally.periods))


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
