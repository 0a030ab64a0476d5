"""How sure an order is: shares against a plain count, laws of the bootstrap, and which places are open."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.methods.prioritisation import Estimate, Summary, by_value_over_effort
from roadmap.methods.robustness import (
    ROUNDING_VARIANCE,
    Pair,
    PlaceStanding,
    Robustness,
    open_runs,
    order_shares,
    rank_robustness,
    standings_of,
)
from tests.reference import prioritisation as plain


def rated(*pairs: tuple[float, float], department: str = "IT") -> list[Estimate]:
    """One estimate for each pair of value and effort, by R0, R1, …"""
    return [Estimate(f"R{n}", department, value, effort) for n, (value, effort) in enumerate(pairs)]


ratings = st.tuples(st.integers(1, 5), st.integers(1, 5))
portfolios = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(ratings, min_size=2, max_size=5).map(lambda pairs: rated(*pairs)), min_size=1
)
scores = st.integers(1, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 3).map(float), min_size=items, max_size=items), min_size=1, max_size=8
    )
)

# Places and shares


@given(scores, st.integers(1, 8))
def test_places_and_shares_are_those_of_a_plain_count(sampled, first):
    outcome = standings_of(sampled, first)
    assert outcome.places.tolist() == plain.places(sampled)
    assert outcome.among_first.tolist() == pytest.approx(plain.shares_among_first(sampled, first))
    assert np.allclose(order_shares(outcome.places), plain.shares_above(sampled))


@given(scores, st.integers(1, 8))
def test_shares_among_the_first_sum_to_the_places_there_are(sampled, first):
    assert standings_of(sampled, first).among_first.sum() == pytest.approx(min(first, len(sampled[0])))


def test_ties_over_the_last_place_are_split_evenly():
    outcome = standings_of([[2.0, 1.0, 1.0, 1.0]], first=2)
    assert outcome.among_first.tolist() == [1.0, *[pytest.approx(1 / 3)] * 3]
    assert outcome.places.tolist() == [[1.0, 3.0, 3.0, 3.0]]


# The bootstrap


@settings(max_examples=30)
@given(portfolios, st.booleans(), st.booleans())
def test_laws_of_an_order(estimates, jointly, alike):
    sure = rank_robustness(estimates, first=2, samples=200, jointly=jointly, departments_alike=alike)
    count = len(estimates)
    summaries = {key: summary_of(each) for key, each in estimates.items()}
    assert sure.keys == by_value_over_effort(summaries)
    assert sum(each.among_first for each in sure.standings) == pytest.approx(min(2, count))
    assert sum(each.mean_place for each in sure.standings) == pytest.approx(count * (count + 1) / 2)
    assert all(1 <= each.low <= each.high <= count for each in sure.standings)
    assert np.allclose(sure.above + sure.above.T, 1)
    open_pairs = {(pair.one, pair.other) for pair in sure.undecided}
    for low, high in sure.open_places:
        assert all(pair in open_pairs for pair in combinations(sure.keys[low - 1 : high], 2))


def summary_of(estimates):
    count = len(estimates)
    return Summary(count, sum(each.value for each in estimates) / count, sum(each.effort for each in estimates) / count)


@settings(max_examples=20)
@given(portfolios, st.randoms(use_true_random=False))
def test_same_seed_gives_the_same_numbers_whatever_the_order_of_an_items_raters(estimates, shuffle):
    one = rank_robustness(estimates, samples=50, seed=3)
    again = rank_robustness(estimates, samples=50, seed=3)
    assert one.standings == again.standings
    assert (one.above == again.above).all()
    assert (
        one.standings != rank_robustness(estimates, samples=50, seed=4).standings or len(estimates) == 1 or certain(one)
    )


def certain(one: Robustness) -> bool:
    return all(each.low == each.high for each in one.standings) or len(one.standings) < 4


def test_item_that_all_rate_far_better_is_surely_first():
    sure = rank_robustness(
        {"poor": rated((1, 5), (2, 5), (1, 4)), "good": rated((5, 1), (5, 1), (4, 1))}, first=1, samples=500
    )
    assert sure.standings == (
        PlaceStanding("good", 1, pytest.approx(14 / 3), 1.0, 1.0, 1.0, 1.0, 3),
        PlaceStanding("poor", 2, pytest.approx(2 / 7), 0.0, 2.0, 2.0, 2.0, 3),
    )
    assert (sure.sure, sure.contested, list(sure.undecided), sure.open_places) == (("good",), (), [], ())


def test_alike_items_are_each_half_among_the_first():
    """The same ratings by the same people, joined: a tie in every sample but for what whole points leave open."""
    same = rated((4, 2), (2, 4), (3, 3))
    sure = rank_robustness({"a": same, "b": list(same)}, first=1, samples=500)
    assert [each.among_first for each in sure.standings] == [0.5, 0.5]
    assert list(sure.undecided) == [Pair("a", "b", 0.5)]
    assert sure.open_places == ((1, 2),)


def test_joint_draws_keep_what_the_same_people_say_of_both():
    """All rate b one point of value below a: whoever is asked, a stays above; asked of different people it may not."""
    kind = {"a": rated((5, 2), (3, 2), (2, 2)), "b": rated((4, 2), (2, 2), (1, 2))}
    together = rank_robustness(kind, first=1, samples=2000)
    apart = rank_robustness(kind, first=1, samples=2000, jointly=False)
    assert together.above[0, 1] > 0.98
    assert 0.6 < apart.above[0, 1] < 0.95


def test_spread_of_a_mean_is_the_usual_standard_error():
    """Against an item that never moves, the share above it is what the normal distribution says of the mean."""
    values = (5, 4, 4, 3, 5, 2, 4, 3, 4, 5, 3, 4)
    mean = sum(values) / 12
    of_value = sum((each - mean) ** 2 for each in values) / 11 / 12
    of_effort = ROUNDING_VARIANCE / 12  # all say 3: only whole points leave it open
    still = [Estimate(f"S{n}", "IT", 3.5, 3) for n in range(1000)]
    sure = rank_robustness(
        {"moves": [Estimate(f"R{n}", "IT", value, 3) for n, value in enumerate(values)], "still": still},
        first=1,
        jointly=False,
    )
    error = mean / 3 * math.sqrt(of_value / mean**2 + of_effort / 3**2)
    expected = 0.5 * (1 + math.erf((mean - 3.5) / 3 / error / math.sqrt(2)))
    assert sure.standings[0].key == "moves"
    assert sure.standings[0].among_first == pytest.approx(expected, abs=0.03)


def test_one_rater_alone_borrows_the_spread_of_the_others():
    lone = {"alone": rated((4, 2)), "split": rated((5, 1), (1, 5), (3, 3)), "low": rated((1, 4), (2, 4))}
    sure = rank_robustness(lone, first=1)
    standing = {each.key: each for each in sure.standings}["alone"]
    assert standing.raters == 1
    assert 0.1 < standing.among_first < 0.95


def test_departments_alike_lift_a_small_department():
    many = [Estimate(f"M{n}", "Sales", 1 + n % 2, 3) for n in range(6)]
    few = [Estimate(f"I{n}", "IT", 5, 3) for n in range(2)]
    rival = [Estimate(f"M{n}", "Sales", 2 + n % 2, 3) for n in range(6)]
    estimates = {"a": [*many, *few], "b": rival}
    assert rank_robustness(estimates, samples=100).keys == ("b", "a")
    assert rank_robustness(estimates, samples=100, departments_alike=True).keys == ("a", "b")


# What is open


@pytest.mark.parametrize(
    ("above", "runs"),
    [
        ([[0.5]], ()),
        ([[0.5, 0.95], [0.05, 0.5]], ()),
        ([[0.5, 0.9], [0.1, 0.5]], ()),
        ([[0.5, 0.89], [0.11, 0.5]], ((1, 2),)),
        ([[0.5, 0.6, 0.95], [0.4, 0.5, 0.6], [0.05, 0.4, 0.5]], ((1, 2), (2, 3))),
        ([[0.5, 0.6, 0.7], [0.4, 0.5, 0.6], [0.3, 0.4, 0.5]], ((1, 3),)),
        ([[0.5, 0.99, 0.99], [0.01, 0.5, 0.6], [0.01, 0.4, 0.5]], ((2, 3),)),
    ],
)
def test_open_places_are_the_longest_runs_without_a_decided_pair(above, runs):
    shares = np.array(above)
    assert open_runs(lambda item, last: shares[item, item + 1 : last + 1], len(above)) == runs


def test_sure_and_contested_are_told_by_the_threshold():
    shares = (1.0, 0.9, 0.89, 0.1)
    standings = tuple(PlaceStanding("abcd"[n], n + 1, 1.0, share, 1.0, 1.0, 1.0, 3) for n, share in enumerate(shares))
    found = Robustness(standings, 1, np.ones((1, 4)))
    assert (found.sure, found.contested) == (("a", "b"), ("c",))


# What cannot be


@pytest.mark.parametrize(
    ("estimates", "options", "message"),
    [
        ({}, {}, "no items"),
        ({"a": []}, {}, "nobody has rated 'a'"),
        ({"a": [*rated((1, 1)), *rated((2, 2))]}, {}, "'a' twice"),
        ({"a": rated((1, 1)), "b": rated((2, 2))}, {}, "no item has two raters"),
        ({"a": rated((1, 1), (2, 2))}, {"first": 0}, "at least 1"),
        ({"a": rated((1, 1), (2, 2))}, {"samples": 0}, "at least 1"),
        ({"a": rated((1, 1), (2, 2))}, {"threshold": 1.0}, "threshold"),
    ],
)
def test_nonsense_is_refused(estimates, options, message):
    with pytest.raises(ValueError, match=message):
        rank_robustness(estimates, **options)


@pytest.mark.parametrize(("sampled", "first"), [([], 1), ([1.0, 2.0], 1), ([[math.nan, 1.0]], 1), ([[1.0, 2.0]], 0)])
def test_scores_that_are_none_are_refused(sampled, first):
    with pytest.raises(ValueError, match=r"scores|first"):
        standings_of(sampled, first)
