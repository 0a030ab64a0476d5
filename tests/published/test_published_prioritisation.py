"""Orders from the literature, and Smith's rule proven by trying every order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.prioritisation import Waiting, by_delay_cost, delay_cost, impact_of, rice


def test_reach_of_mcbrides_first_project():
    """McBride, "RICE: Simple prioritization for product managers", Inside Intercom, 2018: 500 customers a month reach
    the point, 30 % choose it: 450 a quarter. Impact high is 2, massive 3, minimal 0.25; confidence medium is 80 %."""
    assert (impact_of(1), impact_of(2), impact_of(3), impact_of(4), impact_of(5)) == (0.25, 0.5, 1, 2, 3)
    assert rice(reach=500 * 0.3 * 3, impact=impact_of(4), confidence=0.8, effort=1) == pytest.approx(720)


WAITING = st.builds(Waiting, st.integers(0, 20), st.integers(1, 9))


@given(st.lists(WAITING, min_size=1, max_size=6))
def test_no_order_costs_less_than_smiths(waiting):
    """Smith, "Various optimizers for single-stage production", Naval Research Logistics Quarterly 3 (1956) 59–66:
    Σ weight · completion on one machine is least in the order of weight over duration. Every order is tried."""
    named = {str(number): each for number, each in enumerate(waiting)}
    cheapest = min(delay_cost(order, named) for order in permutations(named))
    assert delay_cost(by_delay_cost(named), named) == cheapest


def test_short_jobs_first_and_dear_ones_first_are_both_special_cases():
    """Reinertsen, The Principles of Product Development Flow, 2009, ch. 7: with equal costs of delay the shortest job
    goes first, with equal durations the one with the highest cost of delay."""
    assert by_delay_cost({"long": Waiting(3, 9), "short": Waiting(3, 1), "middle": Waiting(3, 4)}) == (
        "short",
        "middle",
        "long",
    )
    assert by_delay_cost({"cheap": Waiting(1, 3), "dear": Waiting(10, 3)}) == ("dear", "cheap")


def test_three_jobs_of_unlike_cost_and_length():
    """Costs of delay 10, 3 and 1 for work of 1, 3 and 10 periods. What all lose beyond their own work is
    1·3 + 4·1 = 7 in the order by cost over duration and 10·3 + 13·10 = 160 in the opposite one."""
    three = {"1": Waiting(10, 1), "2": Waiting(3, 3), "3": Waiting(1, 10)}
    own = sum(each.cost_of_delay * each.duration for each in three.values())
    assert by_delay_cost(three) == ("1", "2", "3")
    assert delay_cost(["1", "2", "3"], three) - own == 7
    assert delay_cost(["3", "2", "1"], three) - own == 160
