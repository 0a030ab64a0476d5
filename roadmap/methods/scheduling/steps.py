"""The step formulation: y[i, t] = 1 where activity i has started by period t.

With x[i, s] = y[i, s] − y[i, s−1] for "starts in s", the program is

    maximise   Σ values[i, s] x[i, s]
    subject to y[i, t] ≤ y[i, t+1]                               started stays started
               y[j, t] ≤ y[i, t − duration i]                    for j after i
               Σ block[i, r, p − s] x[i, s] ≤ limit[r, p]        for each limit r and period p
               Σ total[i, s] x[i, s] ≤ budget
               y[i, last] = 1                                    for what must be chosen

Each row of precedence has two entries, which makes its linear relaxation quick to solve and tight; its dual prices tell
what a unit more of a limit is worth. Source: C. Christofides, R. Alvarez-Valdés, J. M. Tamarit, *European Journal of
Operational Research* 29 (1987) 262–273; C. Artigues, *Operations Research Letters* 45 (2017) 154–159.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from .grid import Grid, GridActivity, Integers

# A price below this share of the largest is the solver's rounding.
NEGLIGIBLE = 1e-7
# From so many columns on, an interior point is found sooner than a way along the edges.
LARGE = 3000
ROUNDS = 12
TOLERANCE = 1e-6


@dataclass(frozen=True)
class LimitRow:
    """One row Σ coefficients · y ≤ limit, for `name` (None: budget) in `period` (None: in total)."""

    name: str | None
    period: int | None
    unit: float
    columns: Integers
    coefficients: Integers
    limit: int


@dataclass(frozen=True)
class Steps:
    """The program. Columns of activity i begin at `offset[i]`, one for each start; what does not fit has none."""

    grid: Grid
    offset: tuple[int, ...]
    size: int
    objective: NDArray[np.float64]
    implications: Integers
    rows: tuple[LimitRow, ...]
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class Cuts:
    """Rows Σ coefficients · y ≤ 1 that every plan obeys though fractions need not: `matrix` over the columns."""

    matrix: sparse.csr_array

    def only(self, held: NDArray[np.bool_]) -> "Cuts":
        return Cuts(sparse.csr_array(self.matrix[np.flatnonzero(held)]))


@dataclass(frozen=True)
class Relaxation:
    """The linear relaxation's optimum: `bound` on the value, fractions `started[i][s]`, `prices` of limit rows.

    `apart[k]`: what the bound loses at least where implication k is not an equality; `above[c]`, `below[c]`: where
    column c is 1, or 0. `flat` are all fractions in the order of columns.
    """

    bound: float
    started: tuple[NDArray[np.float64], ...]
    prices: NDArray[np.float64]
    flat: NDArray[np.float64]
    apart: NDArray[np.float64]
    above: NDArray[np.float64]
    below: NDArray[np.float64]


def write_steps(grid: Grid) -> Steps:
    """The step formulation of a grid."""
    counts = [max(0, activity.last - activity.first + 1) for activity in grid.activities]
    offset = tuple(int(place) for place in np.cumsum([0, *counts])[:-1])
    values = [_differences(activity.values) for activity in grid.activities]
    return Steps(
        grid=grid,
        offset=offset,
        size=sum(counts),
        objective=np.concatenate(values) if values else np.zeros(0),
        implications=_implications(grid, offset),
        rows=tuple(_limit_rows(grid, offset)),
        chosen=tuple(
            offset[index] + counts[index] - 1 for index, activity in enumerate(grid.activities) if activity.must
        ),
    )


def relax(steps: Steps, seconds: float, *, widened: float = 0.0, cuts: Cuts | None = None) -> Relaxation | None:
    """Solve the program in fractions; None where it has no solution or the time is over.

    `widened` adds that share of a row's largest entry to each limit: at a limit that is just used up, the price of one
    more differs from that of one less, and a little more room asks for the former.
    """
    if steps.size == 0:
        none = np.zeros(0)
        apart = np.zeros(len(steps.implications))
        return Relaxation(0.0, (none,) * len(steps.offset), np.zeros(len(steps.rows)), none, apart, none, none)
    matrix, limits = _matrix(steps, widened)
    if cuts is not None:
        matrix = sparse.csr_array(sparse.vstack([matrix, cuts.matrix]))
        limits = np.concatenate([limits, np.ones(cuts.matrix.shape[0])])
    bounds = np.tile([0.0, 1.0], (steps.size, 1))
    bounds[list(steps.chosen), 0] = 1.0
    method = "highs-ds" if steps.size < LARGE else "highs-ipm"
    # The stubs know neither sparse matrices here nor that an optimum has all its parts.
    program: dict[str, Any] = {
        "method": method,
        "c": -steps.objective,
        "A_ub": matrix,
        "b_ub": limits,
        "bounds": bounds,
    }
    solved: Any = linprog(**program, options={"time_limit": seconds})
    if solved.status != 0:
        return None
    started = tuple(
        solved.x[place : place + max(0, activity.last - activity.first + 1)]
        for place, activity in zip(steps.offset, steps.grid.activities, strict=True)
    )
    count = len(steps.implications)
    above = np.array(solved.lower.marginals)
    above[list(steps.chosen)] = 0.0
    prices = -np.asarray(solved.ineqlin.marginals)
    return Relaxation(
        bound=float(-solved.fun),
        started=started,
        prices=prices[count : count + len(steps.rows)],
        flat=solved.x,
        apart=prices[:count],
        above=above,
        below=-np.asarray(solved.upper.marginals),
    )


def tighten(steps: Steps, relaxation: Relaxation, cuts: Cuts, seconds: float) -> Relaxation:
    """The relaxation with as many of the cuts as its fractions break, round by round, the most broken first."""
    end = time.monotonic() + seconds
    held = np.zeros(cuts.matrix.shape[0], bool)
    for _ in range(ROUNDS):
        broken = np.where(held, 0.0, cuts.matrix @ relaxation.flat - 1)
        worst = np.argsort(-broken, kind="stable")[: max(50, steps.size // 2)]
        held[worst[broken[worst] > TOLERANCE]] = True
        if broken.max(initial=0.0) <= TOLERANCE:
            break
        tighter = relax(steps, max(0.01, end - time.monotonic()), cuts=cuts.only(held))
        if tighter is None:
            break
        relaxation = tighter
    return relaxation


def _matrix(steps: Steps, widened: float) -> tuple[sparse.csr_array, NDArray[np.float64]]:
    count = len(steps.implications)
    rows = [np.repeat(np.arange(count), 2)]
    columns = [steps.implications.ravel()]
    entries = [np.tile([1.0, -1.0], count)]
    for place, row in enumerate(steps.rows, start=count):
        rows.append(np.full(len(row.columns), place))
        columns.append(row.columns)
        entries.append(row.coefficients / _scale(row))
    shape = (count + len(steps.rows), steps.size)
    limits = [0.0] * count + [row.limit / _scale(row) + widened for row in steps.rows]
    stacked = (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_array(stacked, shape=shape), np.array(limits)


def _scale(row: LimitRow) -> float:
    """Rows of money and of hands are brought to one size, which the solver's tolerances assume."""
    return float(max(1, np.abs(row.coefficients).max()))


