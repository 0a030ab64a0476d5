import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.cashflow import (
    Benefit,
    Undertaking,
    benefit_profile,
    cost_profile,
    discounted_payback,
    internal_rates,
    net_profile,
    npv,
    payback,
    plan_flows,
    quarterly_rate,
    ramp_up,
)

amounts = st.integers(-1000, 1000).map(float)
rows = st.lists(amounts, min_size=1, max_size=25)
rates = st.floats(-0.9, 5)


def slow_npv(rate, flows):
    return math.fsum(flow / (1 + rate) ** period for period, flow in enumerate(flows))


def from_roots(rates):
    """The flows whose internal rates are exactly these: the product of (1 - (1 + rate) x)."""
    flows = np.array([1.0])
    for rate in rates:
        flows = np.convolve(flows, [1.0, -(1 + rate)])
    return list(flows)


@given(rates, rows)
def test_npv_equals_the_sum_term_by_term(rate, flows):
    scale = sum(abs(flow) / (1 + rate) ** period for period, flow in enumerate(flows))
    assert npv(rate, flows) == pytest.approx(slow_npv(rate, flows), abs=1e-12 * scale + 1e-12)


@given(rates, rows, rows)
def test_npv_of_two_rows_is_the_sum(rate, one, other):
    length = max(len(one), len(other))
    one, other = one + [0.0] * (length - len(one)), other + [0.0] * (length - len(other))
    both = [a + b for a, b in zip(one, other, strict=True)]
    scale = sum((abs(a) + abs(b)) / (1 + rate) ** k for k, (a, b) in enumerate(zip(one, other, strict=True)))
    assert npv(rate, both) == pytest.approx(npv(rate, one) + npv(rate, other), abs=1e-12 * scale + 1e-12)


def test_npv_leaves_the_first_flow_undiscounted():
    assert npv(0.5, [-10]) == -10
    assert npv(0, [-10, 4, 4]) == -2


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 110], [0.10]),
        ([-100, 0, 121], [0.10]),
        ([0, 0, -100, 110, 0, 0], [0.10]),
        ([100, -110], [0.10]),
        ([-100, 50], [-0.5]),
        ([-100, 230, -132], [0.1, 0.2]),
        ([-100, 220, -121], [0.1]),
        ([-1000, 3300, -3630, 1331], [0.1]),
        ([-1, 2.2, -1.21], [0.1]),
        ([-1000, 6000, -11000, 6000], [0, 1, 2]),
        ([100, -200, 150], []),
        ([100, 50], []),
        ([-100], []),
        ([0, 0], []),
        ([-100, 100], [0]),
    ],
)
def test_internal_rates_of_rows_with_known_answers(flows, expected):
    assert internal_rates(flows) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.sampled_from([-0.8, -0.5, -0.2, 0.0, 0.07, 0.1, 0.25, 0.5, 1.0, 3.0]), min_size=1, max_size=4))
def test_internal_rates_finds_every_root_of_a_constructed_row(roots):
    assert internal_rates(from_roots(roots)) == pytest.approx(sorted(set(roots)), abs=1e-5)


@given(rows)
def test_internal_rates_are_zeros_and_no_more_than_sign_changes(flows):
    rates = internal_rates(flows)
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(a != b for a, b in pairwise(signs))
    assert len(rates) <= changes
    assert list(rates) == sorted(rates)
    assert all(rate > -1 for rate in rates)
    for rate in rates:
        log = -math.log1p(rate)
        highest = max(0, (len(flows) - 1) * log)
        terms = [flow * math.exp(k * log - highest) for k, flow in enumerate(flows)]
        assert abs(math.fsum(terms)) <= 1e-9 * math.fsum(map(abs, terms))


@given(rows)
def test_internal_rates_agree_with_a_dense_search(flows):
    """Every change of sign on a fine grid of rates must have an internal rate inside."""
    rates = internal_rates(flows)
    grid = np.expm1(np.linspace(-2, 3, 400))
    values = [npv(rate, flows) for rate in grid]
    for left, right, low, high in zip(grid, grid[1:], values, values[1:], strict=False):
        if min(abs(low), abs(high)) > 1e-6 and low * high < 0:
            assert any(left <= rate <= right for rate in rates)


@given(rows, st.sampled_from([0.001, 7.0, 1e6]))
def test_internal_rates_do_not_depend_on_the_currency(flows, exchange):
    scaled = internal_rates([flow * exchange for flow in flows])
    assert scaled == pytest.approx(internal_rates(flows), rel=1e-5, abs=1e-5)


