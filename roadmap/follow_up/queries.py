"""Reads: what is due, how one item stands, and who changed what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from maturity.clients.models import Change, Department, Engagement
from maturity.web.formats import plain
from roadmap.charts.sparkline import Sparkline, sparkline
from roadmap.initiatives.models import Initiative, Measure
from roadmap.plan.models import SavedPlan

from .models import Progress, Reading
from .rules import BETWEEN, Due, Planned, Review, Status, current_quarter, due_now, reading_name, reviews_due

CHAPTER = "follow_up"
LINES_A_PAGE = 50


@dataclass(frozen=True)
class Item:
    """An initiative as follow-up sees it. ``progress`` has no number yet where nobody has told anything."""

    initiative: Initiative
    progress: Progress
    planned: Planned | None
    due: tuple[Due, ...]
    reviews: tuple[Review, ...]

    @property
    def status(self) -> Status:
        return Status(self.progress.status)

    @property
    def told(self) -> bool:
        return self.progress.pk is not None

    @property
    def due_names(self) -> list[str]:
        return [each.value for each in self.due]


@dataclass(frozen=True)
class FollowUpPage:
    """The items of one department or of all, those that are due first."""

    items: tuple[Item, ...]
    departments: tuple[Department, ...]
    department: Department | None
    has_plan: bool
    quarter: int

    @property
    def due(self) -> list[Item]:
        return [each for each in self.items if each.due]

    @property
    def others(self) -> list[Item]:
        return [each for each in self.items if not each.due]

    @property
    def blocked(self) -> int:
        return sum(each.status == Status.BLOCKED for each in self.items)

    @property
    def done(self) -> int:
        return sum(each.status == Status.DONE for each in self.items)

    @property
    def next(self) -> Item | None:
        """What the plan starts next."""
        coming = [each for each in self.items if each.planned and each.status == Status.NOT_STARTED]
        return min(coming, key=lambda each: each.planned.first if each.planned else 0, default=None)


@dataclass(frozen=True)
class ReadingRow:
    pk: int
    date: date
    value: Decimal
    by: str


@dataclass(frozen=True)
class MeasureRow:
    """A measure with its readings, oldest first, and their picture."""

    pk: int
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    review: date | None
    readings: tuple[ReadingRow, ...]
    picture: Sparkline

    @property
    def newest(self) -> ReadingRow | None:
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True)
class Part:
    """One field of a change. ``field`` is ``status``, ``percent``, ``blocker``, or a measure's name with the day."""

    field: str
    before: Any
    after: Any

    @property
    def before_in_words(self) -> str:
        return self.in_words(self.before)

    @property
    def after_in_words(self) -> str:
        return self.in_words(self.after)

    @property
    def measure(self) -> str:
        return self.field.rpartition(BETWEEN)[0]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.field.rpartition(BETWEEN)[2])

    def in_words(self, value: Any) -> str:
        if self.field == "status":
            return str(Status(value).label) if value in Status.values else str(value)
        return plain(Decimal(str(value)))


@dataclass(frozen=True)
class HistoryLine:
    """Who changed what, when, from and to."""

    by: str
    at: datetime
    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ItemPage:
    item: Item
    measures: tuple[MeasureRow, ...]
    history: tuple[HistoryLine, ...]


def follow_up_page(engagement: Engagement, department_id: int | None) -> FollowUpPage:
    """The items of a department, or of all, in three queries: initiatives, measures, the newest plan."""
    initiatives = list(initiatives_of(engagement).select_related("department", "progress__changed_by"))
    reviews = reviews_of(engagement)
    plan = SavedPlan.objects.filter(engagement=engagement).values_list("result", flat=True).first()
    starts, today = plan.starts if plan else None, timezone.localdate()
    departments = sorted({each.department for each in initiatives}, key=lambda each: each.name)
    chosen = next((each for each in departments if each.pk == department_id), None)
    items = [
        item_of(each, starts, reviews[each.pk], engagement, today)
        for each in initiatives
        if department_id is None or each.department_id == department_id
    ]
    return FollowUpPage(
        items=tuple(sorted(items, key=in_order)),
        departments=tuple(departments),
        department=chosen,
        has_plan=starts is not None,
        quarter=current_quarter(engagement.start, today),
    )


def in_order(item: Item) -> tuple[bool, int, str]:
    """What is due first, then by planned start; what the plan leaves out last."""
    return (not item.due, item.planned.first if item.planned else 999, item.initiative.key)


def initiatives_of(engagement: Engagement) -> "QuerySet[Initiative]":
    return engagement.initiatives.filter(archived_at=None)


