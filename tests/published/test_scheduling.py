"""Scheduling instances with known optima."""

import pytest

from roadmap.methods.scheduling import Problem, Task, best_plan
from tests.reference import psplib

PROFITS = (135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240)
WEIGHTS = (70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120)


def test_choice_under_a_budget_of_the_knapsack_p07():
    """Kreher and Stinson 1999, as data set P07 of J. Burkardt's Knapsack_01: capacity 750, best profit 1,458."""
    cash = zip(WEIGHTS, PROFITS, strict=True)
    tasks = [Task(str(k), 1, {}, cash=(-weight, weight + profit)) for k, (weight, profit) in enumerate(cash)]
    plan = best_plan(Problem(tasks, {}, horizon=2, budget=750))
    assert (plan.value, plan.optimal) == (1458, True)
    assert [k for k in range(15) if plan.start[str(k)] == 0] == [0, 2, 4, 6, 7, 8, 13, 14]


@pytest.mark.parametrize("name", psplib.instances(30))
def test_finish_of_psplib_instances(name):
    """Kolisch and Sprecher 1996."""
    problem, shortest = psplib.read(name)
    plan = best_plan(problem, objective="finish", seconds=60)
    assert (plan.finish, plan.bound, plan.optimal) == (shortest, shortest, True)
