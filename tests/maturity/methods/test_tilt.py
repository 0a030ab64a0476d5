"""Do owners see their own in a kinder light?"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.noise import NoiseVerdict
from maturity.methods.tilt import ItemTilt, Rating, TiltState, pooled_tilt

ITEMS, RATERS = "ABCD", ("IT-1", "IT-2", "SA-1", "SA-2", "SE-1", "SE-2")
OWNER = {"A": "IT", "B": "SA", "C": "SE", "D": "IT"}


def rated(table):
    """``table[item]``: a value per rater, None where they did not rate it."""
    return [
        Rating(item, rater, value, rater.startswith(OWNER[item]))
        for item, values in table.items()
        for rater, value in zip(RATERS, values, strict=True)
        if value is not None
    ]


values = st.fixed_dictionaries({item: st.lists(st.integers(1, 5), min_size=6, max_size=6) for item in ITEMS})


@given(values)
def test_pooled_tilt_is_the_least_squares_coefficient_of_being_an_owner(table):
    ratings = rated(table)
    design = np.array([[each.item == item for item in ITEMS] + [each.owner] for each in ratings], dtype=float)
    coefficients = np.linalg.lstsq(design, np.array([each.value for each in ratings]), rcond=None)[0]
    assert pooled_tilt(ratings).tilt == pytest.approx(coefficients[-1], abs=1e-9)


@given(values, st.randoms())
def test_pooled_tilt_does_not_depend_on_order_and_turns_round_with_the_scale(table, random):
    ratings = rated(table)
    found = pooled_tilt(ratings)
    mirrored = pooled_tilt([Rating(each.item, each.rater, 6 - each.value, each.owner) for each in ratings])
    shuffled = pooled_tilt(random.sample(ratings, len(ratings)))
    assert (mirrored.tilt, mirrored.low, mirrored.high) == pytest.approx(
        (-found.tilt, -found.high, -found.low), abs=1e-9
    )
    assert (shuffled.tilt, shuffled.low, shuffled.high) == pytest.approx((found.tilt, found.low, found.high), abs=1e-9)
    assert found.low < found.tilt < found.high


@given(values, st.sampled_from(ITEMS), st.integers(-3, 3))
def test_pooled_tilt_ignores_how_good_an_item_is(table, item, better):
    ratings = rated(table)
    moved = [Rating(r.item, r.rater, r.value + better * (r.item == item), r.owner) for r in ratings]
    assert pooled_tilt(moved).tilt == pytest.approx(pooled_tilt(ratings).tilt, abs=1e-9)


def test_pooled_tilt_worked_by_hand():
    # A: owners 5, 5, others 3 × 4, tilt 2, weight 2 · 4 / 6; B: owners 4, 4, others 4 × 4, tilt 0, the same weight
    found = pooled_tilt(rated({"A": [5, 5, 3, 3, 3, 3], "B": [4, 4, 4, 4, 4, 4]}))
    assert (found.tilt, found.pooled, found.raters) == (1.0, 2, 6)
    assert found.items[0] == ItemTilt("A", pytest.approx(22 / 6), 3.0, 5.0, 2.0)


def test_clear_tilt_is_more_than_noise_and_none_is_noise():
    kind = {"A": [5, 5, 3, 3, 3, 4], "B": [3, 2, 5, 5, 3, 3], "C": [3, 3, 2, 3, 5, 5], "D": [5, 4, 3, 3, 3, 3]}
    fair = {"A": [4, 2, 3, 3, 3, 4], "B": [3, 2, 4, 2, 3, 3], "C": [3, 3, 2, 3, 3, 2], "D": [2, 4, 3, 3, 3, 3]}
    assert pooled_tilt(rated(kind)).verdict is NoiseVerdict.MORE_THAN_NOISE
    assert pooled_tilt(rated(fair)).verdict is NoiseVerdict.NOISE


def test_raters_of_one_mind_leave_the_uncertainty_of_rounding():
    found = pooled_tilt(
        rated({item: [5 if rater.startswith(OWNER[item]) else 4 for rater in RATERS] for item in ITEMS})
    )
    # weights 4 × 8/6; t(5 degrees, 95 %) = 2.015048
    assert (found.tilt, found.high - found.tilt) == pytest.approx((1.0, 2.015048 * math.sqrt(1 / 12 / (16 / 3))))


@pytest.mark.parametrize(
    "ratings",
    [
        [],
        [Rating("A", "IT-1", 4, True)],
        [Rating("A", "IT-1", 4, True), Rating("A", "SA-1", 2, False)],
        [Rating("A", "IT-1", 4, True), Rating("A", "SA-1", 2, False), Rating("A", "SA-2", 2, False)],
        [Rating("A", "IT-1", 4, True), Rating("B", "SA-1", 2, False), Rating("B", "SA-2", 2, False)],
    ],
)
def test_pooled_tilt_is_not_said_where_it_would_hang_on_one_rater(ratings):
    found = pooled_tilt(ratings)
    assert (found.state, found.tilt, found.low, found.high, found.verdict) == (
        TiltState.TOO_FEW,
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        (lambda: Rating("A", "IT-1", math.nan, True), "not a number"),
        (lambda: pooled_tilt([Rating("A", "IT-1", 4, True), Rating("A", "IT-1", 3, True)]), "rated 'A' twice"),
        (lambda: pooled_tilt([], confidence=0), "between 0 and 1"),
        (lambda: pooled_tilt([], step=-1), "not below 0"),
    ],
)
def test_pooled_tilt_refuses(ask, fault):
    with pytest.raises(ValueError, match=fault):
        ask()
