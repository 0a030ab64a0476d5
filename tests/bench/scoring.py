"""Scoring and departments: the vectorised ways against the plain ones, and how they grow."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from maturity.methods.departments import kruskal_wallis
from maturity.methods.scoring import Ballot, score
from tests.bench.table import Row, seconds
from tests.reference import departments as plain

PERMUTATIONS = 2000


def groups_of(people: int) -> list[list[int]]:
    """Five departments with their people's rungs."""
    rungs = np.random.default_rng(0).integers(1, 6, size=(5, people // 5))
    return [[int(rung) for rung in group] for group in rungs]


def room(people: int) -> list[Ballot]:
    """As many people in five departments, three statements each."""
    rungs = np.random.default_rng(0).integers(1, 6, size=(people, 3))
    return [
        Ballot(f"P{person}", f"D{person % 5}", f"a.{statement}", int(rung))
        for person, row in enumerate(rungs)
        for statement, rung in enumerate(row)
    ]


def rows() -> Iterator[Row]:
    """The permutation test against a loop, then the growth of test and score with the people in the room."""
    groups = groups_of(40)
    fast = seconds(partial(kruskal_wallis, groups, permutations=PERMUTATIONS))
    slow = seconds(partial(plain.sampled_p, groups, 20, 0), repeats=3) * PERMUTATIONS / 20
    yield Row("Kruskal–Wallis by permutation, 40 people: plain loop ÷ ours", slow / fast, at_least=20)
    tests = {people: seconds(partial(kruskal_wallis, groups_of(people)), repeats=3) for people in (10, 100, 1000)}
    scores = {people: seconds(partial(score, room(people)), repeats=3) for people in (10, 100, 1000)}
    for larger in (100, 1000):
        yield Row(f"Kruskal–Wallis by permutation, {larger} people ÷ 10 people", tests[larger] / tests[10])
        yield Row(f"score of a dimension with its bootstrap, {larger} people ÷ 10 people", scores[larger] / scores[10])
