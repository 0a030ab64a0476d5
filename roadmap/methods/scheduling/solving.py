"""The constraint solver (CP-SAT) at work: told when to stop, and telling how far it is.

It works in a thread of its own while the caller's waits, so that whoever asked is heard and told in that thread.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from .watch import Watch

WORKERS = 2
PAUSE = 0.05


@dataclass(frozen=True)
class SolverOutcome:
    """What the solver came to."""

    solver: cp_model.CpSolver
    status: Any

    @property
    def infeasible(self) -> bool:
        return bool(self.status == cp_model.INFEASIBLE)

    @property
    def found(self) -> bool:
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def closed(self) -> bool:
        return bool(self.status == cp_model.OPTIMAL)


class _Listener(cp_model.CpSolverSolutionCallback):
    """Remembers the best objective and bound so far: the solver's threads write, the waiting thread reads."""

    def __init__(self) -> None:
        super().__init__()
        self.objective: float | None = None
        self.bound: float | None = None

    def on_solution_callback(self) -> None:
        self.objective = self.objective_value
        self.bound = self.best_objective_bound

    def hear_bound(self, bound: float) -> None:
        self.bound = bound


def solve(
    model: cp_model.CpModel,
    watch: Watch,
    *,
    seconds: float,
    seed: int,
    tell: Callable[[float | None, float], None] | None = None,
    linearization: int = 1,
) -> SolverOutcome:
    """Solve until proven, `seconds` are over or somebody says stop; `tell` hears of objective and bound meanwhile."""
    solver, listener = new_solver(seconds, seed, linearization), _Listener()
    solver.best_bound_callback = listener.hear_bound
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model, listener)
        try:
            while not wait([running], PAUSE).done:
                if tell is not None and listener.bound is not None:
                    tell(listener.objective, listener.bound)
                if watch.stopped:
                    solver.stop_search()
        finally:
            # Also where `stop` or `progress` raised: nobody waits for the solver then.
            solver.stop_search()
    return SolverOutcome(solver, running.result())


def new_solver(seconds: float, seed: int, linearization: int) -> cp_model.CpSolver:
    """A solver that answers alike for a seed unless the clock stops it: its workers take turns by work done."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.num_workers = WORKERS
    solver.parameters.interleave_search = True
    # The linear relaxation of every row is what proves a plan of value best.
    solver.parameters.linearization_level = linearization
    solver.parameters.random_seed = seed % 2**31
    return solver