def reviews_of(engagement: Engagement) -> Mapping[int, list[Review]]:
    """Initiative → its measures' review dates."""
    newest = Reading.objects.filter(measure=OuterRef("pk")).order_by("-date").values("date")[:1]
    rows = Measure.objects.filter(initiative__engagement=engagement).annotate(read_on=Subquery(newest))
    found: dict[int, list[Review]] = defaultdict(list)
    for initiative, name, day, read_on in rows.values_list("initiative_id", "name", "review", "read_on"):
        found[initiative].append(Review(name, day, read_on))
    return found


def progress_of(initiative: Initiative) -> Progress:
    """Its standing; an unsaved one where nobody has told anything."""
    try:
        return initiative.progress
    except ObjectDoesNotExist:
        return Progress(initiative=initiative)


def item_of(
    initiative: Initiative,
    starts: Mapping[int, int] | None,
    reviews: Iterable[Review],
    engagement: Engagement,
    today: date,
) -> Item:
    progress = progress_of(initiative)
    start = (starts or {}).get(initiative.pk)
    planned = None if start is None else Planned(start + 1, start + max(1, initiative.quarters))
    changed = timezone.localdate(progress.changed_at) if progress.pk else None
    quarter = current_quarter(engagement.start, today)
    told = tuple(reviews)
    due = due_now(Status(progress.status), planned, quarter, told, changed, today)
    return Item(initiative, progress, planned, due, tuple(reviews_due(told, today)))


def item_page(engagement: Engagement, initiative_id: int) -> ItemPage:
    """One item in three queries: itself with the plan, its measures with readings, its history. Http404 for others."""
    plan = SavedPlan.objects.filter(engagement=engagement).values("result")[:1]
    rows = initiatives_of(engagement).select_related("department", "progress__changed_by")
    initiative: Any = rows.annotate(plan=Subquery(plan)).filter(pk=initiative_id).first()
    if initiative is None:
        raise Http404
    measures = measures_of(initiative)
    reviews = [Review(each.name, each.review, each.newest.date if each.newest else None) for each in measures]
    starts = initiative.plan.starts if initiative.plan else None
    item = item_of(initiative, starts, reviews, engagement, timezone.localdate())
    return ItemPage(item, measures, tuple(map(line_of, changes_of(engagement, initiative)[:LINES_A_PAGE])))


def measures_of(initiative: Initiative) -> tuple[MeasureRow, ...]:
    """The measures with their readings in one query."""
    own = ("pk", "name", "unit", "baseline", "target", "review")
    rows = initiative.measures.order_by("pk", "readings__date").values_list(
        *own, "readings__pk", "readings__date", "readings__value", "readings__by__name"
    )
    measures: dict[tuple[Any, ...], list[ReadingRow]] = {}
    for row in rows:
        readings = measures.setdefault(row[:6], [])
        if row[6] is not None:
            readings.append(ReadingRow(row[6], row[7], row[8], row[9] or ""))
    return tuple(measure_row(fields, readings) for fields, readings in measures.items())


def readings_by_name(initiative: Initiative) -> dict[str, Decimal]:
    """What the initiative's measures showed, by the name under which a form sends a reading."""
    rows = Reading.objects.filter(measure__initiative=initiative).values_list("measure_id", "date", "value")
    return {reading_name(measure, day): value for measure, day, value in rows}


def measure_row(fields: tuple[Any, ...], readings: list[ReadingRow]) -> MeasureRow:
    pk, name, unit, baseline, target, review = fields
    picture = sparkline(
        [(each.date, float(each.value)) for each in readings],
        baseline=None if baseline is None else float(baseline),
        target=None if target is None else float(target),
    )
    return MeasureRow(pk, name, unit, baseline, target, review, tuple(readings), picture)


def subject_of(initiative: Initiative) -> str:
    """What the trail calls an item's standing and readings."""
    return f"progress:{initiative.pk}"


def changes_of(engagement: Engagement, initiative: Initiative | None = None) -> "QuerySet[Change, Any]":
    rows = engagement.changes.filter(chapter=CHAPTER)
    if initiative is not None:
        rows = rows.filter(subject=subject_of(initiative))
    return rows.values("at", "label", "fields", name=F("by__name"), email=F("by__email"))


def line_of(change: Mapping[str, Any]) -> HistoryLine:
    parts = tuple(Part(name, before, after) for name, (before, after) in change["fields"].items())
    return HistoryLine(change["name"] or change["email"] or "", change["at"], change["label"], parts)


def history_page(engagement: Engagement, number: str | None) -> tuple["Page[Any]", list[HistoryLine]]:
    """Everybody's changes, newest first, a page at a time."""
    page = Paginator(changes_of(engagement), LINES_A_PAGE).get_page(number)
    return page, [line_of(each) for each in page]
