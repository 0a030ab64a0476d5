"""Planning by hand: the rules of a plan, read off one by one, and the greedy that a spreadsheet would do."""

from collections.abc import Mapping

from roadmap.methods.precedence import topological_order
from roadmap.methods.scheduling import Problem, Task, value_of_start

Starts = Mapping[str, int | None]


def broken_rule(problem: Problem, start: Starts) -> str | None:
    """The first rule that a plan breaks, None where it keeps all. It knows the definition and nothing of the search."""
    tasks = {task.key: task for task in problem.tasks}
    for task in problem.tasks:
        begin = start[task.key]
        if begin is None:
            if task.must:
                return f"{task.key} is left out"
            continue
        if begin < task.not_before or begin + task.duration > problem.horizon:
            return f"{task.key} is outside its window"
        for other in task.after:
            before = start[other]
            if before is None or before + tasks[other].duration > begin:
                return f"{task.key} starts before {other} is done"
    return _broken_capacity(problem, start) or _broken_budget(problem, start)


def value_over_effort(problem: Problem) -> dict[str, int | None]:
    """The plan of a spreadsheet: the highest value over effort first."""
    return by_list(problem, {task.key: _ratio(problem, task) for task in problem.tasks})


def by_list(problem: Problem, priority: Mapping[str, float]) -> dict[str, int | None]:
    """Take the musts and then the highest priority of what builds on nothing that waits, as early as there is room.

    What others build on is taken though it costs; in the end whatever costs, with all that builds on it, more than all
    of it brings, is given up.
    """
    start: dict[str, int | None] = dict.fromkeys((task.key for task in problem.tasks), None)
    waiting = sorted(problem.tasks, key=lambda task: (not task.must, -priority[task.key]))
    while waiting:
        keys = {task.key for task in waiting}
        able = next(task for task in waiting if not keys.intersection(task.after))
        waiting.remove(able)
        start[able.key] = _earliest(problem, start, able)
    tasks = {task.key: task for task in problem.tasks}
    for key in reversed(topological_order({task.key: task.after for task in problem.tasks})):
        if start[key] is None or tasks[key].must:
            continue
        bundle = _building_on(problem, start, key)
        if value_of(problem, {one: start[one] if one in bundle else None for one in start}) <= 0:
            start.update(dict.fromkeys(bundle))
    return start


def _building_on(problem: Problem, start: Starts, key: str) -> set[str]:
    """The task and all chosen ones that need it, directly or not."""
    found = {key}
    while (
        more := {task.key for task in problem.tasks if start[task.key] is not None and found.intersection(task.after)}
        - found
    ):
        found |= more
    return found


def value_of(problem: Problem, start: Starts) -> float:
    """The value of a plan, start by start."""
    begun = [(task, start[task.key]) for task in problem.tasks]
    return sum(value_of_start(problem, task, begin) for task, begin in begun if begin is not None)


def _ratio(problem: Problem, task: Task) -> float:
    effort = sum(task.demand.values()) * task.duration
    return value_of_start(problem, task, task.not_before) / max(effort, 1e-9)


def _earliest(problem: Problem, start: dict[str, int | None], task: Task) -> int | None:
    done = [(start[other.key], other.duration) for other in problem.tasks if other.key in task.after]
    if any(begin is None for begin, _ in done):
        return None
    ready = max([task.not_before, *(begin + duration for begin, duration in done if begin is not None)])
    wanted = task.must or any(task.key in other.after for other in problem.tasks)
    for begin in range(ready, problem.horizon - task.duration + 1):
        trial = {**start, task.key: begin}
        if _broken_capacity(problem, trial) is None and _broken_budget(problem, trial) is None:
            return begin if wanted or value_of_start(problem, task, begin) > 0 else None
    return None


def _broken_capacity(problem: Problem, start: Starts) -> str | None:
    for resource, limit in problem.capacity.items():
        taken = [0.0] * problem.horizon
        for task in problem.tasks:
            begin = start[task.key]
            if begin is not None:
                for period in range(begin, begin + task.duration):
                    taken[period] += task.demand.get(resource, 0.0)
        for period, weeks in enumerate(taken):
            held = limit if isinstance(limit, int | float) else limit[period]
            if weeks > held + 1e-9:
                return f"{resource} has {held:g} in period {period}, not {weeks:g}"
    return None


def _broken_budget(problem: Problem, start: Starts) -> str | None:
    if problem.budget is None:
        return None
    spent = [0.0] * problem.horizon
    for task in problem.tasks:
        begin = start[task.key]
        if begin is not None:
            for period, amount in enumerate(task.cash[: problem.horizon - begin], start=begin):
                spent[period] += max(0.0, -amount)
    if isinstance(problem.budget, int | float):
        return "the budget is exceeded" if sum(spent) > problem.budget + 1e-9 else None
    over = (p for p, cap in enumerate(problem.budget) if spent[p] > cap + 1e-9)
    return next((f"the budget of period {period} is exceeded" for period in over), None)
