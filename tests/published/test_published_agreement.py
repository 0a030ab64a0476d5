"""Agreement against printed numbers.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, example C and D: four
observers, twelve units, missing values. Alpha is printed as 0.743 (nominal), 0.815 (ordinal), 0.849 (interval), 0.797
(ratio).

"Krippendorff's alpha", Wikipedia, computational example: three coders, fifteen units; 0.691 (nominal), 0.811
(interval).

Gwet, K. L. (2014), Handbook of Inter-Rater Reliability, 4th ed., and the author's R package irrCAC (its data
cac.raw4raters are the four observers of Krippendorff): AC1 is printed as 0.77544.

Shrout, P. E. & Fleiss, J. L. (1979), Intraclass correlations: uses in assessing rater reliability, Psychological
Bulletin 86, 420–428, tables 2 and 4: six targets, four judges; ICC(1,1) = .17, ICC(1,4) = .44. The 95 % intervals are
those that the R package psych prints for this table: −0.13 to 0.72.

Fitch, K. et al. (2001), The RAND/UCLA Appropriateness Method User's Manual, RAND MR-1269: on nine points a panel
disagrees where IPR > 2.35 + 1.5 · AI; the definition that this replaced asks for at least 3 of 8–10, 4 of 11–13, 5 of
14–16 panellists in 1–3 and as many in 7–9.

Brown, R. D. & Hauenstein, N. M. A. (2005), Organizational Research Methods 8, 165–184: a_wg = 1 − 2 s² / ([(H + L) M −
M² − H L] · k / (k − 1)). The ratings below are ours, worked by hand.

James, L. R., Demaree, R. G. & Wolf, G. (1984), Journal of Applied Psychology 69, 85–98: the variance of blind picking
is (A² − 1) / 12, that is 2 for five rungs and 4 for seven; r_wg = 1 − s² / σ². The ratings below are ours, worked by
hand.
"""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest

from maturity.methods.agreement import (
    a_wg,
    alpha_interval,
    disagreement,
    gwet_ac2,
    intraclass_correlation,
    krippendorff_alpha,
    within_group_agreement,
)

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


def test_alpha_interval_is_around_the_printed_alpha_of_four_observers():
    found = alpha_interval(FOUR_OBSERVERS, "nominal", samples=2000)
    assert round(found.alpha, 3) == 0.743
    assert found.low < found.alpha < found.high


def test_gwet_ac1_of_four_observers_and_twelve_units():
    assert round(gwet_ac2(FOUR_OBSERVERS, rungs=5, weights="identity"), 5) == 0.77544


SIX_TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_intraclass_correlation_of_six_targets_and_four_judges():
    found = intraclass_correlation(SIX_TARGETS, confidence=0.95)
    assert (round(found.single, 2), round(found.mean, 2)) == (0.17, 0.44)
    assert (round(found.between, 2), round(found.within, 2)) == (11.24, 6.26)
    assert (round(found.low, 2), round(found.high, 2)) == (-0.13, 0.72)


@pytest.mark.parametrize(
    ("ratings", "rungs", "expected"),
    [
        ([4, 4, 4, 4], 5, 1.0),
        # mean 3, s² = 2 / 3, largest (5 − 3)(3 − 1) · 4 / 3 = 16 / 3; 1 − 2 (2 / 3) / (16 / 3) = 3 / 4
        ([2, 3, 3, 4], 5, 0.75),
        # mean 4, s² = 1, largest (7 − 4)(4 − 1) · 3 / 2 = 27 / 2; 1 − 2 / (27 / 2) = 23 / 27
        ([3, 4, 5], 7, 23 / 27),
        # all at the two ends: s² is the largest
        ([1, 1, 5, 5], 5, -1.0),
        ([1, 5, 5, 5], 5, -1.0),
    ],
)
def test_a_wg_worked_by_hand(ratings, rungs, expected):
    assert a_wg(ratings, rungs) == expected


# Fitch et al.: how many panellists in each end make a panel of this size disagree.
IN_EACH_END = {8: 3, 9: 3, 10: 3, 11: 4, 12: 4, 13: 4, 14: 5, 15: 5, 16: 5}


def disagrees_on_nine_points(panel):
    """The rule as printed, on 1–9, with the percentiles of our convention."""
    place = -(-3 * len(panel) // 10)
    low, high = panel[place - 1], panel[-place]
    return high - low > Fraction("2.35") + Fraction("1.5") * abs(5 - Fraction(low + high, 2))


@pytest.mark.parametrize(("size", "in_each_end"), IN_EACH_END.items())
def test_every_panel_on_five_rungs_is_judged_as_on_nine_points_and_as_by_the_classical_definition(size, in_each_end):
    for panel in combinations_with_replacement(range(1, 6), size):
        on_nine = [1 + 2 * (rung - 1) for rung in panel]
        classical = (
            sum(point <= 3 for point in on_nine) >= in_each_end and sum(point >= 7 for point in on_nine) >= in_each_end
        )
        assert disagreement(panel).disagrees == classical == disagrees_on_nine_points(on_nine)
