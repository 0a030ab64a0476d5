"""An internal rate the slow and obvious way: halve the stretch in which the sign of the value changes."""

import math
from collections.abc import Sequence

HALVINGS = 200


def internal_rate_by_halving(flows: Sequence[float]) -> float:
    """The rate at which flows that change sign once are worth 0, between −1 and what would double the largest flow.

    >>> round(internal_rate_by_halving([-100, 60, 60]), 6)
    0.130662
    """
    low, high = -40.0, 40.0
    rising = value_at(low, flows) < value_at(high, flows)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (value_at(middle, flows) < 0) == rising:
            low = middle
        else:
            high = middle
    return math.expm1((low + high) / 2)


def value_at(log_growth: float, flows: Sequence[float]) -> float:
    """The sign and size of the net present value at the rate e^`log_growth` − 1, or of the end value below 0."""
    first = 0 if log_growth >= 0 else len(flows) - 1
    return sum(amount * math.exp((first - period) * log_growth) for period, amount in enumerate(flows))
