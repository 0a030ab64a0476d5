"""When to do what: the best plan under limits.

Tasks take whole periods 0, 1, … of a horizon. A task that is chosen runs in consecutive periods and is done by the
horizon; it needs all that it comes after to be chosen and done; in each of its periods it takes its demand of each
resource (a department's people), and no period may take more than there is. Its cash follows it in time: value is the
sum of all cash before the horizon, discounted to period 0. What would cost more than it brings is left out, unless it
must be done or something that needs it pays for both. Or all tasks are done, and the end is as early as possible.

Both problems are NP-hard, so every plan comes with a proven bound: the distance between the two is the most that could
still be won. The way there: the linear relaxation of the step formulation (`steps`), list schedules guided by it and
local search (`listing`), then constraint programming with that plan as its start (`exact`, `shortest`), told in
advance who can never run beside whom (`conflicts`).

Read in this order: `problem`, `plan`, `grid`, `steps`, `conflicts`, `listing`, `watch`, `solving`, `exact`, `shortest`,
`reasons`, `worth`, `best`.
"""

from typing import TYPE_CHECKING, Any

from .plan import Binding, Found, PinCost, Plan, Reason, load, spending, value_of_start
from .problem import Problem, Task

if TYPE_CHECKING:
    from .best import best_plan, cost_of_pins

__all__ = [
    "Binding",
    "Found",
    "PinCost",
    "Plan",
    "Problem",
    "Reason",
    "Task",
    "best_plan",
    "cost_of_pins",
    "load",
    "spending",
    "value_of_start",
]


def __getattr__(name: str) -> Any:
    """The solver takes 80 MB, so it is loaded by the first who works a plan out, not by who reads one."""
    if name not in ("best_plan", "cost_of_pins"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import best

    return getattr(best, name)
