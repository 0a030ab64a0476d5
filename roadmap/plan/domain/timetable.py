"""The kept plan with today's initiatives: what is done in which order, what is left out, and what holds it back.

An initiative that came after the plan is neither in it nor left out of it.
"""

from collections.abc import Iterable
from itertools import groupby

from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.methods.scheduling import Binding, Found

from ..rules import LeftOut
from .inputs import PlanInputs
from .result import PlanResult

Initiatives = tuple[InitiativeFacts, ...]


def known(inputs: PlanInputs, result: PlanResult) -> Initiatives:
    """What the plan took in or left out."""
    return tuple(each for each in inputs.initiatives if str(each.pk) in result.plan.start)


def chosen(inputs: PlanInputs, result: PlanResult) -> Initiatives:
    """What is done, in order of start."""
    starts = result.starts
    return tuple(
        sorted((each for each in inputs.initiatives if each.pk in starts), key=lambda each: (starts[each.pk], each.key))
    )


def left_out(inputs: PlanInputs, result: PlanResult) -> tuple[tuple[LeftOut, Initiatives], ...]:
    """What is left out, by why, in the order of the reasons."""
    order = list(LeftOut)
    found = [
        (order.index(LeftOut(reason.value)), each)
        for each in known(inputs, result)
        if (reason := result.plan.left_out.get(str(each.pk)))
    ]
    by_reason = groupby(sorted(found, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    return tuple((order[place], tuple(each for _place, each in pairs)) for place, pairs in by_reason)


def width(initiative: InitiativeFacts) -> int:
    """Quarters that its bar covers; a milestone has one."""
    return max(1, initiative.quarters)


def last_quarter(inputs: PlanInputs, result: PlanResult) -> int:
    """The quarter, from 1, at whose end all is done; 0 where nothing is."""
    starts = result.starts
    return max((starts[each.pk] + width(each) for each in chosen(inputs, result)), default=0)


def investment(initiatives: Iterable[InitiativeFacts]) -> float:
    """Their one-off costs together."""
    return sum(float(each.one_off_cost) for each in initiatives)


def is_full(result: PlanResult, department: int, quarter: int) -> bool:
    """Whether nothing is left of a department in a quarter, from 0."""
    capacity, weeks = result.capacity.get(department), result.load.get(department, ())
    given = weeks[quarter] if quarter < len(weeks) else 0.0
    return capacity is not None and given > 0 and given >= capacity - 1e-9


def limits(inputs: PlanInputs, result: PlanResult) -> tuple[Binding, ...]:
    """The limits that hold the plan back, dearest first, of departments that still take part."""
    return tuple(
        each for each in result.plan.binding if each.resource is None or int(each.resource) in inputs.departments
    )


def is_idle(limit: Binding) -> bool:
    """Whether one more was tried, and adds nothing."""
    return limit.found is Found.TRIAL and not limit.worth


def optimality_gap(result: PlanResult) -> float:
    """The share of the value that a better plan could still win, at most."""
    plan = result.plan
    return 0.0 if plan.optimal or not plan.value else (plan.bound - plan.value) / abs(plan.value)
