"""The journey map: only what it shows is read, one query per table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from maturity.charts.experience import CurvePoint, RatingLine, curve, rating_line
from maturity.clients.models import Engagement, Viewer
from maturity.methods.experience import ExperienceGap, NetPromoterScore, PeakEnd, emotion, peak_and_end
from maturity.web.order import in_order

from ..domain.gaps import gap_of, is_level, is_sure, listed, shows_below
from ..domain.scores import Scores, score_of, together
from ..models import Journey, Persona, Stage, Touchpoint
from ..rules import CARD_LANES, FIELDS, LANES, Lane, Mood, mood
from .touchpoints import scores_of, touchpoints_of


@dataclass(frozen=True)
class Column:
    """One touchpoint of the map with what was found out about it."""

    touchpoint: Touchpoint
    found: ExperienceGap
    emotion: float | None
    editable: bool
    point: CurvePoint | None = None

    @cached_property
    def words(self) -> dict[str, str]:
        """The touchpoint's fields as their reader knows them; empty where there is nothing."""
        return {field.name: said(self.touchpoint, field.name) for field in FIELDS}

    @property
    def line(self) -> RatingLine:
        found = self.found
        return rating_line(own=found.own, customers=found.customers, low=found.low, high=found.high)

    @property
    def gap(self) -> float | None:
        return self.found.gap

    @property
    def mood(self) -> Mood | None:
        return None if self.emotion is None else mood(self.emotion)

    @property
    def surely(self) -> bool:
        return is_sure(self.found)

    @property
    def asks_why(self) -> bool:
        """Customers experience less than we believe, and nobody has said yet why."""
        return shows_below(self.gap) and not self.touchpoint.gap_kind

    @property
    def level(self) -> bool:
        return is_level(self.gap)


def said(touchpoint: Touchpoint, name: str) -> str:
    value = getattr(touchpoint, f"get_{name}_display", lambda: getattr(touchpoint, name))()
    return "" if value is None else str(value)


Stages = tuple[tuple[Stage, tuple[Column, ...]], ...]


@dataclass(frozen=True)
class JourneyMap:
    """Everything that the map's page, its print and the report's chapter show."""

    journeys: tuple[Journey, ...]
    journey: Journey | None
    personas: tuple[Persona, ...] = ()
    persona: Persona | None = None
    stages: Stages = ()
    archived: tuple[Touchpoint, ...] = ()
    n_ratings: int = 0
    promoters: NetPromoterScore | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for _stage, columns in self.stages for column in columns)

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
        return tuple(column for column in self.columns if column.touchpoint.ending)

    @property
    def last(self) -> Column | None:
        return self.columns[-1] if self.columns else None

    @property
    def lanes(self) -> list[Lane]:
        """A lane for the persona only where the shown touchpoints do not all have the same one."""
        several = len({column.touchpoint.persona_id for column in self.columns}) > 1
        return [lane for lane in LANES if several or lane.key != "persona"]

    @property
    def card_lanes(self) -> Sequence[Lane]:
        return CARD_LANES

    @property
    def by_gap(self) -> tuple[Column, ...]:
        """Touchpoints with a known gap, the largest first."""
        known = [column for column in self.columns if column.gap is not None]
        return tuple(sorted(known, key=lambda column: -(column.gap or 0)))

    def slices(self, columns: int) -> Iterator[Stages]:
        """The stages in even pieces of at most ``columns`` touchpoints, for paper; a stage may go on in the next."""
        pieces = ceil(len(self.columns) / columns)
        columns = ceil(len(self.columns) / max(1, pieces))
        piece: list[tuple[Stage, tuple[Column, ...]]] = []
        room = columns
        for stage, rest in self.stages:
            while rest:
                if not room:
                    yield tuple(piece)
                    piece, room = [], columns
                piece.append((stage, rest[:room]))
                rest, room = rest[room:], room - len(rest[:room])
        if piece:
            yield tuple(piece)


def journey_map(engagement: Engagement, journey_id: int | None = None, persona_id: int | None = None) -> JourneyMap:
    """One journey of the engagement, the first where none is named; of one persona where one is named."""
    journeys = tuple(engagement.journeys.all())
    chosen = [journey for journey in journeys if journey.pk == journey_id] or journeys[:1]
    found = maps_of(engagement, journeys, chosen, persona_id)
    return next(found, JourneyMap(journeys, None))


def journey_maps(engagement: Engagement) -> tuple[JourneyMap, ...]:
    """The maps of all journeys, for a report: each table is read once."""
    journeys = tuple(engagement.journeys.all())
    return tuple(maps_of(engagement, journeys, journeys))


def maps_of(
    engagement: Engagement, journeys: tuple[Journey, ...], chosen: Sequence[Journey], persona_id: int | None = None
) -> Iterator[JourneyMap]:
    if not chosen:
        return
    stages = list(Stage.objects.filter(journey__in=chosen))
    rows = list(touchpoints_of(engagement).filter(stage__journey__in=chosen).prefetch_related("set_pieces"))
    scores = scores_of(stage__journey__in=chosen)
    for journey in chosen:
        yield map_of(
            engagement,
            JourneyMap(journeys, journey),
            [stage for stage in stages if stage.journey_id == journey.pk],
            [row for row in rows if row.stage.journey_id == journey.pk],
            scores,
            persona_id,
        )


def map_of(
    engagement: Engagement,
    empty: JourneyMap,
    stages: Sequence[Stage],
    rows: Sequence[Touchpoint],
    scores: Mapping[int, Scores],
    persona_id: int | None,
) -> JourneyMap:
    """One journey's map from its rows."""
    living = [row for row in rows if row.archived_at is None]
    personas = {row.persona.pk: row.persona for row in living if row.persona}
    persona = personas.get(persona_id or 0)
    shown = [row for row in living if persona is None or row.persona == persona]
    columns = with_curve([column_of(engagement, row, scores.get(row.pk, {})) for row in shown])
    members = {stage: tuple(each for each in columns if each.touchpoint.stage_id == stage.pk) for stage in stages}
    return replace(
        empty,
        personas=tuple(in_order(personas.values())),
        persona=persona,
        stages=tuple((stage, own) for stage, own in members.items() if own or persona is None),
        archived=tuple(row for row in rows if row.archived_at is not None),
        n_ratings=sum(column.found.n for column in columns),
        promoters=score_of(together(scores.get(row.pk, {}) for row in shown)),
    )


def column_of(engagement: Engagement, row: Touchpoint, scores: Scores) -> Column:
    return Column(row, gap_of(row.own_rating, scores), emotion(listed(scores)), may_edit(engagement, row.department_id))


def with_curve(columns: Sequence[Column]) -> list[Column]:
    points = curve([column.emotion for column in columns])
    return [replace(column, point=point) for column, point in zip(columns, points, strict=True)]


def may_edit(engagement: Engagement, department_id: int | None) -> bool:
    """The facilitator all, a lead the own department's; a report, which is made for nobody in particular, nothing."""
    viewer: Viewer | None = getattr(engagement, "viewer", None)
    if viewer is None:
        return False
    return viewer.facilitates or (viewer.department_id is not None and viewer.department_id == department_id)
