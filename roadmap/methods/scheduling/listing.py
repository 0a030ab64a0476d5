"""Good plans fast: list scheduling, guided by the linear relaxation and bettered by local search.

A list schedule takes activities by priority, those first whose predecessors are placed, and starts each as early as the
limits allow (serial schedule generation). The relaxation says which activities are worth choosing and about when: the
period by which it has started a share α of an activity is that activity's place in the list (α-points). Local search
then shakes the priorities and keeps what is no worse.

Sources: R. Kolisch, *European Journal of Operational Research* 90 (1996) 320–333 (serial generation); A. S. Schulz and
M. Skutella, *SIAM Journal on Discrete Mathematics* 15 (2002) 450–469 (α-points).
"""

import heapq
import random
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .grid import Activity, Grid, Integers, Starts
from .steps import Relaxation

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
# Less of an activity than this in the relaxation's plan is as good as none.
TRACE = 0.02
SHAKE = 0.3


class _Board:
    """What is left of each limit while a list is placed."""

    def __init__(self, grid: Grid) -> None:
        self.horizon = grid.horizon
        self.free: Integers = grid.limits.copy()
        self.total = grid.total_limit

    def earliest(self, activity: Activity, ready: int) -> int | None:
        for start in range(max(ready, activity.first), activity.last + 1):
            if self._has_room(activity, start):
                return start
        return None

    def place(self, activity: Activity, start: int) -> None:
        end = min(start + activity.block.shape[1], self.horizon)
        self.free[activity.rows, start:end] -= activity.block[:, : end - start]
        if self.total is not None:
            self.total -= int(activity.total[start - activity.first])

    def _has_room(self, activity: Activity, start: int) -> bool:
        if self.total is not None and activity.total[start - activity.first] > self.total:
            return False
        end = min(start + activity.block.shape[1], self.horizon)
        return bool((self.free[activity.rows, start:end] >= activity.block[:, : end - start]).all())


def list_schedule(grid: Grid, priority: Sequence[float]) -> Starts | None:
    """Place activities by priority, the highest first; None where a must finds no room.

    What must be chosen goes before all else. Whatever costs more than it brings, with all that hangs on it, is taken
    out again.
    """
    board = _Board(grid)
    starts: Starts = [None] * len(grid.activities)
    waiting = [len(activity.before) for activity in grid.activities]
    queue = [(not a.must, -priority[i], i) for i, a in enumerate(grid.activities) if not waiting[i]]
    heapq.heapify(queue)
    while queue:
        _, _, index = heapq.heappop(queue)
        activity = grid.activities[index]
        ready = max((_end(grid, starts, other) for other in activity.before), default=0)
        start = board.earliest(activity, ready)
        if start is None:
            if activity.must:
                return None
            continue
        if not (activity.must or activity.followers or activity.value(start) > 0):
            continue
        board.place(activity, start)
        starts[index] = start
        for other in activity.followers:
            waiting[other] -= 1
            if not waiting[other]:
                heapq.heappush(queue, (not grid.activities[other].must, -priority[other], other))
    return without_losses(grid, starts)


def without_losses(grid: Grid, starts: Starts) -> Starts:
    """Take out each activity whose value, with that of all chosen activities that need it, is not above 0."""
    kept = list(starts)
    for index in reversed(range(len(kept))):
        if kept[index] is None or grid.activities[index].must:
            continue
        hanging = _hanging(grid, kept, index)
        if sum(grid.activities[one].value(start) for one in hanging if (start := kept[one]) is not None) <= 0:
            for one in hanging:
                kept[one] = None
    return kept


def guided_priorities(grid: Grid, relaxation: Relaxation, chance: random.Random, count: int) -> Iterator[list[float]]:
    """Lists that follow the relaxation: one for each share, then shaken ones."""
    for turn in range(count):
        share = SHARES[turn % len(SHARES)]
        spread = 0.6 if turn >= len(SHARES) else 0.0
        pairs = zip(grid.activities, relaxation.started, strict=True)
        yield [_alpha_priority(activity, begun, share) + chance.gauss(0, spread) for activity, begun in pairs]


def best_by_lists(
    grid: Grid, lists: Iterator[list[float]], worth: Callable[[Starts], float], deadline: float
) -> tuple[Starts, list[float]] | None:
    """The best plan of these lists, with its list; None where none gives a plan. The first few are always tried."""
    best: tuple[float, Starts, list[float]] | None = None
    for turn, priority in enumerate(lists):
        starts = list_schedule(grid, priority)
        if starts is not None and (best is None or worth(starts) > best[0]):
            best = (worth(starts), starts, priority)
        if turn >= len(SHARES) and time.monotonic() > deadline:
            break
    return None if best is None else best[1:]


def shake(
    grid: Grid,
    found: tuple[Starts, list[float]],
    worth: Callable[[Starts], float],
    chance: random.Random,
    rounds: int,
    deadline: float,
) -> Starts:
    """Local search: change a few priorities, keep the list where the plan is no worse."""
    starts, priority = found
    best = worth(starts)
    width = SHAKE * (float(np.std(priority)) or 1.0)
    for _ in range(rounds):
        if time.monotonic() > deadline:
            break
        trial = _shaken(priority, width, chance)
        plan = list_schedule(grid, trial)
        if plan is not None and (value := worth(plan)) >= best:
            best, starts, priority = value, plan, trial
    return starts


def _shaken(priority: Sequence[float], width: float, chance: random.Random) -> list[float]:
    trial = list(priority)
    for _ in range(chance.choice([1, 2, 3, max(1, len(trial) // 20)])):
        place = chance.randrange(len(trial))
        near = chance.random() < 0.7
        trial[place] = trial[place] + chance.gauss(0, width) if near else chance.choice(priority) + 1e-6
    return trial


def _alpha_priority(activity: Activity, begun: NDArray[np.float64], share: float) -> float:
    if not len(begun) or begun[-1] <= TRACE:
        return -1e4
    return -float(activity.first + int(np.argmax(begun >= share * begun[-1])) + 3 * (1 - begun[-1]))


def _hanging(grid: Grid, starts: Starts, index: int) -> list[int]:
    """The activity and all chosen ones that need it."""
    found, pending = {index}, [index]
    while pending:
        for other in grid.activities[pending.pop()].followers:
            if starts[other] is not None and other not in found:
                found.add(other)
                pending.append(other)
    return sorted(found)


def _end(grid: Grid, starts: Starts, index: int) -> int:
    start = starts[index]
    return 0 if start is None else start + grid.activities[index].duration
