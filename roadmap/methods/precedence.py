"""What must come before what.

Items and the items that each comes after form a directed graph. A plan exists only where the graph has no cycle, and
then the items can be put in an order in which each follows all that it needs (a topological order). With a duration per
item, the longest chain through the graph is the critical path: no plan is shorter, however many hands there are, and an
item off that path has slack, the time by which it may slip without moving the end.

Where a cycle stands in the way, one of the shortest is named: the fewest links to look at, one of which must go. The
critical path may change hands as soon as it is shortened; so the longest chains stand beside it, the next longest with
how much time they have left.

Graphs are mappings from each key to the keys that it comes after; every key that is named must be in the mapping.
Where several orders are possible, items keep the order of the mapping, so that answers repeat.

Limits: precedence alone. Who does the work, and what else they do, `scheduling` knows.

Sources: A. B. Kahn, "Topological sorting of large networks", *Communications of the ACM* 5 (1962) 558–562;
J. E. Kelley, "Critical-path planning and scheduling: mathematical basis", *Operations Research* 9 (1961) 296–320.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


class CycleError(ValueError):
    """Items that wait for each other: `keys` in order, each after the next one, the last after the first.

    There is no shorter cycle in the graph.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__("these wait for each other: " + " → ".join([*keys, keys[0]]))


@dataclass(frozen=True)
class CriticalPath:
    """Times that follow from precedence alone; all in the unit of the durations.

    `keys` is one longest chain, first to last; `length` its duration. `earliest` and `latest` starts keep the end at
    `length`; `slack` is their difference.
    """

    keys: tuple[str, ...]
    length: int
    earliest: Mapping[str, int]
    latest: Mapping[str, int]

    @property
    def slack(self) -> Mapping[str, int]:
        return {key: self.latest[key] - start for key, start in self.earliest.items()}


@dataclass(frozen=True)
class Chain:
    """Items each after the one before it, from one that waits for nothing to one that nothing waits for.

    `length`: their durations together; `slack`: by how much that is less than the longest chain's.
    """

    keys: tuple[str, ...]
    length: int
    slack: int


