"""An amount that is not certain: its lowest, its likeliest and its highest value."""

import math
from dataclasses import dataclass
from enum import Enum


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