def price_per_unit(row: LimitRow, price: float) -> float:
    """A dual price in value per unit of the problem."""
    return price / _scale(row) * row.unit


def _implications(grid: Grid, offset: tuple[int, ...]) -> Integers:
    """Pairs of columns (a, b) with y[a] ≤ y[b]."""
    pairs: list[tuple[int, int]] = []
    for index, activity in enumerate(grid.activities):
        if not activity.fits:
            continue
        place = offset[index]
        pairs.extend((place + step, place + step + 1) for step in range(activity.last - activity.first))
        for other in activity.before:
            earlier = grid.activities[other]
            for start in range(activity.first, activity.last + 1):
                latest = min(start - earlier.duration, earlier.last)
                pairs.append((place + start - activity.first, offset[other] + latest - earlier.first))
    return np.array(pairs, np.int64).reshape(-1, 2)


def _limit_rows(grid: Grid, offset: tuple[int, ...]) -> list[LimitRow]:
    columns: dict[tuple[int, int], list[Integers]] = {}
    entries: dict[tuple[int, int], list[Integers]] = {}
    for index, activity in enumerate(grid.activities):
        if not activity.fits:
            continue
        for place, row in enumerate(activity.rows):
            used = _use(activity, place, grid.horizon)
            for period in np.flatnonzero(used.any(axis=1)).tolist():
                held = np.flatnonzero(used[period])
                columns.setdefault((int(row), period), []).append(offset[index] + held)
                entries.setdefault((int(row), period), []).append(used[period, held])
    rows = []
    for (place, period), parts in sorted(columns.items()):
        coefficients = np.concatenate(entries[place, period])
        limit = int(grid.limits[place, period])
        name, unit = grid.names[place], grid.units[place]
        rows.append(LimitRow(name, period, unit, np.concatenate(parts), coefficients, limit))
    return rows + _total_row(grid, offset)


def _use(activity: GridActivity, place: int, horizon: int) -> Integers:
    """Coefficients by period and step: what the activity takes of one limit."""
    count = activity.last - activity.first + 1
    used = np.zeros((horizon, count), np.int64)
    profile = activity.block[place]
    for step in range(count):
        start = activity.first + step
        length = min(len(profile), horizon - start)
        used[start : start + length, step] = profile[:length]
    used[:, :-1] -= used[:, 1:].copy()
    return used


def _total_row(grid: Grid, offset: tuple[int, ...]) -> list[LimitRow]:
    if grid.total_limit is None:
        return []
    parts = [_differences(activity.total) for activity in grid.activities]
    coefficients = np.concatenate(parts).astype(np.int64)
    held = np.flatnonzero(coefficients)
    if not len(held):
        return []
    return [LimitRow(None, None, grid.total_unit, held, coefficients[held], grid.total_limit)]


def _differences(amounts: NDArray[np.float64] | Integers) -> NDArray[np.float64]:
    """From amounts by start to coefficients by step: Σ a[s] (y[s] − y[s−1]) = Σ (a[s] − a[s+1]) y[s]."""
    stepped = np.array(amounts, float)
    stepped[:-1] -= amounts[1:]
    return stepped
