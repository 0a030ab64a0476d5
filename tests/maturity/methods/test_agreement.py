"""Agreement: laws, a slow reference, and what is refused."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.agreement import krippendorff_alpha, within_group_agreement

LEVELS = ("nominal", "ordinal", "interval", "ratio")
levels = st.sampled_from(LEVELS)


@st.composite
def rating_tables(draw):
    statements = draw(st.integers(1, 6))
    row = st.lists(st.none() | st.integers(1, 5), min_size=statements, max_size=statements)
    return draw(st.lists(row, min_size=2, max_size=6))


def alpha_or_none(table, level):
    try:
        return krippendorff_alpha(table, level)
    except ValueError:
        return None


def slow_alpha(table, level):
    """Slow and obvious: every pair of ratings, as the definition says; None where undefined."""
    units = [[value for value in column if value is not None] for column in zip(*table, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pooled = [value for unit in units for value in unit]

    def distance(a, b):
        low, high = min(a, b), max(a, b)
        if level == "nominal":
            return float(a != b)
        if level == "ordinal":
            between = sum(low <= value <= high for value in pooled)
            return (between - (pooled.count(low) + pooled.count(high)) / 2) ** 2 if low != high else 0.0
        return float(a - b) ** 2 if level == "interval" else ((a - b) / (a + b)) ** 2

    def pairs(values):
        return sum(distance(a, b) for i, a in enumerate(values) for j, b in enumerate(values) if i != j)

    if len(set(pooled)) < 2:
        return None
    n = len(pooled)
    observed = sum(pairs(unit) / (len(unit) - 1) for unit in units) / n
    return 1 - observed / (pairs(pooled) / (n * (n - 1)))


@given(rating_tables(), levels)
def test_alpha_agrees_with_comparing_every_pair(table, level):
    expected = slow_alpha(table, level)
    assert alpha_or_none(table, level) == (None if expected is None else pytest.approx(expected, abs=1e-12))


@given(rating_tables(), levels, st.randoms())
def test_alpha_does_not_depend_on_the_order_of_raters_and_statements(table, level, random):
    raters = random.sample(table, len(table))
    columns = list(zip(*raters, strict=True))
    shuffled = list(zip(*random.sample(columns, len(columns)), strict=True))
    assert alpha_or_none(shuffled, level) == alpha_or_none(table, level)


@given(rating_tables(), st.integers(-20, 20), st.integers(1, 9))
def test_interval_alpha_does_not_depend_on_zero_and_unit(table, zero, unit):
    moved = [[None if value is None else zero + unit * value for value in row] for row in table]
    expected = alpha_or_none(table, "interval")
    assert alpha_or_none(moved, "interval") == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(rating_tables())
def test_ordinal_alpha_depends_on_order_alone(table):
    stretched = [[None if value is None else value**3 for value in row] for row in table]
    assert alpha_or_none(stretched, "ordinal") == alpha_or_none(table, "ordinal")


@given(rating_tables(), levels)
def test_alpha_is_at_most_one(table, level):
    found = alpha_or_none(table, level)
    assert found is None or (math.isfinite(found) and found <= 1)


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_of_full_agreement_is_one(level):
    assert krippendorff_alpha([[1, 2, 3, None], [1, 2, 3, 5], [1, None, 3, None]], level) == 1.0


def test_alpha_reads_arrays_and_takes_ordinal_unless_told():
    table = [[1, 2, 3, 5], [1, 3, 3, 4]]
    assert krippendorff_alpha(np.array(table)) == krippendorff_alpha(table, level="ordinal")


def test_ratio_alpha_takes_zero_beside_zero():
    assert krippendorff_alpha([[0, 0, 2], [0, 0, 2]], "ratio") == 1.0


@pytest.mark.parametrize("level", ["interval", "ratio"])
def test_alpha_of_huge_numbers_stays_finite(level):
    assert krippendorff_alpha([[1e300, 3e300], [1e300, 3e300], [1e300, 2e300]], level) == pytest.approx(
        krippendorff_alpha([[1, 3], [1, 3], [1, 2]], level)
    )


@pytest.mark.parametrize(
    ("table", "level", "fault"),
    [
        ([], "ordinal", "no ratings"),
        ([[]], "ordinal", "no ratings"),
        ([[1, 2], [1]], "ordinal", "equally long"),
        ([[1, 2], [1, 2, 3]], "ordinal", "equally long"),
        ([[1, math.nan], [1, 2]], "ordinal", "not a finite number"),
        ([[1, math.inf], [1, 2]], "interval", "not a finite number"),
        ([[1, "2"], [1, 2]], "nominal", "not a finite number"),
        ([[None, None], [None, None]], "ordinal", "no statement was rated by two"),
        ([[1, 2, 3]], "ordinal", "no statement was rated by two"),
        ([[1, None], [None, 2]], "ordinal", "no statement was rated by two"),
        ([[3, 3], [3, 3]], "ordinal", "every rating that can be compared is 3"),
        ([[3, 1, None], [3, None, 5]], "nominal", "every rating that can be compared is 3"),
        ([[-1, 2], [1, 2]], "ratio", "negative"),
        ([[1, 2], [1, 2]], "cardinal", "unknown level 'cardinal'"),
        ([[1, 2], [1, 2]], None, "unknown level"),
    ],
)
def test_alpha_refuses(table, level, fault):
    with pytest.raises(ValueError, match=fault):
        krippendorff_alpha(table, level)


@given(st.lists(st.integers(1, 7), min_size=2, max_size=30), st.randoms())
def test_within_group_agreement_agrees_with_the_formula_in_any_order(ratings, random):
    expected = max(0.0, 1 - statistics.variance(ratings) / ((7**2 - 1) / 12))
    found = within_group_agreement(ratings, rungs=7)
    assert found == pytest.approx(expected, abs=1e-12)
    assert 0 <= found <= 1
    assert within_group_agreement(random.sample(ratings, len(ratings)), rungs=7) == found


@given(st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_within_group_agreement_is_the_same_with_the_ladder_upside_down(ratings):
    assert within_group_agreement([6 - rating for rating in ratings]) == within_group_agreement(ratings)


def test_within_group_agreement_of_a_split_vote_is_cut_off_at_zero():
    assert within_group_agreement([1, 1, 5, 5]) == 0.0


def test_within_group_agreement_leaves_out_no_answer():
    assert within_group_agreement([None, 3, None, 4]) == within_group_agreement([3, 4]) == 0.75


@pytest.mark.parametrize(
    ("ratings", "rungs", "fault"),
    [
        ([], 5, "at least two answers, found 0"),
        ([3], 5, "at least two answers, found 1"),
        ([None, None, 3], 5, "at least two answers, found 1"),
        ([0, 3], 5, "whole number from 1 to 5"),
        ([6, 3], 5, "whole number from 1 to 5"),
        ([-1, 3], 5, "whole number from 1 to 5"),
        ([2.5, 3], 5, "whole number from 1 to 5"),
        ([math.nan, 3], 5, "not a finite number"),
        (["3", 3], 5, "not a finite number"),
        ([1, 1], 1, "at least 2 rungs"),
        ([1, 1], 2.5, "at least 2 rungs"),
        ([1, 1], None, "at least 2 rungs"),
        ([1, 1], math.nan, "at least 2 rungs"),
        ([1, 1], math.inf, "at least 2 rungs"),
    ],
)
def test_within_group_agreement_refuses(ratings, rungs, fault):
    with pytest.raises(ValueError, match=fault):
        within_group_agreement(ratings, rungs)
