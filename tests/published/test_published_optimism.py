"""Optimism bias and the value of information against printed figures.

Mott MacDonald (2002), Review of Large Public Procurement in the UK, for HM Treasury: table 2, and the worked examples
of sections 4.1 and 4.2 (a non-standard building, estimated at £100 m and 28 months).

Unit normal linear loss integral: Raiffa, H. & Schlaifer, R. (1961), Applied Statistical Decision Theory: the value of
perfect information about a normally distributed value with mean μ and deviation σ is σ · L(|μ|/σ), with
L(u) = φ(u) − u (1 − Φ(u)); tabulated L(0) = 0.3989, L(0.5) = 0.1978, L(1) = 0.0833.
"""

import pytest

from roadmap.methods.uncertainty import Assumption, Case, Item, ThreePoint
from roadmap.methods.uncertainty.information import value_of_information
from roadmap.methods.uncertainty.optimism import EXPERIENCE, Factor, ProjectKind, mitigation, uplift_of

OUTLINE = [
    Factor("poor contractor capabilities", 0.05, 1.0),
    Factor("design complexity", 0.02, 1.0),
    Factor("inadequacy of the business case", 0.22, 0.4),
    Factor("poor project intelligence", 0.05, 1.0),
    Factor("site characteristics", 0.03, 1.0),
]


def test_bounds_are_those_of_the_guidance():
    """Upper and lower bounds in per cent: capital expenditure (running costs for outsourcing), works duration."""

    def per_cent(bounds):
        return None if bounds is None else (round(100 * bounds.upper), round(100 * bounds.lower))

    assert {
        kind.value: (per_cent(known.one_off or known.running), per_cent(known.duration))
        for kind, known in EXPERIENCE.items()
    } == {
        "standard buildings": ((24, 2), (4, 1)),
        "non-standard buildings": ((51, 4), (39, 2)),
        "standard civil engineering": ((44, 3), (20, 1)),
        "non-standard civil engineering": ((66, 6), (25, 3)),
        "equipment": ((200, 10), (54, 10)),
        "outsourcing": ((41, 0), None),
    }


def test_duration_of_a_building_at_outline_business_case():
    """Managed 23.8 %, resultant bias 29.7 %, 28 months become 36.3; without management 38.9."""
    managed = mitigation(OUTLINE)
    assert managed == pytest.approx(0.238)
    duration = uplift_of(ProjectKind.NON_STANDARD_BUILDINGS, managed).duration
    assert duration == pytest.approx(0.297, abs=5e-4)
    assert 28 * (1 + duration) == pytest.approx(36.3, abs=0.05)
    assert 28 * (1 + uplift_of(ProjectKind.NON_STANDARD_BUILDINGS).duration) == pytest.approx(38.9, abs=0.05)


def test_cost_of_a_building_at_contract_award():
    """92 % managed leaves the lower bound of 4 %: £100 m become £104 m."""
    uplift = uplift_of(ProjectKind.NON_STANDARD_BUILDINGS, 0.92)
    assert 100 * (1 + uplift.one_off) == pytest.approx(104, abs=0.1)
    assert not uplift_of(ProjectKind.NON_STANDARD_BUILDINGS, 0.9).below_lower


@pytest.mark.parametrize(("standardised", "loss"), [(0, 0.3989), (0.5, 0.1978), (1, 0.0833)])
def test_everything_known_about_a_sum_of_many_is_the_normal_loss(standardised, loss):
    """Forty equal triangles (0, 1, 2) a year for one year: mean 40, deviation √(40 / 6), nearly normal."""
    gains = tuple(Assumption(str(place), ThreePoint(0, 1, 2)) for place in range(40))
    deviation = (40 / 6) ** 0.5
    case = Case([Item("all", 0, 1, one_off=40 - standardised * deviation, benefits=gains)], quarters=5, yearly_rate=0)
    assert value_of_information(case).everything == pytest.approx(deviation * loss, rel=0.02)
