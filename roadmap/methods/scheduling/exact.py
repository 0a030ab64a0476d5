"""Proof: constraint programming on the step formulation, begun from a plan that is already good.

The solver (CP-SAT) works in whole numbers. Values are scaled so that the largest has nine digits, which moves the
bound by less than one part in a hundred million for each activity; the value of a plan is always computed from the
problem itself.
"""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from .grid import Grid, Starts
from .steps import Steps

WORKERS = 2
DIGITS = 1e9


@dataclass(frozen=True)
class Answer:
    """The solver's answer: `starts` None where it found no plan; `bound` None where it proved none.

    `closed`: it has the last word, the plan is optimal or there is none.
    """

    starts: Starts | None
    bound: float | None
    closed: bool


def solve_steps(steps: Steps, hint: Starts | None, *, earliest_end: bool, seconds: float, seed: int) -> Answer:
    """The plan of highest value, or of earliest end; `bound` in the unit of that objective."""
    model, started = _model(steps)
    if earliest_end:
        scale = 1.0
        _minimise_end(model, started, steps)
    else:
        scale = _scale(steps)
        coefficients = [round(float(entry) * scale) for entry in steps.objective]
        model.maximize(cp_model.LinearExpr.weighted_sum(started, coefficients))
    if hint is not None:
        _give_hint(model, started, steps, hint)
    solver = new_solver(seconds, seed)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Answer(None, None, closed=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, None, closed=False)
    starts = _starts(steps, [solver.boolean_value(variable) for variable in started])
    return Answer(starts, _proven(steps, solver, scale, earliest_end), closed=status == cp_model.OPTIMAL)


def new_solver(seconds: float, seed: int) -> cp_model.CpSolver:
    """A solver that answers alike for a seed unless the clock stops it: its workers take turns by work done."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.num_workers = WORKERS
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = seed % 2**31
    return solver


def _model(steps: Steps) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    started = [model.new_bool_var("") for _ in range(steps.size)]
    for earlier, later in steps.implications.tolist():
        model.add_implication(started[earlier], started[later])
    for row in steps.rows:
        variables = [started[column] for column in row.columns.tolist()]
        model.add(cp_model.LinearExpr.weighted_sum(variables, row.coefficients.tolist()) <= row.limit)
    for column in steps.chosen:
        model.add(started[column] == 1)
    return model, started


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


def _proven(steps: Steps, solver: cp_model.CpSolver, scale: float, earliest_end: bool) -> float:
    bound = solver.best_objective_bound
    if earliest_end:
        return bound
    rounding = 0.0 if scale == 1.0 else 0.5 * steps.size
    return float((bound + rounding) / scale)


def all_chosen_fit(grid: Grid) -> bool:
    """Whether each must has at least one start."""
    return all(activity.fits for activity in grid.activities if activity.must)
