import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.methods.uncertainty import Assumption, Case, Item, ThreePoint, likely_value
from roadmap.methods.uncertainty.optimism import Factor, ProjectKind, Uplift, mitigation, uplift_of, uplifted

NONE = Uplift(0, 0, 0, below_lower=False)


def shop(duration: int = 1, quarters: int = 4) -> Case:
    sales = Assumption("sales", ThreePoint(200, 400, 800))
    item = Item("shop", 0, duration, one_off=100, yearly_cost=40, benefits=(sales,))
    return Case([item], quarters=quarters, yearly_rate=0)


@pytest.mark.parametrize(
    ("uplift", "flows"),
    [
        (NONE, (-100, 90, 90, 90)),
        # Half a quarter longer: half of the second quarter's benefit is gone, the running cost is not.
        (Uplift(0.5, 0.5, 0, below_lower=False), (-150, 40, 90, 90)),
        (Uplift(0, 1, 0, below_lower=False), (-100, -10, 90, 90)),
        # Outsourcing: only what it costs to run rises.
        (Uplift(0, 0, 0.41, below_lower=False), (-100, 85.9, 85.9, 85.9)),
    ],
)
def test_flows_worked_by_hand(uplift, flows):
    found = uplifted(shop(), uplift)
    assert found.flows == pytest.approx(flows)
    assert (found.before, found.value) == (170, pytest.approx(sum(flows)))


def test_more_cost_is_told_apart_from_later_benefit():
    found = uplifted(shop(), Uplift(0.5, 0, 0, below_lower=False))
    assert (found.more_cost, found.before - found.value, found.longest_delay) == (50, 50, 0)


def test_delay_without_overrun_loses_benefits_and_saves_nothing():
    found = uplifted(shop(), Uplift(0, 1, 0, below_lower=False))
    assert (found.more_cost, found.value, found.longest_delay) == (0, 70, 1)


@pytest.mark.parametrize(
    ("uplift", "more"),
    [
        (uplift_of(ProjectKind.NON_STANDARD_BUILDINGS), 510),
        (uplift_of(ProjectKind.EQUIPMENT), 2000),
        (Uplift(0, 0.54, 0, below_lower=False), 0),
    ],
)
def test_overrun_counts_in_full_where_the_work_ends_with_the_case(uplift, more):
    last = Case([Item("x", start=12, duration=4, one_off=1000)], quarters=16, yearly_rate=0)
    assert uplifted(last, uplift).more_cost == pytest.approx(more)


@given(st.integers(0, 7), st.integers(0, 6), st.floats(0, 2), st.floats(0, 0.2))
def test_delay_never_saves_money(start, duration, later, rate):
    benefit = Assumption("sales", ThreePoint(0, 100, 200))
    item = Item("x", start, duration, one_off=1000, yearly_cost=80, benefits=(benefit,))
    found = uplifted(Case([item], quarters=8, yearly_rate=rate), Uplift(0, later, 0, below_lower=False))
    assert found.more_cost == pytest.approx(0)
    assert found.value <= found.before + 1e-9


def test_milestone_stays_a_milestone():
    assert uplifted(shop(duration=0), Uplift(0, 0.54, 0, below_lower=False)).longest_delay == 0


@pytest.mark.parametrize("kind", list(ProjectKind))
def test_nothing_managed_is_the_upper_bound_and_all_managed_is_below_the_lower(kind):
    least, most = uplift_of(kind, 1), uplift_of(kind, 0)
    assert (least.one_off, least.duration, least.running) == (0, 0, 0)
    assert not most.below_lower
    assert least.below_lower == (kind is not ProjectKind.OUTSOURCING)


@given(st.integers(0, 4), st.integers(1, 8), st.floats(0, 3), st.floats(0, 3))
@settings(max_examples=50)
def test_no_uplift_changes_nothing_and_more_is_never_better_for_costs(duration, quarters, less, extra):
    case = shop(duration, quarters)
    assert uplifted(case, NONE).value == pytest.approx(likely_value(case))
    cheap, dear = (uplifted(case, Uplift(rise, 0, 0, below_lower=False)).value for rise in (less, less + extra))
    assert dear <= cheap + 1e-9


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (lambda: uplift_of(ProjectKind.EQUIPMENT, 1.2), "the mitigation must be from 0 to 1, got 1.2"),
        (lambda: uplift_of(ProjectKind.EQUIPMENT, float("nan")), "the mitigation must be a finite number"),
        (lambda: Factor("site", -0.1, 0), "the share of site must be from 0 to 1"),
        (lambda: Factor("site", 0.1, 2), "how far site is managed must be from 0 to 1"),
        (lambda: mitigation([Factor("a", 0.6, 0), Factor("b", 0.6, 0)]), "must not add up to more than 1, got 1.2"),
    ],
)
def test_bad_input_is_named(asked, fault):
    with pytest.raises(ValueError, match=fault):
        asked()
