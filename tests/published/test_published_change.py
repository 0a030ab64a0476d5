"""Differences against printed figures.

Student (1908), The probable error of a mean, Biometrika 6, 1–25: hours of sleep that ten patients gained with two
drugs (Cushny & Peebles's data). The intervals are those that R's manual prints for its data set ``sleep`` (``t.test``):
Welch's 95 % interval, 17.776 degrees of freedom, and that of the paired differences, t = 4.0621 with 9 degrees.

The multiplier of the smallest detectable difference: Bloom, H. S. (1995), Minimum detectable effects, Evaluation
Review 19, 547–556: 2.49 standard errors for a one-sided test at 5 % and 80 % power; 2.80 for a two-sided one.
"""

from statistics import fmean, variance

import pytest

from maturity.methods.noise import Piece, degrees_of_freedom, interval_around, smallest_detectable

FIRST = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SECOND = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def piece(values):
    return Piece(variance(values) / len(values), len(values) - 1)


def test_two_samples_of_students_sleep():
    pieces = [piece(FIRST), piece(SECOND)]
    assert degrees_of_freedom(pieces) == pytest.approx(17.776, abs=5e-4)
    assert interval_around(fmean(FIRST) - fmean(SECOND), pieces, 0.95) == pytest.approx(
        (-3.3654832, 0.2054832), abs=5e-8
    )


def test_paired_students_sleep():
    differences = [first - second for first, second in zip(FIRST, SECOND, strict=True)]
    assert interval_around(fmean(differences), [piece(differences)], 0.95) == pytest.approx(
        (-2.4598858, -0.7001142), abs=5e-8
    )


def test_multiplier_of_the_smallest_detectable_difference():
    known = [Piece(1.0)]
    assert smallest_detectable(known, confidence=0.9) == pytest.approx(2.49, abs=0.005)
    assert smallest_detectable(known, confidence=0.95) == pytest.approx(2.80, abs=0.005)
