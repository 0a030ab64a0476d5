"""The journey map: one query for its rows, one for the ratings by score, one for the set pieces."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from django.db.models import Count, F

from maturity.charts.experience import CurvePoint, RatingLine, curve, rating_line
from maturity.clients.models import Engagement, Viewer
from maturity.methods.experience import (
    ExperienceGap,
    NetPromoterScore,
    PeakEnd,
    emotion,
    experience_gap,
    peak_and_end,
)

from ..models import CustomerRating, Journey, SetPiece
from ..rules import GapKind, Moment, Mood, mood
from .scores import Scores, score_of, together


def shows_below(gap: float | None) -> bool:
    """Whether a gap is above 0 as it is written, with one decimal."""
    return gap is not None and round(gap, 1) > 0


@dataclass(frozen=True)
class Named:
    """Something to choose by: a journey or a persona."""

    pk: int
    name: str


@dataclass(frozen=True)
class MapSetPiece:
    pk: int
    deviation: str
    planned: bool


@dataclass(frozen=True)
class Column:
    """One touchpoint of the map with everything that its lanes show."""

    pk: int
    name: str
    stage_id: int
    persona: Named | None
    phase: str
    channel: str
    department_id: int | None
    department: str
    need: str
    promise: str
    own_rating: Decimal | None
    ending: bool
    recognised_by: str
    systems: str
    gap_kind: str
    gap_reason: str
    archived_at: datetime | None
    found: ExperienceGap
    line: RatingLine
    emotion: float | None
    point: CurvePoint | None
    set_pieces: tuple[MapSetPiece, ...]
    editable: bool

    @property
    def phase_name(self) -> str:
        return str(Moment(self.phase).label) if self.phase else ""

    @property
    def kind_name(self) -> str:
        return str(GapKind(self.gap_kind).label) if self.gap_kind else ""

    @property
    def gap(self) -> float | None:
        return self.found.gap

    @property
    def mood(self) -> Mood | None:
        return None if self.emotion is None else mood(self.emotion)

    @property
    def surely(self) -> bool:
        """Whether the gap is more than the customers' mean is uncertain by."""
        low, high = self.found.gap_low, self.found.gap_high
        return low is not None and high is not None and (low > 0 or high < 0)

    @property
    def asks_why(self) -> bool:
        """Customers experience less than we believe, and nobody has said yet why."""
        return shows_below(self.gap) and not self.gap_kind

    @property
    def level(self) -> bool:
        """A gap that is written as 0.0."""
        return self.gap is not None and not shows_below(abs(self.gap))


@dataclass(frozen=True)
class MapStage:
    pk: int
    name: str
    columns: tuple[Column, ...]

    @property
    def width(self) -> int:
        """How many columns its head spans: an empty stage has one, to add to."""
        return max(1, len(self.columns))


@dataclass(frozen=True)
class JourneyMap:
    """Everything that the map's page, its print and the report's chapter show."""

    journeys: tuple[Named, ...]
    journey: Named | None
    personas: tuple[Named, ...]
    persona: Named | None
    stages: tuple[MapStage, ...]
    archived: tuple[Column, ...]
    n_ratings: int
    promoters: NetPromoterScore | None
    touchpoints_in_all: int

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for stage in self.stages for column in stage.columns)

    @property
    def largest_gap(self) -> Column | None:
        """The touchpoint where customers feel most below what the company believes."""
        below = [column for column in self.columns if shows_below(column.gap)]
        return max(below, key=lambda column: column.gap or 0, default=None)

    @property
    def unexplained(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.asks_why)

    @property
    def remembered(self) -> PeakEnd:
        return peak_and_end([column.emotion for column in self.columns])

    @property
    def peak(self) -> Column | None:
        index = self.remembered.peak_index
        return None if index is None else self.columns[index]

    @property
    def endings(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.ending)

    @property
    def last(self) -> Column | None:
        return self.columns[-1] if self.columns else None

    @property
    def shows_persona(self) -> bool:
        """A lane for the persona only where the shown touchpoints do not all have the same one."""
        return len({column.persona for column in self.columns}) > 1

    @property
    def by_gap(self) -> tuple[Column, ...]:
        """Touchpoints with a known gap, the largest first."""
        known = [column for column in self.columns if column.gap is not None]
        return tuple(sorted(known, key=lambda column: -(column.gap or 0)))

    def slices(self, columns: int) -> Iterator[tuple[MapStage, ...]]:
        """The stages in even pieces of at most ``columns`` touchpoints, for paper; a stage may go on in the next."""
        pieces = ceil(len(self.columns) / columns)
        columns = ceil(len(self.columns) / max(1, pieces))
        piece: list[MapStage] = []
        room = columns
        for stage in self.stages:
            rest = stage.columns
            while rest:
                if not room:
                    yield tuple(piece)
                    piece, room = [], columns
                piece.append(replace(stage, columns=rest[:room]))
                rest, room = rest[room:], room - len(rest[:room])
        if piece:
            yield tuple(piece)


ROW = {
    "journey": F("pk"),
    "journey_name": F("name"),
    "stage": F("stages__pk"),
    "stage_name": F("stages__name"),
    "touchpoint": F("stages__touchpoints__pk"),
    "touchpoint_name": F("stages__touchpoints__name"),
    "persona_id": F("stages__touchpoints__persona_id"),
    "persona_name": F("stages__touchpoints__persona__name"),
    "department_pk": F("stages__touchpoints__department_id"),
    "department_name": F("stages__touchpoints__department__name"),
    **{
        name: F(f"stages__touchpoints__{name}")
        for name in (
            "phase",
            "channel",
            "need",
            "promise",
            "own_rating",
            "ending",
            "recognised_by",
            "systems",
            "gap_kind",
            "gap_reason",
            "archived_at",
        )
    },
}


