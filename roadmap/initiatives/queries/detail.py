"""Reads: one initiative with everything that hangs on it, and what its form can choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from maturity.clients.models import Engagement
from maturity.framework.rules import Dimension
from maturity.web.languages import language_of
from maturity.web.names import named
from roadmap.methods.prioritisation import Priority, Summary, summarise, weigh_departments

from ..models import Estimate, Initiative
from ..rules import Driver, MeasureKind
from .guard_rails import day_of
from .portfolio import dimensions_of
from .priorities import Scored, delay_of, rice_of
from .related import NOBODY, RELATIONS, Related, choices_of, gathered, live
from .rows import estimates_of, natural


@dataclass(frozen=True)
class Reference:
    """Another initiative."""

    pk: int
    key: str
    title: str


@dataclass(frozen=True)
class EstimateRow:
    pk: int
    rater: str
    department: str
    value: int
    effort: int
    by_owner: bool


@dataclass(frozen=True)
class BenefitRow:
    """Money per year at full effect, in the engagement's currency; ``ramp`` in quarters."""

    pk: int
    driver: str
    low: float
    likely: float
    high: float
    ramp: int | None
    source: str


@dataclass(frozen=True)
class MeasureRow:
    pk: int
    name: str
    kind: str
    unit: str
    baseline: float | None
    target: float | None
    review: date | None


@dataclass(frozen=True)
class InitiativePage:
    """Everything that is known of one initiative."""

    initiative: Initiative
    others: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    touchpoints: tuple[str, ...]
    after: tuple[Reference, ...]
    unlocks: tuple[Reference, ...]
    efforts: tuple[tuple[str, float], ...]
    estimates: tuple[EstimateRow, ...]
    priority: Priority
    alike: Summary
    benefits: tuple[BenefitRow, ...]
    measures: tuple[MeasureRow, ...]

    @property
    def effort(self) -> float:
        """Person-weeks over the whole duration."""
        return sum(weeks for _department, weeks in self.efforts) * self.initiative.quarters

    @property
    def rice(self) -> Scored:
        """As all but the owner's department value it."""
        value = self.priority.without_owner.value
        return rice_of(self.initiative.reach, value, self.initiative.confidence, self.effort)

    @property
    def delay(self) -> Scored:
        return delay_of(sum(each.likely for each in self.benefits), self.initiative.quarters)


def initiatives_of(engagement: Engagement) -> "QuerySet[Initiative]":
    """The engagement's initiatives with their owners, archived ones too, to find one among."""
    return Initiative.objects.filter(engagement=engagement).select_related("department")


def initiative_page(engagement: Engagement, initiative: Initiative) -> InitiativePage:
    """One initiative in two queries: what hangs on it, and the framework's words."""
    conditions = {"pk": initiative.pk}
    hangs = gathered(*(rows(conditions) for rows in RELATIONS.values()))[initiative.pk]
    words = dimensions_of(engagement)
    owner = initiative.department.name
    estimates = estimates_of(hangs["estimate"])
    return InitiativePage(
        initiative=initiative,
        others=tuple(each["department"] for each in hangs["other"]),
        dimensions=tuple(words[each["key"]] for each in hangs["dimension"] if each["key"] in words),
        touchpoints=tuple(each["name"] for each in hangs["touchpoint"]),
        after=references(hangs["after"]),
        unlocks=references(hangs["unlocks"]),
        efforts=tuple((each["department"], float(each["weeks"])) for each in hangs["effort"]),
        estimates=tuple(estimate_row(each, owner) for each in hangs["estimate"]),
        priority=summarise(estimates, owner),
        alike=weigh_departments(estimates),
        benefits=tuple(benefit_row(each) for each in hangs["benefit"]),
        measures=tuple(measure_row(each) for each in hangs["measure"]),
    )


def references(rows: list[dict[str, Any]]) -> tuple[Reference, ...]:
    living = [Reference(row["pk"], row["key"], row["title"]) for row in rows if not row["archived"]]
    return tuple(sorted(living, key=lambda each: natural(each.key)))


def estimate_row(row: Mapping[str, Any], owner: str) -> EstimateRow:
    return EstimateRow(
        row["pk"], row["rater"], row["department"], row["value"], row["effort"], by_owner=row["department"] == owner
    )


