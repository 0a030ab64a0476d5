"""Krippendorff's alpha, over many statements, and how sure it is.

Are the ratings more alike within a statement than ratings picked at random would be? With D_o the disagreement seen
within statements and D_e the disagreement expected by chance,

    alpha = 1 − D_o / D_e

1 is full agreement, 0 is what chance gives, below 0 is systematic disagreement. Let n_uc be how many gave statement u
the value c, m_u = Σ_c n_uc, and keep only statements with m_u ≥ 2, since one rating can agree with nobody. With n_c =
Σ_u n_uc and n = Σ_c n_c over these,

    D_o = (1 / n) Σ_u Σ_ck n_uc n_uk δ²(c,k) / (m_u − 1)
    D_e = (1 / (n (n − 1))) Σ_ck n_c n_k δ²(c,k)

The level of measurement decides how far two values are apart, δ²(c,k):

    nominal    0 when equal, otherwise 1
    ordinal    (Σ_{g from c to k} n_g − (n_c + n_k) / 2)², the number of ratings between them
    interval   (c − k)²
    ratio      ((c − k) / (c + k))²

Alpha needs variation: when everybody answers 3 everywhere, D_e = 0 and alpha says nothing, neither 1 nor 0. With very
little variation it is low although nearly all agree (``chance_corrected`` is the check on that).

*The interval* is a bootstrap over raters, since people are what was sampled and the statements are given. In each
sample as many raters as there are, are drawn with replacement, each with all their answers; rater i is drawn w_i times,
so that n_uc = Σ_i w_i over those who gave u the value c. One thing must be put right: two copies of one person always
agree, which would lift alpha in every sample, by about (1 − alpha) / raters. Pairs of copies are therefore no pairs.
With q_u = Σ_i w_i² over those who answered u, there are m_u² − q_u ordered pairs of different people in statement u
(m_u (m_u − 1) where all w are 1) and n² − Σ_u q_u pairs of different ratings in all, and

    D_o = (1 / n) Σ_u m_u / (m_u² − q_u) · Σ_ck n_uc n_uk δ²(c,k)
    D_e = (1 / (n² − Σ_u q_u)) Σ_ck n_c n_k δ²(c,k)

over statements with m_u² > q_u, that is with two different people. With every w_i = 1 this is alpha itself. Ordinal
differences follow each sample's own n_c. The interval holds the middle of the samples' alphas (percentile interval).

A sample may have no alpha (everybody drawn gave one answer). It is counted, and not replaced by another: where such
samples are more than the interval leaves out at its ends (more than 10 % for a 90 % interval), they alone could move
it anywhere, and there is no interval. With made-up rooms whose alpha was known (0.32; 8 statements, 150 rooms of each
size), the 90 % interval held it for 84 % of the rooms of 4 raters, and for 88 to 90 % of those of 8, 15 and 30.

Sources: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania; Krippendorff
(2019), Content Analysis, 4th ed., ch. 12. Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap, ch. 13.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.resampling import require_draws

from .ratings import Rows, as_matrix, checked_rows

Floats = NDArray[np.float64]

# Numbers per array of a block of samples: about 1 MB each, whatever the size of the table.
_BLOCK: Final = 125_000
# Multiplications up to which OpenBLAS stays on one thread, and the rows below which pieces do not pay.
_ONE_THREAD: Final = 262_144
_FEWEST_ROWS: Final = 8
# 1 − 0.9 is a bit less than a tenth.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class AlphaInterval:
    """``alpha`` of the ratings themselves, between ``low`` and ``high`` with ``confidence`` (a fraction).

    ``samples``: how many were drawn; ``undefined``: in how many of them alpha does not exist. ``low`` and ``high``
    are ``None`` where these are more than the interval leaves out.
    """

    alpha: float
    low: float | None
    high: float | None
    confidence: float
    samples: int
    undefined: int


def krippendorff_alpha(ratings: Sequence[Sequence[float | None]], level: str = "ordinal") -> float:
    """Krippendorff's alpha, 1 − D_o / D_e (see the module).

    ``ratings``: one row per rater, one column per statement, all rows of equal length; ``None`` is "no answer".
    ``level``: "nominal", "ordinal", "interval" or "ratio". Ratio values are not negative.

    Returns a number of at most 1; it has no unit.

    Raises ``ValueError`` for an unknown level, no or ragged rows, values that are not finite numbers, and where alpha
    is undefined: no statement rated by two, or only one value in all that could be compared.

    >>> raters = [[1, 2, 3, 3, 2], [1, 2, 3, 3, 2], [None, 3, 3, 3, 2]]
    >>> round(krippendorff_alpha(raters, level="nominal"), 3)
    0.78
    """
    return _alpha_of(_checked_level(ratings, level), level)


def alpha_interval(
    ratings: Sequence[Sequence[float | None]],
    level: str = "ordinal",
    confidence: float = 0.9,
    samples: int = 1000,
    seed: int = 0,
) -> AlphaInterval:
    """Krippendorff's alpha with an interval from raters drawn again (see the module).

    ``ratings`` and ``level`` as in ``krippendorff_alpha``. ``confidence``: what the interval holds, between 0 and 1.
    ``samples``: how often the raters are drawn, at least 1; ``seed``: of the draws, the same seed gives the same
    interval. Time and memory grow with raters × statements × different values.

    Raises ``ValueError`` as ``krippendorff_alpha``, and for a confidence or a number of samples out of range.

    >>> raters = [[1, 2, 3, 3, 2], [1, 2, 3, 3, 2], [2, 3, 3, 3, 2], [1, 2, 4, 3, 1]]
    >>> found = alpha_interval(raters, samples=200)
    >>> round(found.alpha, 2), round(found.low, 2), round(found.high, 2), found.undefined
    (0.78, 0.63, 1.0, 3)
    """
    require_draws(confidence, samples)
    rows = _checked_level(ratings, level)
    alpha = _alpha_of(rows, level)
    table = _Table.of(as_matrix(rows))
    drawn = np.concatenate([_alphas(table, level, draws) for draws in _draws(table, int(samples), seed)])
    undefined = int(np.isnan(drawn).sum())
    if undefined / samples > 1 - confidence + _ROUNDING:
        return AlphaInterval(alpha, None, None, float(confidence), int(samples), undefined)
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn[~np.isnan(drawn)], (tail, 1 - tail))
    return AlphaInterval(alpha, float(low), float(high), float(confidence), int(samples), undefined)


def _checked_level(ratings: Sequence[Sequence[float | None]], level: str) -> Rows:
    if not isinstance(level, str) or level not in _DIFFERENCES:
        raise ValueError(f"unknown level {level!r}: expected one of {', '.join(_DIFFERENCES)}")
    return checked_rows(ratings)


def _alpha_of(rows: Rows, level: str) -> float:
    values, counts = _values_by_statement(rows)
    if level == "ratio" and values[0] < 0:
        raise ValueError(f"the ratio level has no negative values, found {values[0]:g}")
    return _alpha(counts, _DIFFERENCES[level](values, counts.sum(axis=0)))


def _values_by_statement(rows: Rows) -> tuple[Floats, Floats]:
    """The values that occur, sorted, and n_uc: how often each was given to each statement that two or more rated."""
    statements = [[value for value in column if value is not None] for column in zip(*rows, strict=True)]
    comparable = [answers for answers in statements if len(answers) >= 2]
    if not comparable:
        raise ValueError("alpha is undefined: no statement was rated by two raters")
    values, position = np.unique(np.concatenate(comparable), return_inverse=True)
    if len(values) == 1:
        raise ValueError(f"alpha is undefined: every rating that can be compared is {values[0]:g}")
    counts = np.zeros((len(comparable), len(values)))
    np.add.at(counts, (np.repeat(np.arange(len(comparable)), [len(answers) for answers in comparable]), position), 1)
    return values, counts


def _alpha(counts: Floats, differences: Floats) -> float:
    per_statement, per_value = counts.sum(axis=1), counts.sum(axis=0)
    n = per_value.sum()
    within = np.einsum("uc,ck,uk->u", counts, differences, counts)
    observed = math.fsum(within / (per_statement - 1)) / n
    expected = math.fsum((np.outer(per_value, per_value) * differences).ravel()) / (n * (n - 1))
    if not expected > 0:
        raise ValueError("alpha is undefined: the ratings lie too close together to be told apart")
    return float(1 - observed / expected)


@dataclass(frozen=True)
class _Table:
    """The ratings of statements that two or more rated. ``values``: those that occur, sorted; ``chosen``: raters ×
    (statements · values), 1 where the rater gave the statement the value; ``given``: raters × statements, 1 where they
    gave any."""

    values: Floats
    chosen: Floats
    given: Floats

    @classmethod
    def of(cls, ratings: Floats) -> "_Table":
        comparable = ratings[:, (~np.isnan(ratings)).sum(axis=0) >= 2]
        given = ~np.isnan(comparable)
        values = np.unique(comparable[given])
        chosen = comparable[:, :, np.newaxis] == values
        return cls(values, chosen.reshape(len(ratings), -1).astype(float), given.astype(float))

    @property
    def numbers_per_sample(self) -> int:
        raters, columns = self.chosen.shape
        return int(raters + columns + len(self.values) ** 2)


def _draws(table: _Table, samples: int, seed: int) -> Iterator[Floats]:
    """How often each rater is drawn, samples × raters, in blocks; the draws do not depend on the blocks."""
    random, raters = np.random.default_rng(seed), len(table.given)
    block = max(1, _BLOCK // table.numbers_per_sample)
    for begun in range(0, samples, block):
        size = min(block, samples - begun)
        who = random.integers(raters, size=(size, raters)) + raters * np.arange(size)[:, np.newaxis]
        yield np.bincount(who.ravel(), minlength=size * raters).reshape(size, raters).astype(float)


def _alphas(table: _Table, level: str, draws: Floats) -> Floats:
    """Alpha of every sample, NaN where it is undefined. ``draws``: samples × raters."""
    counts = _product(draws, table.chosen).reshape(len(draws), -1, len(table.values))
    ratings, copies = counts.sum(axis=2), _product(np.square(draws), table.given)
    pairs = np.square(ratings) - copies
    compared = pairs > 0
    counts *= compared[:, :, np.newaxis]
    per_value = counts.sum(axis=1)
    differences = _DIFFERENCES[level](table.values, per_value)
    weights = np.divide(ratings, pairs, out=np.zeros_like(pairs), where=compared)
    within = np.matmul((counts * weights[:, :, np.newaxis]).transpose(0, 2, 1), counts)
    n = per_value.sum(axis=1)
    # D_o and D_e, both times n · (n² − Σ_u q_u).
    observed = (within * differences).sum(axis=(1, 2)) * (n * n - (copies * compared).sum(axis=1))
    expected = (per_value[:, :, np.newaxis] * per_value[:, np.newaxis, :] * differences).sum(axis=(1, 2)) * n
    alphas: Floats = 1 - np.divide(observed, expected, out=np.full(len(draws), np.nan), where=expected > 0)
    return alphas


def _product(draws: Floats, table: Floats) -> Floats:
    """draws @ table, in pieces so small that the linear algebra library stays on one thread: to wake others takes
    longer than the piece, much longer where the cores are busy. Large tables are worth the threads."""
    rows = _ONE_THREAD // table.size
    if rows < _FEWEST_ROWS:
        whole: Floats = draws @ table
        return whole
    return np.concatenate([draws[begun : begun + rows] @ table for begun in range(0, len(draws), rows)])


def _nominal(values: Floats, _: Floats) -> Floats:
    apart: Floats = 1 - np.eye(len(values))
    return apart


def _ordinal(_: Floats, per_value: Floats) -> Floats:
    middles = np.cumsum(per_value, axis=-1) - per_value / 2
    return _squared_differences(middles)


def _interval(values: Floats, _: Floats) -> Floats:
    # Alpha does not change with the unit; with the largest value as unit no square overflows.
    return _squared_differences(values / np.abs(values).max())


def _ratio(values: Floats, _: Floats) -> Floats:
    scaled = values / values.max()
    sums = scaled[:, np.newaxis] + scaled[np.newaxis, :]
    sums[sums == 0] = 1  # 0 against 0: the same value, difference 0
    differences: Floats = _squared_differences(scaled) / np.square(sums)
    return differences


def _squared_differences(places: Floats) -> Floats:
    squares: Floats = np.square(places[..., :, np.newaxis] - places[..., np.newaxis, :])
    return squares


_DIFFERENCES: Final[dict[str, Callable[[Floats, Floats], Floats]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
LEVELS: Final = tuple(_DIFFERENCES)
