"""The ladder."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.scale import (
    lower_median,
    nearest_rung,
    require_rung,
    rung_of_score,
)

rungs = st.integers(1, 5)


@pytest.mark.parametrize(("score", "rung"), [(0, 1.0), (2.5, 2.0), (5, 3.0), (7.5, 4.0), (10, 5.0)])
def test_score_and_rung_are_one_straight_line(score, rung):
    assert rung_of_score(score) == rung


@pytest.mark.parametrize(
    ("mean", "rung"),
    [(1, 1), (1.5, 1), (1.51, 2), (2.4, 2), (2.5, 2), (2.5000000000000004, 2), (2.6, 3), (3.5, 3), (4.5, 4), (5, 5)],
)
def test_nearest_rung_with_ties_going_down(mean, rung):
    assert nearest_rung(mean) == rung


@given(st.lists(rungs, min_size=1))
def test_median_is_the_lowest_chosen_rung_with_half_of_the_votes_on_either_side(votes):
    def is_middle(rung):
        return max(sum(vote < rung for vote in votes), sum(vote > rung for vote in votes)) <= len(votes) / 2

    assert lower_median(votes) == min(rung for rung in votes if is_middle(rung))


@pytest.mark.parametrize("value", [0, 6, 2.5, -1, math.nan, math.inf, "3", None, True])
def test_require_rung_refuses(value):
    with pytest.raises(ValueError, match="a rung is one of"):
        require_rung(value)


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (rung_of_score, -0.1),
        (rung_of_score, 10.1),
        (rung_of_score, math.nan),
        (rung_of_score, None),
        (rung_of_score, "7"),
        (nearest_rung, 0.99),
        (nearest_rung, 5.1),
        (nearest_rung, math.nan),
        (lower_median, []),
        (lower_median, [0]),
        (lower_median, [2.5]),
    ],
)
def test_values_outside_the_scale_are_refused(function, value):
    with pytest.raises(ValueError, match=r"lies between|a rung is one of|no rungs"):
        function(value)
