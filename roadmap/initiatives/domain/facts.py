"""One initiative with all that depends on it, as every chapter that reads initiatives takes it.

Money is Decimal, as it is stored; ``not_before`` counts quarters from 1. A relation that its reader did not ask for
raises LookupError when it is used, so that nobody takes "not read" for "none".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from roadmap.methods.cashflow import Benefit, Undertaking
from roadmap.methods.prioritisation import Estimate, Priority, Summary, summarise, weigh_departments

from ..rules import Driver, InitiativeKind, MeasureKind


class NotRead(tuple[Any, ...]):
    """Stands where a relation was not read."""

    def __iter__(self) -> Iterator[Any]:
        raise LookupError("This relation of the initiatives was not read.")

    def __len__(self) -> int:
        raise LookupError("This relation of the initiatives was not read.")


NOT_READ: Any = NotRead()


class EffortFacts(NamedTuple):
    """Person-weeks per quarter that one department gives while the initiative runs."""

    department_id: int
    department: str
    person_weeks: Decimal


class DepartmentFacts(NamedTuple):
    pk: int
    name: str


class DimensionFacts(NamedTuple):
    pk: int
    key: str


class TouchpointFacts(NamedTuple):
    """``systems`` as it is typed: names with semicolons between them; ``department`` None where none owns it."""

    pk: int
    name: str
    department: str | None
    systems: str


class Neighbour(NamedTuple):
    """An initiative that comes directly before or after another. One that is archived holds nobody up."""

    pk: int
    key: str
    title: str


class BenefitFacts(NamedTuple):
    """Money per year at full effect. ``ramp`` in quarters; None where nobody stated it."""

    pk: int
    driver: str
    low: Decimal
    likely: Decimal
    high: Decimal
    ramp: int | None
    source: str

    @property
    def driver_name(self) -> str:
        return str(Driver(self.driver).label)


class MeasureFacts(NamedTuple):
    """A measure; ``read_on``: the day of its newest reading."""

    pk: int
    name: str
    kind: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    review: date | None
    read_on: date | None

    @property
    def kind_name(self) -> str:
        return str(MeasureKind(self.kind).label) if self.kind else ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What a measure must have and this one has not."""
        has = {"baseline": self.baseline, "target": self.target, "review": self.review}
        return tuple(part for part, stated in has.items() if stated is None)


@dataclass(frozen=True)
class InitiativeFacts:
    """An initiative and all that depends on it. ``after``, ``unlocks``: by key, archived ones left out."""

    pk: int
    key: str
    title: str
    kind: str
    department_id: int
    department: str
    executive: str = ""
    argument: str = ""
    must: bool = False
    not_before: int | None = None
    quarters: int = 1
    one_off_cost: Decimal = Decimal(0)
    cost_per_year: Decimal = Decimal(0)
    reach: int | None = None
    confidence: int | None = None
    efforts: tuple[EffortFacts, ...] = NOT_READ
    other_departments: tuple[DepartmentFacts, ...] = NOT_READ
    dimensions: tuple[DimensionFacts, ...] = NOT_READ
    touchpoints: tuple[TouchpointFacts, ...] = NOT_READ
    after: tuple[Neighbour, ...] = NOT_READ
    unlocks: tuple[Neighbour, ...] = NOT_READ
    estimates: tuple[Estimate, ...] = NOT_READ
    benefits: tuple[BenefitFacts, ...] = NOT_READ
    measures: tuple[MeasureFacts, ...] = NOT_READ

    @property
    def kind_name(self) -> str:
        return str(InitiativeKind(self.kind).label) if self.kind else ""

    @cached_property
    def undertaking(self) -> Undertaking:
        """Its money at likely benefits. A ramp that nobody stated counts as none."""
        gains = tuple(Benefit(float(each.likely), each.ramp or 0) for each in self.benefits)
        return Undertaking(self.quarters, float(self.one_off_cost), float(self.cost_per_year), gains)

    @cached_property
    def effort(self) -> float:
        """Person-weeks over its whole duration."""
        return sum(float(each.person_weeks) for each in self.efforts) * self.quarters

    @cached_property
    def benefit(self) -> float:
        """Likely money a year at full effect; 0 where none is stated."""
        return sum(float(each.likely) for each in self.benefits)

    @cached_property
    def after_keys(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.after)

    @cached_property
    def dimension_keys(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.dimensions)

    @cached_property
    def other_names(self) -> tuple[str, ...]:
        """The other departments that it names."""
        return tuple(each.name for each in self.other_departments)

    @cached_property
    def touchpoint_names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.touchpoints)

    @cached_property
    def priority(self) -> Priority:
        """What people think of it: all, without the owner's department, and the owner's department alone."""
        return summarise(self.estimates, self.department)

    @cached_property
    def alike(self) -> Summary:
        """The estimates with departments weighing alike."""
        return weigh_departments(self.estimates)

    def seen(self, view: str) -> Summary:
        """The estimates of one of the four views."""
        if view == "alike":
            return self.alike
        views = {"without": self.priority.without_owner, "owner": self.priority.owner_only}
        return views.get(view, self.priority.all)


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
