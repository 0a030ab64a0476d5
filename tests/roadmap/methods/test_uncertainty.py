import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.methods.cashflow import Benefit, Undertaking, npv, plan_flows, quarterly_rate
from roadmap.methods.uncertainty import (
    Assumption,
    Bar,
    Case,
    Item,
    Shape,
    ThreePoint,
    annuity,
    case_flows,
    draw,
    likely_value,
    simulate,
    tornado,
)

SALES = Assumption("sales", ThreePoint(200, 400, 800), ramp=2)
CARE = Assumption("care", ThreePoint(-20, 40, 60))
CASE = Case(
    [Item("shop", 1, 2, one_off=300, yearly_cost=40, benefits=(SALES,)), Item("desk", 0, 1, benefits=(CARE,))],
    quarters=8,
    yearly_rate=0.08,
)

amounts = st.lists(st.integers(-500, 1000), min_size=3, max_size=3).map(lambda three: ThreePoint(*sorted(three)))


@st.composite
def cases(draw):
    items = [
        Item(
            key=f"item {place}",
            start=draw(st.integers(0, 10)),
            duration=draw(st.integers(0, 4)),
            one_off=draw(st.integers(0, 900)),
            yearly_cost=draw(st.integers(0, 200)),
            benefits=tuple(
                Assumption(f"{place}.{number}", draw(amounts), ramp=draw(st.integers(0, 5)))
                for number in range(draw(st.integers(0, 2)))
            ),
        )
        for place in range(draw(st.integers(1, 3)))
    ]
    return Case(items, quarters=draw(st.integers(1, 12)), yearly_rate=draw(st.sampled_from([0, 0.08, 0.25])))


def slow_value(case, yearly):
    """The net present value with these yearly amounts by key, over the whole time axis."""
    started = []
    for item in case.items:
        benefits = tuple(Benefit(yearly[one.key], one.ramp) for one in item.benefits)
        started.append((Undertaking(item.duration, item.one_off, item.yearly_cost, benefits), item.start))
    return npv(quarterly_rate(case.yearly_rate), plan_flows(started, case.quarters))


def likely(case):
    return {one.key: one.yearly.likely for one in case.assumptions}


@given(cases())
@settings(max_examples=50)
def test_simulation_equals_the_whole_time_axis(case):
    drawn = draw([one.yearly for one in case.assumptions], 20, seed=3)
    keys = [one.key for one in case.assumptions]
    values = [slow_value(case, dict(zip(keys, row, strict=True))) for row in drawn]
    result = simulate(case, trials=20, seed=3)
    assert result.mean == pytest.approx(np.mean(values), abs=1e-8)
    assert (result.p10, result.p50, result.p90) == pytest.approx(tuple(np.quantile(values, (0.1, 0.5, 0.9))), abs=1e-8)


@given(cases())
@settings(max_examples=50)
def test_tornado_equals_the_whole_time_axis(case):
    bars = {bar.key: bar for bar in tornado(case)}
    for one in case.assumptions:
        low = slow_value(case, likely(case) | {one.key: one.yearly.low})
        high = slow_value(case, likely(case) | {one.key: one.yearly.high})
        assert (bars[one.key].low, bars[one.key].high) == pytest.approx((low, high), abs=1e-8)
    swings = [bar.swing for bar in tornado(case)]
    assert swings == pytest.approx(sorted(swings, reverse=True))
    assert likely_value(case) == pytest.approx(slow_value(case, likely(case)), abs=1e-8)


@given(cases(), st.integers(0, 100), st.sampled_from(Shape))
@settings(max_examples=30)
def test_quantiles_are_in_order_and_every_trial_is_counted(case, seed, shape):
    result = simulate(case, trials=500, seed=seed, shape=shape)
    assert result.p10 <= result.p50 <= result.p90
    assert sum(result.histogram.counts) == result.trials == 500
    assert len(result.histogram.edges) == len(result.histogram.counts) + 1
    assert 0 <= result.positive <= 1
    assert result == simulate(case, trials=500, seed=seed, shape=shape)


@pytest.mark.parametrize(("shape", "weight"), [(Shape.TRIANGULAR, 1), (Shape.PERT, 4)])
@pytest.mark.parametrize("points", [(200, 400, 800), (0, 0, 10), (-30, 10, 10)])
def test_draws_have_the_mean_of_their_distribution(shape, weight, points):
    low, middle, high = points
    drawn = draw([ThreePoint(*points)], 200_000, seed=7, shape=shape)[:, 0]
    assert low <= drawn.min() <= drawn.max() <= high
    assert drawn.mean() == pytest.approx((low + weight * middle + high) / (2 + weight), abs=(high - low) * 0.003)


def test_triangular_draws_have_the_variance_of_their_distribution():
    drawn = draw([ThreePoint(200, 400, 800)], 200_000, seed=7)
    assert drawn.var() == pytest.approx((200**2 + 400**2 + 800**2 - 200 * 400 - 200 * 800 - 400 * 800) / 18, rel=0.02)


def test_draws_are_independent_of_each_other():
    drawn = draw([SALES.yearly, CARE.yearly], 50_000, seed=1)
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.02


def test_more_trials_begin_with_the_same_trials():
    points = [SALES.yearly]
    assert np.array_equal(draw(points, 20_000, seed=5)[:16_384], draw(points, 16_384, seed=5))
    assert not np.array_equal(draw(points, 10, seed=5), draw(points, 10, seed=6))


def test_a_case_without_doubt_has_no_spread():
    sure = Assumption("sure", ThreePoint(400, 400, 400))
    result = simulate(Case([Item("shop", 0, 1, one_off=100, benefits=(sure,))], 3, 0), trials=100)
    assert (result.p10, result.mean, result.p90, result.positive, result.deviation) == (100, 100, 100, 1, 0)
    assert result.histogram.counts == (100,)


def test_a_case_without_benefits_costs_what_it_costs():
    case = Case([Item("shop", 0, 1, one_off=100)], 3, 0)
    assert (simulate(case, trials=10).mean, simulate(case, trials=10).positive, tornado(case)) == (-100, 0, ())


def test_tornado_keeps_the_order_of_the_case_on_ties():
    twins = tuple(Assumption(key, ThreePoint(0.1, 0.2, 0.4)) for key in ("b", "a", "c"))
    bars = tornado(Case([Item("shop", 0, 0, benefits=twins)], 7, 0.08))
    assert [bar.key for bar in bars] == ["b", "a", "c"]


def test_tornado_bar_knows_its_swing():
    assert Bar("a", low=-20, high=30).swing == 50


def test_flows_and_annuity_follow_the_dates():
    assert case_flows(CASE) == (0, -140, -140, 25 - 10 + 10, 75 + 0, 100, 100, 100)
    assert annuity(CASE, Item("late", 9, 1), SALES) == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ThreePoint(1, 3, 2), "low ≤ likely ≤ high"),
        (lambda: ThreePoint(1, math.nan, 2), "finite"),
        (lambda: Case([], 8, 0), "no items"),
        (lambda: Case([Item("a", 0, 1)], 0, 0), "horizon"),
        (lambda: Case([Item("a", 0, 1)], 8, -1), "rate"),
        (lambda: Case([Item("a", -1, 1)], 8, 0), "start"),
        (lambda: Case([Item("a", 0, 1, benefits=(SALES, SALES))], 8, 0), "'sales'"),
        (lambda: simulate(CASE, trials=0), "trial"),
        (lambda: draw([SALES.yearly], 0, seed=1), "trial"),
    ],
)
def test_nonsense_is_refused_with_what_is_wrong(make, message):
    with pytest.raises(ValueError, match=message):
        make()
