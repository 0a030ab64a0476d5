"""Internal rates of many rows: against a loop over pyxirr, where it is installed, and how the time grows."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roadmap.methods.rates import internal_rates_of_many
from tests.bench.table import Row, seconds, timed
from tests.reference.rates import internal_rate_by_halving

Numbers = NDArray[np.float64]
ROWS = 20_000
PERIODS = 21
PLAIN_ROWS = 100


def rows() -> Iterator[Row]:
    """The target on ramped benefits after outlays, then rows with many changes of sign, and growth."""
    ramped = investments(ROWS)
    took = seconds(partial(internal_rates_of_many, ramped))
    try:
        import pyxirr
    except ModuleNotFoundError:
        yield Row("internal rates: pyxirr is not installed, nothing to compare with", 0, "")
    else:
        yield from against(pyxirr.irr, ramped, took)
    by_hand = timed(lambda: [internal_rate_by_halving(row) for row in ramped[:PLAIN_ROWS].tolist()]) * ROWS / PLAIN_ROWS
    yield Row("internal rates: plain Python over ours", by_hand / took)
    for count in (200, 2_000, 200_000):
        many = investments(count)
        yield Row(
            f"internal rates of {count:,} flows over {ROWS:,}", seconds(partial(internal_rates_of_many, many)) / took
        )


def against(one_rate: Callable[[list[float]], Any], ramped: Numbers, took: float) -> Iterator[Row]:
    each = ramped.tolist()
    loop = seconds(lambda: [one_rate(row) for row in each], repeats=3)
    yield Row(f"internal rates of {ROWS:,} flows: loop over pyxirr over ours", loop / took, at_least=10)
    apart = largest_difference(one_rate, ramped)
    yield Row("… largest difference", apart * 1e12, "e-12", at_most=1000, note="the target is 1e-9")
    erratic = noisy(ROWS)
    each = erratic.tolist()
    loop = seconds(lambda: [one_rate(row) for row in each], repeats=3)
    found = internal_rates_of_many(erratic)
    several = f"pyxirr gives one of {len(found.several):,} rows' several rates, we all"
    yield Row("… flows of erratic sign", loop / seconds(partial(internal_rates_of_many, erratic), 3), note=several)


def largest_difference(one_rate: Callable[[list[float]], Any], table: Numbers) -> float:
    theirs = np.array([one_rate(row) for row in table.tolist()], dtype=np.float64)
    return float(np.nanmax(abs(theirs - internal_rates_of_many(table).rate)))


def investments(count: int) -> Numbers:
    """Three quarters of outlays, then benefits that grow."""
    chance = np.random.default_rng(3)
    flows = np.cumsum(abs(chance.normal(3, 2, (count, PERIODS))), axis=1) * chance.uniform(0.3, 3, (count, 1))
    flows[:, :3] = -chance.uniform(50, 150, (count, 3))
    return flows


def noisy(count: int) -> Numbers:
    """An outlay, then returns that are now and then negative: three rows in ten change sign more than once."""
    chance = np.random.default_rng(3)
    flows = chance.normal(40, 20, (count, PERIODS))
    flows[:, 0] = -chance.uniform(150, 400, count)
    flows[:, 1] -= 50
    return flows
