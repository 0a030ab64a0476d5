"""Reads: what is due, how one item stands, and who changed what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone

from maturity.clients.models import Change, Engagement
from maturity.web.order import order_key
from roadmap.charts.sparkline import Sparkline, sparkline
from roadmap.initiatives.domain.facts import DepartmentFacts, InitiativeFacts, MeasureFacts
from roadmap.initiatives.models import Initiative
from roadmap.initiatives.queries.facts import facts_of, facts_where, live
from roadmap.plan.models import SavedPlan

from .domain import Planned, current_quarter, due_now, planned_from, reviews_due
from .models import Progress, Reading
from .rules import Due, Status, reading_name

CHAPTER = "follow_up"
LINES_A_PAGE = 50


@dataclass(frozen=True)
class FollowedInitiative:
    """An initiative as follow-up sees it. ``progress`` is not saved yet where nobody has told anything.

    ``reviews`` are the measures whose review is due.
    """

    initiative: InitiativeFacts
    progress: Progress
    planned: Planned | None
    due: tuple[Due, ...]
    reviews: tuple[MeasureFacts, ...]

    @property
    def status(self) -> Status:
        return Status(self.progress.status)

    @property
    def told(self) -> bool:
        return self.progress.pk is not None


@dataclass(frozen=True)
class FollowUpPage:
    """The items of one department or of all, those that are due first."""

    items: tuple[FollowedInitiative, ...]
    departments: tuple[DepartmentFacts, ...]
    department: DepartmentFacts | None
    has_plan: bool

    @property
    def due(self) -> list[FollowedInitiative]:
        return [each for each in self.items if each.due]

    @property
    def others(self) -> list[FollowedInitiative]:
        return [each for each in self.items if not each.due]

    @property
    def next(self) -> FollowedInitiative | None:
        """What the plan starts next."""
        coming = [each for each in self.items if each.planned and each.status == Status.NOT_STARTED]
        return min(coming, key=lambda each: each.planned.first if each.planned else 0, default=None)


@dataclass(frozen=True)
class ReadMeasure:
    """A measure with its readings, oldest first, and their picture."""

    facts: MeasureFacts
    readings: tuple[Reading, ...]

    @property
    def newest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def picture(self) -> Sparkline:
        baseline, target = self.facts.baseline, self.facts.target
        return sparkline(
            [(each.date, float(each.value)) for each in self.readings],
            baseline=None if baseline is None else float(baseline),
            target=None if target is None else float(target),
        )


@dataclass(frozen=True)
class ItemPage:
    """One item; ``history``: its changes as the trail keeps them."""

    item: FollowedInitiative
    measures: tuple[ReadMeasure, ...]
    history: tuple[Mapping[str, Any], ...]


def follow_up_page(engagement: Engagement, department_id: int | None) -> FollowUpPage:
    """The items of a department, or of all: initiatives with their measures, what was told of them, the newest plan."""
    initiatives, starts = facts_of(engagement, "measures"), starts_of(engagement)
    items = followed(engagement, initiatives, starts)
    departments = sorted({DepartmentFacts(each.department_id, each.department) for each in initiatives}, key=by_name)
    return FollowUpPage(
        items=tuple(each for each in items if department_id in (None, each.initiative.department_id)),
        departments=tuple(departments),
        department=next((each for each in departments if each.pk == department_id), None),
        has_plan=starts is not None,
    )


def by_name(department: DepartmentFacts) -> tuple[object, ...]:
    return order_key(department.name)


def followed(
    engagement: Engagement, initiatives: Sequence[InitiativeFacts], starts: Mapping[int, int] | None
) -> list[FollowedInitiative]:
    """The initiatives with what was told of them: what is due first, then by planned start, unplanned ones last."""
    rows = Progress.objects.filter(initiative__in=[each.pk for each in initiatives]).select_related("changed_by")
    told = {each.initiative_id: each for each in rows}
    today = timezone.localdate()
    quarter = current_quarter(engagement.start, today)
    items = []
    for each in initiatives:
        progress = told.get(each.pk) or Progress(initiative_id=each.pk)
        planned = planned_from((starts or {}).get(each.pk), each.quarters)
        changed = timezone.localdate(progress.changed_at) if progress.pk else None
        due = due_now(Status(progress.status), planned, quarter, each.measures, changed, today)
        items.append(FollowedInitiative(each, progress, planned, due, reviews_due(each.measures, today)))
    return sorted(items, key=in_order)


def in_order(item: FollowedInitiative) -> tuple[bool, int, str]:
    return (not item.due, item.planned.first if item.planned else 999, item.initiative.key)


def starts_of(engagement: Engagement) -> Mapping[int, int] | None:
    """Initiative → quarters from the start of the newest plan to its own; None without a plan."""
    plan = SavedPlan.objects.filter(engagement=engagement).values_list("result", flat=True).first()
    return plan.starts if plan else None


def item_page(engagement: Engagement, initiative_id: int) -> ItemPage:
    """One item: itself with the plan, its measures with their readings, its history. Http404 for others."""
    found = facts_where({"pk": initiative_id, **live(engagement)}, "measures")
    if not found:
        raise Http404
    history = changes_of(engagement, subject_of(initiative_id))[:LINES_A_PAGE]
    item = followed(engagement, found, starts_of(engagement))[0]
    return ItemPage(item, measures_of(found[0]), tuple(history))


def measures_of(initiative: InitiativeFacts) -> tuple[ReadMeasure, ...]:
    readings: dict[int, list[Reading]] = defaultdict(list)
    for each in Reading.objects.filter(measure__initiative=initiative.pk).select_related("by").order_by("date"):
        readings[each.measure_id].append(each)
    return tuple(ReadMeasure(each, tuple(readings[each.pk])) for each in initiative.measures)


def readings_by_name(initiative: Initiative) -> dict[str, Decimal]:
    """What the initiative's measures showed, by the name under which a form sends a reading."""
    rows = Reading.objects.filter(measure__initiative=initiative).values_list("measure_id", "date", "value")
    return {reading_name(measure, day): value for measure, day, value in rows}


def subject_of(initiative_id: int) -> str:
    """What the trail calls an item's standing and readings."""
    return f"progress:{initiative_id}"


def changes_of(engagement: Engagement, *subjects: str) -> "QuerySet[Change, Any]":
    """Everybody's changes, or those of these subjects, newest first."""
    rows = engagement.changes.filter(chapter=CHAPTER)
    if subjects:
        rows = rows.filter(subject__in=subjects)
    return rows.values("at", "label", "fields", name=F("by__name"), email=F("by__email"))


def history_page(engagement: Engagement, number: str | None) -> "Page[Any]":
    """Everybody's changes, newest first, a page at a time."""
    return Paginator(changes_of(engagement), LINES_A_PAGE).get_page(number)
