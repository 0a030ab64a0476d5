"""Why: what holds a plan back, why a task is left out, why no plan is possible."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .exact import earliest_end
from .grid import Grid, GridActivity, Integers, Starts, lay_out
from .plan import Binding, Reason
from .problem import Problem
from .steps import relax, write_steps
from .watch import Watch

BUDGET = "the budget"
# Seconds for naming a cause, though the time is over: a refusal that says nothing helps nobody.
LEAST = 0.5
# Seconds for a relaxation of a handful of activities, which takes a few thousandths.
ENOUGH = 1.0


def delaying_limits(grid: Grid, starts: Starts) -> tuple[Binding, ...]:
    """The limits that keep some activity from starting a period earlier, by period."""
    left = _left(grid, starts)
    found: dict[tuple[int, int], None] = {}
    for index, start in enumerate(starts):
        if start is None or start <= max(grid.activities[index].first, _ready(grid, starts, index)):
            continue
        free = left.copy()
        _take(free, grid.activities[index], start, -1)
        found.update(dict.fromkeys(_lacking(free, grid.activities[index], start - 1)))
    ordered = sorted(found, key=lambda place: (place[1], place[0]))
    return tuple(Binding(grid.names[row], period, None) for row, period in ordered)


def reasons(grid: Grid, starts: Starts) -> dict[str, Reason]:
    """Why each activity that is left out is left out."""
    left = _left(grid, starts)
    return {
        activity.key: _reason(grid, starts, left, index)
        for index, activity in enumerate(grid.activities)
        if starts[index] is None
    }


def why_impossible(problem: Problem, grid: Grid, watch: Watch, seed: int) -> str:
    """What stands in the way of every plan, in words."""
    musts = [activity for activity in grid.activities if activity.must]
    for activity in reversed(musts):
        # The last one that does not fit: those before it may only be squeezed by it.
        if not activity.fits:
            return _window_fault(problem, activity)
    for activity in musts:
        short = _short_alone(grid, activity)
        if short:
            return f"{activity.key!r} must be chosen but needs more than there is of {' and '.join(short)}"
    together = f"the {len(musts)} tasks that must be chosen cannot all be done by the horizon"
    short_in_all = _short_in_all(grid, musts)
    if short_in_all:
        return f"{together}: they need {short_in_all}"
    blamed = list(_blamed(problem, {activity.key for activity in musts}, watch, seed))
    cause = f": there is not enough of {' or of '.join(blamed)}" if blamed else " within the limits taken together"
    return together + cause


def _reason(grid: Grid, starts: Starts, left: Integers, index: int) -> Reason:
    activity = grid.activities[index]
    if any(not grid.activities[other].fits for other in activity.before):
        return Reason.PREREQUISITE_LEFT_OUT
    if not activity.fits:
        return Reason.DOES_NOT_FIT_HORIZON
    bundle = _bundle(grid, starts, index)
    if _best_case(grid, starts, index, bundle) <= 0:
        return Reason.NOT_WORTH_IT
    if any(starts[other] is None for other in activity.before):
        return Reason.PREREQUISITE_LEFT_OUT
    return _reason_by_room(grid, starts, left, bundle)


def _bundle(grid: Grid, starts: Starts, index: int) -> list[int]:
    """The activity, all left out that wait for it, and all left out that those wait for; in order of precedence."""
    found, pending = {index}, [index]
    while pending:
        one = pending.pop()
        near = grid.activities[one].followers + (() if one == index else grid.activities[one].before)
        fresh = {other for other in near if starts[other] is None and grid.activities[other].fits} - found
        found |= fresh
        pending.extend(sorted(fresh))
    return sorted(found)


def _best_case(grid: Grid, starts: Starts, index: int, bundle: list[int]) -> float:
    """The most that an activity could bring together with those of its bundle, as if nothing but order limited."""
    ready = _ready_in_bundle(grid, starts, bundle)
    if index not in ready:
        return 0.0
    bundle = list(ready)
    highest = {
        one: float(grid.activities[one].values[begin - grid.activities[one].first :].max())
        for one, begin in ready.items()
    }
    most = highest[index] + sum(max(0.0, value) for one, value in highest.items() if one != index)
    at_once = sum(grid.activities[one].value(begin) for one, begin in ready.items())
    if bundle == [index] or most <= 0:
        return most
    if at_once > 0 and _complete(grid, starts, ready):
        return at_once
    alone = relax(write_steps(_without_limits(grid, bundle, ready, index)), ENOUGH)
    return 0.0 if alone is None else alone.bound


def _ready_in_bundle(grid: Grid, starts: Starts, bundle: list[int]) -> dict[int, int]:
    """From when each of the bundle can start, by order alone; without those that then do not fit."""
    ready: dict[int, int] = {}
    for one in bundle:
        activity = grid.activities[one]
        missing = [other for other in activity.before if starts[other] is None]
        if any(other in bundle and other not in ready for other in missing):
            continue
        ends = [ready[other] + grid.activities[other].duration for other in missing if other in ready]
        begin = max([activity.first, _ready(grid, starts, one), *ends])
        if begin <= activity.last:
            ready[one] = begin
    return ready


def _complete(grid: Grid, starts: Starts, ready: dict[int, int]) -> bool:
    """Whether each of the bundle finds in it, or in the plan, all that it comes after."""
    return all(starts[other] is not None or other in ready for one in ready for other in grid.activities[one].before)


def _without_limits(grid: Grid, bundle: list[int], ready: dict[int, int], index: int) -> Grid:
    """Only the bundle, each from when it is ready, `index` chosen: its relaxation is whole, and exact."""
    place = {one: number for number, one in enumerate(bundle)}
    activities = tuple(
        replace(
            (activity := grid.activities[one]),
            first=ready[one],
            values=activity.values[ready[one] - activity.first :],
            before=tuple(place[other] for other in activity.before if other in place),
            followers=tuple(place[other] for other in activity.followers if other in place),
            must=one == index,
            rows=activity.rows[:0],
            block=activity.block[:0],
            total=activity.total[ready[one] - activity.first :],
        )
        for one in bundle
    )
    return replace(grid, activities=activities, total_limit=None)


def _reason_by_room(grid: Grid, starts: Starts, left: Integers, bundle: list[int]) -> Reason:
    """A bundle that would pay if nothing limited it: what its members lack when they are placed one after another.

    What makes others possible can have room itself and be left out all the same: what it makes possible has none.
    """
    trial, free = list(starts), left.copy()
    shut_out: list[set[str | None]] = []
    delayed: set[str | None] = set()
    for one in bundle:
        activity = grid.activities[one]
        if any(trial[other] is None for other in activity.before):
            continue
        short = _short_by_start(grid, trial, free, one)
        wanted = [start for start in short if activity.value(start) > 0] or list(short)
        room = [start for start in wanted if not short[start]]
        if room:
            trial[one] = room[0]
            _take(free, activity, room[0], 1)
            delayed |= {name for start in wanted for name in short[start]}
        else:
            shut_out.extend(short[start] for start in wanted)
    # A start that lacks only money would be possible with more money: people are the reason where no start is such.
    if shut_out:
        return Reason.NO_CAPACITY if all(names - {None} for names in shut_out) else Reason.NO_BUDGET
    if delayed - {None}:
        return Reason.NO_CAPACITY
    return Reason.NO_BUDGET if delayed else Reason.NOT_WORTH_IT


def _short_by_start(grid: Grid, starts: Starts, free: Integers, index: int) -> dict[int, set[str | None]]:
    """For each start that order allows, the limits of which there is too little left; None is the budget."""
    activity = grid.activities[index]
    first = max(activity.first, _ready(grid, starts, index))
    short = {}
    for start in range(first, activity.last + 1):
        short[start] = {grid.names[row] for row, _ in _lacking(free, activity, start)}
        if _over_total(grid, starts, activity, start):
            short[start].add(None)
    return short


def _left(grid: Grid, starts: Starts) -> Integers:
    left = grid.limits.copy()
    for activity, start in zip(grid.activities, starts, strict=True):
        if start is not None:
            _take(left, activity, start, 1)
    return left


def _take(left: Integers, activity: GridActivity, start: int, sign: int) -> None:
    end = min(start + activity.block.shape[1], left.shape[1])
    left[activity.rows, start:end] -= sign * activity.block[:, : end - start]


def _lacking(left: Integers, activity: GridActivity, start: int) -> list[tuple[int, int]]:
    """Pairs of a limit and a period in which a start would find too little."""
    end = min(start + activity.block.shape[1], left.shape[1])
    short = left[activity.rows, start:end] < activity.block[:, : end - start]
    return [
        (int(activity.rows[place]), start + offset)
        for place in range(short.shape[0])
        for offset in range(short.shape[1])
        if short[place, offset]
    ]


def _over_total(grid: Grid, starts: Starts, activity: GridActivity, start: int) -> bool:
    if grid.total_limit is None:
        return False
    pairs = zip(grid.activities, starts, strict=True)
    spent = sum(int(other.total[begin - other.first]) for other, begin in pairs if begin is not None)
    return spent + int(activity.total[start - activity.first]) > grid.total_limit


def _ready(grid: Grid, starts: Starts, index: int) -> int:
    ends = [(starts[other], grid.activities[other].duration) for other in grid.activities[index].before]
    return max((start + duration for start, duration in ends if start is not None), default=0)


def _window_fault(problem: Problem, activity: GridActivity) -> str:
    if activity.key in problem.pinned:
        return f"{activity.key!r} is pinned to {problem.pinned[activity.key]}, before what it comes after can be done"
    return f"{activity.key!r} must be chosen but, with all that it comes after, cannot be done by the horizon"


def _short_alone(grid: Grid, activity: GridActivity) -> list[str]:
    """The limits that an activity exceeds wherever it starts, though nothing else were chosen."""
    starts = range(activity.first, activity.last + 1)
    lacking = [{row for row, _ in _lacking(grid.limits, activity, start)} for start in starts]
    short = [_spoken(grid.names[row]) for row in sorted(set.intersection(*lacking))]
    if grid.total_limit is not None and int(activity.total.min()) > grid.total_limit:
        short.append(BUDGET)
    return short


def _short_in_all(grid: Grid, musts: Sequence[GridActivity]) -> str | None:
    """The first limit that the musts exceed summed over all periods, with both sums."""
    for row, name in enumerate(grid.names):
        work = sum(int(activity.block[activity.rows == row].sum()) for activity in musts)
        held = int(grid.limits[row].sum())
        # Spending after the horizon does not count, so that a budget by period cannot be summed up like work.
        if name is not None and work > held:
            return f"{work / grid.units[row]:g} of {_spoken(name)} in all, and there is {held / grid.units[row]:g}"
    spent = sum(int(activity.total.min()) for activity in musts)
    if grid.total_limit is not None and spent > grid.total_limit:
        return f"{spent / grid.total_unit:g} of {BUDGET} in all, and there is {grid.total_limit / grid.total_unit:g}"
    return None


def _blamed(problem: Problem, musts: set[str], watch: Watch, seed: int) -> Iterator[str]:
    """The limits without which the musts would fit."""
    tasks = tuple(task for task in problem.tasks if task.key in musts)
    bare = replace(problem, tasks=tasks)
    trials: list[tuple[str | None, Problem]] = []
    for resource in problem.capacity:
        plenty = sum(task.demand.get(resource, 0) for task in tasks)
        trials.append((resource, replace(bare, capacity={**problem.capacity, resource: plenty})))
    if problem.budget is not None:
        trials.append((None, replace(bare, budget=None)))
    seconds = max(LEAST, watch.left()) / len(trials)
    for name, trial in trials:
        steps = write_steps(lay_out(trial, all_must=True))
        answer = earliest_end(steps, None, watch, seconds=seconds, seed=seed)
        if answer.starts is not None:
            yield _spoken(name)


def _spoken(name: str | None) -> str:
    return BUDGET if name is None else repr(name)
