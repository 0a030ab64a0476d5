"""Ratings as they come, checked: rows are raters, columns are statements, ``None`` is "no answer".

Nothing is guessed: text, NaN, rows of unequal length are a ``ValueError`` that names the rater.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import number_or_nan

Floats = NDArray[np.float64]
Rows = list[list[float | None]]


def checked_rows(ratings: Sequence[Sequence[float | None]]) -> Rows:
    """The rows as lists of numbers and ``None``, all of one length.

    Raises ``ValueError`` for no rows, no statements, ragged rows, and for values that are not finite numbers.

    >>> checked_rows([(1, None), (2, 3)])
    [[1.0, None], [2.0, 3.0]]
    """
    rows = [
        [None if value is None else require_number(value, f"rater {number}'s ratings") for value in row]
        for number, row in enumerate(ratings, start=1)
    ]
    if not rows or not rows[0]:
        raise ValueError("no ratings: agreement takes at least two raters and one statement")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(
                f"rater {number} has {len(row)} ratings, rater 1 has {len(rows[0])}: rows are equally long"
            )
    return rows


def as_matrix(rows: Rows) -> Floats:
    """Raters × statements with NaN for "no answer"; NaN stays inside the modules of this package.

    >>> as_matrix([[1.0, None]]).tolist()
    [[1.0, nan]]
    """
    return np.array([[math.nan if value is None else value for value in row] for row in rows])


def rungs_given(ratings: Sequence[float | None], rungs: int, fewest: int = 2) -> list[int]:
    """The answers to one statement as whole numbers, without those who did not answer.

    Raises ``ValueError`` for an answer that is not a rung 1…``rungs``, for fewer than ``fewest`` answers, and for
    fewer than two rungs.

    >>> rungs_given([3, None, 4], rungs=5)
    [3, 4]
    """
    highest = require_rungs(rungs)
    answers = [require_rung_of(rating, highest) for rating in ratings if rating is not None]
    if len(answers) < fewest:
        raise ValueError(f"agreement takes at least {_NUMBER_WORDS[fewest]} answers, found {len(answers)}")
    return answers


def require_rungs(rungs: object) -> int:
    """How many rungs there are to choose from; ``ValueError`` unless a whole number of at least 2.

    >>> require_rungs(5)
    5
    """
    if not (2 <= number_or_nan(rungs) < math.inf and number_or_nan(rungs).is_integer()):
        raise ValueError(f"a scale has a whole number of at least 2 rungs, not {rungs!r}")
    return int(number_or_nan(rungs))


def require_rung_of(rating: object, rungs: int) -> int:
    """The rating as a rung 1…``rungs``; ``ValueError`` for everything else.

    >>> require_rung_of(3.0, 5)
    3
    """
    number = require_number(rating, "the ratings")
    if not (1 <= number <= rungs and number.is_integer()):
        raise ValueError(f"a rating is a whole number from 1 to {rungs}, not {rating!r}")
    return int(number)


def require_number(value: object, where: str) -> float:
    """The value as a finite ``float``; ``ValueError`` that says where it stands otherwise.

    >>> require_number(3, "the ratings")
    3.0
    """
    number = number_or_nan(value)
    if not math.isfinite(number):
        raise ValueError(f"{where} hold {value!r}, which is not a finite number; a missing answer is None")
    return number


_NUMBER_WORDS = {2: "two", 3: "three"}
