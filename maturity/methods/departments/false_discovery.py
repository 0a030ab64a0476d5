"""Many tests at once.

Of m tests in which nothing is going on, about one in ten has p ≤ 0.1. Benjamini and Hochberg sort the p-values,
p_(1) ≤ … ≤ p_(m), and adjust them from the largest down:

    adjusted p_(i) = min over j ≥ i of (p_(j) · m / j), at most 1

Naming the tests whose adjusted p is at most q keeps the expected share of false findings among those named at q or
below. Proven for independent tests, and for tests that rise and fall together (as those of one house's dimensions do).

Sources: Benjamini, Y. & Hochberg, Y. (1995), Controlling the false discovery rate, Journal of the Royal Statistical
Society B 57, 289–300. Benjamini, Y. & Yekutieli, D. (2001), The control of the false discovery rate in multiple testing
under dependency, The Annals of Statistics 29, 1165–1188.
"""

from collections.abc import Sequence
from itertools import accumulate

from maturity.methods.scale import number_or_nan


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """The adjusted p-values, in the order given; of no p-values, none.

    Raises ``ValueError`` for a p-value outside 0–1.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5])
    (0.04, 0.05333333333333333, 0.05333333333333333, 0.5)
    """
    for p in p_values:
        if not 0 <= number_or_nan(p) <= 1:
            raise ValueError(f"a p-value lies between 0 and 1, not {p!r}")
    m = len(p_values)
    order = sorted(range(m), key=lambda place: p_values[place], reverse=True)
    scaled = (p_values[place] * (m / (m - above)) for above, place in enumerate(order))
    adjusted = dict(zip(order, accumulate(scaled, min), strict=True))
    return tuple(min(1.0, float(adjusted[place])) for place in range(m))
