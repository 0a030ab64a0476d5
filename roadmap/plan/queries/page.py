"""The plan as its page and the report show it, from what was saved."""

from dataclasses import dataclass
from datetime import datetime

from maturity.clients.models import Engagement
from maturity.jobs.models import Job
from maturity.web.order import in_order
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.methods.scheduling import Binding, Found

from ..domain.inputs import PlanInputs
from ..domain.result import PlanResult
from ..models import SavedPlan
from ..rules import LeftOut
from .inputs import inputs_of


@dataclass(frozen=True)
class PlanItem:
    """An initiative in the plan, or left out of it. Quarters count from 1; ``pin_cost``: what giving up its pin would
    win in money."""

    initiative: InitiativeFacts
    first: int | None
    pinned: int | None
    left_out: LeftOut | None
    pin_cost: float | None

    @property
    def last(self) -> int | None:
        return None if self.first is None else self.first + self.width - 1

    @property
    def width(self) -> int:
        """Quarters that its bar covers; a milestone has one."""
        return max(1, self.initiative.quarters)


@dataclass(frozen=True)
class Use:
    """What one department gives in one quarter, in person-weeks; ``worth``: what one more would add in money."""

    quarter: int
    weeks: float
    share: float | None
    full: bool
    worth: float | None


@dataclass(frozen=True)
class DepartmentLane:
    """A department: the initiatives that it owns, and what it gives quarter by quarter."""

    department_id: int
    department: str
    capacity: float | None
    items: tuple[PlanItem, ...]
    use: tuple[Use, ...]


@dataclass(frozen=True)
class Bottleneck:
    """A limit that holds the plan back: a department in a quarter, or the budget where ``department`` is empty.

    ``full``: nothing is left of it. A limit that is not full may hold back all the same: what would come next asks
    more than is left. ``worth``: what one more unit would add in money; ``tried``: found by planning anew with one
    more, where it is otherwise the price of the linear bound, an estimate.
    """

    department: str
    quarter: int | None
    worth: float | None
    full: bool = True
    tried: bool = False


@dataclass(frozen=True)
class PlanPage:
    """A saved plan beside today's figures. ``value``, ``bound``: net present value; ``gap``: share still to be won."""

    made_at: datetime
    out_of_date: bool
    quarters: int
    budget: float | None
    spent: float
    items: tuple[PlanItem, ...]
    lanes: tuple[DepartmentLane, ...]
    bottlenecks: tuple[Bottleneck, ...]
    value: float
    bound: float
    optimal: bool
    pins_cost: float | None
    stopped: bool

    @property
    def chosen(self) -> tuple[PlanItem, ...]:
        """What is done, in order of start."""
        return tuple(sorted((each for each in self.items if each.first is not None), key=by_start))

    @property
    def left_out(self) -> tuple[PlanItem, ...]:
        return tuple(each for each in self.items if each.first is None)

    @property
    def left_out_by_reason(self) -> tuple[tuple[LeftOut, tuple[PlanItem, ...]], ...]:
        """What is left out, by why, in the order of the reasons."""
        found = {reason: tuple(each for each in self.left_out if each.left_out == reason) for reason in LeftOut}
        return tuple((reason, items) for reason, items in found.items() if items)

    @property
    def idle(self) -> tuple[Bottleneck, ...]:
        """Limits of which one more was tried and adds nothing."""
        return tuple(each for each in self.bottlenecks if each.tried and not each.worth)

    @property
    def worthwhile(self) -> tuple[Bottleneck, ...]:
        """Limits of which one more adds something, dearest first."""
        return tuple(each for each in self.bottlenecks if not (each.tried and not each.worth))

    @property
    def pinned(self) -> tuple[PlanItem, ...]:
        return tuple(each for each in self.items if each.pinned is not None)

    @property
    def last_quarter(self) -> int:
        return max((each.last or 0 for each in self.items), default=0)

    @property
    def investment(self) -> float:
        """One-off costs of all that is done."""
        return sum(float(each.initiative.one_off_cost) for each in self.chosen)

    @property
    def optimality_gap(self) -> float:
        """The share of the value that a better plan could still win, at most."""
        return 0.0 if self.optimal or not self.value else (self.bound - self.value) / abs(self.value)

    @property
    def unstated(self) -> tuple[str, ...]:
        """Departments whose capacity nobody stated: they limit nothing."""
        return tuple(lane.department for lane in self.lanes if lane.capacity is None)