def journey_map(engagement: Engagement, journey_id: int | None = None, persona_id: int | None = None) -> JourneyMap:
    """One journey of the engagement (the first where none is named) in three queries, whatever its size."""
    rows: list[Any] = list(
        Journey.objects.filter(engagement=engagement)
        .order_by("pk", "stages__position", "stages__pk", "stages__touchpoints__position", "stages__touchpoints__pk")
        .values(**ROW)
    )
    scores = scores_of(engagement)
    set_pieces = set_pieces_of(engagement)
    journeys = tuple(dict.fromkeys(Named(row["journey"], row["journey_name"]) for row in rows))
    chosen = next((each for each in journeys if each.pk == journey_id), journeys[0] if journeys else None)
    own = [row for row in rows if chosen and row["journey"] == chosen.pk]
    columns = {
        row["touchpoint"]: column_of(row, scores.get(row["touchpoint"], {}), set_pieces, engagement)
        for row in own
        if row["touchpoint"] is not None
    }
    living = {pk: column for pk, column in columns.items() if column.archived_at is None}
    personas = tuple(sorted({each.persona for each in living.values() if each.persona}, key=lambda each: each.name))
    persona = next((each for each in personas if each.pk == persona_id), None)
    shown = {pk: column for pk, column in living.items() if persona in (None, column.persona)}
    return JourneyMap(
        journeys=journeys,
        journey=chosen,
        personas=personas,
        persona=persona,
        stages=stages_of(own, with_curve(shown), keep_empty=persona is None),
        archived=tuple(column for column in columns.values() if column.archived_at is not None),
        n_ratings=sum(column.found.n for column in shown.values()),
        promoters=score_of(together(scores.get(pk, {}) for pk in shown)),
        touchpoints_in_all=len(living),
    )


def scores_of(engagement: Engagement) -> dict[int, dict[int, int]]:
    """How many customers gave each score, by touchpoint; the database counts."""
    counted: dict[int, dict[int, int]] = defaultdict(dict)
    rows = (
        CustomerRating.objects.filter(touchpoint__engagement=engagement)
        .order_by()
        .values_list("touchpoint_id", "score")
        .annotate(n=Count("pk"))
    )
    for touchpoint, score, n in rows:
        counted[touchpoint][score] = n
    return counted


def set_pieces_of(engagement: Engagement) -> dict[int, list[MapSetPiece]]:
    found: dict[int, list[MapSetPiece]] = defaultdict(list)
    rows = SetPiece.objects.filter(touchpoint__engagement=engagement).values_list(
        "touchpoint_id", "pk", "deviation", "plan"
    )
    for touchpoint, pk, deviation, plan in rows:
        found[touchpoint].append(MapSetPiece(pk, deviation, bool(plan)))
    return found


def listed(scores: Scores) -> list[int]:
    """The scores one by one, as the methods take them."""
    return [score for score, n in sorted(scores.items()) for _each in range(n)]


def column_of(
    row: Mapping[str, Any], scores: Scores, set_pieces: Mapping[int, Sequence[MapSetPiece]], engagement: Engagement
) -> Column:
    answers = listed(scores)
    own = row["own_rating"]
    found = experience_gap(None if own is None else float(own), answers)
    return Column(
        pk=row["touchpoint"],
        name=row["touchpoint_name"],
        stage_id=row["stage"],
        persona=Named(row["persona_id"], row["persona_name"]) if row["persona_id"] else None,
        department_id=row["department_pk"],
        department=row["department_name"] or "",
        found=found,
        line=rating_line(own=found.own, customers=found.customers, low=found.low, high=found.high),
        emotion=emotion(answers),
        point=None,
        set_pieces=tuple(set_pieces.get(row["touchpoint"], ())),
        editable=may_edit(engagement, row["department_pk"]),
        **{name: row[name] for name in ("phase", "channel", "need", "promise", "own_rating", "ending")},
        **{name: row[name] for name in ("recognised_by", "systems", "gap_kind", "gap_reason", "archived_at")},
    )


def may_edit(engagement: Engagement, department_id: int | None) -> bool:
    """The facilitator all, a lead the own department's; a report, which is made for nobody in particular, nothing."""
    viewer: Viewer | None = getattr(engagement, "viewer", None)
    if viewer is None:
        return False
    return viewer.facilitates or (viewer.department_id is not None and viewer.department_id == department_id)


def with_curve(columns: Mapping[int, Column]) -> dict[int, Column]:
    points = curve([column.emotion for column in columns.values()])
    return {pk: replace(column, point=point) for (pk, column), point in zip(columns.items(), points, strict=True)}


def stages_of(
    rows: Iterable[Mapping[str, Any]], columns: Mapping[int, Column], *, keep_empty: bool
) -> tuple[MapStage, ...]:
    names: dict[int, str] = {}
    members: dict[int, list[Column]] = defaultdict(list)
    for row in rows:
        if row["stage"] is None:
            continue
        names[row["stage"]] = row["stage_name"]
        if row["touchpoint"] in columns:
            members[row["stage"]].append(columns[row["touchpoint"]])
    return tuple(MapStage(pk, name, tuple(members[pk])) for pk, name in names.items() if keep_empty or members[pk])
