"""What a plan is worked out from: initiatives with effort, costs, benefits and order; capacity, budget, pins, horizon.

Its digest tells whether a plan that was saved is still the one that today's figures would give.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.methods.cashflow import net_profile, quarterly_rate
from roadmap.methods.scheduling import Problem, Task


@dataclass(frozen=True)
class PlanInputs:
    """All that a plan is worked out from. ``capacity``: by department id, None where nobody stated it.

    ``pins``: start quarters from 1 by initiative, as people type them. ``start`` gives the quarters their names and
    nothing else.
    """

    start: date
    quarters: int
    yearly_rate: float
    budget: float | None
    departments: Mapping[int, str]
    capacity: Mapping[int, float | None]
    initiatives: tuple[InitiativeFacts, ...]
    pins: Mapping[int, int]

    @cached_property
    def digest(self) -> str:
        """Changes when anything changes that the plan is worked out from, not when something is merely renamed."""
        facts = (self.quarters, self.yearly_rate, self.budget, self.capacity, self.pins)
        return hashlib.sha256(msgspec.json.encode((facts, [counted(each) for each in self.initiatives]))).hexdigest()


def counted(facts: InitiativeFacts) -> tuple[Any, ...]:
    """What the plan counts of an initiative."""
    return (facts.pk, facts.undertaking, facts.must, facts.not_before, weeks_of(facts), before(facts))


def weeks_of(facts: InitiativeFacts) -> dict[int, float]:
    """Person-weeks per quarter by department id."""
    return {each.department_id: float(each.person_weeks) for each in facts.efforts}


def before(facts: InitiativeFacts) -> list[int]:
    """The initiatives that must be done before it."""
    return sorted(each.pk for each in facts.after)


def problem_of(inputs: PlanInputs) -> Problem:
    """The scheduling problem; what nobody stated does not limit. Raises ValueError where the figures contradict."""
    limited = {pk: weeks for pk, weeks in inputs.capacity.items() if weeks is not None}
    tasks = tuple(
        Task(
            key=str(each.pk),
            duration=each.quarters,
            demand={str(pk): weeks for pk, weeks in weeks_of(each).items() if pk in limited},
            after=tuple(map(str, before(each))),
            cash=net_profile(each.undertaking, inputs.quarters),
            must=each.must,
            not_before=(each.not_before or 1) - 1,
        )
        for each in inputs.initiatives
    )
    return Problem(
        tasks=tasks,
        capacity={str(pk): weeks for pk, weeks in limited.items()},
        horizon=inputs.quarters,
        discount=quarterly_rate(inputs.yearly_rate),
        budget=inputs.budget,
        pinned={str(each.pk): inputs.pins[each.pk] - 1 for each in inputs.initiatives if each.pk in inputs.pins},
    )
