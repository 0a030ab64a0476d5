"""How sure is a business case?

Read in this order: `three_point`, `case`, `simulation`, `tornado`.
"""

from .case import Assumption, Case, Item, annuity, case_flows, likely_value
from .simulation import Histogram, Simulation, draw, simulate
from .three_point import Shape, ThreePoint
from .tornado import Bar, tornado

__all__ = [
    "Assumption",
    "Bar",
    "Case",
    "Histogram",
    "Item",
    "Shape",
    "Simulation",
    "ThreePoint",
    "annuity",
    "case_flows",
    "draw",
    "likely_value",
    "simulate",
    "tornado",
]
