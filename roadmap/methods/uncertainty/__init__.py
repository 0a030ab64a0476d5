"""How sure is a business case?

Read in this order: `three_point`, `case`, `dependence`, `sampling`, `simulation`, `tornado`; then what a simulation
does not say: `information` (what is worth finding out), `optimism` (what such projects overrun by), `overlap` (what is
claimed twice).
"""

from .case import Assumption, Case, Item, annuity, case_flows, likely_value
from .dependence import Correlation
from .information import Information, InformationValue, expected_excess, value_of_information
from .optimism import Factor, ProjectKind, Uplift, UpliftedCase, mitigation, uplift_of, uplifted
from .overlap import Claim, DriverFinding, Guarded, State, guard_overlap
from .sampling import Sampling, draw
from .simulation import Histogram, Simulation, simulate
from .three_point import Shape, ThreePoint, deviation, expected
from .tornado import Bar, tornado

__all__ = [
    "Assumption",
    "Bar",
    "Case",
    "Claim",
    "Correlation",
    "DriverFinding",
    "Factor",
    "Guarded",
    "Histogram",
    "Information",
    "InformationValue",
    "Item",
    "ProjectKind",
    "Sampling",
    "Shape",
    "Simulation",
    "State",
    "ThreePoint",
    "Uplift",
    "UpliftedCase",
    "annuity",
    "case_flows",
    "deviation",
    "draw",
    "expected",
    "expected_excess",
    "guard_overlap",
    "likely_value",
    "mitigation",
    "simulate",
    "tornado",
    "uplift_of",
    "uplifted",
    "value_of_information",
]
