"""Gwet's AC2: agreement beyond chance, also where nearly all give the same answer.

Alpha compares with chance, and chance is judged from the answers themselves: when nearly everybody answers 4, two
ratings picked at random agree nearly always, and a single 2 can bring alpha to 0 although the room agrees (the
"paradox" of kappa and its relatives). AC2 judges chance from how *uncertain* the answers are: where nearly all give
one answer there is little to guess about, and little agreement is put down to chance.

Let r_uk be how many gave statement u the rung k of q, r_u = Σ_k r_uk, and w_kl the part of agreement that rungs k and l
have, with quadratic weights 1 when equal and 0 from end to end,

    w_kl = 1 − (k − l)² / (q − 1)²          (identity weights: 1 when equal, otherwise 0)

Agreement seen, over statements with two or more ratings (N' of them), and how often each rung is chosen, over
statements with at least one rating (N of them):

    p_a = (1 / N') Σ_u Σ_k r_uk (Σ_l w_kl r_ul − 1) / (r_u (r_u − 1))
    π_k = (1 / N) Σ_u r_uk / r_u

and with T = Σ_kl w_kl agreement by chance and the coefficient

    p_e = T / (q (q − 1)) · Σ_k π_k (1 − π_k)          AC2 = (p_a − p_e) / (1 − p_e)

1 is full agreement, 0 what chance gives. With identity weights it is called AC1. It exists as soon as one statement has
two ratings, also when all are equal: then it is 1, because all agree. What it cannot tell is whether people saw a
difference between the statements: read it beside alpha, not instead of it. Where the two part, nearly all agree.

Sources: Gwet, K. L. (2008), Computing inter-rater reliability and its variance in the presence of high agreement,
British Journal of Mathematical and Statistical Psychology 61, 29–48; Gwet (2014), Handbook of Inter-Rater Reliability,
4th ed., ch. 2–5 (weights, many raters, missing ratings).
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from .ratings import Floats, Rows, checked_rows, require_rung_of, require_rungs

WEIGHTS: Final = ("quadratic", "identity")


def gwet_ac2(ratings: Sequence[Sequence[float | None]], rungs: int = 5, weights: str = "quadratic") -> float:
    """Gwet's AC2, (p_a − p_e) / (1 − p_e) (see the module).

    ``ratings``: one row per rater, one column per statement, all rows of equal length, each a rung 1…``rungs``;
    ``None`` is "no answer". ``rungs``: how many there are to choose from, chosen or not. ``weights``: "quadratic",
    or "identity" for AC1.

    Returns a number of at most 1; it has no unit.

    Raises ``ValueError`` for no or ragged rows, a rating that is not a rung, unknown weights, and where no statement
    was rated by two raters.

    >>> raters = [[4, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 3]]
    >>> round(gwet_ac2(raters), 3)
    0.988
    """
    q = require_rungs(rungs)
    if weights not in WEIGHTS:
        raise ValueError(f"unknown weights {weights!r}: expected one of {', '.join(WEIGHTS)}")
    counts = _counts(checked_rows(ratings), q)
    alike = _quadratic(q) if weights == "quadratic" else np.eye(q)
    seen = _agreement_seen(counts, alike)
    chance = _agreement_by_chance(counts, alike)
    return (seen - chance) / (1 - chance)


def _counts(rows: Rows, rungs: int) -> Floats:
    """r_uk, statements × rungs, without statements that nobody rated."""
    counts = np.zeros((len(rows[0]), rungs))
    for row in rows:
        for statement, rating in enumerate(row):
            if rating is not None:
                counts[statement, require_rung_of(rating, rungs) - 1] += 1
    rated: Floats = counts[counts.sum(axis=1) > 0]
    return rated


def _quadratic(rungs: int) -> Floats:
    places = np.arange(rungs) / (rungs - 1)
    weights: Floats = 1 - np.square(places[:, np.newaxis] - places)
    return weights


def _agreement_seen(counts: Floats, alike: Floats) -> float:
    given = counts.sum(axis=1)
    compared, raters = counts[given >= 2], given[given >= 2]
    if not len(compared):
        raise ValueError("AC2 is undefined: no statement was rated by two raters")
    pairs = (compared * (compared @ alike - 1)).sum(axis=1)
    return math.fsum(pairs / (raters * (raters - 1))) / len(compared)


def _agreement_by_chance(counts: Floats, alike: Floats) -> float:
    rungs = len(alike)
    chosen = [math.fsum(column) / len(counts) for column in (counts / counts.sum(axis=1, keepdims=True)).T]
    return float(alike.sum()) / (rungs * (rungs - 1)) * math.fsum(share * (1 - share) for share in chosen)
