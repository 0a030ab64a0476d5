"""Kruskal and Wallis' test by permutation, and how large the difference is.

All n values are ranked together, ties with the middle of their ranks. With R_d the sum of the ranks in group d of n_d,
and t the size of each set of ties,

    H = (12 / (n (n + 1)) · Σ R_d² / n_d − 3 (n + 1)) / (1 − Σ (t³ − t) / (n³ − n))

If groups did not matter, every way of dealing the same n values to the groups would be equally likely. *Exact*: where
the ways times n are at most 500,000 (twelve people in three departments: 27,720 ways), all are gone through and p is
the share of them with H at least as large as observed. *Sampled*: otherwise m ways are drawn, and with b of them at
least as large as observed

    p = (1 + b) / (1 + m)

which counts the observed one too; a p of 0 would claim more than m draws can know.

*How large.* The share of the variance of the ranks that lies between the groups, less what chance would put there:

    η²_H = (H − k + 1) / (n − k)

0 on average where groups do not matter (it can come out slightly below), 1 where each group has one rank of its own.
We do not use the plain share H / (n − 1), called ε² in the same table of the source: with five departments of three
people it is 0.29 on average where there is nothing at all. In words, by Cohen's limits for a share of variance: small
from 0.01, medium from 0.06, large from 0.14.

Assumes that people answer independently and that, if groups do not matter, all of their values come from one
distribution. The test says that some group differs, not which.

Sources: Kruskal, W. H. & Wallis, W. A. (1952), Use of ranks in one-criterion variance analysis, Journal of the
American Statistical Association 47, 583–621. Phipson, B. & Smyth, G. K. (2010), Permutation P-values should never be
zero, Statistical Applications in Genetics and Molecular Biology 9, article 39. Tomczak, M. & Tomczak, E. (2014), The
need to report effect size estimates revisited, Trends in Sport Sciences 21, 19–25. Cohen, J. (1988), Statistical Power
Analysis for the Behavioral Sciences, 2nd ed., pp. 285–287.
"""

import enum
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import number_or_nan

Floats = NDArray[np.float64]
Orders = NDArray[np.int64] | NDArray[np.int16]

ENUMERATE_UP_TO: Final = 500_000
# Cells of one chunk of permutations: half a megabyte of ranks stays in the cache.
_CHUNK: Final = 1 << 16
# Sums of ranks are halves, H is not: the same deal must not count as less extreme than itself.
_ROUNDING: Final = 1e-9

_SMALL: Final = 0.01
_MEDIUM: Final = 0.06
_LARGE: Final = 0.14


class Size(enum.Enum):
    """A share of explained variance in a word."""

    NEGLIGIBLE = "negligible"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class KruskalWallis:
    """``h``: the statistic. ``p``: its p-value. ``effect``: η²_H, the share of variance between groups. ``n``: values;
    ``groups``: groups; ``deals``: ways of dealing looked at; ``exact``: whether these are all."""

    h: float
    p: float
    effect: float
    n: int
    groups: int
    deals: int
    exact: bool

    @property
    def size(self) -> Size:
        """The effect in a word."""
        return size_of(self.effect)


def kruskal_wallis(groups: Sequence[Sequence[float]], *, permutations: int = 9999, seed: int = 0) -> KruskalWallis:
    """Test whether groups differ in their values; the formulas are in the module.

    ``groups``: the values of each group, in any unit, only their order counts. ``permutations``: ways drawn where
    there are too many to go through all; ``seed``: of the draw.

    Raises ``ValueError`` for fewer than two groups, an empty group, as many groups as values, a value that is not a
    finite number, all values equal (there is nothing to rank), or permutations below 1.

    >>> found = kruskal_wallis([[1, 2, 3], [4, 5, 6]])
    >>> round(found.h, 3), found.p, round(found.effect, 3), found.size, found.deals
    (3.857, 0.1, 0.714, <Size.LARGE: 'large'>, 20)
    """
    sizes, values = _require_groups(groups)
    if not 1 <= number_or_nan(permutations) < math.inf or not float(permutations).is_integer():
        raise ValueError(f"a test draws a whole number of permutations, at least 1, not {permutations!r}")
    ranks = _midranks(values)
    observed = _between(ranks[np.newaxis], sizes)[0]
    exact = _ways(sizes) * len(ranks) <= ENUMERATE_UP_TO
    deals = _all_deals(sizes) if exact else _drawn_deals(len(ranks), int(permutations), seed)
    looked_at, extreme = 0, 0
    for orders in deals:
        looked_at += len(orders)
        extreme += int(np.count_nonzero(_between(ranks[orders], sizes) >= observed - _ROUNDING * observed))
    n, k = len(ranks), len(sizes)
    h = _statistic(ranks, float(observed))
    return KruskalWallis(
        h=h,
        p=extreme / looked_at if exact else (1 + extreme) / (1 + looked_at),
        effect=(h - k + 1) / (n - k),
        n=n,
        groups=k,
        deals=looked_at,
        exact=exact,
    )


