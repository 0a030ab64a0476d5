"""Reads: the portfolio as a list with everybody's estimates, and as the figures of its picture."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maturity.clients.models import Engagement
from maturity.framework.models import Framework
from maturity.framework.queries import model_of
from maturity.framework.rules import Dimension
from roadmap.charts.value_effort import Spot, ValueEffort, Words
from roadmap.methods.prioritisation import Estimate, Priority, Summary, by_value_over_effort, dominated_by, summarise

from ..models import Initiative
from ..rules import InitiativeKind
from .related import live, related

VIEWS = ("all", "without", "owner")
MOST_RANKED = 8
SORTS = ("key", "value", "effort", "ratio", "cost")


@dataclass(frozen=True)
class Row:
    """One initiative of the list. Efforts in person-weeks, costs in the engagement's currency."""

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

    @property
    def kind_name(self) -> str:
        return str(InitiativeKind(self.kind).label) if self.kind else ""

    @property
    def effort(self) -> float:
        """Person-weeks over its whole duration."""
        return sum(weeks for _department, weeks in self.efforts) * self.quarters

    def seen(self, view: str) -> Summary:
        """The estimates of one of the three views."""
        return {"without": self.priority.without_owner, "owner": self.priority.owner_only}.get(view, self.priority.all)


@dataclass(frozen=True)
class Choices:
    """What the reader asked the list for; nonsense in the address counts as not asked."""

    view: str = "all"
    sort: str = "key"
    kind: str = ""
    department: str = ""
    dimension: str = ""
    must: bool = False

    @classmethod
    def of(cls, asked: QueryDict) -> "Choices":
        view, sort = asked.get("view", ""), asked.get("sort", "")
        return cls(
            view=view if view in VIEWS else "all",
            sort=sort if sort in SORTS else "key",
            kind=asked.get("kind", ""),
            department=asked.get("department", ""),
            dimension=asked.get("dimension", ""),
            must=asked.get("must") == "yes",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.department or self.dimension or self.must)


@dataclass(frozen=True)
class Seen:
    """A row as shown: its estimates in the chosen view."""

    row: Row
    summary: Summary


@dataclass(frozen=True)
class PortfolioPage:
    """Everything that the list shows, and what its filters can choose from."""

    choices: Choices
    rows: tuple[Seen, ...]
    portfolio: tuple[Row, ...]
    dimensions: Mapping[str, Dimension]

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(sorted({row.owner for row in self.portfolio}, key=str.casefold))

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        used = {row.kind for row in self.portfolio}
        return tuple((str(kind), str(label)) for kind, label in InitiativeKind.choices if kind in used)

    @property
    def addressed(self) -> tuple[Dimension, ...]:
        used = {key for row in self.portfolio for key in row.dimensions}
        return tuple(dimension for key, dimension in self.dimensions.items() if key in used)

    @property
    def effort(self) -> float:
        return sum(seen.row.effort for seen in self.rows)

    @property
    def one_off_cost(self) -> float:
        return sum(seen.row.one_off_cost for seen in self.rows)

    @property
    def cost_per_year(self) -> float:
        return sum(seen.row.cost_per_year for seen in self.rows)

    @property
    def ranked(self) -> tuple[Row, ...]:
        """The most value for the effort, as those outside the owner's department see it."""
        order = by_value_over_effort({row.key: row.priority.without_owner for row in self.portfolio})
        rows = {row.key: row for row in self.portfolio if row.priority.without_owner.raters}
        return tuple(rows[key] for key in order if key in rows)[:MOST_RANKED]

    @property
    def best(self) -> Row | None:
        return next(iter(self.ranked), None)

    @property
    def tilted(self) -> tuple[Row, ...]:
        """Where owners see more value than others do, by a whole point or more; the largest first."""
        kinder = [row for row in self.portfolio if (row.priority.tilt.value or 0) >= 1]
        return tuple(sorted(kinder, key=lambda row: -(row.priority.tilt.value or 0)))

    @property
    def picture(self) -> ValueEffort:
        return picture_of(self.portfolio)