def topological_order(after: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The keys in an order in which each follows all that it comes after.

    ValueError where a key comes after one that is not in the mapping; `CycleError` (a ValueError) where items wait for
    each other.

    >>> topological_order({"portal": ["login"], "login": [], "mail": []})
    ('login', 'mail', 'portal')
    """
    needs = _needs(after)
    followers = _followers(needs)
    waiting = {key: len(earlier) for key, earlier in needs.items()}
    ready = deque(key for key, count in waiting.items() if count == 0)
    order = []
    while ready:
        key = ready.popleft()
        order.append(key)
        for follower in followers[key]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)
    if len(order) < len(needs):
        raise CycleError(_cycle_among({key: needs[key] for key, count in waiting.items() if count}))
    return tuple(order)


def ancestors(after: Mapping[str, Iterable[str]], key: str) -> frozenset[str]:
    """All that must be done before `key`, directly or through others. ValueError on an unknown key.

    >>> sorted(ancestors({"a": [], "b": ["a"], "c": ["b"]}, "c"))
    ['a', 'b']
    """
    return _reach(_needs(after), key)


def descendants(after: Mapping[str, Iterable[str]], key: str) -> frozenset[str]:
    """All that waits for `key`, directly or through others. ValueError on an unknown key.

    >>> sorted(descendants({"a": [], "b": ["a"], "c": ["b"]}, "a"))
    ['b', 'c']
    """
    return _reach(_followers(_needs(after)), key)


def critical_path(durations: Mapping[str, int], after: Mapping[str, Iterable[str]]) -> CriticalPath:
    """The longest chain, and each item's earliest and latest start.

    Both mappings have the same keys; durations are at least 0. ValueError where they do not, where there is nothing,
    and as in `topological_order`.

    >>> path = critical_path({"a": 2, "b": 3, "c": 1}, {"a": [], "b": ["a"], "c": ["a"]})
    >>> path.keys, path.length, path.slack["c"]
    (('a', 'b'), 5, 2)
    """
    needs = _needs(after)
    _check_durations(durations, needs)
    order = topological_order(needs)
    earliest: dict[str, int] = {}
    for key in order:
        earliest[key] = max((earliest[before] + durations[before] for before in needs[key]), default=0)
    length = max(earliest[key] + durations[key] for key in order)
    latest: dict[str, int] = {}
    followers = _followers(needs)
    for key in reversed(order):
        latest[key] = min((latest[follower] for follower in followers[key]), default=length) - durations[key]
    in_given_order = {key: earliest[key] for key in needs}
    return CriticalPath(_longest_chain(needs, durations, earliest, length), length, in_given_order, latest)


def longest_chains(
    durations: Mapping[str, int], after: Mapping[str, Iterable[str]], most: int = 3
) -> tuple[Chain, ...]:
    """The `most` longest chains, the longest first; fewer where the graph has fewer. Ties in the order of the mapping.

    Arguments and errors as in `critical_path`; ValueError also where `most` is below 1.

    >>> [chain.keys for chain in longest_chains({"a": 2, "b": 3, "c": 1}, {"a": [], "b": ["a"], "c": ["a"]})]
    [('a', 'b'), ('a', 'c')]
    """
    if most < 1:
        raise ValueError(f"at least one chain must be asked for, got {most}")
    needs = _needs(after)
    _check_durations(durations, needs)
    # The longest chains to an item go through the longest ones to what it comes after: `most` of each are enough.
    best: dict[str, list[_Reversed]] = {}
    for key in topological_order(needs):
        before = [chain for earlier in needs[key] for chain in best[earlier]] or [(0, None)]
        longest = sorted(before, key=lambda chain: -chain[0])[:most]
        best[key] = [(length + durations[key], (key, rest)) for length, rest in longest]
    followers = _followers(needs)
    whole = [chain for key in needs if not followers[key] for chain in best[key]]
    chosen = sorted(whole, key=lambda chain: -chain[0])[:most]
    return tuple(Chain(_forwards(rest), length, chosen[0][0] - length) for length, rest in chosen)


_Link = tuple[str, Any] | None
_Reversed = tuple[int, _Link]


def _forwards(link: _Link) -> tuple[str, ...]:
    keys = []
    while link is not None:
        key, link = link
        keys.append(key)
    return tuple(reversed(keys))


def _longest_chain(
    needs: Mapping[str, tuple[str, ...]], durations: Mapping[str, int], earliest: Mapping[str, int], length: int
) -> tuple[str, ...]:
    key = next(key for key in needs if earliest[key] + durations[key] == length)
    chain = [key]
    while needs[key]:
        key = next(before for before in needs[key] if earliest[before] + durations[before] == earliest[key])
        chain.append(key)
    return tuple(reversed(chain))


def _check_durations(durations: Mapping[str, int], needs: Mapping[str, tuple[str, ...]]) -> None:
    if not needs:
        raise ValueError("there are no items")
    odd = sorted(durations.keys() ^ needs.keys())
    if odd:
        raise ValueError(f"durations and precedence must have the same keys, these are in one only: {', '.join(odd)}")
    for key, duration in durations.items():
        if not duration >= 0:
            raise ValueError(f"the duration of {key!r} must be at least 0, got {duration}")


def _needs(after: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    needs = {}
    for key, earlier in after.items():
        if isinstance(earlier, str):
            message = f"what {key!r} comes after must be a collection of keys, got the text {earlier!r}"
            raise ValueError(message)
        needs[key] = tuple(dict.fromkeys(earlier))
        unknown = [before for before in needs[key] if before not in after]
        if unknown:
            raise ValueError(f"{key!r} comes after {unknown[0]!r}, which is not among the items")
    return needs


def _followers(needs: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    followers: dict[str, list[str]] = {key: [] for key in needs}
    for key, earlier in needs.items():
        for before in earlier:
            followers[before].append(key)
    return followers


def _reach(graph: Mapping[str, Iterable[str]], key: str) -> frozenset[str]:
    if key not in graph:
        raise ValueError(f"{key!r} is not among the items")
    reached: set[str] = set()
    pending = list(graph[key])
    while pending:
        following = pending.pop()
        if following not in reached:
            reached.add(following)
            pending.extend(graph[following])
    return frozenset(reached)


def _cycle_among(needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """One of the shortest cycles: the shortest way from each item back to itself, and the shortest of these."""
    within = {key: [before for before in earlier if before in needs] for key, earlier in needs.items()}
    shortest: tuple[str, ...] = ()
    for key in within:
        way = _way_back(within, key, len(shortest) or len(within) + 1)
        shortest = way or shortest
        if len(shortest) == 1:
            break
    return shortest


def _way_back(needs: Mapping[str, list[str]], start: str, shorter_than: int) -> tuple[str, ...]:
    """The shortest walk from `start` through what each needs back to it, breadth first; empty where none is shorter."""
    came_from: dict[str, str] = {}
    ring = [start]
    for _step in range(shorter_than - 1):
        following = []
        for key in ring:
            for before in needs[key]:
                if before == start:
                    return _walked(came_from, start, key)
                if before not in came_from:
                    came_from[before] = key
                    following.append(before)
        ring = following
    return ()


def _walked(came_from: Mapping[str, str], start: str, key: str) -> tuple[str, ...]:
    walk = [key]
    while walk[-1] != start:
        walk.append(came_from[walk[-1]])
    return tuple(reversed(walk))
