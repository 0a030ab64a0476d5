"""Who can never run beside whom.

Two activities exclude each other where one comes after the other, or where together they need more of a resource than
there ever is. In a set of activities of which each excludes each (a clique) at most one runs at a time:

    Σ_{i in clique} (y[i, t] − y[i, t − duration i]) ≤ 1      for every period t

Capacity alone does not say that in fractions: of two activities that need 6 of 10 each, the relaxation runs five
sixths at once. Where demands are large beside capacity, as with a department of three people, these rows take away
much of the distance between the linear bound and the best plan. Cliques are listed by C. Bron and J. Kerbosch,
*Communications of the ACM* 16 (1973) 575–577, with a pivot; for scheduling see P. Brucker and S. Knust, *European
Journal of Operational Research* 149 (2003) 302–313.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .grid import Grid, GridActivity

# Listing all cliques may take for ever; so many are enough to tighten a bound. Where there are many activities, each is
# small beside capacity and few exclude each other.
MOST_CLIQUES = 2000
MOST_ACTIVITIES = 300


def cliques(grid: Grid) -> list[tuple[int, ...]]:
    """Largest sets of activities that exclude each other, each of at least two; the first `MOST_CLIQUES` of them."""
    if len(grid.activities) > MOST_ACTIVITIES:
        return []
    excluded = _exclusions(grid)
    found = _maximal(set(), {index for index, others in enumerate(excluded) if others}, set(), excluded)
    return list(islice(found, MOST_CLIQUES))


def clique_rows(grid: Grid, offset: tuple[int, ...], size: int, found: Sequence[tuple[int, ...]]) -> sparse.csr_array:
    """The rows Σ (y[i, t] − y[i, t − duration i]) ≤ 1 over `size` columns, for each clique and period."""
    count = 0
    rows: list[int] = []
    columns: list[int] = []
    entries: list[float] = []
    for clique in found:
        for period in range(grid.horizon):
            held = [entry for index in clique for entry in running(grid.activities[index], offset[index], period)]
            if len({column for column, _ in held}) < 2:
                continue
            rows.extend([count] * len(held))
            columns.extend(column for column, _ in held)
            entries.extend(entry for _, entry in held)
            count += 1
    return sparse.csr_array((entries, (rows, columns)), shape=(count, size))


def running(activity: GridActivity, place: int, period: int) -> list[tuple[int, float]]:
    """Columns and signs whose sum is 1 while the activity runs in a period; none where it cannot."""
    count = activity.last - activity.first + 1
    latest = min(period - activity.first, count - 1)
    over = period - activity.duration - activity.first
    if count < 1 or latest < 0 or over >= count - 1 or not activity.duration:
        return []
    return [(place + latest, 1.0)] + ([(place + over, -1.0)] if over >= 0 else [])


def _exclusions(grid: Grid) -> list[set[int]]:
    works = np.array([activity.duration > 0 and activity.fits for activity in grid.activities])
    clash = _too_much_together(grid)
    for index, earlier in enumerate(_all_before(grid)):
        clash[index, list(earlier)] = clash[list(earlier), index] = True
    clash &= works & works[:, None]
    np.fill_diagonal(clash, val=False)
    return [set(np.flatnonzero(row).tolist()) for row in clash]


def _too_much_together(grid: Grid) -> NDArray[np.bool_]:
    """Pairs that need more of a resource than its highest capacity; the budget has no steady need."""
    steady = np.zeros((len(grid.names), len(grid.activities)), np.int64)
    for index, activity in enumerate(grid.activities):
        for place, row in enumerate(activity.rows):
            if grid.names[row] is not None and activity.duration:
                steady[row, index] = activity.block[place, 0]
    clash = np.zeros((len(grid.activities),) * 2, bool)
    for needs, limits in zip(steady, grid.limits, strict=True):
        clash |= (needs[:, None] + needs > limits.max()) & (needs[:, None] > 0) & (needs > 0)
    return clash


def _all_before(grid: Grid) -> list[set[int]]:
    earlier: list[set[int]] = []
    for activity in grid.activities:
        earlier.append(set(activity.before).union(*(earlier[other] for other in activity.before)))
    return earlier


def _maximal(chosen: set[int], able: set[int], seen: set[int], excluded: list[set[int]]) -> Iterator[tuple[int, ...]]:
    """Bron and Kerbosch: what of `able` extends `chosen`, without what `seen` has led to already."""
    if not able and not seen:
        if len(chosen) > 1:
            yield tuple(sorted(chosen))
        return
    pivot = max(sorted(able | seen), key=lambda one: len(excluded[one] & able))
    for index in sorted(able - excluded[pivot]):
        yield from _maximal(chosen | {index}, able & excluded[index], seen & excluded[index], excluded)
        able = able - {index}
        seen = seen | {index}
