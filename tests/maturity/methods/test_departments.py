"""Departments that differ, and what a small one's mean is worth."""

import math
import random
import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from maturity.methods.departments import (
    Difference,
    DifferenceVerdict,
    Heterogeneity,
    PooledMean,
    Pooling,
    Size,
    benjamini_hochberg,
    compare_departments,
    kruskal_wallis,
    pool_departments,
    pool_means,
    size_of,
)
from tests.reference import departments as plain

SMALL = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=3), min_size=2, max_size=3)
GROUPS = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=8), min_size=2, max_size=5)


def rankable(groups):
    values = [value for group in groups for value in group]
    return len(set(values)) > 1 and len(values) > len(groups)


@given(SMALL)
def test_test_agrees_with_all_orders_one_by_one(groups):
    assume(rankable(groups) and sum(map(len, groups)) <= 7)
    found = kruskal_wallis(groups)
    assert found.exact
    assert found.h == pytest.approx(plain.statistic(groups), abs=1e-9)
    assert found.p == pytest.approx(plain.exact_p(groups))


@given(GROUPS)
def test_statistic_is_that_of_scipy(groups):
    assume(rankable(groups))
    found = kruskal_wallis(groups, permutations=9)
    assert found.h == pytest.approx(stats.kruskal(*groups).statistic, abs=1e-9)
    n, k = sum(map(len, groups)), len(groups)
    assert found.effect == pytest.approx((found.h - k + 1) / (n - k))
    assert found.effect <= 1 + 1e-9
    assert 0 < found.p <= 1


@given(GROUPS, st.randoms())
def test_only_the_order_of_values_counts_and_no_name_of_a_group(groups, shuffling):
    assume(rankable(groups))
    bent = [[value**3 for value in group] for group in groups]
    assert kruskal_wallis(groups, permutations=99) == kruskal_wallis(bent, permutations=99)
    turned = kruskal_wallis(shuffling.sample(groups, len(groups)), permutations=99)
    assert turned.h == pytest.approx(kruskal_wallis(groups, permutations=99).h)


def test_sampled_p_is_that_of_a_loop_and_of_the_chi_squared():
    shuffling = random.Random(3)
    groups = [[shuffling.gauss(mean, 1) for _ in range(12)] for mean in (0, 0.3, 0.9)]
    found = kruskal_wallis(groups, permutations=20_000)
    assert not found.exact
    assert found.p == pytest.approx(plain.sampled_p(groups, 4000, 1), abs=0.02)
    assert found.p == pytest.approx(stats.kruskal(*groups).pvalue, abs=0.01)


def test_exact_and_sampled_agree_where_both_can_be_had():
    groups = [[1, 2, 2, 4], [3, 4, 5], [2, 5, 5, 5]]
    exact = kruskal_wallis(groups)
    assert exact.deals == math.factorial(11) // (24 * 6 * 24)
    assert plain.sampled_p(groups, 4000, 0) == pytest.approx(exact.p, abs=0.02)


def test_sampled_p_is_never_nothing():
    found = kruskal_wallis([list(range(20)), list(range(100, 120))], permutations=99)
    assert (found.p, found.deals, found.effect > 0.7) == (1 / 100, 99, True)


def test_same_seed_gives_the_same_p():
    groups = [[1, 2, 3, 4, 5] * 3, [2, 3, 3, 4, 5] * 3]
    assert kruskal_wallis(groups, seed=1) == kruskal_wallis(groups, seed=1)


