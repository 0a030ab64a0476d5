"""The one reader of initiatives: one plain query for the initiatives, and one for each relation that is asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from django.db.models import F, QuerySet

from maturity.clients.models import Engagement
from maturity.web.chapters import last_reading
from roadmap.methods.prioritisation import Estimate as Rating

from ..domain.facts import (
    NOT_READ,
    BenefitFacts,
    DepartmentFacts,
    DimensionFacts,
    EffortFacts,
    InitiativeFacts,
    MeasureFacts,
    Neighbour,
    TouchpointFacts,
    natural,
)
from ..models import Benefit, Effort, Estimate, Initiative, Measure

Conditions = Mapping[str, Any]
Grouped = Mapping[int, list[Any]]

# The columns of the initiative's own row that somebody computes with: the facts say which.
OWN = tuple(each.name for each in fields(InitiativeFacts) if each.default is not NOT_READ and each.name != "department")


def live(engagement: Engagement) -> dict[str, Any]:
    """Conditions on an initiative: of this engagement, and not archived."""
    return {"engagement": engagement, "archived_at__isnull": True}


def initiatives_of(engagement: Engagement) -> "QuerySet[Initiative]":
    """The engagement's initiatives with their departments, archived ones too, to find one among."""
    return Initiative.objects.filter(engagement=engagement).select_related("department")


def facts_of(engagement: Engagement, *relations: str) -> tuple[InitiativeFacts, ...]:
    """Every initiative that is not archived with these relations, by key: A2 before A10."""
    return facts_where(live(engagement), *relations)


def facts_where(conditions: Conditions, *relations: str) -> tuple[InitiativeFacts, ...]:
    """The initiatives that meet the conditions, with these relations; the others stay unread."""
    read = {relation: RELATIONS[relation](conditions) for relation in relations}
    rows = Initiative.objects.filter(**conditions).order_by().values(*OWN, owner=F("department__name"))
    found = (
        facts_from(row, {relation: grouped.get(row["pk"], ()) for relation, grouped in read.items()}) for row in rows
    )
    return tuple(sorted(found, key=lambda each: natural(each.key)))


def facts_from(row: dict[str, Any], related: Mapping[str, Iterable[Any]]) -> InitiativeFacts:
    own: dict[str, Any] = {**row, **{relation: tuple(values) for relation, values in related.items()}}
    return InitiativeFacts(department=own.pop("owner"), **own)


def facts_about(initiative: Initiative) -> InitiativeFacts:
    """One initiative with everything that depends on it."""
    return facts_where({"pk": initiative.pk}, *RELATIONS)[0]


def under(path: str, conditions: Conditions) -> dict[str, Any]:
    """The conditions on an initiative, asked of a row that leads to it by ``path``."""
    return {f"{path}__{name}": value for name, value in conditions.items()}


def grouped(rows: "QuerySet[Any]", kind: Callable[..., Any], owner: str, *paths: str) -> Grouped:
    """One value of ``kind`` for each row, by the initiative that it belongs to; ``paths`` as ``kind`` names them."""
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, *values in rows.values_list(owner, *paths):
        found[pk].append(kind(*values))
    return found


def efforts(conditions: Conditions) -> Grouped:
    rows = Effort.objects.filter(**under("initiative", conditions)).order_by("pk")
    return grouped(rows, EffortFacts, "initiative_id", "department_id", "department__name", "person_weeks")


def other_departments(conditions: Conditions) -> Grouped:
    rows = Initiative.other_departments.through._default_manager.filter(**under("initiative", conditions))
    return grouped(
        rows.order_by("department_id"), DepartmentFacts, "initiative_id", "department_id", "department__name"
    )


def dimensions(conditions: Conditions) -> Grouped:
    rows = Initiative.dimensions.through._default_manager.filter(**under("initiative", conditions))
    return grouped(rows.order_by("dimension_id"), DimensionFacts, "initiative_id", "dimension_id", "dimension__key")


def touchpoints(conditions: Conditions) -> Grouped:
    rows = Initiative.touchpoints.through._default_manager.filter(**under("initiative", conditions)).order_by(
        "touchpoint_id"
    )
    paths = ("name", "department__name", "systems")
    columns = [f"touchpoint__{path}" for path in paths]
    return grouped(rows, TouchpointFacts, "initiative_id", "touchpoint_id", *columns)


def neighbours(conditions: Conditions, own: str, other: str) -> Grouped:
    """Those that are not archived, by key."""
    rows = Initiative.after.through._default_manager.filter(
        **under(own, conditions), **{f"{other}__archived_at__isnull": True}
    )
    found = grouped(rows.order_by("pk"), Neighbour, f"{own}_id", f"{other}_id", f"{other}__key", f"{other}__title")
    return {pk: by_key(each) for pk, each in found.items()}


def by_key(found: Iterable[Neighbour]) -> list[Neighbour]:
    return sorted(found, key=lambda each: natural(each.key))


def after(conditions: Conditions) -> Grouped:
    return neighbours(conditions, "from_initiative", "to_initiative")


def unlocks(conditions: Conditions) -> Grouped:
    return neighbours(conditions, "to_initiative", "from_initiative")


def estimates(conditions: Conditions) -> Grouped:
    rows = Estimate.objects.filter(**under("initiative", conditions)).order_by("pk")
    return grouped(rows, Rating, "initiative_id", "rater", "department__name", "value", "effort")


def benefits(conditions: Conditions) -> Grouped:
    rows = Benefit.objects.filter(**under("initiative", conditions)).order_by("pk")
    return grouped(rows, BenefitFacts, "initiative_id", *BenefitFacts._fields)


def measures(conditions: Conditions) -> Grouped:
    rows = Measure.objects.filter(**under("initiative", conditions)).order_by("pk")
    return grouped(rows.annotate(read_on=last_reading()), MeasureFacts, "initiative_id", *MeasureFacts._fields)


RELATIONS: Mapping[str, Callable[[Conditions], Grouped]] = {
    "efforts": efforts,
    "other_departments": other_departments,
    "dimensions": dimensions,
    "touchpoints": touchpoints,
    "after": after,
    "unlocks": unlocks,
    "estimates": estimates,
    "benefits": benefits,
    "measures": measures,
}
