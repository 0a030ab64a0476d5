"""The simulation of a business case: against drawing its random numbers, against plain Python, and its memory."""

import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from roadmap.methods.uncertainty import Assumption, Case, Item, Sampling, Shape, ThreePoint, simulate
from roadmap.methods.uncertainty.sampling import CHUNK, Scheme, chunks, scheme, stream, uniform_pairs
from tests.bench.table import Row, seconds, timed
from tests.reference.simulation import values_by_hand

TRIALS = 1_000_000
PLAIN_TRIALS = 500
MEGABYTE = 2**20
PERIODS = (8, 12)


def rows() -> Iterator[Row]:
    """The targets of the default simulation, what its variants reach, and how it grows."""
    case = made_case(20)
    ours = partial(simulate, case, TRIALS)
    took, drawing = seconds(ours), seconds(partial(draw_pairs, case, TRIALS))
    one_each = seconds(partial(draw_uniform, case, TRIALS), repeats=3)
    by_hand = timed(partial(values_by_hand, case, PLAIN_TRIALS, 0)) * TRIALS / PLAIN_TRIALS
    yield Row("simulation, 1,000,000 trials of 20 × 20, over drawing its random numbers", took / drawing, at_most=2.5)
    yield Row("… over drawing one uniform number per assumption", took / one_each, note="it draws two, and no root")
    yield Row("… plain Python over ours", by_hand / took, at_least=400)
    yield Row("… memory above the start", megabytes(ours), "MB", at_most=32)
    yield Row("… with two periods of payback, over without", seconds(partial(ours, paid_back_by=PERIODS), 3) / took)
    yield Row("… by two threads, over one", seconds(partial(ours, threads=2), 3) / took)
    same = ours(threads=3) == ours()
    yield Row("… the same to the bit by one thread and three (1 is yes)", float(same), "", at_least=1)
    yield from variants(case, took)
    for items in (5, 80):
        yield Row(
            f"simulation of {items} items over 20 items", seconds(partial(simulate, made_case(items), TRIALS), 3) / took
        )
    for trials in (10_000, 100_000):
        yield Row(f"simulation of {trials:,} trials over {TRIALS:,}", seconds(partial(simulate, case, trials)) / took)


def variants(case: Case, took: float) -> Iterator[Row]:
    """Correlated assumptions, as pages show them unless told otherwise, then PERT and even sampling."""
    correlated = partial(simulate, case, TRIALS, correlation=0.3)
    normal = seconds(partial(draw_normal, case, TRIALS))
    ratio = seconds(correlated) / normal
    yield Row("simulation with correlation, over drawing its normal numbers", ratio, at_most=2.5)
    for name, options in (
        ("with correlation", {"correlation": 0.3}),
        ("by PERT", {"shape": Shape.PERT}),
        ("by PERT with correlation", {"shape": Shape.PERT, "correlation": 0.3}),
        ("by Latin hypercube with correlation", {"sampling": Sampling.LATIN, "correlation": 0.3}),
        ("by Sobol with correlation", {"sampling": Sampling.SOBOL, "correlation": 0.3}),
    ):
        ours: Callable[[], Any] = partial(simulate, case, TRIALS, **options)
        yield Row(f"simulation {name}, over the default", seconds(ours, 1) / took, note=f"{megabytes(ours):.0f} MB")


def made_case(items: int) -> Case:
    """Twenty quarters of items with one benefit each."""
    return Case([made_item(number) for number in range(items)], quarters=20, yearly_rate=0.08)


def made_item(number: int) -> Item:
    yearly = ThreePoint(20, 60 + number % 20 * 5, 200)
    benefit = Assumption(f"benefit {number}", yearly, ramp=number % 4)
    return Item(f"item {number}", number % 8, 1 + number % 4, one_off=150, yearly_cost=10, benefits=(benefit,))


def scheme_of(case: Case) -> Scheme:
    return scheme([each.yearly for each in case.assumptions], seed=0)


def draw_pairs(case: Case, trials: int) -> None:
    """The random numbers of the default simulation, by the same generators in the same chunks, and nothing else."""
    plan = scheme_of(case)
    memory = np.empty((2 * len(plan.middle), CHUNK))
    for place, _ in chunks(trials, CHUNK):
        uniform_pairs(plan, place, out=memory)


def draw_uniform(case: Case, trials: int) -> None:
    plan = scheme_of(case)
    memory = np.empty((len(plan.middle), CHUNK))
    for place, _ in chunks(trials, CHUNK):
        stream(plan, place).random(out=memory)


def draw_normal(case: Case, trials: int) -> None:
    """The normal numbers of a correlated simulation: one per assumption and one that all share."""
    plan = scheme_of(case)
    memory = np.empty((len(plan.middle) + 1, CHUNK))
    for place, _ in chunks(trials, CHUNK):
        stream(plan, place).standard_normal(out=memory)


def megabytes(action: Callable[[], Any]) -> float:
    """The most memory in use above the start, as Python and numpy account for it."""
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MEGABYTE
