"""Expected touches, stated shares, the order that the data carry: laws, the plain reference, and what is refused."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.channels import (
    AbsorbingChain,
    Evidence,
    Path,
    attribute,
    chain_of_paths,
    chain_of_shares,
    choose_order,
    end_probabilities,
    evidence,
    expected_steps,
    expected_touches,
)
from tests.maturity.methods.test_channels import paths_with_customers
from tests.reference import channels as plain


@given(paths_with_customers)
def test_expected_touches_are_those_counted(paths):
    found = expected_touches(paths)
    counted = {channel: float(mean) for channel, mean in plain.touches(paths).items() if mean}
    assert found.of_all == pytest.approx(counted)
    assert found.total == pytest.approx(sum(counted.values()))


@given(paths_with_customers)
def test_who_starts_converts_as_often_as_was_measured(paths):
    ends = end_probabilities(chain_of_paths(paths))[""]
    assert ends["converted"] == pytest.approx(attribute(paths).conversion_probability)
    assert sum(ends.values()) == pytest.approx(1)


@given(paths_with_customers)
def test_who_converts_has_met_every_channel_with_removal_effect(paths):
    touches, effects = expected_touches(paths), attribute(paths).removal_effects
    if touches.of_converts is not None:
        for channel, visits in touches.of_converts.items():
            # At least one visit of all whose conversion is lost without the channel.
            assert visits >= effects[channel] - 1e-9


def test_touches_of_nobody_who_converts_are_none():
    found = expected_touches([Path(("Web",), 3, 0)])
    assert (found.total, found.total_of_converts, found.of_converts) == (1.0, None, None)


def test_repeated_touches_count():
    assert expected_touches([Path(("Mail", "Mail", "Mail"), 2, 1)]).of_all["Mail"] == pytest.approx(3)


def test_stated_shares_leave_conversion_between_two_bounds():
    chain = chain_of_shares({("Search", "Web"): 0.5, ("Web", "Shop"): 0.2}, converts={"Shop": 0.4, "Web": 0.1})
    assert end_probabilities(chain)["Search"] == pytest.approx({"converted": 0.09, "lost": 0.41, "unknown": 0.5})
    assert expected_steps(chain)["Search"] == pytest.approx(1.6)


def test_stated_shares_that_sum_to_one_leave_nothing_unknown():
    chain = chain_of_shares({("A", "B"): 0.1, ("A", "C"): 0.2, ("A", "D"): 0.7})
    assert end_probabilities(chain)["A"] == pytest.approx({"converted": 0, "lost": 0, "unknown": 1})


@pytest.mark.parametrize(
    ("handoffs", "converts", "fault"),
    [
        ({}, {}, "no handoffs"),
        ({("A", "B"): 0.7, ("A", "C"): 0.4}, {}, "out of A add up to 1.1"),
        ({("A", "B"): 0.7}, {"A": 0.4}, "out of A add up to 1.1"),
        ({("A", "B"): 1.2}, {}, "between 0 and 1"),
        ({("A", "B"): float("nan")}, {}, "between 0 and 1"),
        ({("A", "B"): 0.1}, {"B": -0.1}, "of B that converts"),
        ({("A", "A"): 0.1}, {}, "to itself"),
        ({("A", "B"): 1.0, ("B", "A"): 1.0}, {}, "'A', 'B' never leaves"),
    ],
)
def test_chain_of_shares_refuses(handoffs, converts, fault):
    with pytest.raises(ValueError, match=fault):
        chain_of_shares(handoffs, converts)


@pytest.mark.parametrize(
    ("onward", "ending", "fault"),
    [
        ((), (), "one row of probabilities"),
        (((0.5, 0.1),), ((0.4,),), "2 . 1 probabilities"),
        (((0.5,),), ((0.4,),), "adds up to 0.9"),
        (((-0.5,),), ((1.5,),), "between 0 and 1"),
        (((1.0,),), ((0.0,),), "never leaves"),
    ],
)
def test_absorbing_chain_refuses(onward, ending, fault):
    with pytest.raises(ValueError, match=fault):
        AbsorbingChain(("A",), ("end",), onward, ending)


def test_order_two_where_the_way_there_matters():
    found = choose_order([Path(("A", "X"), 200, 180), Path(("B", "X"), 200, 20)])
    assert (found.best, found.evidence, [fit.order for fit in found.fits]) == (2, Evidence.VERY_STRONG, [1, 2])


def test_order_three_where_only_the_way_before_matters():
    paths = [Path(("A", "X", "Y"), 300, 270), Path(("B", "X", "Y"), 300, 30)]
    assert choose_order(paths).best == 3


def test_order_one_where_the_way_there_does_not_matter():
    found = choose_order([Path(("A", "X"), 200, 100), Path(("B", "X"), 200, 100)])
    assert found.best == 1
    first, second = found.fits
    assert found.ahead == pytest.approx(2 * (first.log_probability - second.log_probability))


def test_ways_that_nobody_repeats_are_no_memory():
    """Every state of order 2 or 3 is passed once, so that a higher order could know every way by heart."""
    ways = itertools.permutations("ABCDEF", 3)
    found = choose_order([Path(way, 1, index % 2) for index, way in enumerate(ways)])
    assert found.best == 1


def towns(order, channels, customers, seed):
    """Customers whose next step depends on the last ``order`` channels (0: on nothing), and on nothing else."""
    random = np.random.default_rng(seed)
    shares = {}
    ways = Counter()
    for _ in range(customers):
        way, ending = (), False
        while not ending and len(way) < 8:
            state = way[len(way) - min(order, len(way)) :] if order else ()
            shares.setdefault(state, random.dirichlet(np.full(channels, 0.8)))
            way = (*way, f"c{random.choice(channels, p=shares[state])}")
            ending = random.random() < 0.4
        ways[way] += 1
    return [Path(way, taken, round(taken * 0.2)) for way, taken in ways.items()]


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize(("channels", "customers"), [(4, 200), (8, 200), (12, 200), (12, 1000)])
def test_memory_is_not_invented_in_sparse_data(order, channels, customers):
    named = [choose_order(towns(order, channels, customers, seed)).best for seed in range(20)]
    assert named.count(1) >= 19


@pytest.mark.parametrize("order", [2, 3])
def test_memory_is_found_where_it_is(order):
    assert [choose_order(towns(order, 4, 1500, seed)).best for seed in range(4)] == [order] * 4


def test_paths_of_one_channel_leave_no_choice():
    found = choose_order([Path(("A",), 5, 1), Path(("B",), 5, 2)])
    assert (found.best, len(found.fits), found.ahead, found.evidence) == (1, 1, None, None)


@given(paths_with_customers, st.randoms())
def test_choice_does_not_depend_on_the_sequence(paths, random):
    other, found = choose_order(random.sample(paths, len(paths))), choose_order(paths)
    assert (other.best, other.ahead) == (found.best, found.ahead)


@pytest.mark.parametrize(
    ("ahead", "name"),
    [(0, Evidence.WEAK), (2, Evidence.CLEAR), (6, Evidence.STRONG), (10, Evidence.VERY_STRONG)],
)
def test_evidence_at_the_bounds(ahead, name):
    assert evidence(ahead) is name


@pytest.mark.parametrize("ahead", [-1, float("nan")])
def test_evidence_refuses(ahead):
    with pytest.raises(ValueError, match="never behind"):
        evidence(ahead)