def size_of(effect: float) -> Size:
    """A share of explained variance in a word: small from 0.01, medium from 0.06, large from 0.14.

    Raises ``ValueError`` for what is not a number of at most 1.

    >>> size_of(-0.02), size_of(0.01), size_of(0.1), size_of(0.14)
    (<Size.NEGLIGIBLE: 'negligible'>, <Size.SMALL: 'small'>, <Size.MEDIUM: 'medium'>, <Size.LARGE: 'large'>)
    """
    if not number_or_nan(effect) <= 1 + _ROUNDING:
        raise ValueError(f"a share of variance is at most 1, not {effect!r}")
    limits = ((_LARGE, Size.LARGE), (_MEDIUM, Size.MEDIUM), (_SMALL, Size.SMALL))
    return next((size for limit, size in limits if effect >= limit), Size.NEGLIGIBLE)


def _midranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: Floats = (ends - (counts - 1) / 2)[place]
    return middles


def _between(ranks: Floats, sizes: Sequence[int]) -> Floats:
    """Σ R_d² / n_d of each row; the groups stand one after the other. H rises with it, so it stands in for H."""
    starts = np.cumsum([0, *sizes[:-1]])
    sums = np.add.reduceat(ranks, starts, axis=1)
    result: Floats = (sums**2 / np.asarray(sizes)).sum(axis=1)
    return result


def _statistic(ranks: Floats, between: float) -> float:
    n = len(ranks)
    _, ties = np.unique(ranks, return_counts=True)
    correction = 1 - float((ties**3 - ties).sum()) / (n**3 - n)
    return (12 / (n * (n + 1)) * between - 3 * (n + 1)) / correction


def _ways(sizes: Sequence[int]) -> int:
    return math.factorial(sum(sizes)) // math.prod(math.factorial(size) for size in sizes)


def _drawn_deals(n: int, permutations: int, seed: int) -> Iterator[Orders]:
    random = np.random.default_rng(seed)
    chunk = max(1, _CHUNK // n)
    for begun in range(0, permutations, chunk):
        rows = min(chunk, permutations - begun)
        yield random.permuted(np.tile(np.arange(n), (rows, 1)), axis=1)


def _all_deals(sizes: Sequence[int]) -> Iterator[Orders]:
    yield _orders(tuple(sizes))


@lru_cache(maxsize=8)
def _orders(sizes: tuple[int, ...]) -> Orders:
    """Every way of dealing sum(sizes) places to groups of these sizes, ways × places; the groups stand one after the
    other."""

    def deals(left: tuple[int, ...], group: int) -> Iterator[tuple[int, ...]]:
        if group == len(sizes) - 1:
            yield left
            return
        for chosen in combinations(left, sizes[group]):
            taken = set(chosen)
            rest = tuple(place for place in left if place not in taken)
            for others in deals(rest, group + 1):
                yield (*chosen, *others)

    return np.array(list(deals(tuple(range(sum(sizes))), 0)), dtype=np.int16)


def _require_groups(groups: Sequence[Sequence[float]]) -> tuple[list[int], Floats]:
    sizes = [len(group) for group in groups]
    if len(sizes) < 2 or 0 in sizes:
        raise ValueError(f"a comparison needs at least two groups, none of them empty, not sizes {sizes!r}")
    values = np.array([number_or_nan(value) for group in groups for value in group])
    if not np.isfinite(values).all():
        raise ValueError("a value is not a finite number")
    if len(values) == len(sizes):
        raise ValueError("every group has one value: there is nothing to compare it with")
    if (values == values[0]).all():
        raise ValueError("all values are equal: there is nothing to rank")
    return sizes, values
