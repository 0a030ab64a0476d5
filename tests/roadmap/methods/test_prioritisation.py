import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.prioritisation import (
    Estimate,
    Priority,
    Summary,
    Tilt,
    Waiting,
    by_value_over_effort,
    delay_cost,
    dominated_by,
    dominates,
    impact_of,
    rice,
    summarise,
    weigh_departments,
    weighted_mean,
)

ROWS = [
    Estimate("Bo", "IT", value=5, effort=1),
    Estimate("Cleo", "IT", value=4, effort=2),
    Estimate("Dora", "Sales", value=3, effort=4),
    Estimate("Eve", "Finance", value=2, effort=3),
]

ratings = st.integers(1, 5).map(float)
summaries = st.dictionaries(
    st.sampled_from("abcdef"),
    st.one_of(st.just(Summary(0, None, None)), st.builds(Summary, st.just(3), ratings, ratings)),
    max_size=6,
)


def test_summarise_with_owners_and_others():
    assert summarise(ROWS, owner="IT") == Priority(
        all=Summary(4, 3.5, 2.5),
        without_owner=Summary(2, 2.5, 3.5),
        owner_only=Summary(2, 4.5, 1.5),
        tilt=Tilt(value=2, effort=-2),
    )


def test_summarise_compares_departments_without_case_and_space():
    assert summarise(ROWS, owner=" it ") == summarise(ROWS, owner="IT")


def test_tilt_is_unknown_where_one_side_is_missing():
    assert summarise(ROWS, owner="HR").tilt == Tilt(None, None)
    assert summarise(ROWS[:2], owner="IT").tilt == Tilt(None, None)
    assert summarise([], owner="IT").all == Summary(0, None, None)
    assert Summary(0, None, None).ratio is None


@given(st.permutations(ROWS))
def test_the_order_of_raters_does_not_matter(rows):
    assert summarise(rows, owner="IT") == summarise(ROWS, owner="IT")


@given(summaries)
def test_order_holds_every_key_once_with_unrated_ones_last(given_summaries):
    order = by_value_over_effort(given_summaries)
    ratios = [given_summaries[key].ratio for key in order]
    rated = [ratio for ratio in ratios if ratio is not None]
    assert sorted(order) == sorted(given_summaries)
    assert ratios == sorted(rated, reverse=True) + [None] * (len(ratios) - len(rated))


def test_order_puts_higher_value_first_on_equal_ratios_and_keeps_order_on_ties():
    same = {"small": Summary(2, 2.0, 1.0), "large": Summary(2, 4.0, 2.0), "twin": Summary(2, 4.0, 2.0)}
    assert by_value_over_effort(same) == ("large", "twin", "small")


@given(summaries)
def test_dominance_never_runs_both_ways_and_respects_the_order(given_summaries):
    for key, rivals in dominated_by(given_summaries).items():
        for rival in rivals:
            assert not dominates(given_summaries[key], given_summaries[rival])
            assert given_summaries[rival].ratio > given_summaries[key].ratio


def test_equals_do_not_dominate_each_other():
    assert not dominates(Summary(1, 3.0, 3.0), Summary(5, 3.0, 3.0))
    assert not dominates(Summary(1, 3.0, 3.0), Summary(0, None, None))


@pytest.mark.parametrize("amount", [0, 6, math.nan])
def test_estimates_outside_the_scale_are_refused(amount):
    with pytest.raises(ValueError, match="value by 'Bo'"):
        Estimate("Bo", "IT", value=amount, effort=1)
    with pytest.raises(ValueError, match="effort by 'Bo'"):
        Estimate("Bo", "IT", value=1, effort=amount)


def test_a_rater_counts_once():
    with pytest.raises(ValueError, match="'Bo'"):
        summarise([ROWS[0], ROWS[0]], owner="IT")


# Weights


def test_departments_alike_are_not_outvoted():
    crowd = [Estimate(f"R{n}", "Sales", 2, 4) for n in range(9)]
    assert weigh_departments([*crowd, Estimate("Bo", "IT", 5, 1)]) == Summary(10, 3.5, 2.5)
    assert weigh_departments([]) == Summary(0, None, None)


def test_departments_weigh_what_is_stated():
    assert weigh_departments(ROWS, {"it": 1, "SALES": 2, "Finance": 1, "HR": 7}) == Summary(4, 3.125, 3.125)
    assert weigh_departments(ROWS, {"IT": 1, "Sales": 0, "Finance": 0}) == Summary(4, 4.5, 1.5)


@given(st.dictionaries(st.sampled_from("abcd"), ratings, min_size=1), st.floats(0.1, 10))
def test_weighted_mean_stays_within_and_knows_no_scale_of_weights(amounts, factor):
    weights = {key: place + 1 for place, key in enumerate("abcd")}
    mean = weighted_mean(amounts, weights)
    assert min(amounts.values()) - 1e-9 <= mean <= max(amounts.values()) + 1e-9
    assert weighted_mean(amounts, {key: weight * factor for key, weight in weights.items()}) == pytest.approx(mean)


@pytest.mark.parametrize(
    ("amounts", "weights", "message"),
    [
        ({}, None, "nothing to weigh"),
        ({"a": 1.0}, {}, "'a' has no weight"),
        ({"a": 1.0}, {"a": -1}, "weight of 'a'"),
        ({"a": 1.0}, {"a": math.nan}, "weight of 'a'"),
        ({"a": 1.0}, {"a": 0}, "all weights are 0"),
        ({"a": math.nan}, None, "finite"),
    ],
)
def test_weights_that_cannot_be_are_refused(amounts, weights, message):
    with pytest.raises(ValueError, match=message):
        weighted_mean(amounts, weights)


# RICE


@given(st.floats(1, 5), st.floats(1, 5))
def test_impact_rises_with_value(one, other):
    low, high = sorted((one, other))
    assert 0.25 <= impact_of(low) <= impact_of(high) <= 3


@given(st.floats(0, 1e6), st.floats(0, 3), st.floats(0, 1), st.floats(0.1, 1e3))
def test_rice_doubles_with_reach_and_halves_with_effort(reach, impact, confidence, effort):
    score = rice(reach, impact, confidence, effort)
    assert rice(2 * reach, impact, confidence, effort) == pytest.approx(2 * score)
    assert rice(reach, impact, confidence, 2 * effort) == pytest.approx(score / 2)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((-1, 1, 1, 1), "reach"),
        ((1, math.inf, 1, 1), "impact"),
        ((1, 1, 80, 1), "confidence must be a fraction"),
        ((1, 1, 1, 0), "effort"),
    ],
)
def test_rice_refuses_nonsense(parts, message):
    with pytest.raises(ValueError, match=message):
        rice(*parts)
    with pytest.raises(ValueError, match="value"):
        impact_of(5.5)


# Cost of delay


def test_delay_cost_refuses_nonsense():
    with pytest.raises(ValueError, match="cost of delay"):
        Waiting(-1, 1)
    with pytest.raises(ValueError, match="duration"):
        Waiting(1, 0)
    with pytest.raises(ValueError, match="every key once"):
        delay_cost(["a", "a"], {"a": Waiting(1, 1)})
