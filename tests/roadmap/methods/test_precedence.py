import math
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.precedence import (
    Chain,
    CycleError,
    ancestors,
    critical_path,
    descendants,
    longest_chains,
    topological_order,
)

KEYS = "abcdef"


@st.composite
def graphs(draw):
    """Graphs without a cycle, their keys in any order."""
    order = draw(st.permutations(KEYS))
    after = {key: draw(st.lists(st.sampled_from(order[:place]))) if place else [] for place, key in enumerate(order)}
    return {key: after[key] for key in draw(st.permutations(KEYS))}


any_graphs = st.fixed_dictionaries({key: st.lists(st.sampled_from(KEYS[:4]), max_size=2) for key in KEYS[:4]})


@given(graphs())
def test_a_graph_without_a_cycle_has_an_order(after):
    order = topological_order(after)
    assert sorted(order) == sorted(after)
    assert all(order.index(before) < order.index(key) for key in after for before in after[key])


@given(any_graphs)
def test_a_cycle_is_named_where_no_order_exists(after):
    fits = any(
        all(order.index(before) < order.index(key) for key in after for before in after[key])
        for order in permutations(after)
    )
    if fits:
        assert len(topological_order(after)) == len(after)
        return
    with pytest.raises(CycleError) as caught:
        topological_order(after)
    cycle = caught.value.keys
    assert all(later in after[key] for key, later in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    assert len(cycle) == min(map(len, cycles_of(after)))


def cycles_of(after):
    """Every walk of different keys in which each comes after the next, and the last after the first."""
    for count in range(1, len(after) + 1):
        for walk in permutations(after, count):
            if all(later in after[key] for key, later in zip(walk, [*walk[1:], walk[0]], strict=True)):
                yield walk


def test_cycle_that_is_named_is_the_shortest_not_the_first():
    around = {"a": ["b"], "b": ["c"], "c": ["d"], "d": ["a"], "e": ["a", "f"], "f": ["e"]}
    with pytest.raises(CycleError, match="e → f → e"):
        topological_order(around)


def test_topological_order_keeps_the_given_order_on_ties():
    assert topological_order({"c": [], "a": [], "b": []}) == ("c", "a", "b")


def test_cycle_is_written_as_a_walk():
    with pytest.raises(CycleError, match="a → b → a"):
        topological_order({"a": ["b"], "b": ["a"], "c": ["a"]})
    with pytest.raises(CycleError, match="a → a"):
        topological_order({"a": ["a"]})


def test_unknown_keys_are_named():
    with pytest.raises(ValueError, match="'b'"):
        topological_order({"a": ["b"]})
    with pytest.raises(ValueError, match="collection"):
        topological_order({"a": "a"})
    with pytest.raises(ValueError, match="'z'"):
        ancestors({"a": []}, "z")


@given(graphs())
def test_descendants_are_ancestors_seen_from_the_other_end(after):
    for key in after:
        assert descendants(after, key) == {other for other in after if key in ancestors(after, other)}


@given(graphs(), st.fixed_dictionaries({key: st.integers(0, 9) for key in KEYS}))
def test_critical_path_is_the_longest_of_all_chains(after, durations):
    def chain_to(key):
        return durations[key] + max((chain_to(before) for before in after[key]), default=0)

    path = critical_path(durations, after)
    assert path.length == max(map(chain_to, after)) == sum(durations[key] for key in path.keys)
    assert all(slack >= 0 for slack in path.slack.values())
    assert all(path.slack[key] == 0 for key in path.keys)


@given(graphs(), st.fixed_dictionaries({key: st.integers(0, 9) for key in KEYS}), st.integers(1, 5))
def test_longest_chains_are_the_longest_of_all(after, durations, most):
    followers = {key: [later for later in after if key in after[later]] for key in after}

    def chains_from(key):
        return [(key, *rest) for later in followers[key] for rest in chains_from(later)] or [(key,)]

    every = [chain for key in after if not after[key] for chain in chains_from(key)]
    lengths = sorted((sum(durations[key] for key in chain) for chain in every), reverse=True)
    found = longest_chains(durations, after, most)
    assert [chain.length for chain in found] == lengths[:most]
    assert [chain.slack for chain in found] == [lengths[0] - length for length in lengths[:most]]
    assert len({chain.keys for chain in found}) == len(found)
    for chain in found:
        assert sum(durations[key] for key in chain.keys) == chain.length
        assert all(earlier in after[later] for earlier, later in pairwise(chain.keys))


def test_longest_chains_beside_the_critical_path():
    durations = {"data": 2, "portal": 3, "reminder": 1, "policy": 1}
    after = {"data": [], "portal": ["data"], "reminder": ["data"], "policy": []}
    assert longest_chains(durations, after, most=3) == (
        Chain(("data", "portal"), 5, 0),
        Chain(("data", "reminder"), 3, 2),
        Chain(("policy",), 1, 4),
    )
    with pytest.raises(ValueError, match="at least one"):
        longest_chains(durations, after, most=0)


@pytest.mark.parametrize(
    ("durations", "after"),
    [({}, {}), ({"a": 1}, {}), ({"a": -1}, {"a": []}), ({"a": math.nan}, {"a": []}), ({"a": 1, "b": 1}, {"a": []})],
)
def test_critical_path_refuses_nonsense(durations, after):
    with pytest.raises(ValueError, match=r"items|keys|duration"):
        critical_path(durations, after)
