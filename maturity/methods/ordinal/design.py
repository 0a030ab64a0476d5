"""Who answered what, as index arrays: ballots lie in cells (person × dimension), cells in people and in groups
(department × dimension), people in departments."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maturity.methods.resampling import AnswersByRater

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Design:
    """``rung``, ``statement``, ``cell``: per ballot; ``person``, ``group``: per cell; ``department``: per person;
    ``department_of_group``, ``dimension_of_group``: per group; ``statements``, ``departments``: how many there are."""

    rung: Indices
    statement: Indices
    cell: Indices
    person: Indices
    group: Indices
    department: Indices
    department_of_group: Indices
    dimension_of_group: Indices
    statements: int
    departments: int


def design_of(answers: AnswersByRater) -> Design:
    """The ballots of a table, row by row. Every statement is taken to belong to one dimension."""
    rungs = np.vstack(answers.rungs)
    department = np.repeat(np.arange(len(answers.departments)), [len(each) for each in answers.rungs])
    voter, statement = np.nonzero(~np.isnan(rungs))
    dimension = answers.membership.argmax(axis=1)[statement]
    dimensions = answers.membership.shape[1]
    cells, cell = np.unique(voter * dimensions + dimension, return_inverse=True)
    person, dimension_of_cell = np.divmod(cells, dimensions)
    groups, group = np.unique(department[person] * dimensions + dimension_of_cell, return_inverse=True)
    return Design(
        rung=rungs[voter, statement].astype(np.intp),
        statement=statement,
        cell=cell,
        person=person,
        group=group,
        department=department,
        department_of_group=groups // dimensions,
        dimension_of_group=groups % dimensions,
        statements=rungs.shape[1],
        departments=len(answers.departments),
    )


def sums(values: Floats, index: Indices, size: int) -> Floats:
    """The sum of the values that each index has."""
    found: Floats = np.bincount(index, values, size).astype(np.float64)
    return found