def test_effect_is_nothing_on_average_where_departments_do_not_matter():
    shuffling = random.Random(0)
    groups = lambda: [[shuffling.randint(1, 5) for _ in range(3)] for _ in range(5)]  # noqa: E731
    effects = [kruskal_wallis(groups(), permutations=1).effect for _ in range(2000)]
    assert statistics.fmean(effects) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("groups", "permutations", "fault"),
    [
        ([], 9, "at least two groups"),
        ([[1, 2]], 9, "at least two groups"),
        ([[1, 2], []], 9, "none of them empty"),
        ([[1], [2]], 9, "one value"),
        ([[3, 3], [3]], 9, "all values are equal"),
        ([[1, math.nan], [2]], 9, "not a finite number"),
        ([[1, "2"], [2]], 9, "not a finite number"),
        ([[1, 2], [2]], 0, "permutations"),
        ([[1, 2], [2]], 1.5, "permutations"),
    ],
)
def test_test_refuses_nonsense(groups, permutations, fault):
    with pytest.raises(ValueError, match=fault):
        kruskal_wallis(groups, permutations=permutations)


def test_size_of_refuses_more_than_everything():
    assert size_of(1.0) is Size.LARGE
    with pytest.raises(ValueError, match="at most 1"):
        size_of(1.1)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_adjusted_p_values_are_those_of_scipy(p_values):
    found = benjamini_hochberg(p_values)
    assert found == pytest.approx(stats.false_discovery_control(p_values) if p_values else ())
    assert all(before <= after <= 1 for before, after in zip(p_values, found, strict=True))


@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan, "0.5"])
def test_adjustment_refuses_what_is_no_p_value(p):
    with pytest.raises(ValueError, match="a p-value lies"):
        benjamini_hochberg([0.5, p])


def test_comparison_holds_all_three_figures_or_none():
    apart = {"IT": [1, 1, 2, 2, 1], "Sales": [4, 4, 5, 5, 4]}
    found = compare_departments(
        {
            "care": apart,
            "plan": {"IT": [3, 2, 4], "Sales": [3, 4, 2]},
            "data": {"IT": [3, 3, 3], "Sales": [3, 3]},
            "test": {"IT": [3, 3, 3], "Sales": []},
            "lead": {"IT": [3], "Sales": [4]},
        }
    )
    assert found["care"] == Difference(
        DifferenceVerdict.DIFFER, kruskal_wallis(list(apart.values())), pytest.approx(3 * 2 / 252), Size.LARGE
    )
    assert (found["plan"].verdict, found["plan"].adjusted_p) == (DifferenceVerdict.MAY_BE_CHANCE, 1.0)
    assert found["data"] == Difference(DifferenceVerdict.ALIKE)
    assert found["test"] == found["lead"] == Difference(DifferenceVerdict.TOO_FEW)


def test_difference_among_many_dimensions_needs_more():
    apart, same = {"IT": [1, 2, 3, 2], "Sales": [4, 3, 5, 4]}, {"IT": [3, 2, 4], "Sales": [3, 4, 2]}
    assert compare_departments({"a": apart})["a"].verdict is DifferenceVerdict.DIFFER
    many = compare_departments({"a": apart} | {f"b{number}": same for number in range(12)})
    assert (many["a"].verdict, many["a"].test.p < 0.1) == (DifferenceVerdict.MAY_BE_CHANCE, True)


def test_comparison_refuses_a_rate_outside_its_range():
    with pytest.raises(ValueError, match="a rate lies"):
        compare_departments({}, rate=1.5)


def test_pool_of_equal_noise_is_worked_by_hand():
    # mean 3, Σ (y − 3)² = 2, v = ½: Q = 4, τ² = (4 − 2) / (6 − 12 / 6) = ½, B = ½
    found = pool_means({"a": 2.0, "b": 3.0, "c": 4.0}, dict.fromkeys("abc", 0.5))
    assert found == Pooling(
        state=Heterogeneity.VARY,
        mean=3.0,
        standard_error=pytest.approx(math.sqrt(1 / 3)),
        between=pytest.approx(math.sqrt(0.5)),
        q=pytest.approx(4),
        groups=found.groups,
    )
    assert [each.pooled for each in found.groups.values()] == pytest.approx([2.5, 3.0, 3.5])
    # ½ · ½ + ¼ / 3 + 2 / 2 · ¼
    half = 1.6448536 * math.sqrt(0.25 + 0.25 / 3 + 0.25)
    assert found.groups["a"].interval.low == pytest.approx(2.5 - half)


