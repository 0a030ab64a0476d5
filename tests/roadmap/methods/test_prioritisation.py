import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.prioritisation import (
    Estimate,
    Priority,
    Summary,
    Tilt,
    by_value_over_effort,
    dominated_by,
    dominates,
    summarise,
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
