"""How far do people who rate the same things agree?

Two questions, two figures.

*Krippendorff's alpha*, over many statements: are the ratings more alike within a statement than ratings picked at
random would be? With D_o the disagreement seen within statements and D_e the disagreement expected by chance,

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
little variation it is low although nearly all agree. It is then that the second figure helps.

*Within-group agreement r_wg*, on one statement: how much smaller is the variance s² of the ratings than if everybody
had picked one of A rungs blindly, each equally often?

    r_wg = 1 − s² / σ²      σ² = (A² − 1) / 12      s² with n − 1

Cut off at 0: more variance than blind picking is called no agreement, not negative agreement (a split vote gives this).
The uniform null flatters raters who all avoid the ends of a scale, and s² is rough for a handful of raters.

Sources: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania; Krippendorff
(2019), Content Analysis, 4th ed., ch. 12. James, L. R., Demaree, R. G. & Wolf, G. (1984), Estimating within-group
interrater reliability with and without response bias, Journal of Applied Psychology 69, 85–98; Finn, R. H. (1970),
Educational and Psychological Measurement 30, 71–76.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import number_or_nan

Floats = NDArray[np.float64]


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
    if not isinstance(level, str) or level not in _DIFFERENCES:
        raise ValueError(f"unknown level {level!r}: expected one of {', '.join(_DIFFERENCES)}")
    values, counts = _values_by_statement(_checked_rows(ratings))
    if level == "ratio" and values[0] < 0:
        raise ValueError(f"the ratio level has no negative values, found {values[0]:g}")
    return _alpha(counts, _DIFFERENCES[level](values, counts.sum(axis=0)))


def within_group_agreement(ratings: Sequence[float | None], rungs: int = 5) -> float:
    """r_wg of one statement against blind picking: max(0, 1 − s² / ((rungs² − 1) / 12)).

    ``ratings``: one rung 1…``rungs`` per rater; ``None`` is "no answer" and is left out. ``rungs``: how many there
    are to choose from, at least 2.

    Returns 0 (no more alike than blind picking) to 1 (all the same).

    Raises ``ValueError`` for fewer than two answers, an answer that is not a rung, or fewer than two rungs.

    >>> within_group_agreement([3, 3, 4, 4])
    0.8333333333333334
    """
    if not (number_or_nan(rungs) >= 2 and number_or_nan(rungs).is_integer()):
        raise ValueError(f"a scale has a whole number of at least 2 rungs, not {rungs!r}")
    answers = [_require_rung(rating, int(rungs)) for rating in ratings if rating is not None]
    n = len(answers)
    if n < 2:
        raise ValueError(f"agreement takes at least two answers, found {n}")
    # In whole numbers until the one division, so that the result does not depend on the order of the raters.
    spread = n * sum(answer * answer for answer in answers) - sum(answers) ** 2
    return max(0.0, 1 - 12 * spread / (n * (n - 1) * (int(rungs) ** 2 - 1)))


def _require_rung(rating: float, rungs: int) -> int:
    number = _require_number(rating, "the ratings")
    if not (1 <= number <= rungs and number.is_integer()):
        raise ValueError(f"a rating is a whole number from 1 to {rungs}, not {rating!r}")
    return int(number)


def _require_number(value: object, where: str) -> float:
    number = number_or_nan(value)
    if not math.isfinite(number):
        raise ValueError(f"{where} hold {value!r}, which is not a finite number; a missing answer is None")
    return number


def _checked_rows(ratings: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    rows = [
        [None if value is None else _require_number(value, f"rater {number}'s ratings") for value in row]
        for number, row in enumerate(ratings, start=1)
    ]
    if not rows or not rows[0]:
        raise ValueError("no ratings: alpha takes at least two raters and one statement")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"rater {number} has {len(row)} ratings, rater 1 has {len(rows[0])}: rows are equally long"
            )
    return rows


def _values_by_statement(rows: list[list[float | None]]) -> tuple[Floats, Floats]:
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


def _nominal(values: Floats, _: Floats) -> Floats:
    return 1 - np.eye(len(values))


def _ordinal(_: Floats, per_value: Floats) -> Floats:
    middles = np.cumsum(per_value) - per_value / 2
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
    squares: Floats = np.square(places[:, np.newaxis] - places[np.newaxis, :])
    return squares


_DIFFERENCES: Final[dict[str, Callable[[Floats, Floats], Floats]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
