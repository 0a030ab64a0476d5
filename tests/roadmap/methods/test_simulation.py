import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, spearmanr

from roadmap.methods.cashflow import payback
from roadmap.methods.uncertainty import Assumption, Case, Item, Sampling, Shape, ThreePoint, draw, simulate
from roadmap.methods.uncertainty.dependence import mixing
from roadmap.methods.uncertainty.sampling import CHUNK
from roadmap.methods.uncertainty.three_point import deviation, expected
from tests.reference.simulation import flows_of, quantile, value_of
from tests.reference.three_point import quantiles

SALES = Assumption("sales", ThreePoint(200, 400, 800), ramp=2)
CARE = Assumption("care", ThreePoint(-20, 40, 60))
HOURS = Assumption("hours", ThreePoint(100, 100, 300), ramp=1)
SHOP = Item("shop", 0, 2, one_off=300, yearly_cost=40, benefits=(SALES, CARE))
CASE = Case([SHOP, Item("desk", 1, 1, one_off=50, benefits=(HOURS,))], quarters=12, yearly_rate=0.08)
POINTS = [SALES.yearly, CARE.yearly, HOURS.yearly]
WAYS = [
    {},
    {"shape": Shape.PERT},
    {"correlation": 0.5},
    {"shape": Shape.PERT, "correlation": 0.5},
    {"sampling": Sampling.LATIN},
    {"sampling": Sampling.LATIN, "correlation": 0.5},
    {"sampling": Sampling.SOBOL},
    {"sampling": Sampling.SOBOL, "shape": Shape.PERT, "correlation": 0.5},
    {"correlation": [[1, 0.6, -0.3], [0.6, 1, 0], [-0.3, 0, 1]]},
]


@pytest.mark.parametrize("way", WAYS)
def test_simulation_is_that_of_plain_python_on_the_same_draws(way):
    keys = [each.key for each in CASE.assumptions]
    trials = [dict(zip(keys, row, strict=True)) for row in draw(POINTS, 300, seed=4, **way).tolist()]
    values = [value_of(CASE, trial) for trial in trials]
    found = simulate(CASE, 300, seed=4, paid_back_by=(5, 6, 11), **way)
    assert found.mean == pytest.approx(np.mean(values), rel=1e-9)
    assert found.deviation == pytest.approx(np.std(values), rel=1e-9)
    assert (found.p10, found.p50, found.p90) == pytest.approx(
        [quantile(values, at) for at in (0.1, 0.5, 0.9)], rel=1e-9
    )
    assert found.positive == sum(value > 0 for value in values) / 300
    paybacks = [payback(flows_of(CASE, trial)) for trial in trials]
    assert found.paid_back == {by: sum(each is not None and each <= by for each in paybacks) / 300 for by in (5, 6, 11)}


@pytest.mark.parametrize("way", WAYS)
def test_simulation_is_the_same_to_the_bit_whatever_the_threads(way):
    trials = 3 * CHUNK + 7
    alone = simulate(CASE, trials, seed=2, paid_back_by=(6,), **way)
    assert [simulate(CASE, trials, seed=2, paid_back_by=(6,), threads=count, **way) for count in (2, 5)] == [alone] * 2


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_margins_are_those_of_the_shape_however_assumptions_move_together(way, place):
    drawn = draw(POINTS, 20_000, seed=11, **way)[:, place]
    point, shape = POINTS[place], way.get("shape", Shape.TRIANGULAR)
    assert drawn.mean() == pytest.approx(expected(point, shape), abs=0.03 * deviation(point, shape))
    assert drawn.std() == pytest.approx(deviation(point, shape), rel=0.03)
    shares = [0.05, 0.3, 0.5, 0.9]
    for share, amount in zip(shares, quantiles(point, shares, shape), strict=True):
        assert (drawn <= amount).mean() == pytest.approx(share, abs=0.015)


@pytest.mark.parametrize("middle", [0.0, 0.2, 0.5, 1.0])
def test_min_and_max_of_two_uniform_numbers_are_triangular(middle):
    drawn = draw([ThreePoint(0, middle, 1)], 50_000, seed=3)[:, 0]
    rising = lambda x: x**2 / middle if middle else np.zeros_like(x)  # noqa: E731
    falling = lambda x: 1 - (1 - x) ** 2 / (1 - middle) if middle < 1 else np.ones_like(x)  # noqa: E731
    assert kstest(drawn, lambda x: np.where(x <= middle, rising(x), falling(x))).pvalue > 0.001


@pytest.mark.parametrize("sampling", Sampling)
@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.8])
def test_ranks_of_all_pairs_correlate_as_asked(sampling, correlation):
    drawn = draw(POINTS, 40_000, seed=5, correlation=correlation, sampling=sampling)
    ranks = spearmanr(drawn).statistic
    assert ranks[np.triu_indices(3, 1)] == pytest.approx([correlation] * 3, abs=0.02)


@pytest.mark.parametrize("sampling", Sampling)
def test_ranks_correlate_as_the_matrix_says(sampling):
    asked = [[1, 0.6, -0.3], [0.6, 1, 0], [-0.3, 0, 1]]
    drawn = draw(POINTS, 40_000, seed=5, correlation=asked, sampling=sampling)
    assert spearmanr(drawn).statistic == pytest.approx(np.array(asked), abs=0.02)


