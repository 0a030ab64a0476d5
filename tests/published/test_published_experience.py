"""Net promoter score against the printed recipe, worked by hand.

The adjusted Wald interval: Rocks, B. (2016), Interval estimation for the "net promoter score", The American
Statistician 70, 365–372; in words in Lewis, J. & Sauro, J. (2021), Evaluating NPS Confidence Intervals with
Real-World Data, measuringu.com: "Add a constant of 3 to the sample size (n), ¾ to the number of detractors, and ¾ to
the number of promoters, and then compute the interval using a standard error based on the variance of the difference
in two proportions."

The figures below are ours. z = 1.959964 for 95 %, 1.644854 for 90 %.
"""

import pytest

from maturity.methods.experience import (
    experience_gap,
    net_promoter_score,
    score_change,
    smallest_score_change,
)


@pytest.mark.parametrize(
    ("counts", "score", "low", "high"),
    [
        # n' = 12; p = 6.75 / 12 = 0.5625, d = 0.75 / 12 = 0.0625; variance 0.625 − 0.25;
        # se = √0.03125 = 0.1767767
        ((6, 3, 0), 6 / 9, 0.5 - 0.346476, 0.5 + 0.346476),
        # n' = 4; p = 1.75 / 4, d = 0.75 / 4; variance 0.625 − 0.0625 = 0.5625; se = √0.140625 = 0.375
        ((1, 0, 0), 1.0, 0.25 - 0.734986, 0.25 + 0.734986),
        # n' = 100; p = d = 48.75 / 100; variance 0.975; se = √0.00975 = 0.0987421
        ((48, 1, 48), 0.0, -0.193531, 0.193531),
        # n' = 1003; p + d = 1001.5 / 1003, net 1000 / 1003; variance 0.0044776; se = 0.00211287; the upper end,
        # 1.00115, is cut off
        ((1000, 0, 0), 1.0, 0.997009 - 0.004141, 1.0),
    ],
)
def test_net_promoter_score_worked_by_hand(counts, score, low, high):
    found = net_promoter_score(*counts)
    assert found.score == score
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_net_promoter_score_worked_by_hand_at_90_percent():
    found = net_promoter_score(6, 3, 0, confidence=0.9)
    assert (found.low, found.high) == pytest.approx((0.5 - 0.290772, 0.5 + 0.290772), abs=1e-6)


def test_experience_gap_worked_by_hand():
    # mean 6 points, s² = 4 / 4 = 1, se = 1 / √5; t(4 degrees, 95 %) = 2.131847 (Student's table); one point is 0.4 rung
    found = experience_gap(4, [5, 6, 7, 5, 7], confidence=0.9)
    assert (found.customers, found.low, found.high, found.gap) == pytest.approx(
        (3.4, 3.4 - 0.381356, 3.4 + 0.381356, 0.6), abs=1e-6
    )


def test_score_change_worked_by_hand():
    # first: n' = 12, p − d = 0.5, variance 0.375 / 12; second: n' = 4, p − d = 0.25, variance 0.5625 / 4;
    # se = √(0.03125 + 0.140625) = 0.414578; z = 1.644854 at 90 %
    found = score_change(net_promoter_score(6, 3, 0), net_promoter_score(1, 0, 0))
    assert (found.change, found.low, found.high) == pytest.approx(
        (1 - 6 / 9, -0.25 - 0.681921, -0.25 + 0.681921), abs=1e-6
    )


def test_smallest_score_change_worked_by_hand():
    # shares 6.75 / 12 and 0.75 / 12, variance 0.375 of one answer; 12' now, 48' planned; z 1.644854 + 0.841621
    found = smallest_score_change(net_promoter_score(6, 3, 0), planned=45)
    assert found == pytest.approx(2.486475 * (0.375 / 12 + 0.375 / 48) ** 0.5, abs=1e-6)
