"""Good plans fast: list scheduling, guided by the linear relaxation and bettered by local search.

A list schedule takes activities by priority, those first whose predecessors are placed, and starts each as early as the
limits allow (serial schedule generation). The relaxation says which activities are worth choosing and about when: the
period by which it has started a share α of an activity is that activity's place in the list (α-points). Local search
then shakes the priorities and keeps what is no worse.

Sources: R. Kolisch, *European Journal of Operational Research* 90 (1996) 320–333 (serial generation); A. S. Schulz and
M. Skutella, *SIAM Journal on Discrete Mathematics* 15 (2002) 450–469 (α-points).
"""

import heapq
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .grid import Grid, GridActivity, Integers, Starts
from .steps import Relaxation

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
# Less of an activity than this in the relaxation's plan is as good as none.
TRACE = 0.02
SHAKE = 0.3


class Lister:
    """Places lists on one grid.

    What is free of all limits in a period is one large integer, a field of bits for each limit with a guard bit above
    it that is set. Taking away what an activity needs leaves every guard standing exactly where there is enough of
    everything: one subtraction compares all limits at once.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        most = max([int(grid.limits.max(initial=0)), *(int(one.block.max(initial=0)) for one in grid.activities)])
        self._width = most.bit_length() + 1
        every = range(len(grid.names))
        self._guards = sum(1 << (self._width * (row + 1) - 1) for row in every)
        self._free = [self._packed(every, column) + self._guards for column in grid.limits.T]
        self._needs = [[self._packed(one.rows, column) for column in one.block.T] for one in grid.activities]
        self._totals = [one.total.tolist() for one in grid.activities]
        self._values = [one.values.tolist() for one in grid.activities]

    def schedule(self, priority: Sequence[float]) -> Starts | None:
        """Place activities by priority, the highest first; None where a must finds no room.

        What must be chosen goes before all else. Whatever costs more than it brings, with all that hangs on it, is
        taken out again.
        """
        activities = self.grid.activities
        free, total = self._free.copy(), self.grid.total_limit
        starts: Starts = [None] * len(activities)
        waiting = [len(activity.before) for activity in activities]
        queue = [(not a.must, -priority[i], i) for i, a in enumerate(activities) if not waiting[i]]
        heapq.heapify(queue)
        while queue:
            _, _, index = heapq.heappop(queue)
            activity = activities[index]
            ready = max((_end(self.grid, starts, other) for other in activity.before), default=0)
            start = self._earliest(index, ready, free, total)
            if start is None:
                if activity.must:
                    return None
                continue
            if not (activity.must or activity.followers or self._values[index][start - activity.first] > 0):
                continue
            for period, need in zip(range(start, len(free)), self._needs[index], strict=False):
                free[period] -= need
            if total is not None:
                total -= self._totals[index][start - activity.first]
            starts[index] = start
            for other in activity.followers:
                waiting[other] -= 1
                if not waiting[other]:
                    heapq.heappush(queue, (not activities[other].must, -priority[other], other))
        return without_losses(self.grid, starts)

    def _earliest(self, index: int, ready: int, free: list[int], total: int | None) -> int | None:
        activity, needs, guards = self.grid.activities[index], self._needs[index], self._guards
        for start in range(max(ready, activity.first), activity.last + 1):
            if total is not None and self._totals[index][start - activity.first] > total:
                continue
            # Spending may go on after the horizon, where nothing limits it.
            if all(
                (held - need) & guards == guards
                for held, need in zip(free[start : start + len(needs)], needs, strict=False)
            ):
                return start
        return None

    def _packed(self, rows: Iterable[int], amounts: Integers) -> int:
        return sum(int(amount) << (self._width * int(row)) for row, amount in zip(rows, amounts, strict=True))


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
    lister: Lister, lists: Iterator[list[float]], worth: Callable[[Starts], float], over: Callable[[], bool]
) -> tuple[Starts, list[float]] | None:
    """The best plan of these lists, with its list; None where none gives a plan. The first few are always tried."""
    best: tuple[float, Starts, list[float]] | None = None
    for turn, priority in enumerate(lists):
        starts = lister.schedule(priority)
        if starts is not None and (best is None or worth(starts) > best[0]):
            best = (worth(starts), starts, priority)
        if turn >= len(SHARES) and over():
            break
    return None if best is None else best[1:]


def shake(
    lister: Lister,
    found: tuple[Starts, list[float]],
    worth: Callable[[Starts], float],
    chance: random.Random,
    rounds: int,
    over: Callable[[], bool],
    enough: float = math.inf,
) -> Starts:
    """Local search: change a few priorities, keep the list where the plan is no worse; until one is worth `enough`."""
    starts, priority = found
    best = worth(starts)
    width = SHAKE * (float(np.std(priority)) or 1.0)
    for _ in range(rounds):
        if best >= enough or over():
            break
        trial = _shaken(priority, width, chance)
        plan = lister.schedule(trial)
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


def _alpha_priority(activity: GridActivity, begun: NDArray[np.float64], share: float) -> float:
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
