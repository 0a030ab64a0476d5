import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.methods.precedence import CycleError, ancestors, critical_path, descendants, topological_order

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


@pytest.mark.parametrize(
    ("durations", "after"),
    [({}, {}), ({"a": 1}, {}), ({"a": -1}, {"a": []}), ({"a": math.nan}, {"a": []}), ({"a": 1, "b": 1}, {"a": []})],
)
def test_critical_path_refuses_nonsense(durations, after):
    with pytest.raises(ValueError, match=r"items|keys|duration"):
        critical_path(durations, after)
