"""A problem in whole numbers, ready to be searched.

Amounts become whole numbers without loss where a common unit exists (0.1 means a tenth, 1/3 a third). Where none does,
demands are rounded up and limits down, so that a plan never takes more than there is.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roadmap.methods.precedence import topological_order

from .plan import value_of_start
from .problem import Problem, Task, by_period

Integers = NDArray[np.int64]
Starts = list[int | None]
LARGEST_UNIT = 10**9


@dataclass(frozen=True)
class GridActivity:
    """A task on the grid.

    It may start in `first` … `last` (none of them where last < first). `values[s]` is its value for the start
    `first + s`; it takes `block[r, k]` of limit `rows[r]` k periods after its start, and `total[s]` of the budget in
    total.
    """

    key: str
    duration: int
    first: int
    last: int
    before: tuple[int, ...]
    followers: tuple[int, ...]
    must: bool
    values: NDArray[np.float64]
    rows: Integers
    block: Integers
    total: Integers

    @property
    def fits(self) -> bool:
        return self.first <= self.last

    def value(self, start: int) -> float:
        return float(self.values[start - self.first])


@dataclass(frozen=True)
class Grid:
    """Activities in an order that respects precedence, and limits: `limits[r, period]`, `total_limit` (None: no limit).

    `names[r]` is the resource of a limit, None for the budget; `units[r]` how many whole units make one of the
    problem's, `total_unit` the same for the budget.
    """

    activities: tuple[GridActivity, ...]
    horizon: int
    names: tuple[str | None, ...]
    limits: Integers
    units: tuple[float, ...]
    total_limit: int | None
    total_unit: float

    def value(self, starts: Starts) -> float:
        pairs = zip(self.activities, starts, strict=True)
        return math.fsum(activity.value(start) for activity, start in pairs if start is not None)

    def finish(self, starts: Starts) -> int:
        pairs = zip(self.activities, starts, strict=True)
        return max((start + activity.duration for activity, start in pairs if start is not None), default=0)

    def by_key(self, starts: Starts) -> dict[str, int | None]:
        return {activity.key: start for activity, start in zip(self.activities, starts, strict=True)}


@dataclass(frozen=True)
class _Units:
    """A limit in whole units: what each amount becomes."""

    unit: Fraction

    @classmethod
    def of(cls, amounts: Iterable[float]) -> "_Units":
        fractions = {_exact(amount) for amount in amounts}
        common = math.lcm(*(fraction.denominator for fraction in fractions))
        largest = max(fractions, default=Fraction(0))
        if common * largest <= LARGEST_UNIT:
            divisor = math.gcd(*(int(fraction * common) for fraction in fractions)) or 1
            return cls(Fraction(common, divisor))
        return cls(Fraction(LARGEST_UNIT) / largest)

    def up(self, amount: float) -> int:
        return math.ceil(_exact(amount) * self.unit)

    def down(self, amount: float) -> int:
        return math.floor(_exact(amount) * self.unit)


def lay_out(problem: Problem, *, all_must: bool = False) -> Grid:
    """The problem on its grid; `all_must` for plans that leave nothing out."""
    tasks = _in_order(problem)
    place = {task.key: index for index, task in enumerate(tasks)}
    before = [tuple(place[key] for key in dict.fromkeys(task.after)) for task in tasks]
    followers: list[list[int]] = [[] for _ in tasks]
    for index, earlier in enumerate(before):
        for other in earlier:
            followers[other].append(index)
    must = _closed_musts(problem, tasks, before, all_must)
    windows = _windows(problem, tasks, before, must)
    names = _limit_names(problem)
    amounts = {name: _limit_amounts(problem, tasks, name) for name in names}
    units = {name: _Units.of([*limits, *takes]) for name, (limits, takes) in amounts.items()}
    total_units = _total_units(problem, tasks)
    activities = []
    for index, task in enumerate(tasks):
        first, last = windows[index]
        rows, block = _block(problem, task, names, units)
        activities.append(
            GridActivity(
                key=task.key,
                duration=int(task.duration),
                first=first,
                last=last,
                before=before[index],
                followers=tuple(followers[index]),
                must=must[index],
                values=np.array([value_of_start(problem, task, start) for start in range(first, last + 1)]),
                rows=rows,
                block=block,
                total=_totals(problem, task, first, last, total_units),
            )
        )
    limits = [[units[name].down(amount) for amount in amounts[name][0]] for name in names]
    budget: Any = problem.budget
    return Grid(
        activities=tuple(activities),
        horizon=problem.horizon,
        names=names,
        limits=np.array(limits, np.int64).reshape(len(names), problem.horizon),
        units=tuple(float(units[name].unit) for name in names),
        total_limit=total_units.down(budget) if total_units else None,
        total_unit=float(total_units.unit) if total_units else 1.0,
    )


@lru_cache(maxsize=4096)
def _exact(amount: float) -> Fraction:
    """The fraction that a person meant by a float: 1/3 for 0.333…, 1/10 for 0.1."""
    exact = Fraction(float(amount))
    near = exact.limit_denominator(10_000)
    return near if abs(near - exact) <= abs(exact) / 10**12 else exact


def _in_order(problem: Problem) -> list[Task]:
    tasks = {task.key: task for task in problem.tasks}
    return [tasks[key] for key in topological_order({task.key: task.after for task in problem.tasks})]


def _closed_musts(problem: Problem, tasks: Sequence[Task], before: list[tuple[int, ...]], all_must: bool) -> list[bool]:
    """What must be chosen, with all that it comes after."""
    must = [all_must or task.must or task.key in problem.pinned for task in tasks]
    for index in reversed(range(len(tasks))):
        if must[index]:
            for other in before[index]:
                must[other] = True
    return must


def _windows(
    problem: Problem, tasks: Sequence[Task], before: list[tuple[int, ...]], must: list[bool]
) -> list[tuple[int, int]]:
    """First and last start by precedence, earliest starts, pins and horizon; what must follow pulls the last in."""
    impossible = problem.horizon + 1
    first: list[int] = []
    last: list[int] = []
    for index, task in enumerate(tasks):
        start = max([int(task.not_before), *(first[other] + int(tasks[other].duration) for other in before[index])])
        latest = problem.horizon - int(task.duration)
        if any(first[other] > last[other] for other in before[index]):
            start = impossible
        pin = problem.pinned.get(task.key)
        first.append(start if pin is None else max(start, int(pin)))
        last.append(latest if pin is None else int(pin))
    for index in reversed(range(len(tasks))):
        if must[index]:
            for other in before[index]:
                last[other] = min(last[other], last[index] - int(tasks[other].duration))
    return list(zip(first, last, strict=True))


def _limit_names(problem: Problem) -> tuple[str | None, ...]:
    by_periods = problem.budget is not None and hasattr(problem.budget, "__len__")
    return (*problem.capacity, None) if by_periods else tuple(problem.capacity)


def _limit_amounts(problem: Problem, tasks: Sequence[Task], name: str | None) -> tuple[list[float], list[float]]:
    """The limit by period, and every amount that is taken of it."""
    if name is None:
        budget: Any = problem.budget
        return list(budget), [amount for task in tasks for amount in _spent(problem, task)]
    limits = by_period(name, problem.capacity[name], problem.horizon)
    return limits, [task.demand[name] for task in tasks if name in task.demand]


def _spent(problem: Problem, task: Task) -> list[float]:
    return [max(0.0, -float(amount)) for amount in task.cash[: problem.horizon]]


def _total_units(problem: Problem, tasks: Sequence[Task]) -> _Units | None:
    if problem.budget is None or hasattr(problem.budget, "__len__"):
        return None
    return _Units.of([problem.budget, *(amount for task in tasks for amount in _spent(problem, task))])


def _totals(problem: Problem, task: Task, first: int, last: int, units: _Units | None) -> Integers:
    """What a start takes of the budget in total: what is spent before the horizon."""
    count = max(0, last - first + 1)
    if units is None:
        return np.zeros(count, np.int64)
    running = np.cumsum([0, *(units.up(amount) for amount in _spent(problem, task))])
    counted = [min(len(running) - 1, problem.horizon - start) for start in range(first, first + count)]
    return running[counted].astype(np.int64) if count else np.zeros(0, np.int64)


def _block(
    problem: Problem, task: Task, names: tuple[str | None, ...], units: dict[str | None, _Units]
) -> tuple[Integers, Integers]:
    rows, profiles = [], []
    for row, name in enumerate(names):
        if name is None:
            profile = [units[name].up(amount) for amount in _spent(problem, task)]
        else:
            profile = [units[name].up(task.demand.get(name, 0))] * int(task.duration)
        if any(profile):
            rows.append(row)
            profiles.append(profile)
    length = max((int(np.max(np.flatnonzero(profile))) + 1 for profile in profiles), default=0)
    block = np.zeros((len(rows), length), np.int64)
    for place, profile in enumerate(profiles):
        block[place, : len(profile)] = profile[:length]
    return np.array(rows, np.int64), block
