"""Alpha's interval: against a loop in plain Python, and how it grows with the raters."""

import random
from collections.abc import Iterator
from functools import partial

from maturity.methods.agreement import alpha_interval, krippendorff_alpha
from tests.bench.table import Row, seconds, timed
from tests.reference.agreement import ordinal_alpha_by_counting

Ratings = list[list[int | None]]

STATEMENTS = 39
SAMPLES = 1000
# The plain loop is timed over a tenth of the samples, and counted ten times.
PLAIN_SAMPLES = 100


def rows() -> Iterator[Row]:
    """The target of 60 raters × 39 statements, then 10, 100 and 1,000 raters."""
    room = ratings(60)
    fast = seconds(lambda: alpha_interval(room, samples=SAMPLES), repeats=3)
    plain = timed(lambda: plain_loop(room, PLAIN_SAMPLES)) * SAMPLES / PLAIN_SAMPLES
    yield Row(
        f"alpha, {SAMPLES:,} samples of 60 raters × {STATEMENTS}: plain loop over ours", plain / fast, at_least=20
    )
    one = seconds(lambda: krippendorff_alpha(room), repeats=3)
    yield Row(f"alpha, {SAMPLES:,} samples over one alpha", fast / one)
    for raters in (10, 100, 1000):
        took = seconds(partial(alpha_interval, ratings(raters), samples=SAMPLES), repeats=3)
        yield Row(f"alpha, {SAMPLES:,} samples of {raters:,} raters over 60 raters", took / fast)


def plain_loop(room: Ratings, samples: int) -> list[float | None]:
    chance = random.Random(0)
    draws = [chance.choices(range(len(room)), k=len(room)) for _ in range(samples)]
    return [ordinal_alpha_by_counting(room, drawn) for drawn in draws]


def ratings(raters: int) -> Ratings:
    """A room that agrees somewhat; one answer in twenty is "don't know"."""
    chance = random.Random(raters)
    middles = [chance.uniform(1, 5) for _ in range(STATEMENTS)]
    return [
        [None if chance.random() < 0.05 else min(5, max(1, round(chance.gauss(middle, 1)))) for middle in middles]
        for _ in range(raters)
    ]
