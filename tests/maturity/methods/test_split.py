"""One opinion or two camps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.split import Split, find_split

rungs = st.lists(st.integers(1, 5), max_size=40)


def votes(*counts):
    return [rung for rung, count in enumerate(counts, start=1) for _ in range(count)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 7, 0, 6, 0), Split(lower=2, upper=4, lower_count=7, upper_count=6, below=7, above=6)),
        ((5, 0, 0, 0, 5), Split(lower=1, upper=5, lower_count=5, upper_count=5, below=5, above=5)),
        ((3, 4, 0, 3, 4), Split(lower=2, upper=5, lower_count=4, upper_count=4, below=7, above=7)),
        ((0, 6, 3, 6, 0), Split(lower=2, upper=4, lower_count=6, upper_count=6, below=6, above=6)),
        ((4, 4, 0, 4, 4), Split(lower=1, upper=5, lower_count=4, upper_count=4, below=8, above=8)),
        ((0, 6, 4, 6, 0), None),
        ((0, 7, 6, 0, 0), None),
        ((3, 3, 3, 3, 3), None),
        ((1, 2, 6, 2, 1), None),
        ((0, 9, 0, 4, 0), None),
        ((0, 0, 8, 0, 0), None),
        ((0, 0, 0, 0, 0), None),
    ],
)
def test_find_split(counts, expected):
    assert find_split(votes(*counts)) == expected


@given(rungs)
def test_camps_are_apart_and_hold_a_third_each(ballots):
    found = find_split(ballots)
    if found:
        assert found.upper - found.lower >= 2
        assert 3 * min(found.below, found.above) >= len(ballots)
        assert (found.lower_count, found.upper_count) == (ballots.count(found.lower), ballots.count(found.upper))


@given(rungs)
def test_split_upside_down_is_the_same_split(ballots):
    found, mirrored = find_split(ballots), find_split([6 - rung for rung in ballots])
    assert (found is None) == (mirrored is None)
    if found and mirrored:
        assert {found.below, found.above} == {mirrored.below, mirrored.above}


def test_find_split_refuses_what_is_not_a_rung():
    with pytest.raises(ValueError, match="a rung is one of"):
        find_split([2, 4, 6])
