"""Reads: the portfolio as a list with everybody's estimates, and as the figures of its picture."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maturity.clients.models import Engagement
from maturity.framework.models import Framework
from maturity.framework.queries import model_of
from maturity.framework.rules import ModelDimension
from maturity.web.order import in_order
from roadmap.charts.value_effort import Spot, ValueEffort, Words
from roadmap.methods.prioritisation import Summary, by_value_over_effort, dominated_by

from ..domain.facts import InitiativeFacts
from ..domain.order import Waits, waits_of
from ..domain.priorities import Asked, Priorities, priorities_of
from ..rules import InitiativeKind
from .facts import facts_of

VIEWS = ("all", "alike", "without", "owner")
SORTS = ("key", "value", "effort", "ratio", "cost")


@dataclass(frozen=True)
class Choices:
    """What the reader asked the list for; nonsense in the address counts as not asked."""

    view: str = "all"
    sort: str = "key"
    kind: str = ""
    department: str = ""
    dimension: str = ""
    must: bool = False
    asked: Asked = field(default_factory=Asked)

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
            asked=Asked.of(asked),
        )

    @property
    def of_list(self) -> tuple[tuple[str, str], ...]:
        """What the address says of the list, without what it says of the order of priority."""
        said = {"view": self.view, "sort": self.sort, "kind": self.kind, "department": self.department}
        said |= {"dimension": self.dimension, "must": "yes" if self.must else ""}
        return tuple((name, value) for name, value in said.items() if value not in ("", "all", "key"))

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.department or self.dimension or self.must)


@dataclass(frozen=True)
class Seen:
    """A row as shown: its estimates in the chosen view."""

    row: InitiativeFacts
    summary: Summary


@dataclass(frozen=True)
class PortfolioPage:
    """Everything that the list shows, and what its filters can choose from."""

    choices: Choices
    rows: tuple[Seen, ...]
    portfolio: tuple[InitiativeFacts, ...]
    dimensions: Mapping[str, ModelDimension]
    priorities: Priorities
    waits: Waits | None

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(in_order({row.department for row in self.portfolio}))

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        used = {row.kind for row in self.portfolio}
        return tuple((str(kind), str(label)) for kind, label in InitiativeKind.choices if kind in used)

    @property
    def addressed(self) -> tuple[ModelDimension, ...]:
        used = {key for row in self.portfolio for key in row.dimension_keys}
        return tuple(dimension for key, dimension in self.dimensions.items() if key in used)

    @property
    def effort(self) -> float:
        return sum(seen.row.effort for seen in self.rows)

    @property
    def one_off_cost(self) -> float:
        return sum(float(seen.row.one_off_cost) for seen in self.rows)

    @property
    def cost_per_year(self) -> float:
        return sum(float(seen.row.cost_per_year) for seen in self.rows)

    @property
    def best(self) -> InitiativeFacts | None:
        """The most value for the effort, as those outside the owner's department see it."""
        rated = [row for row in self.portfolio if row.priority.without_owner.raters]
        order = by_value_over_effort({row.key: row.priority.without_owner for row in rated})
        return next((row for row in rated if row.key == order[0]), None) if order else None

    @property
    def tilted(self) -> tuple[InitiativeFacts, ...]:
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


LISTED = ("efforts", "other_departments", "dimensions", "touchpoints", "after", "estimates", "benefits")


def portfolio_of(engagement: Engagement) -> tuple[InitiativeFacts, ...]:
    """Every initiative that is not archived, by key, with what the list shows of it."""
    return facts_of(engagement, *LISTED)


def portfolio_page(
    engagement: Engagement, choices: Choices, facts: tuple[InitiativeFacts, ...] | None = None
) -> PortfolioPage:
    """The list as the reader asked for it, from ``facts`` where somebody has read them."""
    portfolio = portfolio_of(engagement) if facts is None else facts
    shown = [Seen(row, row.seen(choices.view)) for row in portfolio if asked_for(row, choices)]
    if choices.sort in ORDERS:
        shown.sort(key=ORDERS[choices.sort])
    return PortfolioPage(
        choices,
        tuple(shown),
        portfolio,
        dimensions_of(engagement),
        priorities_of(portfolio, choices.asked),
        waits_of(portfolio),
    )


def asked_for(row: InitiativeFacts, choices: Choices) -> bool:
    return (
        (not choices.kind or row.kind == choices.kind)
        and (not choices.department or choices.department in (row.department, *row.other_names))
        and (not choices.dimension or choices.dimension in row.dimension_keys)
        and (not choices.must or row.must)
    )


def dimensions_of(engagement: Engagement) -> dict[str, ModelDimension]:
    """The dimensions by key as the framework words them; empty where none has been chosen. One query."""
    framework = Framework.objects.filter(used_by__engagement=engagement).first()
    return {each.key: each for each in model_of(framework).dimensions} if framework else {}


def picture_of(rows: Iterable[InitiativeFacts]) -> ValueEffort:
    """The figures of the picture: where others see an initiative, and the way to where its owner sees it.

    What nobody but the owner has rated stands where the owner sees it, marked as such.
    """
    return ValueEffort(tuple(spot for row in rows if (spot := spot_of(row)) is not None))


def spot_of(row: InitiativeFacts) -> Spot | None:
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


def outdone(rows: Iterable[InitiativeFacts]) -> dict[str, tuple[str, ...]]:
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


__all__ = [
    "Choices",
    "PortfolioPage",
    "dimensions_of",
    "outdone",
    "picture_of",
    "picture_words",
    "portfolio_of",
    "portfolio_page",
]
