"""Proof: constraint programming on the step formulation, begun from a plan that is already good.

Each capacity is written over "runs in this period" (y[i, t] − y[i, t − duration] as a yes or no of its own), where the
solver finds the cuts of knapsacks; of those that exclude each other at most one runs. What the linear relaxation proves
about every better plan is told in advance (reduced-cost fixing): where the bound would fall below the plan in hand
if a start were moved, it is not moved.

The solver (CP-SAT) works in whole numbers. Values are scaled so that the largest has nine digits, which moves the
bound by less than one part in a hundred million for each activity; the value of a plan is always computed from the
problem itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from .conflicts import running
from .grid import Grid, Starts
from .solving import solve
from .steps import LimitRow, Relaxation, Steps
from .watch import Watch

DIGITS = 1e9
# A bound must be below the plan by this share before it proves anything: solvers round.
SURE = 1e-6
Tell = Callable[[float | None, float], None]


@dataclass(frozen=True)
class ExactAnswer:
    """The solver's answer: `starts` None where it found no plan; `bound` None where it proved none.

    `closed`: it has the last word, the plan is optimal or there is none.
    """

    starts: Starts | None
    bound: float | None
    closed: bool


@dataclass(frozen=True)
class Proof:
    """What is known before the search: a relaxation, the value of the plan in hand, who excludes whom."""

    relaxation: Relaxation
    value: float
    cliques: tuple[tuple[int, ...], ...]


def highest_value(
    steps: Steps,
    hint: Starts | None,
    proof: Proof | None,
    watch: Watch,
    *,
    seconds: float,
    seed: int,
    tell: Tell | None = None,
) -> ExactAnswer:
    """The plan of highest value; with a `proof`, of those at least as good as the plan that the proof starts from."""
    end = time.monotonic() + seconds
    scale = _scale(steps)
    model, started = _model(steps, proof.cliques if proof else ())
    coefficients = [round(float(entry) * scale) for entry in steps.objective]
    model.maximize(cp_model.LinearExpr.weighted_sum(started, coefficients))
    if proof is not None:
        _fix(model, started, steps, proof)
    if hint is not None:
        _give_hint(model, started, steps, hint)
    rounding = 0.0 if scale == 1.0 else 0.5 * steps.size

    def heard(objective: float | None, bound: float) -> None:
        if tell is not None:
            tell(None if objective is None else objective / scale, (bound + rounding) / scale)

    outcome = solve(model, watch, seconds=end - time.monotonic(), seed=seed, tell=heard, linearization=2)
    if not outcome.found:
        return ExactAnswer(None, None, closed=outcome.infeasible)
    starts = _starts(steps, [outcome.solver.boolean_value(variable) for variable in started])
    return ExactAnswer(starts, (outcome.solver.best_objective_bound + rounding) / scale, closed=outcome.closed)


def earliest_end(
    steps: Steps, hint: Starts | None, watch: Watch, *, seconds: float, seed: int, tell: Tell | None = None
) -> ExactAnswer:
    """The plan of earliest end; `bound` in periods."""
    model, started = _model(steps)
    _minimise_end(model, started, steps)
    if hint is not None:
        _give_hint(model, started, steps, hint)
    outcome = solve(model, watch, seconds=seconds, seed=seed, tell=tell)
    if not outcome.found:
        return ExactAnswer(None, None, closed=outcome.infeasible)
    starts = _starts(steps, [outcome.solver.boolean_value(variable) for variable in started])
    return ExactAnswer(starts, outcome.solver.best_objective_bound, closed=outcome.closed)


class _Running:
    """Literals for "activity i runs in period t", made when they are first asked for; None where it cannot."""

    def __init__(self, model: cp_model.CpModel, started: list[cp_model.IntVar], steps: Steps) -> None:
        self._model, self._started, self._steps = model, started, steps
        self._made: dict[tuple[int, int], cp_model.IntVar | None] = {}

    def __call__(self, index: int, period: int) -> cp_model.IntVar | None:
        if (index, period) not in self._made:
            self._made[index, period] = self._make(index, period)
        return self._made[index, period]

    def _make(self, index: int, period: int) -> cp_model.IntVar | None:
        entries = running(self._steps.grid.activities[index], self._steps.offset[index], period)
        if len(entries) < 2:
            return self._started[entries[0][0]] if entries else None
        (begun, _), (over, _) = entries
        runs = self._model.new_bool_var("")
        self._model.add(runs == self._started[begun] - self._started[over])
        return runs


def _model(steps: Steps, excluding: tuple[tuple[int, ...], ...] = ()) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    started = [model.new_bool_var("") for _ in range(steps.size)]
    for earlier, later in steps.implications.tolist():
        model.add_implication(started[earlier], started[later])
    for column in steps.chosen:
        model.add(started[column] == 1)
    runs = _Running(model, started, steps)
    for row in steps.rows:
        model.add(_taken(steps, row, started, runs) <= row.limit)
    for period in range(steps.grid.horizon):
        for clique in excluding:
            flags = [flag for index in clique if (flag := runs(index, period)) is not None]
            if len(flags) > 1:
                model.add_at_most_one(flags)
    return model, started


def _taken(steps: Steps, row: LimitRow, started: list[cp_model.IntVar], runs: _Running) -> cp_model.LinearExprT:
    """What is taken of a limit, over "runs in this period" where every need of it is steady while work lasts."""
    needs = _steady_needs(steps.grid, row)
    if needs is None or row.period is None:
        return cp_model.LinearExpr.weighted_sum([started[place] for place in row.columns], row.coefficients.tolist())
    terms = [(flag, need) for index, need in needs if (flag := runs(index, row.period)) is not None]
    return cp_model.LinearExpr.weighted_sum([flag for flag, _ in terms], [need for _, need in terms])


def _steady_needs(grid: Grid, row: LimitRow) -> list[tuple[int, int]] | None:
    place_of_row = grid.names.index(row.name) if row.period is not None else -1
    needs = []
    for index, activity in enumerate(grid.activities):
        for place in np.flatnonzero(activity.rows == place_of_row):
            profile = activity.block[place]
            amount = int(profile[0])
            if (profile[: activity.duration] != amount).any() or profile[activity.duration :].any():
                return None
            needs.append((index, amount))
    return needs


def _fix(model: cp_model.CpModel, started: list[cp_model.IntVar], steps: Steps, proof: Proof) -> None:
    """What every better plan must obey: a row or column whose price exceeds the distance to the bound is tight."""
    relaxation = proof.relaxation
    distance = relaxation.bound - proof.value + SURE * max(1.0, abs(relaxation.bound))
    for earlier, later in steps.implications[relaxation.apart > distance].tolist():
        model.add_implication(started[later], started[earlier])
    for column in np.flatnonzero(relaxation.above > distance).tolist():
        model.add(started[column] == 0)
    for column in np.flatnonzero(relaxation.below > distance).tolist():
        model.add(started[column] == 1)


def _minimise_end(model: cp_model.CpModel, started: list[cp_model.IntVar], steps: Steps) -> None:
    """Count the periods at whose beginning not all is done."""
    horizon = steps.grid.horizon
    done = [model.new_bool_var("") for _ in range(horizon)]
    for period, flag in enumerate(done):
        for place, activity in zip(steps.offset, steps.grid.activities, strict=True):
            latest = min(period - activity.duration, activity.last)
            if latest < activity.first:
                model.add(flag == 0)
                break
            model.add_implication(flag, started[place + latest - activity.first])
    model.minimize(horizon - sum(done))


def _give_hint(model: cp_model.CpModel, started: list[cp_model.IntVar], steps: Steps, hint: Starts) -> None:
    for place, activity, start in zip(steps.offset, steps.grid.activities, hint, strict=True):
        for step in range(max(0, activity.last - activity.first + 1)):
            model.add_hint(started[place + step], start is not None and start <= activity.first + step)


def _starts(steps: Steps, started: list[bool]) -> Starts:
    starts: Starts = []
    for place, activity in zip(steps.offset, steps.grid.activities, strict=True):
        flags = started[place : place + max(0, activity.last - activity.first + 1)]
        starts.append(activity.first + flags.index(True) if True in flags else None)
    return starts


def _scale(steps: Steps) -> float:
    """Whole values stay as they are; others keep nine digits."""
    largest = float(np.abs(steps.objective).max(initial=0.0))
    if largest == 0 or (largest <= DIGITS and np.array_equal(steps.objective, np.round(steps.objective))):
        return 1.0
    return DIGITS / largest


def all_chosen_fit(grid: Grid) -> bool:
    """Whether each must has at least one start."""
    return all(activity.fits for activity in grid.activities if activity.must)
