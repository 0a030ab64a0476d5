"""Reads: every initiative of the portfolio with what people think of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from maturity.clients.models import Engagement
from roadmap.methods.prioritisation import Estimate, Priority, Summary, summarise, weigh_departments

from ..models import Initiative
from ..rules import InitiativeKind
from .related import live, related

Estimates = Mapping[str, tuple[Estimate, ...]]


@dataclass(frozen=True)
class Row:
    """One initiative of the list. Efforts in person-weeks, costs in the engagement's currency.

    ``alike``: the estimates with departments weighing alike; ``reach``: customers a quarter; ``confidence``: percent;
    ``benefit``: likely money a year at full effect, 0 where none is stated.
    """

    pk: int
    key: str
    title: str
    kind: str
    department_id: int
    owner: str
    must: bool
    not_before: int | None
    quarters: int
    one_off_cost: float
    cost_per_year: float
    others: tuple[str, ...]
    dimensions: tuple[str, ...]
    touchpoints: tuple[str, ...]
    after: tuple[str, ...]
    efforts: tuple[tuple[str, float], ...]
    priority: Priority
    alike: Summary
    reach: int | None
    confidence: int | None
    benefit: float

    @property
    def kind_name(self) -> str:
        return str(InitiativeKind(self.kind).label) if self.kind else ""

    @property
    def effort(self) -> float:
        """Person-weeks over its whole duration."""
        return sum(weeks for _department, weeks in self.efforts) * self.quarters

    def seen(self, view: str) -> Summary:
        """The estimates of one of the four views."""
        views = {"without": self.priority.without_owner, "owner": self.priority.owner_only, "alike": self.alike}
        return views.get(view, self.priority.all)


@dataclass(frozen=True)
class Portfolio:
    """Every initiative that is not archived, by key, and everybody's estimates of each, by its key."""

    rows: tuple[Row, ...]
    estimates: Estimates


def portfolio_of(engagement: Engagement) -> tuple[Row, ...]:
    """Every initiative that is not archived, by key, in two queries."""
    return rated_portfolio(engagement).rows


def rated_portfolio(engagement: Engagement) -> Portfolio:
    """Every initiative that is not archived with its estimates, in two queries."""
    found = list(Initiative.objects.filter(**live(engagement)).select_related("department"))
    found.sort(key=lambda each: natural(each.key))
    hangs = related(live(engagement), "effort", "other", "dimension", "touchpoint", "after", "estimate", "benefit")
    estimates = {each.key: estimates_of(hangs[each.pk]["estimate"]) for each in found}
    return Portfolio(tuple(row_of(each, hangs[each.pk], estimates[each.key]) for each in found), estimates)


def natural(key: str) -> tuple[tuple[int, int, str], ...]:
    """An order in which A2 comes before A10.

    >>> sorted(["A10", "B1", "A2"], key=natural)
    ['A2', 'A10', 'B1']
    """
    parts: list[tuple[int, int, str]] = []
    for letter in key.casefold():
        if not letter.isdecimal():
            parts.append((1, 0, letter))
        elif parts and parts[-1][0] == 0:
            parts[-1] = (0, parts[-1][1] * 10 + int(letter), "")
        else:
            parts.append((0, int(letter), ""))
    return tuple(parts)


def row_of(initiative: Initiative, hangs: Mapping[str, list[dict[str, Any]]], estimates: tuple[Estimate, ...]) -> Row:
    owner = initiative.department.name
    return Row(
        pk=initiative.pk,
        key=initiative.key,
        title=initiative.title,
        kind=initiative.kind,
        department_id=initiative.department_id,
        owner=owner,
        must=initiative.must,
        not_before=initiative.not_before,
        quarters=initiative.quarters,
        one_off_cost=float(initiative.one_off_cost),
        cost_per_year=float(initiative.cost_per_year),
        others=texts(hangs["other"], "department"),
        dimensions=texts(hangs["dimension"], "key"),
        touchpoints=texts(hangs["touchpoint"], "name"),
        after=tuple(sorted(texts((each for each in hangs["after"] if not each["archived"]), "key"), key=natural)),
        efforts=tuple((each["department"], float(each["weeks"])) for each in hangs["effort"]),
        priority=summarise(estimates, owner),
        alike=weigh_departments(estimates),
        reach=initiative.reach,
        confidence=initiative.confidence,
        benefit=sum(float(each["likely"]) for each in hangs["benefit"]),
    )


def texts(rows: Iterable[Mapping[str, Any]], field: str) -> tuple[str, ...]:
    return tuple(str(row[field]) for row in rows)


def estimates_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Estimate, ...]:
    return tuple(Estimate(each["rater"], each["department"], each["value"], each["effort"]) for each in rows)
