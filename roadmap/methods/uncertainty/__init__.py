"""How sure is a business case?

Read in this order: `three_point`, `case`, `dependence`, `sampling`, `simulation`, `tornado`.
"""

from .case import Assumption, Case, Item, annuity, case_flows, likely_value
from .dependence import Correlation
from .sampling import Sampling, draw
from .simulation import Histogram, Simulation, simulate
from .three_point import Shape, ThreePoint, deviation, expected, quantile
from .tornado import Bar, tornado

__all__ = [
    "Assumption",
    "Bar",
    "Case",
    "Correlation",
    "Histogram",
    "Item",
    "Sampling",
    "Shape",
    "Simulation",
    "ThreePoint",
    "annuity",
    "case_flows",
    "deviation",
    "draw",
    "expected",
    "likely_value",
    "quantile",
    "simulate",
    "tornado",
]
