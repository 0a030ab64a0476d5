"""Everything that hangs on initiatives, in one query whatever its kinds and size.

A prefetch takes one query for each relation; a page with six of them could not keep its promise. So the relations are
read as one union: each row is a group (an initiative's id, or 0), the relation's name, and a JSON object of its fields.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CharField, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.aggregates import Max
from django.db.models.functions import Cast, JSONObject

from maturity.channels.models import Link, System
from maturity.clients.models import Capacity, Engagement
from maturity.framework.models import Dimension
from maturity.journey.models import Touchpoint

from ..models import Benefit, Effort, Estimate, Initiative, Measure

Fields = Mapping[str, Any]
Conditions = Mapping[str, Any]
Related = Mapping[int, Mapping[str, list[dict[str, Any]]]]
Branch = Callable[[Conditions], "QuerySet[Any]"]
NOBODY = 0


def branch(rows: "QuerySet[Any]", relation: str, group: Any, **fields: Any) -> "QuerySet[Any]":
    """One relation's part of the union; ``fields`` are paths or expressions."""
    found: QuerySet[Any] = (
        rows.order_by()
        .annotate(
            group=Cast(group, IntegerField()),
            relation=Cast(Value(relation), CharField(max_length=20)),
            fields=JSONObject(**fields),
        )
        .values_list("group", "relation", "fields")
    )
    return found


def gathered(*branches: "QuerySet[Any]") -> Related:
    """The branches' rows by group and relation, in one query; unknown groups and relations are empty."""
    first, *others = branches
    rows = first.union(*others, all=True) if others else first
    found: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for group, relation, fields in rows:
        found[group][relation].append(fields)
    return found


def of_initiatives(model: type[Model], relation: str, path: str = "initiative", **fields: Any) -> Branch:
    """A branch of rows that belong to initiatives by ``path``; which ones is told by conditions on the initiative."""

    def rows(conditions: Conditions) -> "QuerySet[Any]":
        chosen = {f"{path}__{name}": value for name, value in conditions.items()}
        return branch(model._default_manager.filter(**chosen), relation, F(f"{path}_id"), **fields)

    return rows


LAST_READING = Subquery(
    Measure.objects.filter(pk=OuterRef("pk"))
    .order_by()
    .values("pk")
    .annotate(last=Max("readings__date"))
    .values("last")
)
RELATIONS: Mapping[str, Branch] = {
    "effort": of_initiatives(
        Effort, "effort", department_id="department_id", department="department__name", weeks="person_weeks"
    ),
    "other": of_initiatives(
        Initiative.other_departments.through, "other", pk="department_id", department="department__name"
    ),
    "dimension": of_initiatives(Initiative.dimensions.through, "dimension", pk="dimension_id", key="dimension__key"),
    "touchpoint": of_initiatives(
        Initiative.touchpoints.through,
        "touchpoint",
        pk="touchpoint_id",
        name="touchpoint__name",
        department="touchpoint__department__name",
        systems="touchpoint__systems",
    ),
    "after": of_initiatives(
        Initiative.after.through,
        "after",
        "from_initiative",
        pk="to_initiative_id",
        key="to_initiative__key",
        title="to_initiative__title",
        archived="to_initiative__archived_at",
    ),
    "unlocks": of_initiatives(
        Initiative.after.through,
        "unlocks",
        "to_initiative",
        pk="from_initiative_id",
        key="from_initiative__key",
        title="from_initiative__title",
        archived="from_initiative__archived_at",
    ),
    "estimate": of_initiatives(
        Estimate, "estimate", pk="pk", rater="rater", department="department__name", value="value", effort="effort"
    ),
    "benefit": of_initiatives(
        Benefit,
        "benefit",
        pk="pk",
        driver="driver",
        low="low",
        likely="likely",
        high="high",
        ramp="ramp",
        source="source",
    ),
    "measure": of_initiatives(
        Measure,
        "measure",
        pk="pk",
        name="name",
        kind="kind",
        unit="unit",
        baseline="baseline",
        target="target",
        review="review",
        read=LAST_READING,
    ),
}


def live(engagement: Engagement) -> dict[str, Any]:
    """Conditions on an initiative: of this engagement, and not archived."""
    return {"engagement": engagement, "archived_at__isnull": True}


def related(conditions: Conditions, *relations: str) -> Related:
    """What hangs on the initiatives that meet the conditions: ``related(live(engagement), "effort")[pk]["effort"]``."""
    return gathered(*(RELATIONS[relation](conditions) for relation in relations))


def systems_of(engagement: Engagement) -> "list[QuerySet[Any]]":
    """Branches of the engagement's systems and of the links between them that have to change."""
    changing = Link.objects.filter(origin__engagement=engagement).exclude(Q(should_be="") | Q(should_be=F("exchange")))
    return [
        branch(
            System.objects.filter(engagement=engagement),
            "system",
            Value(NOBODY),
            name="name",
            owner="data_owner",
            data_class="data_class",
        ),
        branch(changing, "link", Value(NOBODY), origin="origin__name", destination="destination__name"),
    ]


def choices_of(engagement: Engagement) -> "list[QuerySet[Any]]":
    """Branches of what an initiative's form can choose from."""
    nobody = Value(NOBODY)
    return [
        branch(
            Capacity.objects.filter(engagement=engagement),
            "departments",
            nobody,
            pk="department_id",
            name="department__name",
        ),
        branch(
            Dimension.objects.filter(framework__used_by__engagement=engagement),
            "dimensions",
            nobody,
            pk="pk",
            key="key",
            position="position",
        ),
        branch(
            Touchpoint.objects.filter(engagement=engagement, archived_at__isnull=True),
            "touchpoints",
            nobody,
            pk="pk",
            name="name",
        ),
        branch(
            Initiative.objects.filter(**live(engagement)),
            "initiatives",
            nobody,
            pk="pk",
            key="key",
            title="title",
        ),
    ]


__all__ = ["Related", "branch", "choices_of", "gathered", "live", "related", "systems_of"]
