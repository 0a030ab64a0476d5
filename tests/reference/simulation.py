"""A business case's simulation the slow and obvious way: every trial, every item, every quarter."""

import math
import random
from collections.abc import Mapping, Sequence

from roadmap.methods.uncertainty import Assumption, Case, Item

QUARTERS_PER_YEAR = 4


def values_by_hand(case: Case, trials: int, seed: int) -> list[float]:
    """The net present value of each trial, every benefit drawn from its triangular distribution."""
    chance = random.Random(seed)
    return [value_of(case, drawn(case, chance)) for _ in range(trials)]


def drawn(case: Case, chance: random.Random) -> dict[str, float]:
    """An amount per year for each assumption by key."""
    amounts = {}
    for item in case.items:
        for each in item.benefits:
            amounts[each.key] = chance.triangular(each.yearly.low, each.yearly.high, each.yearly.likely)
    return amounts


def value_of(case: Case, amounts: Mapping[str, float]) -> float:
    """The net present value with these amounts per year, quarter by quarter."""
    growth: float = (1 + case.yearly_rate) ** (1 / QUARTERS_PER_YEAR)
    return math.fsum(flow / growth**quarter for quarter, flow in enumerate(flows_of(case, amounts)))


def flows_of(case: Case, amounts: Mapping[str, float]) -> list[float]:
    """What is paid in each quarter with these amounts per year."""
    return [sum(paid(item, quarter, amounts) for item in case.items) for quarter in range(case.quarters)]


def paid(item: Item, quarter: int, amounts: Mapping[str, float]) -> float:
    """Benefits less costs of one item in one quarter."""
    spread, finish = max(1, item.duration), item.start + item.duration
    total = 0.0
    if item.start <= quarter < item.start + spread:
        total -= item.one_off / spread
    if quarter >= finish:
        total -= item.yearly_cost / QUARTERS_PER_YEAR
        for each in item.benefits:
            total += amounts[each.key] * share(each, quarter - finish) / QUARTERS_PER_YEAR
    return total


def share(assumption: Assumption, since_finish: int) -> float:
    """The share of full effect that a quarter gets, on average over the quarter."""
    if since_finish >= assumption.ramp:
        return 1.0
    return (since_finish + 0.5) / assumption.ramp


def quantile(values: Sequence[float], share_below: float) -> float:
    """Straight between the values next to the place share · (n − 1) in order.

    >>> quantile([40, 10, 30, 20], 0.5)
    25.0
    """
    ordered, place = sorted(values), share_below * (len(values) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))
