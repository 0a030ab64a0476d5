"""Is a difference more than noise?"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.noise import (
    NoiseVerdict,
    Piece,
    degrees_of_freedom,
    interval_around,
    smallest_detectable,
    standard_error,
    verdict_of,
)

pieces = st.lists(st.builds(Piece, st.floats(0.01, 10), st.floats(1, 200)), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.1, 0.2, NoiseVerdict.MORE_THAN_NOISE),
        (-0.2, -0.1, NoiseVerdict.MORE_THAN_NOISE),
        (-0.1, 0.1, NoiseVerdict.NOISE),
        (0.0, 0.4, NoiseVerdict.NOISE),
        (-0.4, 0.0, NoiseVerdict.NOISE),
    ],
)
def test_verdict_is_noise_where_the_interval_holds_0(low, high, verdict):
    assert verdict_of(low, high) is verdict


@given(pieces)
def test_degrees_of_freedom_lie_between_the_fewest_and_their_sum(parts):
    found = degrees_of_freedom(parts)
    assert min(part.freedom for part in parts) - 1e-9 <= found <= sum(part.freedom for part in parts) + 1e-6


@given(pieces, st.floats(-3, 3), st.floats(0.5, 0.9))
def test_interval_is_around_its_estimate_and_wider_with_more_confidence(parts, estimate, confidence):
    low, high = interval_around(estimate, parts, confidence)
    wider = interval_around(estimate, parts, confidence + 0.05)
    assert (low + high) / 2 == pytest.approx(estimate, abs=1e-9)
    assert wider[0] < low < estimate < high < wider[1]


@given(pieces)
def test_smallest_detectable_is_more_than_half_the_interval_and_grows_with_the_spread(parts):
    found = smallest_detectable(parts, 0.9)
    low, high = interval_around(0.0, parts, 0.9)
    spread = [Piece(4 * part.variance, part.freedom) for part in parts]
    assert found > (high - low) / 2
    assert smallest_detectable(spread, 0.9) == pytest.approx(2 * found)


def test_power_of_a_half_needs_no_more_than_the_interval():
    assert smallest_detectable([Piece(1.0)], 0.9, power=0.5) == pytest.approx(
        interval_around(0.0, [Piece(1.0)], 0.9)[1]
    )


def test_known_variances_take_the_normal_distribution():
    assert degrees_of_freedom([Piece(0.5), Piece(0.0, 3)]) == math.inf
    assert interval_around(0.0, [Piece(1.0)], 0.95)[1] == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        (lambda: standard_error([]), "without pieces"),
        (lambda: Piece(-1.0), "finite variance"),
        (lambda: Piece(math.nan), "finite variance"),
        (lambda: Piece(1.0, 0), "degrees of freedom above 0"),
        (lambda: verdict_of(1, 0), "from low to high"),
        (lambda: verdict_of(math.nan, 0), "from low to high"),
        (lambda: interval_around(0, [Piece(1.0)], 1.0), "between 0 and 1"),
        (lambda: smallest_detectable([Piece(1.0)], 0.9, power=0.4), "between 0.5 and 1"),
        (lambda: smallest_detectable([Piece(1.0)], 90), "between 0 and 1"),
    ],
)
def test_noise_refuses(ask, fault):
    with pytest.raises(ValueError, match=fault):
        ask()
