"""An amount that is not certain: its lowest, its likeliest and its highest value.

Low and high are taken as the outermost amounts that can occur. Two distributions turn the three into draws, written
here for the share x of the way from low to high, with the likeliest amount at the share m:

- *triangular*: density rising straight from 0 to m and falling straight to 1. Its mean is (1 + m)/3, its variance
  (1 − m + m²)/18, and the amount that a share u of all draws stays below is √(u m) up to u = m, 1 − √((1 − u)(1 − m))
  from there.
- *PERT*: a beta distribution with a = 1 + 4m and b = 5 − 4m, so that its mean is (1 + 4m)/6 and its variance
  ab/252 = μ(1 − μ)/7 at the mean μ. It trusts the likeliest amount more. Its quantiles have no closed form.

An amount that is certain (low = high) has no spread; m is then 0 and does not matter.

Sources: S. Kotz and J. R. van Dorp, *Beyond Beta*, 2004, ch. 1 (triangular); D. G. Malcolm et al., *Operations
Research* 7 (1959) 646–669, and D. Vose, *Risk Analysis*, 3rd ed. 2008, app. III (PERT).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Shape(Enum):
    """How amounts between low and high are spread."""

    TRIANGULAR = "triangular"
    PERT = "pert"


@dataclass(frozen=True)
class ThreePoint:
    """The lowest, the likeliest and the highest amount; low ≤ likely ≤ high."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.low, self.likely, self.high))):
            raise ValueError(f"low, likely and high must be finite numbers, got {self.low}, {self.likely}, {self.high}")
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"low ≤ likely ≤ high must hold, got {self.low}, {self.likely}, {self.high}")


def expected(point: ThreePoint, shape: Shape = Shape.TRIANGULAR) -> float:
    """The mean: (low + likely + high)/3 of the triangular, (low + 4 likely + high)/6 of the PERT distribution.

    >>> expected(ThreePoint(2, 4, 12)), expected(ThreePoint(2, 4, 12), Shape.PERT)
    (6.0, 5.0)
    """
    weight = 4 if shape is Shape.PERT else 1
    return (point.low + weight * point.likely + point.high) / (weight + 2)


def deviation(point: ThreePoint, shape: Shape = Shape.TRIANGULAR) -> float:
    """The standard deviation, in the unit of the amounts.

    Triangular: √((l² + m² + h² − lm − lh − mh)/18); PERT: √((μ − l)(h − μ)/7) at its mean μ.

    >>> round(deviation(ThreePoint(0, 1, 2)) ** 2 * 6, 12), round(deviation(ThreePoint(0, 3, 6), Shape.PERT) ** 2, 4)
    (1.0, 1.2857)
    """
    if shape is Shape.PERT:
        mean = expected(point, shape)
        return math.sqrt(max(0.0, (mean - point.low) * (point.high - mean)) / 7)
    rise, fall = point.likely - point.low, point.high - point.likely
    return math.sqrt((rise**2 + rise * fall + fall**2) / 18)


def columns(points: Sequence[ThreePoint]) -> tuple[Numbers, Numbers, Numbers]:
    """Low amounts, widths, and where in the width the likeliest amount is (from 0 to 1): three arrays.

    >>> [array.tolist() for array in columns([ThreePoint(2, 4, 10), ThreePoint(5, 5, 5)])]
    [[2.0, 5.0], [8.0, 0.0], [0.25, 0.0]]
    """
    low, likely, high = (
        np.array([float(getattr(point, name)) for point in points]) for name in ("low", "likely", "high")
    )
    width = high - low
    # A certain amount has no spread to divide by.
    return low, width, np.divide(likely - low, width, out=np.zeros(len(points)), where=width > 0)


def unit_quantiles(shares: Numbers, middle: float, shape: Shape = Shape.TRIANGULAR) -> Numbers:
    """The quantiles of the distribution on [0, 1] with its peak at `middle`, for an array of `shares` from 0 to 1.

    >>> unit_quantiles(np.array([0.0, 0.25, 1.0]), 0.25).tolist()
    [0.0, 0.25, 1.0]
    """
    if shape is Shape.PERT:
        from scipy.special import betaincinv  # 20 MB: not before somebody asks for PERT

        found: Numbers = betaincinv(1 + 4 * middle, 5 - 4 * middle, shares)
        return found
    return np.where(shares < middle, np.sqrt(shares * middle), 1 - np.sqrt((1 - shares) * (1 - middle)))
