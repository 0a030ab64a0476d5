"""The best plan: relaxation, lists, local search, proof; and what pins cost."""

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from .exact import Answer, all_chosen_fit, solve_steps
from .grid import Grid, Starts, lay_out
from .listing import best_by_lists, guided_priorities, list_schedule, shake, without_losses
from .plan import Binding, Plan
from .problem import Problem
from .reasons import delaying_limits, priced_limits, reasons, why_impossible
from .shortest import earliest_conceivable_end, solve_intervals, tail_priorities
from .steps import Relaxation, Steps, relax, write_steps

LISTS = 40
ROUNDS = 200
# Of the time given: until when the linear relaxation, and then the search for a start, may go on.
RELAXATION_SHARE = 0.4
SEARCH_SHARE = 0.55
# Values that differ by less, relative to their size, are one.
CLOSE = 1e-9
WIDENING = 1e-4


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


@dataclass(frozen=True)
class _Clock:
    """Seconds given, from now on."""

    begun: float
    seconds: float

    def until(self, share: float) -> float:
        return self.begun + share * self.seconds

    def left(self) -> float:
        return max(0.05, self.begun + self.seconds - time.monotonic())


def best_plan(problem: Problem, objective: str = "value", seconds: float = 10.0, seed: int = 0) -> Plan:
    """The plan of highest value, or of earliest finish.

    "value" chooses tasks and their starts to maximise Σ cash[k] / (1 + discount)^(start + k); "finish" does all tasks
    and ends as early as possible. Stops as soon as the plan is proven best, or after `seconds` with the best plan so
    far and the bound proven so far. For a seed the answer is the same each time, unless the clock decided.
    ValueError where no plan is possible, saying why; where none was found in time; for an unknown objective.

    >>> from roadmap.methods.scheduling import Task
    >>> site = Task("site", duration=1, demand={"IT": 2}, cash=(-50, 30, 30, 30))
    >>> shop = Task("shop", duration=1, demand={"IT": 2}, after=["site"], cash=(-40, 80))
    >>> plan = best_plan(Problem([site, shop], capacity={"IT": 2}, horizon=4))
    >>> dict(plan.start), plan.value, plan.optimal
    ({'site': 0, 'shop': 1}, 80.0, True)
    """
    if objective not in ("value", "finish"):
        raise ValueError(f'the objective must be "value" or "finish", got {objective!r}')
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"the seconds must be more than 0, got {seconds}")
    clock = _Clock(time.monotonic(), seconds)
    grid = lay_out(problem, all_must=objective == "finish")
    if not all_chosen_fit(grid):
        raise ValueError(why_impossible(problem, grid, clock.left(), seed))
    search = _most_valuable if objective == "value" else _earliest
    return search(problem, grid, clock, seed)


def cost_of_pins(problem: Problem, seconds: float = 10.0, seed: int = 0) -> PinCost:
    """What the problem's pins cost in value, together and one by one; `seconds` for all plans together.

    ValueError where there are no pins, and as in `best_plan`.

    >>> from roadmap.methods.scheduling import Task
    >>> shop = Task("shop", 1, {}, cash=(-40, 30, 30, 30))
    >>> cost_of_pins(Problem([shop], {}, horizon=4, pinned={"shop": 2})).total
    60.0
    """
    if not problem.pinned:
        raise ValueError("nothing is pinned")
    share = seconds / (len(problem.pinned) + 2)
    pinned = best_plan(problem, seconds=share, seed=seed)
    free = best_plan(replace(problem, pinned={}), seconds=share, seed=seed)
    without = {
        key: free if len(problem.pinned) == 1 else best_plan(_unpinned(problem, key), seconds=share, seed=seed)
        for key in problem.pinned
    }
    return PinCost(
        total=max(0.0, free.value - pinned.value),
        each={key: max(0.0, plan.value - pinned.value) for key, plan in without.items()},
        free=free,
        pinned=pinned,
        proven=all(plan.optimal for plan in (pinned, free, *without.values())),
    )


def _unpinned(problem: Problem, key: str) -> Problem:
    return replace(problem, pinned={other: start for other, start in problem.pinned.items() if other != key})


def _most_valuable(problem: Problem, grid: Grid, clock: _Clock, seed: int) -> Plan:
    steps = write_steps(grid)
    relaxation = relax(steps, RELAXATION_SHARE * clock.seconds)
    bound = _sum_of_best(grid) if relaxation is None else relaxation.bound
    starts = _searched(grid, _value_lists(grid, relaxation, _chance(seed)), grid.value, clock, seed)
    closed = starts is not None and _close(grid.value(starts), bound)
    if not closed:
        answer = solve_steps(steps, starts, earliest_end=False, seconds=clock.left(), seed=seed)
        starts = _better(answer, starts, grid.value)
        closed = answer.closed
        bound = min(bound, math.inf if answer.bound is None else answer.bound)
    if starts is None:
        raise ValueError(_no_plan(problem, grid, clock, seed, closed=closed))
    starts = without_losses(grid, starts)
    value = grid.value(starts)
    return Plan(
        start=_in_given_order(problem, grid.by_key(starts)),
        value=value,
        finish=grid.finish(starts),
        bound=value if closed else max(value, bound),
        optimal=closed or _close(value, bound),
        binding=_priced(steps, relaxation, clock),
        left_out=reasons(grid, starts),
    )


