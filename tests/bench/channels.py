"""Channels: what the intervals cost against one solution, what is won over a plain loop, and growth with channels."""

import random
from collections.abc import Iterator
from functools import partial

from maturity.methods.channels import Path, attribute, attribution_intervals, choose_order, what_if
from tests.bench.table import Row, seconds, timed
from tests.reference import channels as plain

PATHS = 10_000
CHANNELS = 12
SAMPLES = 1000
# The plain elimination is timed on a few samples, and counted as many times as it would take.
PLAIN_SAMPLES = 2
PLAIN_PATHS = 300


def rows() -> Iterator[Row]:
    """The target of 10,000 paths over 12 channels, then 5 to 50 channels."""
    paths = ways(PATHS, CHANNELS)
    one = seconds(lambda: attribute(paths), repeats=5)
    intervals = seconds(lambda: attribution_intervals(paths, samples=SAMPLES), repeats=3)
    yield Row(
        f"{CHANNELS} channels, {SAMPLES:,} samples of {PATHS:,} paths over one solution",
        intervals / one,
        at_most=200,
    )
    names = channels(CHANNELS)
    asked = seconds(lambda: what_if(paths, names[0], names[1], 0.5, samples=SAMPLES), repeats=1)
    yield Row(f"channels, what-if with {SAMPLES:,} samples over one solution", asked / one)
    yield Row("channels, choice among three orders over one solution", timed(lambda: choose_order(paths)) / one)
    for order in (2, 3):
        yield Row(f"channels, order {order} over order 1", timed(partial(attribute, paths, order)) / one)
    yield plain_row()
    for number in (5, 12, 25, 50):
        took = timed(partial(attribution_intervals, ways(PATHS, number), samples=SAMPLES))
        yield Row(f"{number} channels, {SAMPLES:,} samples over {CHANNELS} channels", took / intervals)


def plain_row() -> Row:
    few = ways(PLAIN_PATHS, CHANNELS)
    fast = seconds(lambda: attribution_intervals(few, samples=SAMPLES), repeats=3)
    slow = timed(lambda: [plain.removal_effects(plain.drawn_again(few, seed)) for seed in range(PLAIN_SAMPLES)])
    name = f"channels, samples of {PLAIN_PATHS} paths: plain fractions over ours"
    return Row(name, slow * SAMPLES / PLAIN_SAMPLES / fast)


def channels(number: int) -> list[str]:
    return [f"Channel {place:02}" for place in range(number)]


def ways(paths: int, number: int) -> tuple[Path, ...]:
    """Made-up paths of one to eight touches, one to fifty customers each; one customer in eight or so converts."""
    chance = random.Random(number)
    names = channels(number)
    return tuple(way(chance, names) for _ in range(paths))


def way(chance: random.Random, names: list[str]) -> Path:
    customers = chance.randint(1, 50)
    return Path(tuple(chance.choices(names, k=chance.randint(1, 8))), customers, chance.randint(0, customers // 4))
