"""Agreement: laws, a slow reference, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.bench.plain.agreement import (
    ac2_by_pairs,
    alpha_by_pairs,
    alpha_of_people,
    around_the_mean,
    ordinal_alpha_by_counting,
    within_group,
)
from maturity.methods.agreement import (
    LEVELS,
    AlphaInterval,
    Disagreement,
    Polarisation,
    a_wg,
    alpha_interval,
    disagreement,
    gwet_ac2,
    intraclass_correlation,
    krippendorff_alpha,
    polarisation,
    within_group_agreement,
)
from maturity.methods.agreement.alpha import _alphas, _Table

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
