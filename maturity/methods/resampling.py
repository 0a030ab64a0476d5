"""Means in which departments weigh alike, and intervals from draws of them.

``AnswersByRater`` holds a matrix per department, people × statements, and which statement belongs to which dimension:

    x_ds = mean of the rungs of those of department d who answered s
    cell = mean over the dimension's statements of x_ds
    mean of the dimension = mean over departments of the cells

"Not answered" is NaN inside this module: a cell without answers is left out of the mean above it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import number_or_nan

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RungInterval:
    """Between ``low`` and ``high``, in rungs, with ``confidence`` as a fraction."""

    low: float
    high: float
    confidence: float


@dataclass(frozen=True)
class AnswersByRater:
    """``rungs[d]``: people × statements of department ``departments[d]``, NaN where not answered; ``membership``:
    statements × dimensions, 1 where the statement belongs to the dimension, otherwise 0."""

    departments: tuple[str, ...]
    rungs: tuple[Floats, ...]
    membership: Floats


def tabulate(answers: Iterable[tuple[str, str, str, int]], dimensions: Mapping[str, Iterable[str]]) -> AnswersByRater:
    """Arrange (participant, department, statement, rung) in matrices; departments, people and statements
    alphabetically.

    ``dimensions``: the statements of each dimension; its order is the order of the columns.

    >>> tabulate([("P1", "IT", "a.1", 4), ("P2", "IT", "a.2", 2)], {"a": ["a.1", "a.2"]}).rungs[0].tolist()
    [[4.0, nan], [nan, 2.0]]
    """
    answers = list(answers)
    statements = sorted({statement for members in dimensions.values() for statement in members})
    column = {statement: number for number, statement in enumerate(statements)}
    people: dict[str, dict[str, int]] = {}
    for participant, department in sorted({(participant, department) for participant, department, _, _ in answers}):
        members = people.setdefault(department, {})
        members[participant] = len(members)
    rungs = {department: np.full((len(members), len(statements)), np.nan) for department, members in people.items()}
    for participant, department, statement, rung in answers:
        rungs[department][people[department][participant], column[statement]] = rung
    membership = np.zeros((len(statements), len(dimensions)))
    for number, members_of in enumerate(dimensions.values()):
        membership[[column[statement] for statement in members_of], number] = 1
    departments = tuple(sorted(rungs))
    return AnswersByRater(departments, tuple(rungs[department] for department in departments), membership)


def department_means(answers: AnswersByRater) -> Floats:
    """The mean of every department in every dimension, departments × dimensions; NaN where it did not answer.

    >>> department_means(tabulate([("P1", "IT", "a.1", 4), ("P2", "IT", "a.2", 2)], {"a": ["a.1", "a.2"]})).tolist()
    [[3.0]]
    """
    statements = np.stack([mean_of_known(rungs, axis=0) for rungs in answers.rungs])
    known = ~np.isnan(statements)
    return _divide(np.where(known, statements, 0.0) @ answers.membership, known @ answers.membership)


def interval_of(drawn: Floats | None, confidence: float) -> RungInterval | None:
    """The middle ``confidence`` of drawn means; ``None`` where nothing was drawn.

    >>> interval_of(np.array([2.0, 3.0, 3.0, 4.0, np.nan]), confidence=0.5)
    RungInterval(low=2.75, high=3.25, confidence=0.5)
    """
    if drawn is None or np.isnan(drawn).all():
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn[~np.isnan(drawn)], (tail, 1 - tail))
    return RungInterval(float(low), float(high), confidence)


def require_draws(confidence: float, samples: int) -> None:
    """Raise ``ValueError`` unless the confidence lies between 0 and 1 and samples are a whole number of at least 1.

    >>> require_draws(0.9, samples=1000)
    """
    if not 0 < number_or_nan(confidence) < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")
    if not (1 <= number_or_nan(samples) < math.inf and number_or_nan(samples).is_integer()):
        raise ValueError(f"an interval takes a whole number of samples, at least 1, not {samples!r}")


def mean_of_known(values: Floats, axis: int) -> Floats:
    """The mean along an axis of what is not NaN; NaN where nothing is.

    >>> mean_of_known(np.array([[1.0, np.nan], [3.0, np.nan]]), axis=0).tolist()
    [2.0, nan]
    """
    known = ~np.isnan(values)
    return _divide(np.where(known, values, 0.0).sum(axis=axis), known.sum(axis=axis))


def _divide(total: Floats, count: NDArray[np.generic]) -> Floats:
    result: Floats = np.divide(total, count, out=np.full(np.shape(total), np.nan), where=np.asarray(count) > 0)
    return result