ORDERS: Mapping[str, Callable[[Seen], Any]] = {
    "value": lambda seen: (seen.summary.value is None, -(seen.summary.value or 0)),
    "effort": lambda seen: (seen.summary.effort is None, seen.summary.effort or 0),
    "ratio": lambda seen: (seen.summary.ratio is None, -(seen.summary.ratio or 0)),
    "cost": lambda seen: -(seen.row.one_off_cost + seen.row.cost_per_year),
}


def portfolio_page(engagement: Engagement, choices: Choices) -> PortfolioPage:
    """The list in three queries, whatever its size: initiatives, what hangs on them, the framework's words."""
    rows = portfolio_of(engagement)
    shown = [Seen(row, row.seen(choices.view)) for row in rows if asked_for(row, choices)]
    if choices.sort in ORDERS:
        shown.sort(key=ORDERS[choices.sort])
    return PortfolioPage(choices, tuple(shown), rows, dimensions_of(engagement))


def asked_for(row: Row, choices: Choices) -> bool:
    return (
        (not choices.kind or row.kind == choices.kind)
        and (not choices.department or choices.department in (row.owner, *row.others))
        and (not choices.dimension or choices.dimension in row.dimensions)
        and (not choices.must or row.must)
    )


def dimensions_of(engagement: Engagement) -> dict[str, Dimension]:
    """The dimensions by key as the framework words them; empty where none has been chosen. One query."""
    framework = Framework.objects.filter(used_by__engagement=engagement).first()
    return {each.key: each for each in model_of(framework).dimensions} if framework else {}


def portfolio_of(engagement: Engagement) -> tuple[Row, ...]:
    """Every initiative that is not archived, by key, in two queries."""
    found = list(Initiative.objects.filter(**live(engagement)).select_related("department"))
    hangs = related(live(engagement), "effort", "other", "dimension", "touchpoint", "after", "estimate")
    return tuple(sorted((row_of(each, hangs[each.pk]) for each in found), key=lambda row: natural(row.key)))


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


def row_of(initiative: Initiative, hangs: Mapping[str, list[dict[str, Any]]]) -> Row:
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
        priority=priority_of(hangs["estimate"], owner),
    )


def texts(rows: Iterable[Mapping[str, Any]], field: str) -> tuple[str, ...]:
    return tuple(str(row[field]) for row in rows)


def priority_of(estimates: Iterable[Mapping[str, Any]], owner: str) -> Priority:
    """All estimates of one initiative, without its owner's department, and of that department only."""
    given = [Estimate(each["rater"], each["department"], each["value"], each["effort"]) for each in estimates]
    return summarise(given, owner)


def picture_of(rows: Iterable[Row]) -> ValueEffort:
    """The figures of the picture: where others see an initiative, and the way to where its owner sees it.

    What nobody but the owner has rated stands where the owner sees it, marked as such.
    """
    return ValueEffort(tuple(spot for row in rows if (spot := spot_of(row)) is not None))


def spot_of(row: Row) -> Spot | None:
    others, owner = row.priority.without_owner, row.priority.owner_only
    base = others if others.raters else owner
    if base.value is None or base.effort is None:
        return None
    return Spot(
        key=row.key,
        value=base.value,
        effort=base.effort,
        owner_value=owner.value,
        owner_effort=owner.effort,
        by_owner_alone=not others.raters,
    )


def outdone(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """For each initiative those that others think are worth at least as much for at most the effort."""
    return dominated_by({row.key: row.priority.without_owner for row in rows})


def picture_words() -> Words:
    """What the picture says, in the active language."""
    return Words(
        value=_("Value (1–5)"),
        effort=_("Effort (1–5)"),
        do_first=pgettext("quadrant", "Do first"),
        plan_well=pgettext("quadrant", "Plan well"),
        in_passing=pgettext("quadrant", "In passing"),
        think_again=pgettext("quadrant", "Think again"),
    )