def by_start(item: PlanItem) -> tuple[int, str]:
    return (item.first or 0, item.initiative.key)


@dataclass(frozen=True)
class Screen:
    """What the plan's page needs: the plan if there is one, today's figures, the newest job while it says something.

    ``unreadable``: a plan was kept by another version of the product and must be worked out anew.
    """

    inputs: PlanInputs
    plan: PlanPage | None
    job: Job | None
    unreadable: bool = False

    @property
    def pinned(self) -> tuple[tuple[InitiativeFacts, int, float | None], ...]:
        """What is pinned today, its quarter from 1, and the money that giving up the pin would win, once worked out."""
        costs = {each.initiative.pk: each.pin_cost for each in self.plan.items} if self.plan else {}
        pins = self.inputs.pins
        return tuple((each, pins[each.pk], costs.get(each.pk)) for each in self.inputs.initiatives if each.pk in pins)


def plan_screen(engagement: Engagement) -> Screen:
    """What was saved, the newest job, and today's figures."""
    inputs = inputs_of(engagement)
    saved = engagement.plans.first()
    job = engagement.jobs.filter(kind="plan").first()
    return Screen(
        inputs=inputs,
        plan=page_of(saved, inputs),
        job=job if job and (not job.ended or job.error) else None,
        unreadable=saved is not None and saved.result is None,
    )


def current_plan(engagement: Engagement) -> PlanPage | None:
    """The newest saved plan, or None, for later chapters."""
    return page_of(saved, inputs_of(engagement)) if (saved := engagement.plans.first()) else None


def page_of(saved: SavedPlan | None, inputs: PlanInputs) -> PlanPage | None:
    """What was saved, with today's names. An initiative that came later is neither in it nor left out of it."""
    if saved is None or saved.result is None:
        return None
    result, plan = saved.result, saved.result.plan
    items = tuple(item_of(each, inputs, result) for each in inputs.initiatives if str(each.pk) in plan.start)
    lanes = tuple(
        lane_of(pk, inputs, items, result) for pk in in_order(inputs.departments, inputs.departments.__getitem__)
    )
    return PlanPage(
        made_at=saved.made_at,
        out_of_date=saved.digest != inputs.digest,
        quarters=result.quarters,
        budget=result.budget,
        spent=result.spent,
        items=items,
        lanes=lanes,
        bottlenecks=tuple(bottleneck_of(each, inputs, lanes) for each in plan.binding),
        value=plan.value,
        bound=plan.bound,
        optimal=plan.optimal,
        pins_cost=result.pins_cost,
        stopped=result.stopped,
    )


def bottleneck_of(limit: Binding, inputs: PlanInputs, lanes: tuple[DepartmentLane, ...]) -> Bottleneck:
    full, quarter = True, None if limit.period is None else limit.period + 1
    if limit.resource is not None and limit.period is not None:
        full = next((each.use[limit.period].full for each in lanes if str(each.department_id) == limit.resource), True)
    department = inputs.departments.get(int(limit.resource), "") if limit.resource else ""
    return Bottleneck(department, quarter, limit.worth, full, limit.found is Found.TRIAL)


def item_of(initiative: InitiativeFacts, inputs: PlanInputs, result: PlanResult) -> PlanItem:
    key = str(initiative.pk)
    reason, start = result.plan.left_out.get(key), result.plan.start[key]
    return PlanItem(
        initiative=initiative,
        first=None if start is None else start + 1,
        pinned=inputs.pins.get(initiative.pk),
        left_out=LeftOut(reason.value) if reason else None,
        pin_cost=result.pin_costs.get(key),
    )


def lane_of(pk: int, inputs: PlanInputs, items: tuple[PlanItem, ...], result: PlanResult) -> DepartmentLane:
    capacity = result.capacity.get(pk)
    taken = result.load.get(pk, (0.0,) * result.quarters)
    worth = {each.period: each.worth for each in result.plan.binding if each.resource == str(pk)}
    use = tuple(
        Use(
            quarter=period + 1,
            weeks=weeks,
            share=weeks / capacity if capacity else None,
            full=capacity is not None and weeks > 0 and weeks >= capacity - 1e-9,
            worth=worth.get(period),
        )
        for period, weeks in enumerate(taken)
    )
    own = [each for each in items if each.initiative.department_id == pk and each.first is not None]
    return DepartmentLane(pk, inputs.departments[pk], capacity, tuple(sorted(own, key=by_start)), use)
