"""The best plan: relaxation, lists, local search, proof; and what pins cost."""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from .conflicts import clique_rows, cliques
from .exact import ExactAnswer, Proof, all_chosen_fit, earliest_end, highest_value
from .grid import Grid, Starts, lay_out
from .listing import Lister, best_by_lists, guided_priorities, shake, without_losses
from .plan import Binding, PinCost, Plan
from .problem import Problem
from .reasons import delaying_limits, reasons, why_impossible
from .shortest import earliest_conceivable_end, solve_intervals, tail_priorities
from .steps import Cuts, Relaxation, Steps, relax, tighten, write_steps
from .watch import Progress, Stop, Watch
from .worth import priced_limits, tried_limits

LISTS = 40
# Local search pays until about fifty rounds an activity; then what is left of the time is better spent on proof.
ROUNDS_EACH = 50
# Of the time given: until when the linear relaxation, its cuts, the search for a start, and the proof may go on.
RELAXATION_SHARE = 0.85
CUTS_SHARE = 0.4
SEARCH_SHARE = 0.9
PROOF_SHARE = 0.97
# Seconds for each column that writing the model of the proof takes, at least; without them it is not begun.
SECONDS_PER_COLUMN = 1e-4
# Values that differ by less, relative to their size, are one.
CLOSE = 1e-9
WIDENING = 1e-4