def test_internal_rates_of_a_long_row():
    (rate,) = internal_rates([-1000.0] + [10.0] * 240)
    assert npv(rate, [-1000.0] + [10.0] * 240) == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 40, 40, 40], 2.5),
        ([-100, 100], 1),
        ([-100, 30, 30], None),
        ([100, -50], 0),
        ([0, 0], 0),
        ([0, -100, 60, 60], 2 + 2 / 3),
        ([-0.3, 0.1, 0.2], 2),
        ([-100, 150, -100, 60], 2 + 50 / 60),
        ([-100, 150, -150, 250, 250], 2.4),
        ([-100, 150, -200], None),
        ([-100, 100, 0, -50, 60], 3 + 50 / 60),
        ([100, -150, 80], 1 + 50 / 80),
        ([-100, 200, 200, -1300, 0, 0, 0, 0, 0, 0, 0, 850, 1150], 11 + 150 / 1150),
        ([-5], None),
    ],
)
def test_payback_of_rows_with_known_answers(flows, expected):
    assert payback(flows) == (None if expected is None else pytest.approx(expected))


@given(rows)
def test_discounted_payback_at_rate_zero_is_payback(flows):
    assert discounted_payback(0, flows) == payback(flows)


@given(st.floats(1, 1000), st.lists(st.floats(0, 500), min_size=1, max_size=12), st.floats(0, 1))
def test_discounted_payback_is_never_earlier(outlay, returns, rate):
    flows = [-outlay, *returns]
    plain, discounted = payback(flows), discounted_payback(rate, flows)
    assert discounted is None or (plain is not None and plain <= discounted + 1e-9)


@pytest.mark.parametrize("flows", [[], [math.nan], [1, math.inf], [None], ["a"]])
def test_every_measure_refuses_flows_that_are_not_numbers(flows):
    for measure in (internal_rates, payback, lambda row: npv(0.1, row), lambda row: discounted_payback(0.1, row)):
        with pytest.raises(ValueError, match="flow"):
            measure(flows)


@pytest.mark.parametrize("rate", [-1, -2, math.nan, math.inf])
def test_rates_of_minus_one_or_less_are_refused(rate):
    for measure in (npv, discounted_payback):
        with pytest.raises(ValueError, match="rate"):
            measure(rate, [-1, 2])
    with pytest.raises(ValueError, match="rate"):
        quarterly_rate(rate)


@given(rates)
def test_quarterly_rate_compounds_to_the_yearly_rate(rate):
    assert (1 + quarterly_rate(rate)) ** 4 == pytest.approx(1 + rate)


def test_ramp_up_gives_away_half_the_ramp():
    assert ramp_up(5, 0) == (1, 1, 1, 1, 1)
    assert sum(ramp_up(10, 4)) == 10 - 4 / 2


def test_profiles_of_an_undertaking_of_two_quarters():
    undertaking = Undertaking(duration=2, one_off=100, yearly_cost=40, benefits=(Benefit(400, ramp=2), Benefit(80)))
    assert cost_profile(undertaking, 5) == (50, 50, 10, 10, 10)
    assert benefit_profile(undertaking, 5) == (0, 0, 45, 95, 120)
    assert net_profile(undertaking, 5) == (-50, -50, 35, 85, 110)
    assert net_profile(undertaking, 1) == (-50,)


def test_a_milestone_pays_when_it_starts():
    assert cost_profile(Undertaking(duration=0, one_off=100, yearly_cost=40), 2) == (110, 10)


def test_plan_flows_places_each_undertaking_at_its_start():
    undertaking = Undertaking(duration=1, one_off=100, benefits=(Benefit(400),))
    assert plan_flows([(undertaking, 0), (undertaking, 2), (undertaking, 9)], 4) == (-100, 100, 0, 200)
    assert plan_flows([], 3) == (0, 0, 0)


def test_undertakings_refuse_nonsense():
    with pytest.raises(ValueError, match="duration"):
        Undertaking(duration=-1)
    with pytest.raises(ValueError, match="one-off"):
        Undertaking(duration=1, one_off=-5)
    with pytest.raises(ValueError, match="ramp"):
        Benefit(1, ramp=-1)
    with pytest.raises(ValueError, match="horizon"):
        plan_flows([], 0)
