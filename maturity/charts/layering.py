"""Where the things of a directed graph stand so that it reads from left to right: columns, order in them, heights.

The steps are Sugiyama's (Sugiyama, K., Tagawa, S. & Toda, M. 1981, IEEE Transactions on Systems, Man and Cybernetics
11, 109–125): turn round the ties that close a circle, put every thing right of what leads to it, give long ties a
place in each column that they cross, order the columns so that ties cross seldom, then move things level with their
neighbours. Circles are broken where least flows back (Eades, P., Lin, X. & Smyth, W. F. 1993, Information Processing
Letters 47, 319–323). Everything is decided by the figures and the given sequence: the same graph, the same picture.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Arc = tuple[str, str]
Slot = tuple[str, int]
SWEEPS = 12
SETTLING = 40


def flow_order(names: Sequence[str], weights: Mapping[Arc, float]) -> list[str]:
    """The names so that little flows back: sinks last, sources first, else whoever sends most more than they receive.

    >>> flow_order(["Phone", "Web", "Search"], {("Search", "Web"): 9, ("Web", "Phone"): 3, ("Phone", "Web"): 1})
    ['Search', 'Web', 'Phone']
    """
    left, first, last = list(names), [], []
    while left:
        inside = {arc: weight for arc, weight in weights.items() if arc[0] in left and arc[1] in left}
        senders, receivers = {origin for origin, _ in inside}, {target for _, target in inside}
        if sink := next((name for name in reversed(left) if name not in senders), None):
            last.append(sink)
            left.remove(sink)
            continue
        source = next((name for name in left if name not in receivers), None)
        chosen = source or max(left, key=lambda name: balance(name, inside))
        first.append(chosen)
        left.remove(chosen)
    return first + last[::-1]


def balance(name: str, weights: Mapping[Arc, float]) -> float:
    """What a thing sends less what it receives."""
    return sum(weight * ((origin == name) - (target == name)) for (origin, target), weight in weights.items())


def columns_of(names: Sequence[str], weights: Mapping[Arc, float]) -> dict[str, int]:
    """The column of each name, from 0: right of what leads to it; what nothing leads to is near its targets.

    >>> columns_of(["Search", "Web", "SMS", "App"], {("Search", "Web"): 9, ("Web", "App"): 3, ("SMS", "App"): 1})
    {'Search': 0, 'Web': 1, 'SMS': 1, 'App': 2}
    """
    rank = {name: place for place, name in enumerate(flow_order(names, weights))}
    onward = {(a, b) if rank[a] < rank[b] else (b, a) for a, b in weights}
    column = dict.fromkeys(names, 0)
    for name in sorted(names, key=rank.__getitem__):
        column[name] = max((column[origin] + 1 for origin, target in onward if target == name), default=0)
    reached = {target for _, target in onward}
    for name in names:
        if name not in reached:
            column[name] = min((column[target] - 1 for origin, target in onward if origin == name), default=0)
    return column


def steps_of(arc: Arc, column: Mapping[str, int]) -> list[Slot]:
    """A tie as the slots that it passes from left to right; between its ends they carry the tie's own name.

    >>> steps_of(("Search", "Phone"), {"Search": 0, "Phone": 2})
    [('Search', 0), ('Search > Phone', 1), ('Phone', 2)]
    """
    left, right = sorted(arc, key=column.__getitem__)
    between = [(" > ".join(arc), number) for number in range(column[left] + 1, column[right])]
    return [(left, column[left]), *between, (right, column[right])]


def ordered(names: Sequence[str], ways: Iterable[Sequence[Slot]], column: Mapping[str, int]) -> list[list[Slot]]:
    """The slots of each column from top to bottom, so that few ties cross (barycentres, the best of some sweeps)."""
    ways = list(ways)
    rows: list[list[Slot]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for slot in dict.fromkeys([(name, column[name]) for name in names] + [slot for way in ways for slot in way]):
        rows[slot[1]].append(slot)
    pairs = [pair for way in ways for pair in pairwise(way)]
    best, fewest = [list(row) for row in rows], crossings(rows, pairs)
    for sweep in range(SWEEPS):
        beside = neighbours(pairs, from_left=sweep % 2 == 0)
        for number in range(len(rows)) if sweep % 2 == 0 else reversed(range(len(rows))):
            place = {slot: at for row in rows for at, slot in enumerate(row)}
            rows[number].sort(key=lambda slot: mean([place[each] for each in beside.get(slot, [])], place[slot]))
        if (count := crossings(rows, pairs)) < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


def neighbours(pairs: Iterable[tuple[Slot, Slot]], *, from_left: bool) -> dict[Slot, list[Slot]]:
    found: dict[Slot, list[Slot]] = {}
    for left, right in pairs:
        here, there = (right, left) if from_left else (left, right)
        found.setdefault(here, []).append(there)
    return found


def mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def crossings(rows: Sequence[Sequence[Slot]], pairs: Iterable[tuple[Slot, Slot]]) -> int:
    """How often ties cross between neighbouring columns."""
    place = {slot: at for row in rows for at, slot in enumerate(row)}
    between: dict[int, list[tuple[int, int]]] = {}
    for left, right in pairs:
        between.setdefault(left[1], []).append((place[left], place[right]))
    count = 0
    for ends in between.values():
        passed: list[int] = []
        for _, right_end in sorted(ends):
            count += len(passed) - bisect_right(passed, right_end)
            insort(passed, right_end)
    return count


def heights(
    rows: Sequence[Sequence[Slot]], ways: Iterable[Sequence[Slot]], size: Mapping[Slot, float], gap: float
) -> dict[Slot, float]:
    """The middle of each slot, level with its neighbours as far as ``size`` and ``gap`` allow; the top is 0."""
    beside: dict[Slot, list[Slot]] = {}
    for way in ways:
        for left, right in pairwise(way):
            beside.setdefault(left, []).append(right)
            beside.setdefault(right, []).append(left)
    middle: dict[Slot, float] = {}
    for row in rows:
        middle.update(zip(row, spread([0.0] * len(row), [size[slot] for slot in row], gap), strict=True))
    for _ in range(SETTLING):
        for row in rows:
            wanted = [mean([middle[each] for each in beside.get(slot, [])], middle[slot]) for slot in row]
            middle.update(zip(row, spread(wanted, [size[slot] for slot in row], gap), strict=True))
    top = min((middle[slot] - size[slot] / 2 for slot in middle), default=0.0)
    return {slot: at - top for slot, at in middle.items()}


def spread(wanted: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Middles in the given sequence that do not overlap and are nearest to those wanted, by least squares.

    Moving each by what must lie above it makes it an isotonic regression, solved by pooling neighbours in conflict.

    >>> spread([10, 10, 50], [20, 20, 20], gap=4)
    [-2.0, 22.0, 50.0]
    """
    offsets = [0.0]
    for above, below in pairwise(sizes):
        offsets.append(offsets[-1] + (above + below) / 2 + gap)
    pools: list[tuple[float, int]] = []
    for aim, offset in zip(wanted, offsets, strict=False):
        total, count = aim - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            above_total, above_count = pools.pop()
            total, count = total + above_total, count + above_count
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [at + offset for at, offset in zip(level, offsets, strict=False)]