def test_latin_hypercube_draws_once_from_each_stratum():
    drawn = draw(POINTS, CHUNK, seed=1, sampling=Sampling.LATIN, correlation=0.4)
    for column, point in zip(drawn.T, POINTS, strict=True):
        strata = quantiles(point, np.arange(17) / 16)
        assert np.histogram(column, strata)[0] == pytest.approx([CHUNK / 16] * 16, abs=1)


@pytest.mark.parametrize("sampling", [Sampling.LATIN, Sampling.SOBOL])
def test_even_sampling_misses_the_mean_by_less_than_chance(sampling):
    exact = sum(expected(point) for point in POINTS)
    missed = {way: [draw(POINTS, CHUNK, seed, sampling=way).sum(axis=1).mean() - exact for seed in range(12)]
              for way in (Sampling.RANDOM, sampling)}  # fmt: skip
    assert np.std(missed[sampling]) < np.std(missed[Sampling.RANDOM]) / 5


@pytest.mark.parametrize("way", [{}, {"shape": Shape.PERT}, {"correlation": 0.5}])
def test_more_trials_begin_with_the_same_trials(way):
    assert np.array_equal(draw(POINTS, 3000, seed=5, **way)[:1000], draw(POINTS, 1000, seed=5, **way))


def test_correlation_widens_the_spread():
    spreads = [simulate(CASE, 20_000, seed=1, correlation=each).deviation for each in (0, 0.4, 0.8)]
    assert spreads == sorted(spreads)
    assert spreads[2] > 1.2 * spreads[0]


@given(st.integers(0, 1000), st.sampled_from([0.0, 0.7]))
@settings(max_examples=20)
def test_paid_back_shares_rise_with_time_where_costs_come_first(seed, correlation):
    found = simulate(CASE, 400, seed, correlation=correlation, paid_back_by=range(3, 12))
    shares = [found.paid_back[by] for by in range(3, 12)]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1


def test_errors_of_shares_and_mean_are_standard_errors():
    found = simulate(CASE, 400, seed=1, paid_back_by=(6,))
    share = found.paid_back[6]
    assert found.paid_back_error == {6: pytest.approx((share * (1 - share) / 400) ** 0.5)}
    assert found.positive_error == pytest.approx((found.positive * (1 - found.positive) / 400) ** 0.5)
    assert found.mean_error == pytest.approx(found.deviation / 20)
    means = [simulate(CASE, 400, seed).mean for seed in range(100)]
    assert np.std(means) == pytest.approx(found.mean_error, rel=0.35)


def test_what_comes_back_to_the_cent_is_paid_back():
    sure = Assumption("sure", ThreePoint(0.4, 0.4, 0.4))
    case = Case([Item("shop", 0, 1, one_off=0.3, benefits=(sure,))], quarters=6, yearly_rate=0.1)
    assert simulate(case, 10, paid_back_by=(0, 2, 3, 5)).paid_back == {0: 0.0, 2: 0.0, 3: 1.0, 5: 1.0}


@pytest.mark.parametrize("way", WAYS[:8])
def test_a_case_without_assumptions_has_one_value(way):
    case = Case([Item("shop", 0, 1, one_off=100)], 3, 0)
    found = simulate(case, 10, paid_back_by=(1,), **way)
    assert (found.mean, found.deviation, found.paid_back) == (-100, 0, {1: 0.0})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"correlation": 1}, "below 1"),
        ({"correlation": -0.1}, "at least 0"),
        ({"correlation": float("nan")}, "at least 0"),
        ({"correlation": [[1, 0], [0, 1]]}, "3 rows and columns"),
        ({"correlation": [[1, 0, 0], [0, 1], [0, 0, 1]]}, "3 rows and columns"),
        ({"correlation": [[1, 0, 0], [0, 0.9, 0], [0, 0, 1]]}, "diagonal"),
        ({"correlation": [[1, 2, 0], [2, 1, 0], [0, 0, 1]]}, "between -1 and 1"),
        ({"correlation": [[1, 0.2, 0], [0.1, 1, 0], [0, 0, 1]]}, "of 0 and 1 differs"),
        ({"correlation": [[1, float("nan"), 0], [0, 1, 0], [0, 0, 1]]}, "finite"),
        ({"correlation": [[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]]}, "eigenvalue"),
        ({"paid_back_by": (12,)}, "from 0 to 11, got 12"),
        ({"paid_back_by": (-1,)}, "from 0 to 11"),
        ({"threads": 0}, "thread"),
        ({"seed": -1}, "seed"),
    ],
)
def test_simulation_refuses_nonsense_with_what_is_wrong(options, message):
    with pytest.raises(ValueError, match=message):
        simulate(CASE, 10, **options)


def test_a_matrix_at_its_limit_is_no_fault():
    ones = [[1, 1], [1, 1]]
    drawn = draw([ThreePoint(0, 1, 2), ThreePoint(0, 10, 20)], 500, seed=1, correlation=ones)
    assert drawn[:, 1] == pytest.approx(10 * drawn[:, 0], abs=1e-6)
    assert mixing(ones, 2).sources == 2
