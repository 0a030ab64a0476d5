"""Departments that differ, against printed numbers.

Kruskal, W. H. & Wallis, W. A. (1952), Use of ranks in one-criterion variance analysis, Journal of the American
Statistical Association 47, 583–621: daily production of three bottle-cap machines, H = 5.656, true probability 0.049,
chi-squared approximation 0.059; birth weights of eight litters of pigs (from Snedecor), with ties, H = 18.566.

Benjamini, Y. & Hochberg, Y. (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society B
57, 289–300, section 4.1: fifteen p-values (Neuhaus et al., 1992), of which four are rejected at q = 0.05 where
Bonferroni rejects three.

DerSimonian, R. & Laird, N. (1986), Controlled Clinical Trials 7, 177–188, the estimator; applied to the thirteen BCG
trials of Colditz, G. A. et al. (1994), Journal of the American Medical Association 271, 698–702, as in Viechtbauer, W.
(2010), Conducting meta-analyses in R with the metafor package, Journal of Statistical Software 36(3): Q = 152.23;
with DerSimonian and Laird's estimator τ² = 0.3088, mean −0.7141, standard error 0.1787.

Rubin, D. B. (1981), Estimation in parallel randomized experiments, Journal of Educational Statistics 6, 377–401: the
eight schools; complete pooling gives 7.7 with standard error 4.1, and the moments find no variance between schools.
"""

import math

import pytest
from scipy import stats

from maturity.methods.departments import Heterogeneity, benjamini_hochberg, kruskal_wallis, pool_means

BOTTLE_CAPS = [[340, 345, 330, 342, 338], [339, 333, 344], [347, 343, 349, 355]]

LITTERS = [
    [2.0, 2.8, 3.3, 3.2, 4.4, 3.6, 1.9, 3.3, 2.8, 1.1],
    [3.5, 2.8, 3.2, 3.5, 2.3, 2.4, 2.0, 1.6],
    [3.3, 3.6, 2.6, 3.1, 3.2, 3.3, 2.9, 3.4, 3.2, 3.2],
    [3.2, 3.3, 3.2, 2.9, 3.3, 2.5, 2.6, 2.8],
    [2.6, 2.6, 2.9, 2.0, 2.0, 2.1],
    [3.1, 2.9, 3.1, 2.5],
    [2.6, 2.2, 2.2, 2.5, 1.2, 1.2],
    [2.5, 2.4, 3.0, 1.5],
]

FIFTEEN = (
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0000,
)

# tuberculosis and none among the vaccinated, then among the others
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]

SCHOOLS = {"A": (28, 15), "B": (8, 10), "C": (-3, 16), "D": (7, 11), "E": (-1, 9), "F": (1, 11), "G": (18, 10)} | {
    "H": (12, 18)
}


def test_kruskal_wallis_of_three_bottle_cap_machines():
    found = kruskal_wallis(BOTTLE_CAPS)
    assert (round(found.h, 3), round(found.p, 3), found.exact, found.deals) == (5.656, 0.049, True, 27_720)
    assert round(stats.chi2.sf(found.h, 2), 3) == 0.059


def test_kruskal_wallis_of_eight_litters_with_ties():
    found = kruskal_wallis(LITTERS)
    assert found.h == pytest.approx(18.566, abs=1e-3)
    assert found.h == pytest.approx(stats.kruskal(*LITTERS).statistic, rel=1e-12)


def test_benjamini_hochberg_of_fifteen_p_values():
    adjusted = benjamini_hochberg(FIFTEEN)
    assert [p <= 0.05 for p in adjusted] == [True] * 4 + [False] * 11
    assert [p * 15 <= 0.05 for p in FIFTEEN] == [True] * 3 + [False] * 12
    assert adjusted == pytest.approx(stats.false_discovery_control(FIFTEEN), rel=1e-12)


def test_moments_of_thirteen_vaccine_trials():
    means = {str(i): math.log(a / (a + b)) - math.log(c / (c + d)) for i, (a, b, c, d) in enumerate(BCG)}
    variances = {str(i): 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for i, (a, b, c, d) in enumerate(BCG)}
    found = pool_means(means, variances)
    assert found.state is Heterogeneity.VARY
    assert (round(found.q, 2), round(found.between**2, 4)) == (152.23, 0.3088)
    assert (round(found.mean, 4), round(found.standard_error, 4)) == (-0.7141, 0.1787)


def test_eight_schools_do_not_vary_more_than_noise():
    found = pool_means(
        {school: effect for school, (effect, _) in SCHOOLS.items()},
        {school: error**2 for school, (_, error) in SCHOOLS.items()},
    )
    assert (found.state, found.between) == (Heterogeneity.NO_MORE_THAN_NOISE, 0.0)
    assert (round(found.mean, 1), round(found.standard_error, 1)) == (7.7, 4.1)
    assert [each.pooled for each in found.groups.values()] == pytest.approx([found.mean] * 8)
