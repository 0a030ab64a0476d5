"""Which groups may be shown without giving anybody away?

A mean over two people tells each of them what the other said; so groups of fewer than k people are not shown on their
own, only as part of the whole. That is not enough: whole minus all shown groups = what is hidden, and if only one
small group is hidden, a subtraction brings it back (*differencing*). Therefore what is hidden must, taken together,
also be at least k people; if it is not, the smallest of the shown groups is hidden with it (*complementary
suppression*).

*Why that is enough.* The shown groups G_1 … G_m are disjoint and R is the hidden rest. From sums over G_1, …, G_m and
the whole, linear algebra can reach the sums over G_1, …, G_m and R and their combinations, nothing finer; each holds
at least k people.

*Several tables.* Two groupings of the same people (department and site), or a table with totals over several questions,
tell more than each alone: Sales in Malmö is what Sales and Malmö have in common. Then the figures are looked at
together. Every published figure is a weighted sum over cells, a cell being people who are treated alike by all figures;
what a reader can work out is every combination of figures, the row space of the matrix A (figures × cells). A figure
about a set T of people, and nobody else, can be worked out when some combination is 0 on all other cells. With an
orthonormal basis Q of the row space and Q_T its columns for the cells within T,

    some combination lives on T alone  ⇔  the largest singular value of Q_T is 1

It is enough to try every T of fewer than k people that is a union of cells (``reached``). ``suppress_together`` hides
groups until nothing is reached.

Assumptions: a person is in one group of a table only; nothing else about the hidden groups is published than what was
looked at together. A group in which all answered alike still tells what each of them said, whatever its size.

Sources: Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley, ch. 4 (primary and secondary suppression,
linked tables).
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import number_or_nan

SMALLEST_GROUP: Final = 3
_EXACT: Final = 1e-9

_Group = tuple[str, str]


@dataclass(frozen=True)
class Suppression:
    """``shown``: groups that may be shown on their own, in the order given. ``hidden``: groups with people in them
    that are shown only as part of the whole. ``whole``: whether the whole may be shown. Empty groups are in
    neither."""

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    whole: bool


def suppress(counts: Mapping[str, int], k: int = SMALLEST_GROUP, *, also_hide: Collection[str] = ()) -> Suppression:
    """Decide which groups may be shown beside the whole, so that nothing about fewer than ``k`` people can be worked
    out.

    ``counts``: people per group, disjoint groups; ``k``: fewest people that may be described, at least 1;
    ``also_hide``: groups that must be hidden whatever their size, because another table hides a part of them.

    Among groups of equal size the one whose name comes last is hidden first, so that the answer is always the same.
    Where the whole itself has fewer than ``k`` people nothing is shown at all.

    Raises ``ValueError`` for a count that is negative or not whole, k below 1, or an unknown group in ``also_hide``.

    >>> suppress({"Sales": 6, "IT": 4, "Legal": 1})
    Suppression(shown=('Sales',), hidden=('IT', 'Legal'), whole=True)
    >>> suppress({"Sales": 6, "IT": 2, "Legal": 1}).shown
    ('Sales',)
    """
    _check(counts, k, also_hide)
    people = {group: int(count) for group, count in counts.items() if count > 0}
    whole = sum(people.values()) >= k
    hidden = {group for group, count in people.items() if count < k or group in also_hide or not whole}
    for group in sorted(people.keys() - hidden, key=lambda group: (-people[group], group), reverse=True):
        if not 0 < sum(people[each] for each in hidden) < k:
            break
        hidden.add(group)
    return Suppression(
        shown=tuple(group for group in people if group not in hidden),
        hidden=tuple(group for group in people if group in hidden),
        whole=whole,
    )


def suppress_together(
    tables: Mapping[str, Mapping[str, Collection[str]]], k: int = SMALLEST_GROUP
) -> dict[str, Suppression]:
    """Decide which groups of several tables over the same people may be shown beside each other and the whole.

    ``tables[table][group]``: the keys of its people; a person is in at most one group of a table. ``k`` as in
    ``suppress``.

    Each table is first suppressed on its own. While linear algebra over all that is shown still reaches fewer than k
    people, the smallest shown group with any of them in it is given up (of equals the last by name); then those given
    up are taken back, the largest first, where nobody is reached with them. So no group is hidden without need, though
    another choice might show more.

    Raises ``ValueError`` as ``suppress``, and for a person in two groups of a table.

    >>> sites = {"Malmö": ["a", "b", "c", "d"], "Odense": ["e", "f", "g"]}
    >>> teams = {"IT": ["a", "b", "c"], "Sales": ["d", "e", "f", "g"]}
    >>> found = suppress_together({"site": sites, "team": teams})
    >>> found["site"].shown, found["team"].shown
    (('Malmö', 'Odense'), ())
    """
    members = {
        (table, group): frozenset(people) for table, groups in tables.items() for group, people in groups.items()
    }
    everybody = frozenset().union(*members.values())
    _check_disjoint(tables)
    alone = {
        table: suppress({group: len(set(people)) for group, people in groups.items()}, k)
        for table, groups in tables.items()
    }
    shown = {(table, group) for table, found in alone.items() for group in found.shown}
    kept, given_up = _without_exposing(everybody, {each: members[each] for each in shown}, k)
    for each in sorted(given_up, key=lambda each: (-len(members[each]), each)):
        if _reached_by([everybody, *(members[other] for other in kept), members[each]], k) is None:
            kept.add(each)
    return {
        table: Suppression(
            shown=tuple(group for group, people in groups.items() if people and (table, group) in kept),
            hidden=tuple(group for group, people in groups.items() if people and (table, group) not in kept),
            whole=len(everybody) >= k,
        )
        for table, groups in tables.items()
    }


def reached(
    figures: Sequence[Mapping[str, float]], people: Mapping[str, Collection[str]], k: int = SMALLEST_GROUP
) -> frozenset[str] | None:
    """The fewest people, fewer than ``k``, about whom alone something can be worked out from all figures together;
    ``None`` where there are none.

    ``figures``: each the weights of the cells that it sums or averages; a cell that is not named has weight 0.
    ``people``: the keys of the people in each cell; a person may be in several (with answers to several questions).

    Raises ``ValueError`` for a cell without people, a weight that is not a finite number, or k below 1.

    >>> answers = {"s1": ["a", "b", "c"], "s2": ["a", "b"]}
    >>> sorted(reached([{"s1": 1}, {"s1": 0.5, "s2": 0.5}], answers))
    ['a', 'b']
    >>> reached([{"s1": 0.5, "s2": 0.5}], answers) is None
    True
    """
    require_group_size(k)
    owners = {cell: frozenset(keys) for cell, keys in people.items()}
    names = list(owners)
    matrix = np.array([[_weight(figure, cell) for cell in names] for figure in figures]).reshape(
        len(figures), len(names)
    )
    for figure in figures:
        unknown = next((cell for cell in figure if not owners.get(cell)), None)
        if unknown is not None:
            raise ValueError(f"cell {unknown!r} has no people")
    candidates = sorted(_unions([owners[cell] for cell in names if owners[cell]], int(k)), key=_by_size)
    if not candidates:
        return None
    alike = _row_space(matrix)
    for few in candidates:
        inside = [place for place, cell in enumerate(names) if owners[cell] <= few]
        if np.linalg.eigvalsh(alike[np.ix_(inside, inside)])[-1] > 1 - _EXACT:
            return few
    return None


def publishable(
    figures: Sequence[Mapping[str, float]],
    people: Mapping[str, Collection[str]],
    k: int = SMALLEST_GROUP,
    *,
    beside: Sequence[Mapping[str, float]] = (),
) -> tuple[bool, ...]:
    """Which of the figures may be published, in the order given, so that ``reached`` finds nobody.

    ``figures`` and ``people`` as in ``reached``, the most important figure first: each is taken where it does no harm
    with those before it. ``beside``: figures that are published in any case; where these reach somebody already, no
    other is added.

    Raises ``ValueError`` as ``reached``.

    >>> answers = {"s1": ["a", "b", "c"], "s2": ["a", "b", "c"], "s3": ["a", "b"]}
    >>> publishable([{"s1": 1}, {"s2": 1}, {"s3": 1}], answers, beside=[dict.fromkeys(answers, 1)])
    (True, False, False)
    """
    taken = list(beside)
    allowed = []
    for figure in figures:
        allowed.append(reached([*taken, figure], people, k) is None)
        if allowed[-1]:
            taken.append(figure)
    return tuple(allowed)


def _weight(figure: Mapping[str, float], cell: str) -> float:
    weight = number_or_nan(figure.get(cell, 0))
    if not math.isfinite(weight):
        raise ValueError(f"cell {cell!r} has the weight {figure[cell]!r}: expected a finite number")
    return weight


def _row_space(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """QᵀQ, the projection on what combinations of the figures can be."""
    _, sizes, rows = np.linalg.svd(matrix, full_matrices=False)
    basis = rows[sizes > _EXACT * max(1.0, *sizes)] if len(sizes) else rows
    projection: NDArray[np.float64] = basis.T @ basis
    return projection


def _unions(groups: Collection[frozenset[str]], k: int) -> set[frozenset[str]]:
    """Every union of the groups that has fewer than k people."""
    small = {group for group in groups if len(group) < k}
    found, newest = set(small), set(small)
    while newest:
        newest = {one | other for one in newest for other in small if len(one | other) < k} - found
        found |= newest
    return found


def _by_size(people: frozenset[str]) -> tuple[int, list[str]]:
    return len(people), sorted(people)


def _reached_by(sums: Sequence[frozenset[str]], k: int) -> frozenset[str] | None:
    """As ``reached`` for plain sums over sets of people: cells are those who are in the same sums."""
    cells: dict[tuple[int, ...], set[str]] = {}
    for person in sorted(frozenset().union(*sums)):
        cells.setdefault(tuple(place for place, each in enumerate(sums) if person in each), set()).add(person)
    people = {str(pattern): keys for pattern, keys in cells.items()}
    figures = [{str(pattern): 1.0 for pattern in cells if place in pattern} for place in range(len(sums))]
    return reached(figures, people, k)


def _without_exposing(
    everybody: frozenset[str], members: Mapping[_Group, frozenset[str]], k: int
) -> tuple[set[_Group], set[_Group]]:
    """The groups that remain, and those given up, until the sums over them and the whole reach fewer than k no more."""
    kept: set[_Group] = set(members)
    while kept and (exposed := _reached_by([everybody, *(members[each] for each in kept)], k)):
        touching = [each for each in kept if members[each] & exposed] or list(kept)
        kept.remove(min(sorted(touching, reverse=True), key=lambda each: len(members[each])))
    return kept, set(members) - kept


def _check_disjoint(tables: Mapping[str, Mapping[str, Collection[str]]]) -> None:
    for table, groups in tables.items():
        group_of: dict[str, str] = {}
        for group, people in groups.items():
            for person in people:
                if group_of.setdefault(person, group) != group:
                    raise ValueError(f"{person!r} is in two groups of {table!r}: {group_of[person]!r} and {group!r}")


def require_group_size(k: int) -> int:
    """The fewest people that may be described; ``ValueError`` unless it is a whole number of at least 1.

    >>> require_group_size(3)
    3
    """
    if not (1 <= number_or_nan(k) < math.inf and number_or_nan(k).is_integer()):
        raise ValueError(f"the smallest group is a whole number of at least 1, not {k!r}")
    return int(k)


def _check(counts: Mapping[str, int], k: int, also_hide: Collection[str]) -> None:
    require_group_size(k)
    for group, count in counts.items():
        if not (0 <= number_or_nan(count) < math.inf and number_or_nan(count).is_integer()):
            raise ValueError(f"group {group!r} has {count!r} people: expected a whole number, not negative")
    unknown = [group for group in also_hide if group not in counts]
    if unknown:
        raise ValueError(f"unknown group {unknown[0]!r}")