def benefit_row(row: Mapping[str, Any]) -> BenefitRow:
    low, likely, high = float(row["low"]), float(row["likely"]), float(row["high"])
    return BenefitRow(row["pk"], str(Driver(row["driver"]).label), low, likely, high, row["ramp"], row["source"])


def measure_row(row: Mapping[str, Any]) -> MeasureRow:
    return MeasureRow(
        pk=row["pk"],
        name=row["name"],
        kind=str(MeasureKind(row["kind"]).label) if row["kind"] else "",
        unit=row["unit"],
        baseline=None if row["baseline"] is None else float(row["baseline"]),
        target=None if row["target"] is None else float(row["target"]),
        review=day_of(row["review"]),
    )


@dataclass(frozen=True)
class FormChoices:
    """What an initiative's form can choose from, by id, and what it has chosen."""

    departments: tuple[tuple[int, str], ...]
    dimensions: tuple[tuple[int, str], ...]
    touchpoints: tuple[tuple[int, str], ...]
    initiatives: tuple[tuple[int, str], ...]
    keys: tuple[str, ...]
    chosen: Mapping[str, list[int]]
    efforts: Mapping[int, float]


def form_choices(engagement: Engagement, initiative: Initiative | None) -> FormChoices:
    """Everything that the form needs beside the initiative itself, in two queries."""
    wanted = ("effort", "other", "dimension", "touchpoint", "after")
    own = [RELATIONS[relation]({"pk": initiative.pk}) for relation in wanted] if initiative else []
    found = gathered(*choices_of(engagement), *own)
    language = language_of(get_language())
    words = {key: dimension.name.in_(language) for key, dimension in dimensions_of(engagement).items()}
    return choices_from(found, words, initiative)


def choices_from(found: Related, words: Mapping[str, str], initiative: Initiative | None) -> FormChoices:
    offered = found[NOBODY]
    own: Mapping[str, list[dict[str, Any]]] = found[initiative.pk] if initiative else {}
    dimensions = sorted(offered["dimensions"], key=lambda each: each["position"])
    initiatives = sorted(offered["initiatives"], key=lambda each: natural(each["key"]))
    return FormChoices(
        departments=tuple((each["pk"], each["name"]) for each in offered["departments"]),
        dimensions=tuple((each["pk"], words.get(each["key"], each["key"])) for each in dimensions),
        touchpoints=tuple((each["pk"], each["name"]) for each in offered["touchpoints"]),
        initiatives=tuple(
            (each["pk"], f"{each['key']} {each['title']}")
            for each in initiatives
            if initiative is None or each["pk"] != initiative.pk
        ),
        keys=tuple(each["key"] for each in initiatives if initiative is None or each["pk"] != initiative.pk),
        chosen={
            relation: [each["pk"] for each in own.get(relation, [])]
            for relation in ("other", "dimension", "touchpoint", "after")
        },
        efforts={each["department_id"]: float(each["weeks"]) for each in own.get("effort", [])},
    )


def archived_of(engagement: Engagement) -> "QuerySet[Initiative]":
    """What was put away, the newest first."""
    return initiatives_of(engagement).filter(archived_at__isnull=False).order_by("-archived_at", "pk")


def estimate_by(initiative: Initiative, rater: str) -> Estimate | None:
    """A rater's estimate of an initiative, or None."""
    return named(initiative.estimates.all(), rater, "rater")


def taken_keys(engagement: Engagement) -> list[str]:
    """The keys in use, archived initiatives' too."""
    return list(Initiative.objects.filter(engagement=engagement).values_list("key", flat=True))


def waits_for(engagement: Engagement) -> dict[int, tuple[str, list[int]]]:
    """For each live initiative its key and the live ones that it comes after."""
    rows = Initiative.objects.filter(**live(engagement)).order_by().values_list("pk", "key", "after")
    found: dict[int, tuple[str, list[int]]] = {}
    for pk, key, before in rows:
        found.setdefault(pk, (key, []))
        if before is not None:
            found[pk][1].append(before)
    return {pk: (key, [each for each in before if each in found]) for pk, (key, before) in found.items()}