def _sum_of_best(grid: Grid) -> float:
    """A bound that needs no solver: everything at its best time, as if nothing limited."""
    fitting = [activity for activity in grid.activities if activity.fits]
    return math.fsum(max(float(one.values.max()), -math.inf if one.must else 0.0) for one in fitting)


def _priced(steps: Steps, relaxation: Relaxation | None, clock: _Clock) -> tuple[Binding, ...]:
    if relaxation is None:
        return ()
    widened = relax(steps, clock.left(), widened=WIDENING)
    return priced_limits(steps, widened or relaxation)


def _earliest(problem: Problem, grid: Grid, clock: _Clock, seed: int) -> Plan:
    lowest = earliest_conceivable_end(grid)
    if lowest > grid.horizon:
        raise ValueError(why_impossible(problem, grid, clock.left(), seed))
    lists = iter(tail_priorities(grid, _chance(seed), LISTS))
    starts = _searched(grid, lists, lambda plan: -grid.finish(plan), clock, seed)
    closed = starts is not None and grid.finish(starts) == lowest
    bound = float(lowest)
    if not closed:
        answer = _prove_earliest(problem, grid, starts, clock, seed)
        starts = _better(answer, starts, lambda plan: -grid.finish(plan))
        closed = answer.closed
        bound = max(bound, 0.0 if answer.bound is None else answer.bound)
    if starts is None:
        raise ValueError(_no_plan(problem, grid, clock, seed, closed=closed))
    starts = _pushed_left(grid, starts)
    finish = grid.finish(starts)
    return Plan(
        start=_in_given_order(problem, grid.by_key(starts)),
        value=grid.value(starts),
        finish=finish,
        bound=float(finish) if closed else min(bound, float(finish)),
        optimal=closed or finish <= bound,
        binding=delaying_limits(grid, starts),
        left_out={},
    )


def _prove_earliest(problem: Problem, grid: Grid, starts: Starts | None, clock: _Clock, seed: int) -> Answer:
    """Intervals where only resources limit; spending may go on after a task's end, which needs the step formulation."""
    if problem.budget is None:
        return solve_intervals(grid, starts, seconds=clock.left(), seed=seed)
    return solve_steps(write_steps(grid), starts, earliest_end=True, seconds=clock.left(), seed=seed)


def _searched(
    grid: Grid, lists: Iterator[list[float]], worth: Callable[[Starts], float], clock: _Clock, seed: int
) -> Starts | None:
    """The plan that lists and local search find."""
    found = best_by_lists(grid, lists, worth, clock.until(SEARCH_SHARE))
    if found is None:
        return None
    return shake(grid, found, worth, _chance(seed), ROUNDS, clock.until(SEARCH_SHARE))


def _value_lists(grid: Grid, relaxation: Relaxation | None, chance: random.Random) -> Iterator[list[float]]:
    """Value over effort as anybody would do it, then lists that follow the relaxation."""
    yield [_value_over_effort(grid, index) for index in range(len(grid.activities))]
    if relaxation is not None:
        yield from guided_priorities(grid, relaxation, chance, LISTS)


def _value_over_effort(grid: Grid, index: int) -> float:
    activity = grid.activities[index]
    if not activity.fits:
        return 0.0
    capacity = grid.limits[activity.rows].sum(axis=1)
    effort = sum(work / max(1, held) for work, held in zip(activity.block.sum(axis=1), capacity, strict=True))
    return float(activity.values[0]) / max(float(effort), 1e-6)


def _better(answer: Answer, starts: Starts | None, worth: Callable[[Starts], float]) -> Starts | None:
    if answer.starts is None or (starts is not None and worth(starts) > worth(answer.starts)):
        return starts
    return answer.starts


def _pushed_left(grid: Grid, starts: Starts) -> Starts:
    """The same order, each activity as early as it can be; tells delays that limits cause from mere leisure."""
    pushed = list_schedule(grid, [-(start or 0.0) for start in starts])
    return starts if pushed is None or grid.finish(pushed) > grid.finish(starts) else pushed


def _no_plan(problem: Problem, grid: Grid, clock: _Clock, seed: int, *, closed: bool) -> str:
    if closed:
        return why_impossible(problem, grid, clock.left(), seed)
    return f"no plan was found in {clock.seconds:g} seconds, nor proof that there is none"


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chance for a search, not for a secret


def _close(value: float, bound: float) -> bool:
    return value >= bound - CLOSE * max(1.0, abs(bound))


def _in_given_order(problem: Problem, starts: Mapping[str, int | None]) -> dict[str, int | None]:
    return {task.key: starts[task.key] for task in problem.tasks}
