"""Agreement: laws, a slow reference, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.agreement import (
    LEVELS,
    AlphaInterval,
    a_wg,
    alpha_interval,
    gwet_ac2,
    krippendorff_alpha,
    within_group_agreement,
)
from maturity.methods.agreement.alpha import _alphas, _Table
from tests.reference.agreement import (
    ac2_by_pairs,
    alpha_by_pairs,
    alpha_of_people,
    around_the_mean,
    ordinal_alpha_by_counting,
    within_group,
)

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


@given(rating_tables(), levels)
def test_alpha_agrees_with_comparing_every_pair(table, level):
    expected = alpha_by_pairs(table, level)
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
    found = within_group_agreement(ratings, rungs=7)
    assert found == pytest.approx(within_group(ratings, 7), abs=1e-12)
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


def interval_or_none(table, level="ordinal", **options):
    try:
        return alpha_interval(table, level, **options)
    except ValueError:
        return None


@given(rating_tables(), levels, st.randoms())
def test_alpha_of_people_drawn_again_agrees_with_comparing_every_pair(table, level, random):
    if alpha_or_none(table, level) is None:
        return
    drawn = [random.randrange(len(table)) for _ in table]
    times = np.array([[float(drawn.count(person)) for person in range(len(table))]])
    matrix = np.array(table, dtype=float)
    found = float(_alphas(_Table.of(matrix), level, times)[0])
    expected = alpha_of_people(table, drawn, level)
    assert (None if math.isnan(found) else found) == (None if expected is None else pytest.approx(expected, abs=1e-9))
    if level == "ordinal":
        counted = ordinal_alpha_by_counting(table, drawn)
        assert counted == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(rating_tables(), levels)
def test_alpha_with_everybody_drawn_once_is_alpha(table, level):
    expected = alpha_or_none(table, level)
    if expected is not None:
        once = np.ones((1, len(table)))
        assert float(_alphas(_Table.of(np.array(table, dtype=float)), level, once)[0]) == pytest.approx(
            expected, abs=1e-9
        )


@given(rating_tables(), levels, st.integers(0, 9))
def test_alpha_interval_is_ordered_counted_and_the_same_for_a_seed(table, level, seed):
    found = interval_or_none(table, level, samples=60, seed=seed)
    assert (found is None) == (alpha_or_none(table, level) is None)
    if found is None:
        return
    assert found == alpha_interval(table, level, samples=60, seed=seed)
    assert found.alpha == krippendorff_alpha(table, level)
    assert (found.low is None) == (found.undefined > 6)
    if found.low is not None:
        assert found.low <= found.high <= 1 + 1e-9


def test_alpha_interval_does_not_depend_on_how_many_samples_fit_a_block(monkeypatch):
    room = [[1, 2, 3, 4, None], [1, 2, 2, 4, 5], [2, 2, 3, 5, 4], [1, 3, 3, 4, 4], [1, 1, 3, 4, 5]]
    whole = alpha_interval(room, samples=300)
    monkeypatch.setattr("maturity.methods.agreement.alpha._BLOCK", 400)
    assert alpha_interval(room, samples=300) == whole


def test_alpha_interval_of_a_larger_room_is_narrower():
    chance = np.random.default_rng(1)
    width = {}
    for raters in (8, 80):
        room = np.clip(np.rint(chance.normal([1, 2, 3, 4, 5], 0.8, size=(raters, 5))), 1, 5)
        found = alpha_interval(room)
        width[raters] = found.high - found.low
    assert width[80] < width[8] / 2


def test_alpha_interval_is_not_lifted_by_copies_of_people():
    """Chance ratings: alpha is about 0, and so is the middle of the samples, though copies agree with each other."""
    room = np.random.default_rng(3).integers(1, 6, size=(6, 40))
    found = alpha_interval(room, "interval", confidence=0.02, samples=4000)
    assert (found.low + found.high) / 2 == pytest.approx(found.alpha, abs=0.02)


def test_alpha_interval_says_when_too_many_samples_have_no_alpha():
    room = [[3, 3, 3]] * 5 + [[3, 3, 4]]
    found = alpha_interval(room, samples=1000)
    # A sample without the sixth rater has no variation: (5 / 6) ** 6 = 0.33 of them.
    assert found == AlphaInterval(found.alpha, None, None, 0.9, 1000, found.undefined)
    assert 0.28 < found.undefined / 1000 < 0.39


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"confidence": 1}, "between 0 and 1"),
        ({"confidence": None}, "between 0 and 1"),
        ({"samples": 0}, "at least 1"),
        ({"samples": 2.5}, "at least 1"),
        ({"level": "cardinal"}, "unknown level"),
    ],
)
def test_alpha_interval_refuses(options, fault):
    with pytest.raises(ValueError, match=fault):
        alpha_interval([[1, 2], [1, 2]], **options)


def a_wg_or_none(ratings, rungs=5):
    try:
        return a_wg(ratings, rungs)
    except ValueError:
        return None


@given(st.lists(st.integers(1, 7), min_size=2, max_size=30), st.randoms())
def test_a_wg_agrees_with_the_formula_in_any_order(ratings, random):
    found, expected = a_wg_or_none(ratings, 7), around_the_mean(ratings, 7)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))
    assert found is None or -1 <= found <= 1
    assert a_wg_or_none(random.sample(ratings, len(ratings)), 7) == found


@given(st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_a_wg_is_the_same_with_the_ladder_upside_down(ratings):
    assert a_wg_or_none([6 - rating for rating in ratings]) == a_wg_or_none(ratings)


@pytest.mark.parametrize("ratings", [[1, 1, 1, 1], [5, 5, 5], [1, 1, 1, 2], [4, 5, 5, 5], [2, 2]])
def test_a_wg_is_undefined_where_the_mean_is_too_near_an_end(ratings):
    with pytest.raises(ValueError, match="too near an end"):
        a_wg(ratings)


@given(rating_tables())
def test_ac2_agrees_with_comparing_every_pair(table):
    try:
        found = gwet_ac2(table)
    except ValueError:
        found = None
    expected = ac2_by_pairs(table, 5)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))
    assert found is None or found <= 1


@given(rating_tables(), st.randoms())
def test_ac2_does_not_depend_on_the_order_of_raters_and_the_end_of_the_ladder(table, random):
    if ac2_by_pairs(table, 5) is not None:
        assert gwet_ac2(random.sample(table, len(table))) == gwet_ac2(table)
        mirrored = [[None if value is None else 6 - value for value in row] for row in table]
        assert gwet_ac2(mirrored) == pytest.approx(gwet_ac2(table), abs=1e-12)


def test_ac2_is_high_where_alpha_has_nothing_to_go_by():
    room = [[4, 4, 4, 4, 4]] * 9 + [[4, 4, 4, 4, 3]]
    assert round(krippendorff_alpha(room), 2) == 0.0
    assert round(gwet_ac2(room), 3) == 0.997
    assert gwet_ac2([[4, 4], [4, 4]]) == 1.0


@pytest.mark.parametrize(
    ("table", "options", "fault"),
    [
        ([], {}, "no ratings"),
        ([[1, 2], [1]], {}, "equally long"),
        ([[1, 6], [1, 2]], {}, "whole number from 1 to 5"),
        ([[1, None], [None, 2]], {}, "no statement was rated by two"),
        ([[1, 1], [1, 1]], {"rungs": 1}, "at least 2 rungs"),
        ([[1, 1], [1, 1]], {"weights": "cubic"}, "unknown weights 'cubic'"),
    ],
)
def test_ac2_refuses(table, options, fault):
    with pytest.raises(ValueError, match=fault):
        gwet_ac2(table, **options)
