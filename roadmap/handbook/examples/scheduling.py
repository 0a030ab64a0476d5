"""The examples of the plan's pages, by the method itself."""

from roadmap.methods.scheduling import Problem, Task, best_plan, cost_of_pins
from roadmap.methods.scheduling.grid import lay_out
from roadmap.methods.scheduling.steps import relax, write_steps

SITE = Task("site", duration=1, demand={"IT": 4}, cash=(-50, 30, 30, 30))
SHOP = Task("shop", duration=1, demand={"IT": 4}, after=("site",), cash=(-40, 80))
MAIL = Task("mail", duration=1, demand={"IT": 4}, cash=(-10, 20, 20, 20))


def three_for_one_department() -> dict[str, float]:
    """Three initiatives that each ask all that IT has, over three quarters."""
    plan = best_plan(Problem((SITE, SHOP, MAIL), {"IT": 4}, horizon=3))
    return {"value": plan.value, "chosen": float(sum(start is not None for start in plan.start.values()))}


def two_of_three() -> dict[str, float]:
    """Three initiatives of six weeks each for ten weeks: in fractions more would fit."""
    problem = Problem(tuple(Task(key, 1, {"IT": 6}, cash=(60,)) for key in "abc"), {"IT": 10}, horizon=1)
    relaxed = relax(write_steps(lay_out(problem)), 10)
    plan = best_plan(problem)
    return {"linear": relaxed.bound if relaxed else plan.bound, "value": plan.value, "bound": plan.bound}


def one_week_and_three() -> dict[str, float]:
    """Two initiatives of three weeks each, and a department of five: one week more lets the second in."""
    tasks = tuple(Task(key, 1, {"IT": 3}, cash=(30,)) for key in "ab")
    five, four = (best_plan(Problem(tasks, {"IT": weeks}, horizon=1)).binding[0].worth for weeks in (5, 4))
    return {"from_five": five or 0.0, "from_four": four or 0.0}


def pinned_two_quarters_late() -> dict[str, float]:
    """One initiative that costs 40 and brings 30 in each later quarter, pinned two quarters late."""
    late = cost_of_pins(Problem((Task("shop", 1, {}, cash=(-40, 30, 30, 30)),), {}, horizon=4, pinned={"shop": 2}))
    return {"free": late.free.value, "pinned": late.pinned.value, "cost": late.total}
