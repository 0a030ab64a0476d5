"""Scheduling: plans against a greedy, against the linear bound, and against published optima; and how time grows.

Roadmaps are made: 20 quarters, eight departments, work of 1.8 times what they can do. Every plan passes the plain
checker. The published instances are those of PSPLIB (Kolisch and Sprecher 1996).
"""

import math
import random
from collections.abc import Iterator
from statistics import fmean, median
from time import perf_counter

from roadmap.methods.scheduling import Plan, Problem, Task, best_plan
from roadmap.methods.scheduling.grid import lay_out
from roadmap.methods.scheduling.steps import relax, write_steps
from tests.bench.table import Row
from tests.reference import psplib
from tests.reference.scheduling import broken_rule, value_of, value_over_effort

QUARTERS, DEPARTMENTS, LOAD = 20, 8, 1.8
SEEDS, SECONDS = 10, 10.0
PSPLIB = {30: 1.0, 60: 1.005, 120: 1.03}


def rows(*, seeds: int = SEEDS, seconds: float = SECONDS) -> Iterator[Row]:
    """The whole table; fewer seeds or seconds make it shorter and its figures worse."""
    for count in (60, 120, 500):
        yield from _against_greedy(count, seeds, seconds)
    yield _against_bound(seeds, seconds / 2)
    yield _proven(30, seeds, seconds)
    yield from _first_plans()
    yield from _growth()
    yield from _published(seconds)


def roadmap(count: int, seed: int) -> Problem:
    """A roadmap of `count` items with too much to do: costs while an item runs, benefits afterwards, some order."""
    chance = random.Random(seed)
    departments = [f"department {number}" for number in range(DEPARTMENTS)]
    tasks = [_item(number, departments, chance) for number in range(count)]
    capacity = {}
    for name in departments:
        work = sum(task.demand.get(name, 0) * task.duration for task in tasks)
        largest = max(task.demand.get(name, 0) for task in tasks)
        capacity[name] = max(largest, round(work / LOAD / QUARTERS))
    spending = [-task.cash[0] for task in tasks]
    in_all = sum(spent * task.duration for spent, task in zip(spending, tasks, strict=True))
    budget = max(*spending, int(1.1 * in_all / LOAD / QUARTERS))
    return Problem(tasks, capacity, QUARTERS, discount=1.1**0.25 - 1, budget=[budget] * QUARTERS)


def _item(number: int, departments: list[str], chance: random.Random) -> Task:
    duration = chance.randint(1, 3)
    demand = {name: chance.randint(1, 10) for name in departments if chance.random() < 0.45}
    demand = demand or {chance.choice(departments): chance.randint(1, 10)}
    cost = chance.randint(2, 20) * sum(demand.values()) * duration // 4 + 5
    benefit = cost * chance.uniform(0.3, 2.2) * chance.uniform(0.09, 0.18)
    near = range(max(0, number - 25), number)
    after = chance.sample(near, min(len(near), chance.choice([0, 0, 1, 1, 2])))
    cash = [-math.ceil(cost / duration)] * duration + [benefit] * QUARTERS
    return Task(f"item {number}", duration, demand, [f"item {other}" for other in after], cash)


def _against_greedy(count: int, seeds: int, seconds: float) -> Iterator[Row]:
    ratios, gaps = [], []
    for seed in range(seeds):
        problem = roadmap(count, seed)
        plan = _checked(problem, best_plan(problem, seconds=seconds, seed=seed))
        by_hand = value_over_effort(problem)
        ratios.append(plan.value / value_of(problem, by_hand))
        gaps.append(100 * (plan.bound / plan.value - 1))
    note = f"worst of {seeds}: {min(ratios):.3f}"
    yield Row(f"{count} items: value over greedy, {seconds:g} s, median", median(ratios), at_least=1.10, note=note)
    yield Row(f"{count} items: still possible at most, median", median(gaps), unit="%")


def _against_bound(seeds: int, seconds: float) -> Row:
    ratios = []
    for seed in range(seeds):
        problem = roadmap(500, seed)
        plan = _checked(problem, best_plan(problem, seconds=seconds, seed=seed))
        relaxation = relax(write_steps(lay_out(problem)), 60)
        ratios.append(plan.value / relaxation.bound if relaxation else 0.0)
    note = f"worst of {seeds}: {min(ratios):.3f}"
    return Row(f"500 items: value over the linear bound, {seconds:g} s", median(ratios), at_least=0.94, note=note)


def _proven(count: int, seeds: int, seconds: float) -> Row:
    proven = 0
    for seed in range(seeds):
        problem = roadmap(count, seed)
        proven += _checked(problem, best_plan(problem, seconds=seconds, seed=seed)).optimal
    return Row(f"{count} items: share proven best in {seconds:g} s", proven / seeds, at_least=1.0)


def _first_plans() -> Iterator[Row]:
    for count in (30, 500):
        yield Row(f"{count} items: first feasible plan after", _first_plan_after(roadmap(count, 0)), "s", at_most=1.0)


def _first_plan_after(problem: Problem) -> float:
    """Seconds until the search tells of a plan, which then ends it."""
    told: list[float] = []
    begun = perf_counter()
    plan = best_plan(
        problem,
        stop=lambda: bool(told),
        progress=lambda _value, _bound: told.append(perf_counter() - begun),
    )
    _checked(problem, plan)
    return told[0]


def _growth() -> Iterator[Row]:
    """How the time of the linear bound and the first plan grow, as multiples of those of 30 items."""
    unit: dict[str, float] = {}
    for count in (30, 60, 120, 250, 500):
        problem = roadmap(count, 1)
        begun = perf_counter()
        relax(write_steps(lay_out(problem)), 60)
        taken = {"linear bound": perf_counter() - begun, "first plan": _first_plan_after(problem)}
        for name, seconds in taken.items():
            yield Row(f"{name}, {count} items over 30", seconds / unit.setdefault(name, seconds))


def _published(seconds: float) -> Iterator[Row]:
    for jobs, most in PSPLIB.items():
        ratios, proven = [], 0
        for name in psplib.instances(jobs):
            problem, shortest = psplib.read(name)
            plan = _checked(problem, best_plan(problem, "finish", seconds=seconds))
            ratios.append(plan.finish / shortest)
            proven += plan.optimal
        note = f"{len(ratios)} instances, {proven} proven, {seconds:g} s each"
        yield Row(f"PSPLIB, {jobs} jobs: end over the shortest, mean", fmean(ratios), at_most=most, note=note)


def _checked(problem: Problem, plan: Plan) -> Plan:
    broken = broken_rule(problem, plan.start)
    if broken:
        message = f"the plan breaks a rule: {broken}"
        raise ValueError(message)
    return plan
