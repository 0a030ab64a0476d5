"""The Gibbs sampler: one state of the model, moved on by `step`. The notation is that of the package."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from .design import Design, Floats, sums

# Scales of the half-normal spreads: statement, department, department × dimension, person, person × dimension, answer.
SCALES: Final = np.array([0.6, 0.8, 0.3, 0.9, 0.3, 0.9])
STARTS: Final = (0.4, 0.4, 0.3, 0.6, 0.3, 0.6)
LEVEL: Final = 3.0
LEVEL_SPREAD: Final = 2.0
INNER: Final = np.array([2.5, 3.5])
INNER_SPREAD: Final = 0.25

_GRID: Final = np.exp(np.linspace(np.log(0.05), np.log(4.0), 64))
_WIDTH: Final = float(np.log(_GRID[1] / _GRID[0]))
_THRESHOLDS_EVERY: Final = 4
_THRESHOLD_STEP: Final = 0.12
_FARTHEST: Final = 12.0  # standard deviations; beyond it the tail is 0 in double precision


class Sampler:
    """The state: ``thresholds`` c_0 … c_5; effects; ``spreads`` in the order of ``SCALES``; opinions ``z``."""

    def __init__(self, design: Design, seed: int) -> None:
        self.design = design
        self.random = np.random.default_rng(seed)
        self.thresholds = np.array([-np.inf, 1.5, *INNER, 4.5, np.inf])
        self.spreads: tuple[float, ...] = STARTS
        self.level = LEVEL
        self.statement = np.zeros(design.statements)
        self.department = np.zeros(design.departments)
        self.group = np.zeros(len(design.department_of_group))
        self.z = design.rung.astype(float)
        self.answers = np.bincount(design.statement, minlength=design.statements).astype(float)
        self.in_cell = np.bincount(design.cell).astype(float)
        sizes = (design.statements, design.departments, len(self.group), len(design.department), len(self.in_cell))
        self.counts = np.array([*sizes, len(self.z)], dtype=float)
        self.steps = 0

    def step(self) -> None:
        """Draw every part of the state anew, given the others."""
        design = self.design
        person, cell = self._draw_tree()
        expected = (self.level + self.department[design.department] + person)[design.person]
        within = (expected + self.group[design.group] + cell)[design.cell]
        missing = sums(self.z - within, design.statement, len(self.statement)) / np.maximum(self.answers, 1)
        self.statement = self._draw(missing, self.answers / self.spreads[5] ** 2, self.spreads[0])
        mean = within + self.statement[design.statement]
        squares = [each @ each for each in (self.statement, self.department, self.group, person, cell, self.z - mean)]
        self.spreads = self._draw_spreads(np.array(squares))
        if self.steps % _THRESHOLDS_EVERY == 0:
            self._move_thresholds(mean)
        self.z = self._draw_opinions(mean)
        self.steps += 1

    def _draw_tree(self) -> tuple[Floats, Floats]:
        """Level, departments, people and cells from the top down, each with what is below it integrated out; then
        groups and cells once more, without which a group hardly moves against its cells. Returns people and cells."""
        design = self.design
        _, by_department, by_group, by_person, by_cell, noise = self.spreads
        seen = sums(self.z - self.statement[design.statement], design.cell, len(self.in_cell)) / self.in_cell
        precision = 1 / (by_cell**2 + noise**2 / self.in_cell)
        people = len(design.department)
        of_person, person_mean = _gather(seen - self.group[design.group], precision, design.person, people)
        above = 1 / (by_person**2 + 1 / of_person)
        of_department, department_mean = _gather(person_mean, above, design.department, design.departments)
        top = 1 / (by_department**2 + 1 / of_department)
        weight = top.sum() + LEVEL_SPREAD**-2
        centre = (top @ department_mean + LEVEL * LEVEL_SPREAD**-2) / weight
        self.level = float(centre + self.random.standard_normal() / np.sqrt(weight))
        self.department = self._draw(department_mean - self.level, of_department, by_department)
        person = self._draw(person_mean - (self.level + self.department)[design.department], of_person, by_person)
        left = seen - (self.level + self.department[design.department] + person)[design.person]
        of_group, group_mean = _gather(left, precision, design.group, len(self.group))
        self.group = self._draw(group_mean, of_group, by_group)
        cell = self._draw(left - self.group[design.group], self.in_cell / noise**2, by_cell)
        return person, cell

    def _draw(self, mean: Floats, precision: Floats, spread: float) -> Floats:
        """Effects around 0 of which ``mean`` was seen with ``precision``."""
        total = precision + spread**-2
        drawn: Floats = precision * mean / total + self.random.standard_normal(len(mean)) / np.sqrt(total)
        return drawn

    def _draw_spreads(self, squares: Floats) -> tuple[float, ...]:
        """Each spread given the sum of squares of its effects: on a grid of its logarithm, then anywhere in the
        grid's interval."""
        log = np.log(_GRID)
        density = (1 - self.counts[:, None]) * log - squares[:, None] / (2 * _GRID**2)
        density -= _GRID**2 / (2 * SCALES[:, None] ** 2)
        below = np.exp(density - density.max(axis=1, keepdims=True)).cumsum(axis=1)
        chosen = (below < self.random.random((len(squares), 1)) * below[:, -1:]).sum(axis=1)
        nudged = _GRID[np.minimum(chosen, len(_GRID) - 1)] * np.exp((self.random.random(len(squares)) - 0.5) * _WIDTH)
        return tuple(nudged.tolist())

    def _move_thresholds(self, mean: Floats) -> None:
        """A Metropolis step of the inner thresholds, with the opinions integrated out."""
        proposed = self.thresholds.copy()
        proposed[2:4] += _THRESHOLD_STEP * self.random.standard_normal(2)
        chance = np.log(self.random.random())
        if not proposed[1] < proposed[2] < proposed[3] < proposed[4]:
            return
        if chance < self._fit(proposed, mean) - self._fit(self.thresholds, mean):
            self.thresholds = proposed

    def _fit(self, thresholds: Floats, mean: Floats) -> float:
        noise = self.spreads[5]
        above, below = (thresholds[self.design.rung + side] for side in (0, -1))
        likely = ndtr((above - mean) / noise) - ndtr((below - mean) / noise)
        prior = ((thresholds[2:4] - INNER) ** 2).sum() / (2 * INNER_SPREAD**2)
        return float(np.log(np.maximum(likely, 1e-300)).sum() - prior)

    def _draw_opinions(self, mean: Floats) -> Floats:
        """Normal, between the thresholds of the rung that was chosen."""
        noise = self.spreads[5]
        low, high = ((self.thresholds[self.design.rung + side] - mean) / noise for side in (-1, 0))
        flipped = low > 0  # the lower tail has the digits
        low, high = np.where(flipped, -high, low), np.where(flipped, -low, high)
        bottom, top = ndtr(low), ndtr(high)
        drawn = ndtri(np.clip(bottom + self.random.random(len(mean)) * (top - bottom), 1e-300, 1.0))
        drawn = np.clip(drawn, np.maximum(low, -_FARTHEST), np.minimum(high, _FARTHEST))
        opinions: Floats = mean + noise * np.where(flipped, -drawn, drawn)
        return opinions


def _gather(values: Floats, precision: Floats, index: NDArray[np.intp], size: int) -> tuple[Floats, Floats]:
    """The precision of each parent and the mean of its children, weighted by theirs."""
    total = sums(precision, index, size)
    return total, sums(precision * values, index, size) / total