def best_plan(
    problem: Problem,
    objective: str = "value",
    seconds: float = 10.0,
    seed: int = 0,
    *,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The plan of highest value, or of earliest finish.

    "value" chooses tasks and their starts to maximise Σ cash[k] / (1 + discount)^(start + k); "finish" does all tasks
    and ends as early as possible. Stops as soon as the plan is proven best, or after `seconds`, or soon after `stop()`
    is true, with the best plan so far and the bound proven so far; `progress(value, bound)` (finish and bound, where
    that is sought) is told of both while they improve. For a seed the answer is the same each time, unless the clock
    or `stop` decided.
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
    watch = Watch(seconds, stop, progress)
    grid = lay_out(problem, all_must=objective == "finish")
    if not all_chosen_fit(grid):
        raise ValueError(why_impossible(problem, grid, watch, seed))
    search = _most_valuable if objective == "value" else _earliest
    return search(problem, grid, watch, seed)


def cost_of_pins(
    problem: Problem,
    seconds: float = 10.0,
    seed: int = 0,
    *,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> PinCost:
    """What the problem's pins cost in value, together and one by one; `seconds` for all plans together.

    `stop` and `progress` as in `best_plan`; progress tells of the plan with all pins. ValueError where there are no
    pins, and as in `best_plan`.

    >>> from roadmap.methods.scheduling import Task
    >>> shop = Task("shop", 1, {}, cash=(-40, 30, 30, 30))
    >>> cost_of_pins(Problem([shop], {}, horizon=4, pinned={"shop": 2})).total
    60.0
    """
    if not problem.pinned:
        raise ValueError("nothing is pinned")
    share = seconds / (len(problem.pinned) + 2)
    pinned = best_plan(problem, seconds=share, seed=seed, stop=stop, progress=progress)

    def other(changed: Problem) -> Plan:
        return best_plan(changed, seconds=share, seed=seed, stop=stop)

    free = other(replace(problem, pinned={}))
    single = len(problem.pinned) == 1
    without = {key: free if single else other(_unpinned(problem, key)) for key in problem.pinned}
    return PinCost(
        total=max(0.0, free.value - pinned.value),
        each={key: max(0.0, plan.value - pinned.value) for key, plan in without.items()},
        free=free,
        pinned=pinned,
        proven=all(plan.optimal for plan in (pinned, free, *without.values())),
    )


def _unpinned(problem: Problem, key: str) -> Problem:
    return replace(problem, pinned={other: start for other, start in problem.pinned.items() if other != key})


def _most_valuable(problem: Problem, grid: Grid, watch: Watch, seed: int) -> Plan:
    lister = Lister(grid)
    # Value over effort as anybody would do it: a plan at once, before anything is worked out.
    by_hand = [_value_over_effort(grid, index) for index in range(len(grid.activities))]
    starts = lister.schedule(by_hand)
    bound = _sum_of_best(grid)
    if starts is not None:
        watch.tell(grid.value(starts), bound)
    steps = write_steps(grid)
    relaxation = relax(steps, watch.left(RELAXATION_SHARE))
    excluding = tuple(cliques(grid)) if relaxation is not None else ()
    tight = relaxation and _tightened(steps, relaxation, excluding, watch)
    bound = bound if tight is None else min(bound, tight.bound)
    starts = _searched(lister, _value_lists(by_hand, grid, tight, _chance(seed)), grid.value, watch, seed)
    closed = starts is not None and _close(grid.value(starts), bound)
    if not closed:
        answer = _prove_value(steps, starts, tight, excluding, bound, watch, seed)
        starts = _better(answer, starts, grid.value)
        closed = answer.closed
        bound = min(bound, math.inf if answer.bound is None else answer.bound)
    if starts is None:
        raise ValueError(_no_plan(problem, grid, watch, seed, closed=closed))
    starts = without_losses(grid, starts)
    value = grid.value(starts)
    optimal = closed or _close(value, bound)
    watch.tell(value, value if optimal else max(value, bound))
    return Plan(
        start=_in_given_order(problem, grid.by_key(starts)),
        value=value,
        finish=grid.finish(starts),
        bound=value if optimal else max(value, bound),
        optimal=optimal,
        binding=_priced(steps, relaxation, starts, watch, seed, optimal=optimal),
        left_out=reasons(grid, starts),
    )


def _tightened(
    steps: Steps, relaxation: Relaxation, excluding: tuple[tuple[int, ...], ...], watch: Watch
) -> Relaxation:
    if not excluding or watch.over(CUTS_SHARE):
        return relaxation
    cuts = Cuts(clique_rows(steps.grid, steps.offset, steps.size, excluding))
    return tighten(steps, relaxation, cuts, watch.left(CUTS_SHARE))


def _prove_value(
    steps: Steps,
    starts: Starts | None,
    tight: Relaxation | None,
    excluding: tuple[tuple[int, ...], ...],
    bound: float,
    watch: Watch,
    seed: int,
) -> ExactAnswer:
    """Every plan that is better than the one in hand, looked for until there is none."""
    too_late = watch.stopped or watch.left(PROOF_SHARE) < SECONDS_PER_COLUMN * steps.size
    if too_late and starts is not None:
        return ExactAnswer(None, None, closed=False)
    value = None if starts is None else steps.grid.value(starts)
    proof = None if tight is None or value is None else Proof(tight, value, excluding)

    def tell(found: float | None, proven: float) -> None:
        known = found if value is None else max(value, value if found is None else found)
        if known is not None:
            watch.tell(known, max(known, min(bound, proven)))

    return highest_value(steps, starts, proof, watch, seconds=watch.left(PROOF_SHARE), seed=seed, tell=tell)


def _sum_of_best(grid: Grid) -> float:
    """A bound that needs no solver: everything at its best time, as if nothing limited."""
    fitting = [activity for activity in grid.activities if activity.fits]
    return math.fsum(max(float(one.values.max()), -math.inf if one.must else 0.0) for one in fitting)


def _priced(
    steps: Steps, relaxation: Relaxation | None, starts: Starts, watch: Watch, seed: int, *, optimal: bool
) -> tuple[Binding, ...]:
    """Limits with what one more is worth: by the linear bound, the dearest by planning anew where there is time."""
    if relaxation is None:
        return ()
    widened = None if watch.over(PROOF_SHARE) else relax(steps, watch.left(), widened=WIDENING)
    priced = priced_limits(steps, widened or relaxation)
    return tried_limits(steps, priced, starts, watch, seed) if optimal else priced


def _earliest(problem: Problem, grid: Grid, watch: Watch, seed: int) -> Plan:
    lowest = earliest_conceivable_end(grid)
    if lowest > grid.horizon:
        raise ValueError(why_impossible(problem, grid, watch, seed))
    lister = Lister(grid)
    lists = iter(tail_priorities(grid, _chance(seed), LISTS))
    starts = _searched(lister, lists, lambda plan: -grid.finish(plan), watch, seed, enough=-lowest)
    closed = starts is not None and grid.finish(starts) == lowest
    bound = float(lowest)
    if starts is not None:
        watch.tell(grid.finish(starts), bound)
    if not closed:
        answer = _prove_earliest(problem, grid, starts, watch, seed)
        starts = _better(answer, starts, lambda plan: -grid.finish(plan))
        closed = answer.closed
        bound = max(bound, 0.0 if answer.bound is None else answer.bound)
    if starts is None:
        raise ValueError(_no_plan(problem, grid, watch, seed, closed=closed))
    starts = _pushed_left(lister, starts)
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


def _prove_earliest(problem: Problem, grid: Grid, starts: Starts | None, watch: Watch, seed: int) -> ExactAnswer:
    """Intervals where only resources limit; spending may go on after a task's end, which needs the step formulation."""
    if watch.stopped and starts is not None:
        return ExactAnswer(None, None, closed=False)

    def tell(found: float | None, proven: float) -> None:
        known = found if found is not None or starts is None else grid.finish(starts)
        if known is not None:
            watch.tell(known, min(known, proven))

    seconds = watch.left(PROOF_SHARE)
    if problem.budget is None:
        return solve_intervals(grid, starts, watch, seconds=seconds, seed=seed, tell=tell)
    return earliest_end(write_steps(grid), starts, watch, seconds=seconds, seed=seed, tell=tell)


def _searched(
    lister: Lister,
    lists: Iterator[list[float]],
    worth: Callable[[Starts], float],
    watch: Watch,
    seed: int,
    enough: float = math.inf,
) -> Starts | None:
    """The plan that lists and local search find; a plan that is worth `enough` ends the search."""

    def over() -> bool:
        return watch.over(SEARCH_SHARE)

    found = best_by_lists(lister, lists, worth, over)
    if found is None:
        return None
    rounds = ROUNDS_EACH * len(lister.grid.activities)
    return shake(lister, found, worth, _chance(seed), rounds, over, enough)


def _value_lists(
    by_hand: list[float], grid: Grid, relaxation: Relaxation | None, chance: random.Random
) -> Iterator[list[float]]:
    """Value over effort, then lists that follow the relaxation."""
    yield by_hand
    if relaxation is not None:
        yield from guided_priorities(grid, relaxation, chance, LISTS)


def _value_over_effort(grid: Grid, index: int) -> float:
    activity = grid.activities[index]
    if not activity.fits:
        return 0.0
    capacity = grid.limits[activity.rows].sum(axis=1)
    effort = sum(work / max(1, held) for work, held in zip(activity.block.sum(axis=1), capacity, strict=True))
    return float(activity.values[0]) / max(float(effort), 1e-6)


def _better(answer: ExactAnswer, starts: Starts | None, worth: Callable[[Starts], float]) -> Starts | None:
    if answer.starts is None or (starts is not None and worth(starts) > worth(answer.starts)):
        return starts
    return answer.starts


def _pushed_left(lister: Lister, starts: Starts) -> Starts:
    """The same order, each activity as early as it can be; tells delays that limits cause from mere leisure."""
    pushed = lister.schedule([-(start or 0.0) for start in starts])
    later = pushed is None or lister.grid.finish(pushed) > lister.grid.finish(starts)
    return starts if pushed is None or later else pushed


def _no_plan(problem: Problem, grid: Grid, watch: Watch, seed: int, *, closed: bool) -> str:
    if closed:
        return why_impossible(problem, grid, watch, seed)
    if watch.stopped:
        return "no plan was found before the search was stopped, nor proof that there is none"
    return f"no plan was found in {watch.seconds:g} seconds, nor proof that there is none"


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chance for a search, not for a secret


def _close(value: float, bound: float) -> bool:
    return value >= bound - CLOSE * max(1.0, abs(bound))


def _in_given_order(problem: Problem, starts: Mapping[str, int | None]) -> dict[str, int | None]:
    return {task.key: starts[task.key] for task in problem.tasks}
