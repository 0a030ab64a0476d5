"""Who moved where between two rounds of voting, without saying who.

Two distributions stand side by side: how many chose each rung before, and how many after, of the whole room and of each
group of it. What they do not say is who went from which rung to which. That is the *flow* f(i → j): how many chose i in
the one round and j in the next. It is worth a picture: "five of the seven at Curious moved up to Player". But a flow
of one or two people tells each neighbour of theirs how they voted. So

    a flow of fewer than k people is not drawn,

and sums over flows (moved up, stayed, moved down) are told only where each of them is nobody or at least k.

*Not by subtraction either.* Let x(g, i, j) be how many of group g went from i to j; i and j may also be "don't know" or
"did not answer". A reader knows

    Σ_j x(g, i, j) and Σ_i x(g, i, j)      the distributions of each group, before and after
    Σ_g x(g, i, j)                         for each flow that is drawn; that others are below k
    Σ x                                    over those who moved up, stayed, moved down, where that is told

and that no x is negative. A fact about fewer than k people (x(g, i, j) is one or two; or the one or two of g who were
at i all moved up) is given away where it holds in every such table. That is an integer program: if the least value
that the fact's sum can take is above 0, it is certain. Facts that are certain from the distributions alone are no
news; if any other is, the smaller half of the drawn flows is given up, and so on until nothing is certain. Then what
can be told of the directions beside them is added: all three sums, or up and down, or how many stayed, or nothing.

Assumptions: the reader knows no more than what is shown in these two rounds, and whether all answered; one voter who
knows their own ballot still finds at least k − 1 others in everything that is drawn. Which flows were given up is
itself a hint, which is not looked at. In rooms of more than 100 the tables may hold parts of people, so a fact may once
in a while be taken for deniable that whole numbers would not deny.

Source: Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley, ch. 4 (secondary suppression; the
feasibility interval of a hidden cell, found by linear programming).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import require_rung
from maturity.methods.suppression import SMALLEST_GROUP, require_group_size

DONT_KNOW: Final = 0
WHOLE: Final = 100  # people: tables of more are tried with parts of people, which is many times faster
_SURELY: Final = 1e-6

Cell = tuple[str, int | None, int | None]
_Row = NDArray[np.float64]


@dataclass(frozen=True)
class Flow:
    """``people`` chose rung ``before`` in the one round and ``after`` in the next."""

    before: int
    after: int
    people: int


@dataclass(frozen=True)
class Movement:
    """What may be told of how those moved who chose a rung in both rounds: how many went ``up``, ``stayed``, went
    ``down``, None where that is not told; ``flows``: those that are drawn, the highest rung first. How many they were
    in all is not told: it would tell who did not know twice."""

    up: int | None
    stayed: int | None
    down: int | None
    flows: tuple[Flow, ...]

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.flows) or self.up is not None or self.stayed is not None


def movement(moves: Iterable[Cell], k: int = SMALLEST_GROUP) -> Movement | None:
    """What may be told of the moves between two rounds; None where fewer than ``k`` chose a rung in both.

    ``moves``: one a person: their group as it is shown (those only shown together are one group), what they chose
    before, and after: a rung 1–5, 0 for "don't know", None for no answer.

    Raises ``ValueError`` for what is not a rung, or k below 1.

    >>> movement([("", 2, 3)] * 4 + [("", 3, 3)] * 3)
    Movement(up=4, stayed=3, down=0, flows=(Flow(before=3, after=3, people=3), Flow(before=2, after=3, \
people=4)))
    """
    table = Counter(_checked(move) for move in moves)
    require_group_size(k)
    flows = _flows(table)
    if flows.total() < k:
        return None
    ways = {way: sum(count for pair, count in flows.items() if _way(*pair) == way) for way in (-1, 0, 1)}
    drawn, told = _publishable(table, {pair: count for pair, count in flows.items() if count >= k}, ways, k)
    down, stayed, up = (ways[way] if way in told else None for way in (-1, 0, 1))
    return Movement(up, stayed, down, tuple(Flow(*pair, flows[pair]) for pair in sorted(drawn, reverse=True)))


def _checked(move: Cell) -> Cell:
    group, before, after = move
    for each in (before, after):
        if each is not None and each != DONT_KNOW:
            require_rung(each)
    return group, before, after


def _flows(table: Counter[Cell]) -> Counter[tuple[int, int]]:
    """How many went from rung to rung, in all groups together."""
    flows: Counter[tuple[int, int]] = Counter()
    for (_group, before, after), count in table.items():
        if before and after:
            flows[before, after] += count
    return flows


def _way(before: int, after: int) -> int:
    """1 for up, 0 for stayed, −1 for down."""
    return (after > before) - (after < before)


def _publishable(
    table: Counter[Cell], drawn: Mapping[tuple[int, int], int], ways: Mapping[int, int], k: int
) -> tuple[Sequence[tuple[int, int]], tuple[int, ...]]:
    """The flows, and the directions whose sums are told, that give nobody away; as many flows as possible first."""
    reader = _Reader(table, k)
    kept, others_below = sorted(drawn, key=lambda pair: (-drawn[pair], pair)), k
    while kept and not reader.learns_nothing(kept, others_below=others_below):
        kept, others_below = kept[: len(kept) // 2], 0
    for told in ((-1, 0, 1), (-1, 1), (0,)):
        enough = all(ways[way] == 0 or ways[way] >= k for way in told)
        if enough and reader.learns_nothing(kept, told, others_below=others_below if kept else 0):
            return kept, told
    return kept, ()


class _Reader:
    """What somebody can work out who sees the distributions of every group, and more that is published."""

    def __init__(self, table: Counter[Cell], k: int) -> None:
        self.cells = _possible(table)
        self.counts = np.array([table[cell] for cell in self.cells], dtype=float)
        seen: dict[tuple[str, str, int], list[int]] = {}
        for place, (group, before, after) in enumerate(self.cells):
            for when, rung in (("before", before), ("after", after)):
                if rung is not None:
                    seen.setdefault((when, group, rung), []).append(place)
        self.seen = [self._row(places) for places in seen.values()]
        secrets = [self._row(places) for places in self._facts() if 0 < self.counts[list(places)].sum() < k]
        known = set(self._certain(secrets, self.seen, []))
        self.secrets = [fact for place, fact in enumerate(secrets) if place not in known]

    def _row(self, places: Iterable[int]) -> _Row:
        """1 at each of these cells, 0 at the others."""
        row = np.zeros(len(self.cells))
        row[list(places)] = 1.0
        return row

    def _facts(self) -> Iterable[tuple[int, ...]]:
        """Who went where in each group and in the room, and which way those of each group's rung went, as cells."""
        facts: dict[tuple[object, ...], list[int]] = {}
        for place, (group, before, after) in enumerate(self.cells):
            facts[group, before, after] = [place]
            facts.setdefault((before, after), []).append(place)
            if before and after:
                facts.setdefault(("way", group, before, _way(before, after)), []).append(place)
        return sorted({tuple(places) for places in facts.values()})

    def learns_nothing(
        self, drawn: Iterable[tuple[int, int]], told: Iterable[int] = (), *, others_below: int = 0
    ) -> bool:
        """Whether every fact worth hiding can still be denied beside these flows and the sums of these directions.

        ``others_below``: the reader knows that every flow not drawn has fewer people; 0: they know nothing of them.
        """
        flows: dict[tuple[int, int], list[int]] = {}
        for place, (_group, before, after) in enumerate(self.cells):
            if before and after:
                flows.setdefault((before, after), []).append(place)
        sums = [*self.seen, *(self._row(flows[pair]) for pair in drawn)]
        sums += [self._row(p for pair, each in flows.items() if _way(*pair) == way for p in each) for way in told]
        others = [self._row(flows[pair]) for pair in sorted(flows.keys() - set(drawn))] if others_below else []
        return next(self._certain(self.secrets, sums, [(row, others_below - 1) for row in others]), None) is None

    def _certain(self, facts: Sequence[_Row], sums: Sequence[_Row], below: Sequence[tuple[_Row, int]]) -> Iterator[int]:
        """The places of those facts that hold in every table with the same ``sums``.

        One table often denies many facts, so all that are left are tried together first, then one at a time.
        """
        left = list(range(len(facts)))
        while left:
            together = self._least(np.sum([facts[place] for place in left], axis=0), sums, below)
            undenied = [place for place in left if facts[place] @ together > _SURELY]
            if len(undenied) == len(left):
                alone = self._least(facts[left[0]], sums, below)
                if facts[left[0]] @ alone > _SURELY:
                    yield left[0]
                undenied = [place for place in left[1:] if facts[place] @ alone > _SURELY]
            left = undenied

    def _least(self, fact: _Row, sums: Sequence[_Row], below: Sequence[tuple[_Row, int]]) -> _Row:
        """The table with these sums in which ``fact`` sums to least."""
        from scipy.optimize import linprog  # starting a server must not wait for it

        fixed = np.array(sums)
        found = linprog(
            fact,
            A_ub=np.array([row for row, _most in below]) if below else None,
            b_ub=[most for _row, most in below] or None,
            A_eq=fixed,
            b_eq=fixed @ self.counts,
            method="highs",
            integrality=1 if self.counts.sum() <= WHOLE else 0,
        )
        if found.x is None:
            raise ArithmeticError(f"the table itself was not found: {found.message}")
        table: _Row = found.x
        return table


def _possible(table: Counter[Cell]) -> list[Cell]:
    """Where anybody can have been: of what their group chose before and after. Where somebody was silent in a round,
    any other might have been instead; where nobody was, the room has seen that all answered twice."""
    befores, afters = {(cell[0], cell[1]) for cell in table}, {(cell[0], cell[2]) for cell in table}
    groups = {cell[0] for cell in table}
    if any(None in cell for cell in table):
        befores |= {(group, None) for group in groups}
        afters |= {(group, None) for group in groups}
    return sorted(
        (
            (group, before, after)
            for group, before in befores
            for other, after in afters
            if group == other and (before is not None or after is not None)
        ),
        key=lambda cell: (cell[0], -1 if cell[1] is None else cell[1], -1 if cell[2] is None else cell[2]),
    )
