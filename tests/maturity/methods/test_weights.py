"""The overall, and how it reacts to weights."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.scoring import Reaction, Weighing, weigh

MEANS = st.dictionaries(st.sampled_from("abcdef"), st.floats(1, 5), min_size=1, max_size=6)


def test_weigh_of_two_dimensions_is_told_in_full():
    assert weigh({"care": 2.0, "systems": 4.0}) == Weighing(
        overall=3.0,
        weakest="care",
        reactions=(
            Reaction("care", 2.0, 0.5, 4.0, pytest.approx(8 / 3)),
            Reaction("systems", 4.0, 0.5, 2.0, pytest.approx(10 / 3)),
        ),
        # weights 2 and ½ are 4 to 1
        lowest=pytest.approx(2.4),
        highest=pytest.approx(3.6),
        factor=2.0,
    )


def test_weight_of_nothing_leaves_a_dimension_out():
    found = weigh({"a": 1.0, "b": 3.0, "c": 5.0}, {"a": 0})
    assert (found.overall, found.weakest) == (4.0, "b")
    assert found.reactions[0] == Reaction("a", 1.0, 0.0, 4.0, 4.0)


def test_only_one_that_counts_cannot_be_left_out():
    found = weigh({"a": 1.0, "b": 3.0}, {"a": 0})
    assert [each.without for each in found.reactions] == [3.0, None]
    assert (found.lowest, found.overall, found.highest) == (3.0, 3.0, 3.0)
    assert weigh({"a": 2.0}).moves_most is None


def test_dimension_that_moves_the_overall_most_is_the_farthest_from_it():
    assert weigh({"a": 3.0, "b": 3.2, "c": 1.0}).moves_most.dimension == "c"


@given(MEANS, st.lists(st.floats(0.1, 10), min_size=6, max_size=6), st.floats(1, 4))
def test_range_is_what_all_ends_of_the_weights_give(means, weights, factor):
    chosen = dict(zip(means, weights, strict=False))
    found = weigh(means, chosen, factor=factor)
    each = [
        math.fsum(end * chosen[name] * means[name] for end, name in zip(ends, means, strict=True))
        / math.fsum(end * chosen[name] for end, name in zip(ends, means, strict=True))
        for ends in itertools.product((1 / factor, factor), repeat=len(means))
    ]
    assert (found.lowest, found.highest) == (pytest.approx(min(each)), pytest.approx(max(each)))


@given(MEANS, st.floats(0.1, 10))
def test_overall_depends_on_no_unit_of_weights_and_stays_inside_its_means(means, unit):
    found, scaled = weigh(means), weigh(means, dict.fromkeys(means, unit))
    assert found.overall == pytest.approx(scaled.overall)
    assert min(means.values()) - 1e-9 <= found.lowest <= found.overall + 1e-9
    assert found.overall - 1e-9 <= found.highest <= max(means.values()) + 1e-9
    assert means[found.weakest] == min(means.values())
    assert math.fsum(each.share for each in found.reactions) == pytest.approx(1)


@pytest.mark.parametrize(
    ("means", "weights", "factor", "fault"),
    [
        ({}, {}, 2, "no dimensions"),
        ({"a": 0.0}, {}, 2, "between 1 and 5"),
        ({"a": 2.0}, {"a": -1}, 2, "the weight of 'a'"),
        ({"a": 2.0}, {"a": math.nan}, 2, "the weight of 'a'"),
        ({"a": 2.0}, {"a": math.inf}, 2, "the weight of 'a'"),
        ({"a": 2.0}, {"a": 0}, 2, "all weights are 0"),
        ({"a": 2.0}, {"b": 1}, 2, "a weight for 'b'"),
        ({"a": 2.0}, {}, 0.5, "a factor of at least 1"),
    ],
)
def test_weigh_refuses_nonsense(means, weights, factor, fault):
    with pytest.raises(ValueError, match=fault):
        weigh(means, weights, factor=factor)
