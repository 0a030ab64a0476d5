"""Quantiles of a three-point distribution by SciPy's own triangular and beta distributions."""

from typing import Any

import numpy as np
from scipy import stats

from roadmap.methods.uncertainty import Shape, ThreePoint


def quantiles(point: ThreePoint, shares: Any, shape: Shape = Shape.TRIANGULAR) -> Any:
    """The amounts that these shares of all draws stay at or below.

    >>> quantiles(ThreePoint(0, 5, 10), [0.08, 0.5]).round(12).tolist()
    [2.0, 5.0]
    """
    width = point.high - point.low
    if width == 0:
        return np.full(len(shares), point.low)
    middle = (point.likely - point.low) / width
    if shape is Shape.PERT:
        return stats.beta(1 + 4 * middle, 5 - 4 * middle, loc=point.low, scale=width).ppf(shares)
    return stats.triang(middle, loc=point.low, scale=width).ppf(shares)
