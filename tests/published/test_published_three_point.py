"""Moments of three-point distributions and correlations of ranks as printed elsewhere."""

import math

import numpy as np
import pytest

from roadmap.methods.uncertainty import Shape, ThreePoint, draw
from roadmap.methods.uncertainty.dependence import score_correlation
from roadmap.methods.uncertainty.three_point import deviation, expected, unit_quantiles


def test_mean_and_variance_of_the_triangular_distribution():
    """Kotz and van Dorp, Beyond Beta (2004), ch. 1: mean (a + m + b)/3, variance (a² + m² + b² − am − ab − mb)/18; the
    symmetric one on [0, 1] is the mean of two uniform numbers, with variance 1/24."""
    a, m, b = 3.0, 5.0, 12.0
    assert expected(ThreePoint(a, m, b)) == pytest.approx((a + m + b) / 3)
    assert deviation(ThreePoint(a, m, b)) ** 2 == pytest.approx((a * a + m * m + b * b - a * m - a * b - m * b) / 18)
    assert deviation(ThreePoint(0, 0.5, 1)) ** 2 == pytest.approx(1 / 24)


def test_quantiles_of_the_triangular_distribution():
    """Kotz and van Dorp, ch. 1: half of the draws lie below a + √((b − a)(m − a)/2) where m is above the middle."""
    assert 10 * unit_quantiles(np.array([0.5, 0.8]), 0.8) == pytest.approx((math.sqrt(40), 8))


def test_mean_and_deviation_of_pert():
    """Malcolm, Roseboom, Clark, Fazar, Operations Research 7 (1959): mean (a + 4m + b)/6. Their deviation (b − a)/6 is
    that of the beta distribution where the likeliest amount lies at (1 ± 1/√2)/2; at the middle it is (b − a)/√28."""
    assert expected(ThreePoint(2, 4, 12), Shape.PERT) == 5
    for likely in ((1 - math.sqrt(0.5)) / 2, (1 + math.sqrt(0.5)) / 2):
        assert deviation(ThreePoint(0, likely, 1), Shape.PERT) == pytest.approx(1 / 6)
    assert deviation(ThreePoint(0, 14, 28), Shape.PERT) == pytest.approx(math.sqrt(28))


def test_quantiles_of_pert_where_they_have_a_closed_form():
    """With the likeliest amount at the low end PERT is beta(1, 5), whose distribution function is 1 − (1 − x)⁵."""
    shares = np.array([0.1, 0.5, 0.99])
    assert unit_quantiles(shares, 0, Shape.PERT) == pytest.approx(1 - (1 - shares) ** 0.2)


def test_correlation_of_scores_from_that_of_ranks():
    """Pearson (1907): ρ = 2 sin(π r / 6), so that ranks and scores differ by at most 0.0181."""
    assert score_correlation(0.5) == pytest.approx(0.5176, abs=0.00005)
    assert max(score_correlation(r / 1000) - r / 1000 for r in range(1001)) == pytest.approx(0.0180, abs=0.0002)


@pytest.mark.parametrize("shape", Shape)
def test_draws_by_the_table_are_within_a_millionth_of_the_exact_quantiles(shape):
    """The bound stated by `sampling`: the same scores through the table and through the exact quantile."""
    from scipy.special import ndtr

    from roadmap.methods.uncertainty.sampling import scheme, stream, units

    points = [ThreePoint(0, likely, 1) for likely in (0, 0.03, 0.5, 0.8, 1)]
    plan = scheme(points, seed=2, shape=shape, correlation=0.4)
    scores = plan.mixing.scores(stream(plan, 0).standard_normal((plan.mixing.sources, plan.chunk)))
    for row, point, drawn in zip(ndtr(scores), points, units(plan, 0, plan.chunk), strict=True):
        assert drawn == pytest.approx(unit_quantiles(row, point.likely, shape), abs=1e-6)
    assert draw(points, 3, seed=2, shape=shape, correlation=0.4).shape == (3, 5)
