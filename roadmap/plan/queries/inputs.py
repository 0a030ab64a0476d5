"""What a plan is worked out from: initiatives with effort, costs, benefits and order; capacity, budget, pins, horizon.

Its digest tells whether a plan that was saved is still the one that today's figures would give.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Value

from maturity.clients.models import Capacity, Engagement
from roadmap.initiatives.models import Initiative
from roadmap.initiatives.queries.related import RELATIONS, branch, gathered, live
from roadmap.methods.cashflow import Benefit, Undertaking, net_profile, quarterly_rate
from roadmap.methods.scheduling import Problem, Task

NOBODY = 0


@dataclass(frozen=True)
class Line:
    """An initiative as the plan sees it. ``effort``: person-weeks per quarter by department id; ``pin``: from 0."""

    pk: int
    key: str
    title: str
    kind: str
    department_id: int
    department: str
    quarters: int
    one_off: float
    yearly_cost: float
    must: bool
    not_before: int | None
    pin: int | None
    effort: Mapping[int, float]
    benefits: tuple[tuple[float, int], ...]
    after: tuple[int, ...]

    @property
    def undertaking(self) -> Undertaking:
        gains = tuple(Benefit(yearly, ramp) for yearly, ramp in self.benefits)
        return Undertaking(self.quarters, self.one_off, self.yearly_cost, gains)


@dataclass(frozen=True)
class PlanInputs:
    """All that a plan is worked out from. ``capacity``: by department id, None where nobody stated it.

    ``start`` gives the quarters their names and nothing else.
    """

    start: date
    quarters: int
    yearly_rate: float
    budget: float | None
    departments: Mapping[int, str]
    capacity: Mapping[int, float | None]
    lines: tuple[Line, ...]

    @property
    def digest(self) -> str:
        """Changes when anything changes that the plan is worked out from, not when something is merely renamed."""
        facts = asdict(self)
        facts.pop("departments")
        facts.pop("start")
        for line in facts["lines"]:
            for name in ("key", "title", "kind", "department", "department_id"):
                line.pop(name)
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


FIELDS = (
    "pk",
    "key",
    "title",
    "kind",
    "department_id",
    "department__name",
    "quarters",
    "one_off_cost",
    "cost_per_year",
    "must",
    "not_before",
    "pin__quarter",
)


def inputs_of(engagement: Engagement) -> PlanInputs:
    """What a plan would be worked out from now, in two queries whatever the size."""
    rows = list(Initiative.objects.filter(**live(engagement)).order_by("key", "pk").values_list(*FIELDS))
    capacities = Capacity.objects.filter(engagement=engagement)
    found = gathered(
        RELATIONS["effort"](live(engagement)),
        RELATIONS["benefit"](live(engagement)),
        RELATIONS["after"](live(engagement)),
        branch(
            capacities,
            "capacity",
            Value(NOBODY),
            pk="department_id",
            name="department__name",
            weeks="person_weeks",
            budget="engagement__plan_settings__budget",
        ),
    )
    known = {row[0] for row in rows}
    stated = sorted(found[NOBODY]["capacity"], key=lambda each: (each["name"], each["pk"]))
    budget = stated[0]["budget"] if stated else None
    return PlanInputs(
        start=engagement.start,
        quarters=engagement.quarters,
        yearly_rate=float(engagement.discount_rate),
        budget=None if budget is None else float(budget),
        departments={each["pk"]: each["name"] for each in stated},
        capacity={each["pk"]: None if each["weeks"] is None else float(each["weeks"]) for each in stated},
        lines=tuple(line_of(row, found[row[0]], known) for row in rows),
    )


def line_of(row: tuple[Any, ...], hanging: Mapping[str, list[dict[str, Any]]], known: set[int]) -> Line:
    """One initiative with what hangs on it; one that was archived holds nobody up."""
    pk, key, title, kind, department_id, department, quarters, one_off, yearly, must, not_before, pin = row
    return Line(
        pk=pk,
        key=key,
        title=title,
        kind=kind,
        department_id=department_id,
        department=department,
        quarters=quarters,
        one_off=float(one_off),
        yearly_cost=float(yearly),
        must=must,
        not_before=not_before,
        pin=None if pin is None else pin - 1,
        effort={each["department_id"]: float(each["weeks"]) for each in hanging["effort"]},
        benefits=tuple((float(each["likely"]), each["ramp"] or 0) for each in hanging["benefit"]),
        after=tuple(sorted(each["pk"] for each in hanging["after"] if each["pk"] in known)),
    )


def problem_of(inputs: PlanInputs) -> Problem:
    """The scheduling problem; what nobody stated does not limit. Raises ValueError where the figures contradict."""
    limited = {pk: weeks for pk, weeks in inputs.capacity.items() if weeks is not None}
    tasks = tuple(
        Task(
            key=str(line.pk),
            duration=line.quarters,
            demand={str(pk): weeks for pk, weeks in line.effort.items() if pk in limited},
            after=tuple(str(pk) for pk in line.after),
            cash=net_profile(line.undertaking, inputs.quarters),
            must=line.must,
            not_before=(line.not_before or 1) - 1,
        )
        for line in inputs.lines
    )
    return Problem(
        tasks=tasks,
        capacity={str(pk): weeks for pk, weeks in limited.items()},
        horizon=inputs.quarters,
        discount=quarterly_rate(inputs.yearly_rate),
        budget=inputs.budget,
        pinned={str(line.pk): line.pin for line in inputs.lines if line.pin is not None},
    )
