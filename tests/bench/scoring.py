"""Scoring and departments: the vectorised ways against the plain ones, how they grow, and how often the interval of a
mean holds the truth."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from maturity.methods.departments import kruskal_wallis
from maturity.methods.scoring import CountedBallot, score
from tests.bench.table import Row, seconds
from tests.reference import departments as plain

PERMUTATIONS = 2000


def groups_of(people: int) -> list[list[int]]:
    """Five departments with their people's rungs."""
    rungs = np.random.default_rng(0).integers(1, 6, size=(5, people // 5))
    return [[int(rung) for rung in group] for group in rungs]


def room(people: int) -> list[CountedBallot]:
    """As many people in five departments, three statements each."""
    rungs = np.random.default_rng(0).integers(1, 6, size=(people, 3))
    return [
        CountedBallot(f"P{person}", f"D{person % 5}", f"a.{statement}", int(rung))
        for person, row in enumerate(rungs)
        for statement, rung in enumerate(row)
    ]


ROOMS = {
    "departments of one and two": (1, 1, 1, 1, 2),
    "three departments of three": (3, 3, 3),
    "five departments of five": (5, 5, 5, 5, 5),
    "three departments of twelve": (12, 12, 12),
}
TOWNS = {"alike": (2.8, 0.3), "clustered": (2.8, 0.9), "skewed": (4.4, 0.3)}
SIMULATED = 120


def coverage(sizes: tuple[int, ...], level: float, apart: float) -> float:
    """The share of simulated rooms whose 90 % interval holds the mean of all who could have come. ``level``: the mean
    opinion in rungs; ``apart``: the spread of departments; people differ by 0.6, answers by 0.55."""
    random = np.random.default_rng(6)
    held = 0
    for seed in range(SIMULATED):
        shifts, tilts = random.normal(0, apart, len(sizes)), random.normal(0, 0.3, 3)
        departments = [
            level + shift + tilts + random.normal(0, 0.6, (people, 1)) + random.normal(0, 0.55, (people, 3))
            for people, shift in zip(sizes, shifts, strict=True)
        ]
        away = (np.array([1.5, 2.5, 3.5, 4.5])[:, None, None] - level - shifts[:, None] - tilts) / np.hypot(0.6, 0.55)
        truth = float((5 - ndtr(away).sum(axis=0)).mean())
        found = score(votes_of(departments), seed=seed).interval
        held += found is not None and found.low <= truth <= found.high
    return held / SIMULATED


def votes_of(departments: Sequence[NDArray[np.float64]]) -> Iterator[CountedBallot]:
    for number, opinions in enumerate(departments):
        for person, row in enumerate(np.clip(np.rint(opinions), 1, 5)):
            for statement, rung in enumerate(row):
                yield CountedBallot(f"P{person}", f"D{number}", f"a.{statement}", int(rung))


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
        yield Row(f"score of a dimension with its interval, {larger} people ÷ 10 people", scores[larger] / scores[10])
    for room_name, sizes in ROOMS.items():
        for town, (level, apart) in TOWNS.items():
            held = coverage(sizes, level, apart)
            yield Row(f"90 % interval of a mean holds the truth, {room_name}, {town}", held, at_least=0.88)
