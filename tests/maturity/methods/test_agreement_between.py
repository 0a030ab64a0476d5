"""What lies between departments, how far apart a room stands, and who stands at both ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.agreement import (
    LEVELS,
    Disagreement,
    Polarisation,
    disagreement,
    intraclass_correlation,
    polarisation,
)

levels = st.sampled_from(LEVELS)


values = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=8), min_size=2, max_size=6)


def icc_or_none(groups):
    try:
        return intraclass_correlation(groups)
    except ValueError:
        return None


@given(values, st.randoms())
def test_intraclass_correlation_does_not_depend_on_order_zero_and_unit(groups, random):
    found = icc_or_none(groups)
    moved = icc_or_none([[10 + 2 * value for value in group] for group in random.sample(groups, len(groups))])
    assert (found is None) == (moved is None)
    if found is not None and moved is not None:
        assert moved.single == pytest.approx(found.single, abs=1e-9)
        assert found.single <= 1
        if found.low is not None and found.high is not None:
            assert found.low <= found.high


@given(st.integers(2, 6), st.integers(2, 5), st.randoms())
def test_reliability_of_groups_of_equal_size_is_icc_k(groups, size, random):
    found = icc_or_none([[random.randint(1, 5) for _ in range(size)] for _ in range(groups)])
    if found is not None and found.single > 0:
        assert found.group_size == pytest.approx(size)
        assert found.reliability(size) == pytest.approx(found.mean, abs=1e-9)
        assert found.reliability(1) == pytest.approx(found.single)


def test_intraclass_correlation_takes_groups_of_unequal_size():
    # N = 6, mean 3, k₀ = (6 − (9 + 4 + 1) / 6) / 2 = 11 / 6
    found = intraclass_correlation([[1, 2, 3], [4, 5], [3]])
    between = (3 * (2 - 3) ** 2 + 2 * (4.5 - 3) ** 2 + (3 - 3) ** 2) / 2
    within = (1 + 0 + 1 + 0.25 + 0.25) / 3
    assert (found.groups, found.people, found.group_size) == (3, 6, pytest.approx(11 / 6))
    assert found.single == pytest.approx((between - within) / (between + (11 / 6 - 1) * within))


def test_intraclass_correlation_where_groups_do_not_differ_has_no_reliability():
    found = intraclass_correlation([[1, 5], [5, 1], [3, 3]])
    assert (found.single, found.mean, found.reliability(9)) == (-1.0, None, None)


def test_intraclass_correlation_where_nobody_differs_within_a_group_has_no_interval():
    found = intraclass_correlation([[2, 2], [4, 4]])
    assert (found.single, found.mean, found.low, found.high) == (1.0, 1.0, None, None)


@pytest.mark.parametrize(
    ("groups", "fault"),
    [
        ([], "it takes two groups"),
        ([[1, 2, 3]], "it takes two groups"),
        ([[1, 2], []], "it takes two groups"),
        ([[1], [2], [3]], "one of them with two people"),
        ([[3, 3], [3, 3]], "all values are equal"),
        ([[3, math.nan], [3, 3]], "not a finite number"),
    ],
)
def test_intraclass_correlation_refuses(groups, fault):
    with pytest.raises(ValueError, match=fault):
        intraclass_correlation(groups)


@pytest.mark.parametrize(
    ("rungs", "expected"),
    [
        ([2, 3, 4], Disagreement(3, 2, 4, 2, 1.175, True, 1, 1)),
        ([1, 1, 3, 3], Disagreement(4, 1, 3, 2, 2.675, False, 2, 0)),
        ([1, 1, 4, 4], Disagreement(4, 1, 4, 3, 1.925, True, 2, 2)),
        ([3, 3, 5, 5, None], Disagreement(4, 3, 5, 2, 2.675, False, 0, 2)),
        ([1, 2, 3, 3, 3, 3, 3, 3, 4, 5], Disagreement(10, 3, 3, 0, 1.175, False, 2, 2)),
        ([1, 2, 2, 3, 3, 3, 3, 4, 4, 5], Disagreement(10, 2, 4, 2, 1.175, True, 3, 3)),
    ],
)
def test_disagreement(rungs, expected):
    assert disagreement(rungs) == expected


@given(st.lists(st.integers(1, 5), min_size=3, max_size=40), st.randoms())
def test_disagreement_is_the_same_in_any_order_and_upside_down(rungs, random):
    found, mirrored = disagreement(rungs), disagreement([6 - rung for rung in random.sample(rungs, len(rungs))])
    assert (found.disagrees, found.ipr, found.limit) == (mirrored.disagrees, mirrored.ipr, mirrored.limit)
    assert (found.below, found.above) == (mirrored.above, mirrored.below)
    in_each_end = math.ceil(3 * len(rungs) / 10)
    assert found.disagrees == (min(found.below, found.above) >= in_each_end)


@given(st.lists(st.integers(1, 5), min_size=3, max_size=40))
def test_polarisation_is_a_share_and_the_same_upside_down(rungs):
    found, mirrored = polarisation(rungs), polarisation([6 - rung for rung in rungs])
    assert (found.lowest, found.highest, found.paired) == (mirrored.highest, mirrored.lowest, mirrored.paired)
    assert 0 <= found.paired <= found.lowest + found.highest <= 1


def test_polarisation_of_a_room_at_one_end_is_none():
    assert polarisation([5, 5, 5, None]) == Polarisation(lowest=0.0, highest=1.0, paired=0.0)


@pytest.mark.parametrize("function", [disagreement, polarisation])
@pytest.mark.parametrize(
    ("rungs", "fault"),
    [([], "three answers, found 0"), ([1, 5, None], "three answers, found 2"), ([0, 1, 2], "1 to 5")],
)
def test_rules_for_a_room_refuse(function, rungs, fault):
    with pytest.raises(ValueError, match=fault):
        function(rungs)
