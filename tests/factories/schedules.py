"""Problems of scheduling, made and drawn, and what the plainest look at a plan says of it."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import strategies as st

from roadmap.methods.scheduling import Problem, Task


def by_period(limit, horizon):
    return list(limit) if hasattr(limit, "__len__") else [limit] * horizon


def exact(amount):
    return Fraction(str(amount))


def fault(problem, start):
    """The first rule that a plan breaks, None where it keeps all."""
    tasks = {task.key: task for task in problem.tasks}
    if list(start) != list(tasks):
        return "keys"
    chosen = {key: begin for key, begin in start.items() if begin is not None}
    for key, begin in chosen.items():
        task = tasks[key]
        if begin < task.not_before or begin + task.duration > problem.horizon:
            return f"{key} outside its window"
        if any(other not in chosen or chosen[other] + tasks[other].duration > begin for other in task.after):
            return f"{key} before what it needs"
    if any(task.must and task.key not in chosen for task in problem.tasks):
        return "a must is left out"
    if any(start[key] != begin for key, begin in problem.pinned.items()):
        return "a pin moved"
    for resource, limit in problem.capacity.items():
        for period, held in enumerate(by_period(limit, problem.horizon)):
            running = [key for key, begin in chosen.items() if begin <= period < begin + tasks[key].duration]
            if sum(exact(tasks[key].demand.get(resource, 0)) for key in running) > exact(held):
                return f"{resource} in {period}"
    return budget_fault(problem, tasks, chosen)


def budget_fault(problem, tasks, chosen):
    if problem.budget is None:
        return None
    spent = [Fraction(0)] * problem.horizon
    for key, begin in chosen.items():
        for offset, amount in enumerate(tasks[key].cash):
            if amount < 0 and begin + offset < problem.horizon:
                spent[begin + offset] -= exact(amount)
    if hasattr(problem.budget, "__len__"):
        return next((f"budget in {p}" for p, cap in enumerate(problem.budget) if spent[p] > exact(cap)), None)
    return "budget" if sum(spent) > exact(problem.budget) else None


def worth(problem, start):
    return math.fsum(
        amount / (1 + problem.discount) ** (start[task.key] + offset)
        for task in problem.tasks
        if start[task.key] is not None
        for offset, amount in enumerate(task.cash)
        if start[task.key] + offset < problem.horizon
    )


def end(problem, start):
    return max((start[t.key] + t.duration for t in problem.tasks if start[t.key] is not None), default=0)


def all_plans(problem, *, leave_out=True):
    keys = [task.key for task in problem.tasks]
    choices = [
        [None] * (leave_out and not task.must) + list(range(task.not_before, problem.horizon - task.duration + 1))
        for task in problem.tasks
    ]
    for begins in product(*choices):
        start = dict(zip(keys, begins, strict=True))
        if fault(problem, start) is None:
            yield start


@st.composite
def problems(draw, *, pins=False):
    horizon = draw(st.integers(1, 4))
    keys = "abcd"[: draw(st.integers(1, 4))]
    amounts = st.sampled_from([0, 1, 2, 0.5, 0.1, 0.2, 0.3])
    tasks = [
        Task(
            key,
            duration=draw(st.integers(0, 2)),
            demand={r: draw(amounts) for r in draw(st.sets(st.sampled_from(["IT", "Sales"])))},
            after=tuple(draw(st.sets(st.sampled_from(keys[:place]), max_size=2))) if place else (),
            cash=draw(st.lists(st.sampled_from([-50, -20, -7.5, 0, 10, 30.25, 60]), max_size=5)),
            must=draw(st.integers(0, 5)) == 0,
            not_before=draw(st.sampled_from([0, 0, 0, 1, 2])),
        )
        for place, key in enumerate(keys)
    ]
    limit = st.one_of(st.sampled_from([0.3, 1, 2, 3]), st.lists(st.integers(0, 3), min_size=horizon, max_size=horizon))
    money = st.sampled_from([0, 20, 50, 57.5, 90])
    problem = Problem(
        draw(st.permutations(tasks)),
        capacity={"IT": draw(limit), "Sales": draw(limit)},
        horizon=horizon,
        discount=draw(st.sampled_from([0, 0.05, -0.1])),
        budget=draw(st.one_of(st.none(), money, st.lists(money, min_size=horizon, max_size=horizon))),
    )
    if not pins:
        return problem
    task = draw(st.sampled_from([t for t in tasks if t.not_before + t.duration <= horizon] or [None]))
    if task is None:
        return problem
    return replace(problem, pinned={task.key: draw(st.integers(task.not_before, horizon - task.duration))})


def roadmap(count, seed):
    """A roadmap as an engagement has it: twelve quarters, six departments, too much to do."""
    chance = Random(seed)
    departments = [f"department {number}" for number in range(6)]
    tasks = []
    for number in range(count):
        duration, gain = chance.randint(1, 3), chance.uniform(20, 200)
        tasks.append(
            Task(
                f"task {number}",
                duration,
                {department: chance.randint(1, 5) for department in chance.sample(departments, 3)},
                after=[
                    f"task {other}" for other in chance.sample(range(number), min(number, chance.choice([0, 0, 1, 2])))
                ],
                cash=[-chance.uniform(100, 300)] * duration + [gain] * 12,
                must=chance.random() < 0.1,
                not_before=chance.choice([0, 0, 0, 2]),
            )
        )
    return Problem(tasks, dict.fromkeys(departments, 9), horizon=12, discount=0.02, budget=[900] * 12)
