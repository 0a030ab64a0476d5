"""How sure the rung is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.methods.scale import nearest_rung
from maturity.methods.scoring import Certainty, Standing, rung_probabilities, standing


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ((0, 0, 1, 0, 0), Standing(Certainty.AT, 3, 3, 1.0)),
        ((0.1, 0.9, 0, 0, 0), Standing(Certainty.AT, 2, 2, 0.9)),
        ((0, 0.11, 0.89, 0, 0), Standing(Certainty.PROBABLY, 3, 3, 0.89)),
        ((0, 1 / 6, 4 / 6, 1 / 6, 0), Standing(Certainty.PROBABLY, 3, 3, 4 / 6)),
        ((0, 0.5, 0.5, 0, 0), Standing(Certainty.BETWEEN, 2, 3, 1.0)),
        ((0, 0.36, 0.6, 0.04, 0), Standing(Certainty.BETWEEN, 2, 3, 0.96)),
        ((0, 0.25, 0.5, 0.25, 0), Standing(Certainty.ANYWHERE, 2, 4, 1.0)),
        ((0.2, 0.2, 0.2, 0.2, 0.2), Standing(Certainty.ANYWHERE, 1, 5, 1.0)),
        # 0.3 + 0.4 + 0.25 and 0.4 + 0.25 + 0.05: only the lower three hold nine tenths
        ((0.3, 0.4, 0.25, 0.05, 0), Standing(Certainty.ANYWHERE, 1, 3, 0.95)),
    ],
)
def test_standing_says_the_probabilities_in_a_word(probabilities, expected):
    found = standing(3.0, probabilities)
    assert (found.certainty, found.low, found.high) == (expected.certainty, expected.low, expected.high)
    assert found.probability == pytest.approx(expected.probability, abs=1e-12)


def test_standing_without_probabilities_is_the_nearest_rung():
    assert standing(2.6, None) == Standing(Certainty.NEAREST, 3, 3, None)


@pytest.mark.parametrize(
    ("mean", "probabilities", "fault"),
    [
        (0.5, None, "between 1 and 5"),
        (3.0, (0.5, 0.5), "each of five rungs"),
        (3.0, (0.5, 0.6, -0.1, 0, 0), "each of five rungs"),
        (3.0, (math.nan, 0.5, 0.5, 0, 0), "each of five rungs"),
        (3.0, (0.5, 0.4, 0, 0, 0), "add up to"),
    ],
)
def test_standing_refuses_nonsense(mean, probabilities, fault):
    with pytest.raises(ValueError, match=fault):
        standing(mean, probabilities)


def test_probabilities_of_nothing_are_none():
    assert rung_probabilities(None) is None
    assert rung_probabilities(np.array([np.nan])) is None


@given(st.lists(st.floats(1, 5), min_size=1, max_size=40))
def test_probabilities_count_the_nearest_rungs(means):
    found = rung_probabilities(np.array([*means, np.nan]))
    nearest = [nearest_rung(mean) for mean in means]
    assert found == tuple(pytest.approx((nearest.count(rung) + 0.5) / (len(means) + 2.5)) for rung in range(1, 6))
    assert sum(found) == pytest.approx(1)
    assert math.fsum(found) == pytest.approx(1)


@given(st.lists(st.integers(0, 20), min_size=5, max_size=5).filter(any))
def test_standing_holds_what_it_says(counts):
    shares = [count / sum(counts) for count in counts]
    found = standing(3.0, shares)
    assert found.probability == pytest.approx(sum(shares[found.low - 1 : found.high]))
    assert found.probability >= (2 / 3 if found.certainty is Certainty.PROBABLY else 0.9) - 1e-9
    mirrored = standing(3.0, shares[::-1])
    assert (mirrored.certainty, mirrored.high - mirrored.low) == (found.certainty, found.high - found.low)
