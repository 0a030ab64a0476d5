"""Scheduling instances with known optima."""

import json
import os
from pathlib import Path

import pytest

from roadmap.methods.scheduling import Problem, Task, best_plan


def psplib_30():
    """Instances of 30 jobs from PSPLIB (Kolisch and Sprecher 1996), where MATURITY_CASES says where they are."""
    folder = os.environ.get("MATURITY_CASES")
    return sorted(Path(folder, "psplib").glob("j30*.json")) if folder else []


def read(path):
    instance = json.loads(path.read_text(encoding="utf-8"))
    jobs = instance["jobs"]
    after = {job["id"]: [str(other["id"]) for other in jobs if job["id"] in other["successors"]] for job in jobs}
    tasks = [
        Task(str(job["id"]), job["duration"], {str(k): d for k, d in enumerate(job["demands"])}, after[job["id"]])
        for job in jobs
    ]
    capacity = {str(k): held for k, held in enumerate(instance["capacities"])}
    return Problem(tasks, capacity, sum(job["duration"] for job in jobs)), instance["best_known_makespan"]


PROFITS = (135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240)
WEIGHTS = (70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120)


def test_choice_under_a_budget_of_the_knapsack_p07():
    """Kreher and Stinson 1999, as data set P07 of J. Burkardt's Knapsack_01: capacity 750, best profit 1,458."""
    cash = zip(WEIGHTS, PROFITS, strict=True)
    tasks = [Task(str(k), 1, {}, cash=(-weight, weight + profit)) for k, (weight, profit) in enumerate(cash)]
    plan = best_plan(Problem(tasks, {}, horizon=2, budget=750))
    assert (plan.value, plan.optimal) == (1458, True)
    assert [k for k in range(15) if plan.start[str(k)] == 0] == [0, 2, 4, 6, 7, 8, 13, 14]


@pytest.mark.skipif(not psplib_30(), reason="MATURITY_CASES names no folder with psplib/j30*.json")
@pytest.mark.parametrize("path", psplib_30(), ids=lambda path: path.stem)
def test_finish_of_psplib_instances(path):
    problem, best_known = read(path)
    plan = best_plan(problem, objective="finish", seconds=10)
    assert (plan.finish, plan.bound, plan.optimal) == (best_known, best_known, True)
