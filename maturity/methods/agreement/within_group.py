"""How close together are the answers to one statement?

*Within-group agreement r_wg*: how much smaller is the variance s² of the ratings than if everybody had picked one of A
rungs blindly, each equally often?

    r_wg = 1 − s² / σ²      σ² = (A² − 1) / 12      s² with n − 1

Cut off at 0: more variance than blind picking is called no agreement, not negative agreement (a split vote gives this).
The uniform null flatters raters who all avoid the ends of a scale, and s² is rough for a handful of raters.

*a_wg* asks the same without that null: how far is s² from the largest variance that n ratings with this mean can have?
Around a mean M on rungs L…H it is largest when all sit at the two ends, s²_max = (H − M)(M − L) · n / (n − 1), and

    a_wg = 1 − 2 s² / s²_max

1 is full agreement, 0 half of the largest variance, −1 all at the two ends. Since the yardstick shrinks with the mean,
ratings near an end are not flattered, and groups of different size can be compared. The price: where the mean is so
near an end that not even one rater could sit at the other, s²_max is not reached by any ratings, and a_wg is undefined.
That is, it takes

    (L (n − 1) + H) / n  ≤  M  ≤  (H (n − 1) + L) / n

Sources: James, L. R., Demaree, R. G. & Wolf, G. (1984), Estimating within-group interrater reliability with and
without response bias, Journal of Applied Psychology 69, 85–98; Finn, R. H. (1970), Educational and Psychological
Measurement 30, 71–76. Brown, R. D. & Hauenstein, N. M. A. (2005), Interrater agreement reconsidered: an alternative to
the r_wg indices, Organizational Research Methods 8, 165–184.
"""

from collections.abc import Sequence
from fractions import Fraction

from .ratings import require_rungs, rungs_given


def within_group_agreement(ratings: Sequence[float | None], rungs: int = 5) -> float:
    """r_wg of one statement against blind picking: max(0, 1 − s² / ((rungs² − 1) / 12)).

    ``ratings``: one rung 1…``rungs`` per rater; ``None`` is "no answer" and is left out. ``rungs``: how many there
    are to choose from, at least 2.

    Returns 0 (no more alike than blind picking) to 1 (all the same).

    Raises ``ValueError`` for fewer than two answers, an answer that is not a rung, or fewer than two rungs.

    >>> within_group_agreement([3, 3, 4, 4])
    0.8333333333333334
    """
    answers = rungs_given(ratings, rungs)
    n = len(answers)
    # In whole numbers until the one division, so that the result does not depend on the order of the raters.
    return max(0.0, 1 - 12 * _spread(answers) / (n * (n - 1) * (require_rungs(rungs) ** 2 - 1)))


def a_wg(ratings: Sequence[float | None], rungs: int = 5) -> float:
    """a_wg of one statement: 1 − 2 s² / s²_max, against the largest variance that its mean allows.

    ``ratings`` and ``rungs`` as in ``within_group_agreement``.

    Returns −1 (all at the two ends) to 1 (all the same).

    Raises ``ValueError`` as ``within_group_agreement``, and where a_wg is undefined: the mean is too near an end.

    >>> a_wg([2, 3, 3, 4]), a_wg([1, 1, 5, 5])
    (0.75, -1.0)
    >>> a_wg([1, 1, 1, 2])
    Traceback (most recent call last):
    ValueError: a_wg is undefined: the mean 1.25 is too near an end, with 4 raters it takes 2 to 4
    """
    answers, highest = rungs_given(ratings, rungs), require_rungs(rungs)
    n, total = len(answers), sum(answers)
    least, most = n - 1 + highest, highest * (n - 1) + 1
    if not least <= total <= most:
        raise ValueError(
            f"a_wg is undefined: the mean {total / n:g} is too near an end, "
            f"with {n} raters it takes {least / n:g} to {most / n:g}"
        )
    return float(1 - Fraction(2 * _spread(answers), (n * highest - total) * (total - n)))


def _spread(answers: Sequence[int]) -> int:
    """n (n − 1) s², a whole number."""
    return len(answers) * sum(answer * answer for answer in answers) - sum(answers) ** 2
