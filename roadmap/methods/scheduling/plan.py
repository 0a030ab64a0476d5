"""What a plan says, and what can be read off it: load, spending, value."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from .problem import Problem, Task


class Reason(Enum):
    """Why a task was left out."""

    NOT_WORTH_IT = "not worth it"
    NO_CAPACITY = "no capacity"
    NO_BUDGET = "no budget"
    PREREQUISITE_LEFT_OUT = "prerequisite left out"
    DOES_NOT_FIT_HORIZON = "does not fit horizon"


class Found(Enum):
    """How the worth of one unit more was found."""

    PRICE = "price of the linear bound"
    TRIAL = "planning anew with one more"


@dataclass(frozen=True)
class Binding:
    """A limit that holds the plan back.

    `resource` is None for the budget; `period` is None for a budget in total. `worth` is what one unit more would add
    to the value, `found` how that is known: the slope of the linear bound, or the difference of two plans that are
    both proven best. Both are None where the plan seeks the earliest finish, which has no price.
    """

    resource: str | None
    period: int | None
    worth: float | None
    found: Found | None = None


@dataclass(frozen=True)
class Plan:
    """Start periods, and how good they are.

    `start[key]` is a period, or None where the task is left out, for the reason `left_out[key]`. `value` is the
    discounted cash of what is chosen, `finish` the period by which all of it is done (0 where nothing is chosen).
    `bound` is proven: no plan has a higher value (or an earlier finish, where that is sought). `optimal` says that no
    plan is better.
    """

    start: Mapping[str, int | None]
    value: float
    finish: int
    bound: float
    optimal: bool
    binding: tuple[Binding, ...]
    left_out: Mapping[str, Reason]


@dataclass(frozen=True)
class PinCost:
    """What starts set by hand cost: `total` is the value of the best plan less that of the best with all pins.

    `each[key]` is what the plan would gain if this pin alone were given up. `proven`: all plans compared are optimal;
    where they are not, the costs are estimates.
    """

    total: float
    each: Mapping[str, float]
    free: Plan
    pinned: Plan
    proven: bool


def value_of_start(problem: Problem, task: Task, start: int) -> float:
    """Σ cash[k] / (1 + discount)^(start + k) over start + k < horizon.

    >>> task = Task("shop", 1, {}, cash=(-100, 110))
    >>> round(value_of_start(Problem([task], {}, horizon=3, discount=0.1), task, 1), 9) + 0.0
    0.0
    """
    growth = 1 + problem.discount
    counted = task.cash[: max(0, problem.horizon - start)]
    return float(sum(float(amount) / growth ** (start + offset) for offset, amount in enumerate(counted)))


def load(problem: Problem, start: Mapping[str, int | None]) -> dict[str, tuple[float, ...]]:
    """How much of each resource is taken in each period.

    >>> load(Problem([Task("shop", 2, {"IT": 3})], {"IT": 5}, horizon=3), {"shop": 1})
    {'IT': (0.0, 3.0, 3.0)}
    """
    taken = {resource: [0.0] * problem.horizon for resource in problem.capacity}
    for task, begin in _started(problem, start):
        for resource, amount in task.demand.items():
            for period in range(begin, begin + task.duration):
                taken[resource][period] += float(amount)
    return {resource: tuple(amounts) for resource, amounts in taken.items()}


def spending(problem: Problem, start: Mapping[str, int | None]) -> tuple[float, ...]:
    """The negative cash of each period, as positive amounts: what the budget caps.

    >>> spending(Problem([Task("shop", 1, {}, cash=(-10, 30))], {}, horizon=3), {"shop": 1})
    (0.0, 10.0, 0.0)
    """
    spent = [0.0] * problem.horizon
    for task, begin in _started(problem, start):
        for offset, amount in enumerate(task.cash[: max(0, problem.horizon - begin)]):
            spent[begin + offset] += max(0.0, -float(amount))
    return tuple(spent)


def _started(problem: Problem, start: Mapping[str, int | None]) -> list[tuple[Task, int]]:
    begun = [(task, start.get(task.key)) for task in problem.tasks]
    return [(task, begin) for task, begin in begun if begin is not None]
