"""Reads: the portfolio as the guard-rails see it, and what they find."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from maturity.clients.models import Engagement

from ..models import Initiative
from ..rules import Candidate, MeasureLine, RailResult, SystemLine, check
from .related import NOBODY, RELATIONS, gathered, live, systems_of
from .rows import natural

SEEN = ("effort", "other", "dimension", "touchpoint", "after", "estimate", "benefit", "measure")


@dataclass(frozen=True)
class GuardRails:
    """The eight guard-rails over the whole portfolio."""

    initiatives: int
    rails: tuple[RailResult, ...]

    @property
    def holding(self) -> int:
        return sum(rail.holds for rail in self.rails)

    @property
    def findings(self) -> int:
        return sum(len(rail.findings) for rail in self.rails)


def guard_rails(engagement: Engagement, today: date | None = None) -> GuardRails:
    """What the guard-rails say today, in two queries."""
    portfolio = candidates_of(engagement)
    return GuardRails(len(portfolio), check(portfolio, today or timezone.localdate()))


def candidates_of(engagement: Engagement) -> tuple[Candidate, ...]:
    conditions = live(engagement)
    found = list(Initiative.objects.filter(**conditions).select_related("department"))
    hangs = gathered(*(RELATIONS[relation](conditions) for relation in SEEN), *systems_of(engagement))
    systems = Systems(hangs[NOBODY])
    return tuple(
        sorted((candidate_of(each, hangs[each.pk], systems) for each in found), key=lambda one: natural(one.key))
    )


class Systems:
    """The engagement's systems by name, and which have to be tied to which."""

    def __init__(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        self.lines = {
            row["name"].casefold(): SystemLine(row["name"], row["owner"], row["data_class"]) for row in rows["system"]
        }
        self.tied: dict[str, set[str]] = defaultdict(set)
        for link in rows["link"]:
            self.tied[link["origin"].casefold()].add(link["destination"])

    def behind(self, names: Iterable[str]) -> tuple[SystemLine, ...]:
        """Those named and those that they have to be tied to; one that is nowhere described has no owner or class."""
        wanted: dict[str, str] = {}
        for name in names:
            for each in (name, *sorted(self.tied[name.casefold()])):
                wanted.setdefault(each.casefold(), each)
        return tuple(self.lines.get(folded, SystemLine(name)) for folded, name in sorted(wanted.items()))


def candidate_of(initiative: Initiative, hangs: Mapping[str, list[dict[str, Any]]], systems: Systems) -> Candidate:
    touchpoints = hangs["touchpoint"]
    named_systems = [name.strip() for each in touchpoints for name in each["systems"].split(";") if name.strip()]
    working = {each["department"] for each in hangs["effort"] if each["weeks"]}
    return Candidate(
        pk=initiative.pk,
        key=initiative.key,
        title=initiative.title,
        kind=initiative.kind,
        owner=initiative.department.name,
        executive=initiative.executive,
        argument=initiative.argument,
        effort=sum(float(each["weeks"]) for each in hangs["effort"]) * max(1, initiative.quarters),
        named=frozenset(each["department"] for each in hangs["other"]),
        touched=frozenset(working | {each["department"] for each in touchpoints if each["department"]}),
        dimensions=frozenset(each["key"] for each in hangs["dimension"]),
        after=tuple(each["key"] for each in hangs["after"] if not each["archived"]),
        raters=frozenset(each["department"] for each in hangs["estimate"]),
        ramps=tuple((each["driver"], each["ramp"]) for each in hangs["benefit"] if each["likely"]),
        measures=tuple(measure_line(each) for each in hangs["measure"]),
        systems=systems.behind(named_systems),
    )


def measure_line(row: Mapping[str, Any]) -> MeasureLine:
    return MeasureLine(
        name=row["name"],
        baseline=row["baseline"] is not None,
        target=row["target"] is not None,
        review=day_of(row["review"]),
        read=day_of(row["read"]),
    )


def day_of(text: str | None) -> date | None:
    """A date as a database writes it in JSON."""
    return date.fromisoformat(text[:10]) if text else None