@given(
    st.lists(st.tuples(st.floats(1, 5), st.floats(0.01, 2)), min_size=2, max_size=8),
)
def test_pooled_means_lie_between_their_own_and_the_whole(pairs):
    means = {str(i): mean for i, (mean, _) in enumerate(pairs)}
    found = pool_means(means, {str(i): variance for i, (_, variance) in enumerate(pairs)})
    for name, each in found.groups.items():
        low, high = sorted((means[name], found.mean))
        assert low - 1e-9 <= each.pooled <= high + 1e-9
        assert 0 <= each.shrinkage <= 1
        assert each.interval.low <= each.pooled <= each.interval.high


def test_small_department_moves_more_than_a_large_one():
    found = pool_departments(
        {"IT": 2.0, "Legal": 4.0, "Sales": 3.0}, {"IT": [1, 2, 3] * 6, "Legal": [3, 4, 5], "Sales": [2, 3, 4]}
    )
    assert found.state is Heterogeneity.VARY
    assert found.groups["Legal"].shrinkage > found.groups["IT"].shrinkage
    assert found.groups["Legal"].shrinkage == pytest.approx(found.groups["Sales"].shrinkage)


def test_departments_without_noise_stay_where_they_are():
    found = pool_departments({"IT": 2.0, "Legal": 4.0}, {"IT": [2, 2], "Legal": [4]})
    assert found == Pooling(
        Heterogeneity.NO_NOISE,
        3.0,
        None,
        pytest.approx(math.sqrt(2)),
        None,
        {"IT": PooledMean(2.0, 2.0, 0.0, None), "Legal": PooledMean(4.0, 4.0, 0.0, None)},
    )


def test_intervals_stay_on_the_ladder():
    found = pool_departments({"IT": 1.2, "Legal": 4.9}, {"IT": [1, 1, 2], "Legal": [5, 4, 5]})
    assert [(each.interval.low, each.interval.high) for each in found.groups.values()] == [
        (1.0, pytest.approx(found.groups["IT"].interval.high)),
        (pytest.approx(found.groups["Legal"].interval.low), 5.0),
    ]


@pytest.mark.parametrize(
    ("means", "variances", "confidence", "fault"),
    [
        ({"a": 1.0}, {"a": 1.0}, 0.9, "at least two groups"),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}, 0.9, "each with a mean and a variance"),
        ({"a": math.nan, "b": 2.0}, {"a": 1.0, "b": 1.0}, 0.9, "not a finite number"),
        ({"a": 1.0, "b": 2.0}, {"a": 0.0, "b": 1.0}, 0.9, "above 0"),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0, "b": 1.0}, 1.0, "between 0 and 1"),
    ],
)
def test_pool_refuses_nonsense(means, variances, confidence, fault):
    with pytest.raises(ValueError, match=fault):
        pool_means(means, variances, confidence=confidence)


@pytest.mark.parametrize(
    ("means", "people", "fault"),
    [
        ({"a": 2.0, "b": 3.0}, {"a": [2], "b": [3]}, "no department has two people"),
        ({"a": 2.0, "b": 3.0}, {"a": [2, 3], "b": []}, "a mean and people"),
        ({"a": 2.0, "b": 3.0}, {"a": [2, 3]}, "a mean and people"),
        ({"a": 0.0, "b": 3.0}, {"a": [2, 3], "b": [3]}, "between 1 and 5"),
        ({"a": 2.0}, {"a": [2, 3]}, "at least two groups"),
        ({"a": 2.0}, {"a": [2, 2]}, "at least two groups"),
    ],
)
def test_pool_of_departments_refuses_nonsense(means, people, fault):
    with pytest.raises(ValueError, match=fault):
        pool_departments(means, people)
