"""Agreement against printed numbers.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, example C and D: four
observers, twelve units, missing values. Alpha is printed as 0.743 (nominal), 0.815 (ordinal), 0.849 (interval), 0.797
(ratio).

"Krippendorff's alpha", Wikipedia, computational example: three coders, fifteen units; 0.691 (nominal), 0.811
(interval).

James, L. R., Demaree, R. G. & Wolf, G. (1984), Journal of Applied Psychology 69, 85–98: the variance of blind picking
is (A² − 1) / 12, that is 2 for five rungs and 4 for seven; r_wg = 1 − s² / σ². The ratings below are ours, worked by
hand.
"""

import pytest

from maturity.methods.agreement import krippendorff_alpha, within_group_agreement

X = None

FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
    [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
]

THREE_CODERS = [
    [X, X, X, X, X, 3, 4, 1, 2, 1, 1, 3, 3, X, 3],
    [1, X, 2, 1, 3, 3, 4, 3, X, X, X, X, X, X, X],
    [X, X, 2, 1, 3, 4, 4, X, 2, 1, 1, 3, 3, X, 4],
]


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_alpha_of_four_observers_and_twelve_units(level, printed):
    assert round(krippendorff_alpha(FOUR_OBSERVERS, level), 3) == printed


@pytest.mark.parametrize(("level", "printed"), [("nominal", 0.691), ("interval", 0.811)])
def test_krippendorff_alpha_of_three_coders_and_fifteen_units(level, printed):
    assert round(krippendorff_alpha(THREE_CODERS, level), 3) == printed


@pytest.mark.parametrize(
    ("ratings", "rungs", "expected"),
    [
        ([4, 4, 4, 4], 5, 1.0),
        # mean 3, squares 4 + 1 + 0 + 1 + 4 = 10, s² = 10 / 4 = 2.5; 1 − 2.5 / 2 < 0
        ([1, 2, 3, 4, 5], 5, 0.0),
        # mean 3, squares 1 + 0 + 0 + 1 = 2, s² = 2 / 3; 1 − (2 / 3) / 2 = 2 / 3
        ([2, 3, 3, 4], 5, 2 / 3),
        # mean 4, squares 1 + 0 + 1 = 2, s² = 1; 1 − 1 / 4
        ([3, 4, 5], 7, 0.75),
    ],
)
def test_within_group_agreement_worked_by_hand(ratings, rungs, expected):
    assert within_group_agreement(ratings, rungs) == pytest.approx(expected, abs=1e-15)
