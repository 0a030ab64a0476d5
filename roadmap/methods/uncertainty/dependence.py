"""Assumptions that move together: rank correlations, and the normal scores that have them.

Initiatives of one company share its market, its people and its luck: where one benefit disappoints, others tend to.
A sum of amounts that move together spreads wider than one of independent amounts, and a simulation that leaves this
out is too sure of itself.

Dependence is stated as Spearman's rank correlation r between any two assumptions, which does not change with the shape
of either. It is carried by normal scores (a Gaussian copula): z is standard normal for each assumption, and the share
Φ(z) picks the amount from the assumption's own distribution, which stays exactly what it was. Ranks correlate by r
where the scores correlate by

    ρ = 2 sin(π r / 6).

One number r for all comes from one factor f that all share, z = √ρ f + √(1 − ρ) e with f and e independent. A matrix
comes from its eigenvectors, z = V √Λ e.

Limits: a Gaussian copula has no tail dependence: that everything fails at once is rarer than in a crisis.

Sources: K. Pearson, *Drapers' Company Research Memoirs*, Biometric Series IV (1907) (ρ from r); R. T. Clemen and
T. Reilly, *Management Science* 45 (1999) 208–224 (copulas in decision analysis).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .three_point import Numbers

# How far below 0 rounding may push an eigenvalue that is 0.
ROUNDING = 1e-10

Correlation = float | Sequence[Sequence[float]]


@dataclass(frozen=True)
class Mixing:
    """How independent scores e are mixed into correlated ones: by one shared factor, or by a matrix.

    `sources` independent scores make `assumptions` correlated ones.
    """

    assumptions: int
    shared: float = 0.0
    matrix: Numbers | None = None

    @property
    def sources(self) -> int:
        return self.assumptions + (self.matrix is None and self.shared > 0)

    @property
    def independent(self) -> bool:
        return self.matrix is None and self.shared == 0

    def scores(self, sources: Numbers) -> Numbers:
        """Correlated scores, a row per assumption, from independent ones, a row per source. May reuse their memory."""
        if self.matrix is not None:
            # Not BLAS: its sums may be ordered by the number of its threads.
            mixed: Numbers = np.einsum("ij,jk->ik", self.matrix, sources)
            return mixed
        if self.shared == 0:
            return sources
        own = sources[1:]
        own *= math.sqrt(1 - self.shared)
        own += sources[0] * math.sqrt(self.shared)
        return own


def mixing(correlation: Correlation, assumptions: int) -> Mixing:
    """How to mix scores so that the ranks of `assumptions` assumptions have this correlation.

    `correlation` is one rank correlation for all pairs, from 0 to below 1, or a symmetric matrix of them with 1 on its
    diagonal, in the order of the assumptions. ValueError that names the fault where it is neither, or where such
    correlations cannot hold at once.

    >>> round(mixing(0.5, 3).shared, 4), mixing(0.5, 3).sources
    (0.5176, 4)
    >>> mixing([[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]], 3)
    Traceback (most recent call last):
    ValueError: these correlations cannot all hold at once: the smallest eigenvalue is -0.284, it must not be below 0
    """
    if isinstance(correlation, int | float):
        if not 0 <= correlation < 1:
            raise ValueError(f"one correlation for all must be at least 0 and below 1, got {correlation}")
        return Mixing(assumptions, shared=score_correlation(float(correlation)))
    return Mixing(assumptions, matrix=_factor(_checked(correlation, assumptions)))


def score_correlation(rank_correlation: float) -> float:
    """The correlation of normal scores whose ranks correlate by this much: 2 sin(π r / 6).

    >>> score_correlation(0.0), round(score_correlation(1.0), 12)
    (0.0, 1.0)
    """
    return 2 * math.sin(math.pi * rank_correlation / 6)


def _checked(correlation: Sequence[Sequence[float]], assumptions: int) -> Numbers:
    if len(correlation) != assumptions or any(len(row) != assumptions for row in correlation):
        raise ValueError(f"the correlations must have {assumptions} rows and columns, one for each assumption")
    ranks = np.array(correlation, dtype=np.float64)
    if not np.isfinite(ranks).all():
        raise ValueError("the correlations must be finite numbers")
    if (np.diagonal(ranks) != 1).any():
        raise ValueError("each assumption correlates by 1 with itself: the diagonal must be 1")
    if (abs(ranks) > 1).any():
        raise ValueError("a correlation lies between -1 and 1")
    uneven = np.argwhere(ranks != ranks.T)
    if len(uneven):
        row, column = uneven[0].tolist()
        raise ValueError(f"the correlation of {row} and {column} differs from that of {column} and {row}")
    return ranks


def _factor(ranks: Numbers) -> Numbers:
    """V √Λ of the scores' correlations, the widest direction first."""
    values, vectors = np.linalg.eigh(2 * np.sin(np.pi * ranks / 6))
    if len(values) and values[0] < -ROUNDING * len(values):
        smallest = f"the smallest eigenvalue is {values[0]:.3g}, it must not be below 0"
        raise ValueError(f"these correlations cannot all hold at once: {smallest}")
    factor: Numbers = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1]
    return factor
