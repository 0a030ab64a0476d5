"""Suppression: nobody can be worked out, attacked by linear algebra."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.suppression import Suppression, suppress

counts_of_groups = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 12), max_size=8)
smallest_groups = st.integers(1, 6)


def published_sums(counts, found):
    """One row per published figure, one column per person: 1 where the person is part of it."""
    owners = [group for group, count in counts.items() for _ in range(count)]
    rows = [[group == owner for owner in owners] for group in found.shown]
    if found.whole:
        rows.append([True] * len(owners))
    return np.array(rows, dtype=float).reshape(len(rows), len(owners))


def can_be_worked_out(sums, target):
    return np.linalg.norm(np.linalg.lstsq(sums.T, target, rcond=None)[0] @ sums - target) < 1e-8


@given(counts_of_groups, smallest_groups)
def test_no_sum_over_fewer_than_k_people_can_be_worked_out(counts, k):
    found = suppress(counts, k)
    sums = published_sums(counts, found)
    if not len(sums):
        return
    owners = np.array([group for group, count in counts.items() for _ in range(count)])
    if k > 1:
        for person in range(len(owners)):
            assert not can_be_worked_out(sums, np.eye(len(owners))[person])
    for group, count in counts.items():
        if 0 < count < k:
            assert not can_be_worked_out(sums, (owners == group).astype(float))
    # What any difference describes: a shown group, or all that is hidden.
    hidden = sum(counts[group] for group in found.hidden)
    assert all(counts[group] >= k for group in found.shown)
    assert hidden == 0 or hidden >= k or not found.whole


@given(counts_of_groups, smallest_groups)
def test_every_group_with_people_is_shown_or_hidden(counts, k):
    found = suppress(counts, k)
    assert sorted(found.shown + found.hidden) == sorted(group for group, count in counts.items() if count)
    assert found.whole == (sum(counts.values()) >= k)


@given(counts_of_groups, smallest_groups, st.randoms())
def test_the_order_of_the_groups_does_not_matter(counts, k, random):
    shuffled = dict(random.sample(list(counts.items()), len(counts)))
    assert set(suppress(shuffled, k).shown) == set(suppress(counts, k).shown)


@pytest.mark.parametrize(
    ("counts", "shown", "hidden", "whole"),
    [
        ({"A": 5, "B": 4}, ("A", "B"), (), True),
        ({"A": 5, "B": 4, "C": 0}, ("A", "B"), (), True),
        ({"A": 5, "B": 4, "C": 2}, ("A",), ("B", "C"), True),
        ({"A": 5, "B": 5, "C": 2}, ("A",), ("B", "C"), True),
        ({"A": 5, "C": 1, "D": 2}, ("A",), ("C", "D"), True),
        ({"A": 5, "C": 1, "D": 1}, (), ("A", "C", "D"), True),
        ({"A": 2}, (), ("A",), False),
        ({"A": 1, "B": 2}, (), ("A", "B"), True),
        ({"A": 3}, ("A",), (), True),
        ({}, (), (), False),
    ],
)
def test_suppress_with_three_as_the_smallest_group(counts, shown, hidden, whole):
    assert suppress(counts) == Suppression(shown, hidden, whole)


def test_group_hidden_elsewhere_is_hidden_here():
    assert suppress({"A": 5, "B": 4, "C": 6}, also_hide=["B"]) == Suppression(("A", "C"), ("B",), True)


@pytest.mark.parametrize(
    ("counts", "k", "also_hide", "fault"),
    [
        ({"A": -1}, 3, (), "group 'A' has -1 people"),
        ({"A": 2.5}, 3, (), "whole number"),
        ({"A": math.nan}, 3, (), "whole number"),
        ({"A": None}, 3, (), "whole number"),
        ({"A": 3}, 0, (), "smallest group"),
        ({"A": 3}, math.nan, (), "smallest group"),
        ({"A": 3}, 3, ("B",), "unknown group 'B'"),
    ],
)
def test_suppress_refuses(counts, k, also_hide, fault):
    with pytest.raises(ValueError, match=fault):
        suppress(counts, k, also_hide=also_hide)
