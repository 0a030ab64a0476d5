"""The earliest end of all tasks: the resource-constrained project scheduling problem.

Each activity is an interval; each resource's capacity holds at every moment (a cumulative constraint); where capacity
changes, what is missing to the highest capacity is taken by fixed intervals. The start is the best of several list
schedules, by latest start first, forwards. Source: R. Kolisch and A. Sprecher, PSPLIB, *European Journal of Operational
Research* 96 (1996) 205–216.
"""

import random
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from .exact import ExactAnswer, Tell
from .grid import Grid, Integers, Starts
from .solving import solve
from .watch import Watch


def tail_lengths(grid: Grid) -> list[int]:
    """For each activity the longest chain from its start on: no end is earlier than a start and its tail."""
    tails = [0] * len(grid.activities)
    for index in reversed(range(len(tails))):
        activity = grid.activities[index]
        tails[index] = activity.duration + max((tails[other] for other in activity.followers), default=0)
    return tails


def earliest_conceivable_end(grid: Grid) -> int:
    """What precedence and earliest starts alone, and the work for each resource alone, allow."""
    chains = (activity.first + tail for activity, tail in zip(grid.activities, tail_lengths(grid), strict=True))
    # Spending may fall after the horizon, where it does not count; work may not.
    work = (_end_by_work(grid, row) for row, name in enumerate(grid.names) if name is not None)
    return max(*chains, *work, 0)


def tail_priorities(grid: Grid, chance: random.Random, count: int) -> list[list[float]]:
    """Lists by latest start (longest tail first): one plain, the others shaken."""
    tails = tail_lengths(grid)
    spread = 0.1 * max(tails)
    shaken = [[tail + chance.gauss(0, spread) for tail in tails] for _ in range(count - 1)]
    return [[float(tail) for tail in tails], *shaken]


def solve_intervals(
    grid: Grid, hint: Starts | None, watch: Watch, *, seconds: float, seed: int, tell: Tell | None = None
) -> ExactAnswer:
    """The plan of earliest end where only resources limit (no budget), with a proven bound on the end."""
    model = cp_model.CpModel()
    latest_end = grid.horizon if hint is None else grid.finish(hint)
    end = model.new_int_var(earliest_conceivable_end(grid), latest_end, "end")
    starts = [model.new_int_var(activity.first, activity.last, "") for activity in grid.activities]
    for index, activity in enumerate(grid.activities):
        model.add(starts[index] + activity.duration <= end)
        for other in activity.before:
            model.add(starts[index] >= starts[other] + grid.activities[other].duration)
    for row in range(len(grid.names)):
        _hold_capacity(model, grid, row, starts)
    model.minimize(end)
    for variable, start in zip(starts, hint or [], strict=False):
        model.add_hint(variable, start or 0)
    outcome = solve(model, watch, seconds=seconds, seed=seed, tell=tell)
    if not outcome.found:
        return ExactAnswer(None, None, closed=outcome.infeasible)
    found: Starts = [outcome.solver.value(variable) for variable in starts]
    return ExactAnswer(found, outcome.solver.best_objective_bound, closed=outcome.closed)


def _hold_capacity(model: cp_model.CpModel, grid: Grid, row: int, starts: list[cp_model.IntVar]) -> None:
    intervals, demands = [], []
    for start, activity in zip(starts, grid.activities, strict=True):
        place = np.flatnonzero(activity.rows == row)
        if len(place):
            intervals.append(model.new_fixed_size_interval_var(start, activity.duration, ""))
            demands.append(int(activity.block[place[0], 0]))
    highest = int(grid.limits[row].max())
    for begin, length, missing in _missing(grid.limits[row], highest):
        intervals.append(model.new_fixed_size_interval_var(begin, length, ""))
        demands.append(missing)
    if intervals:
        model.add_cumulative(intervals, demands, highest)


def _missing(limits: Integers, highest: int) -> list[tuple[int, int, int]]:
    """Stretches of periods with less than the highest capacity: begin, length, how much is missing."""
    edges = [0, *(np.flatnonzero(np.diff(limits)) + 1).tolist(), len(limits)]
    stretches = pairwise(edges)
    return [(begin, to - begin, highest - int(limits[begin])) for begin, to in stretches if limits[begin] < highest]


def _end_by_work(grid: Grid, row: int) -> int:
    """The first period by which the capacity so far is as much as all the work."""
    work = sum(int(activity.block[activity.rows == row].sum()) for activity in grid.activities)
    return int(np.searchsorted(np.cumsum(grid.limits[row]), work)) + 1 if work else 0
