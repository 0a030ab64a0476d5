"""How the draws of a simulation are made, a chunk at a time.

Chunks fit the cache. Each has a random stream of its own (seed, chunk), so that memory is bounded and a chunk is the
same whoever draws it, in whatever order. Three ways to draw:

- *random*: independent trials. Where assumptions are independent too, a triangular draw is made of two uniform numbers:
  (1 − m) min(U, V) + m max(U, V) has the triangular distribution on [0, 1] with its peak at m, exactly and without a
  root, and min and max are (U + V ∓ |U − V|)/2, so that a weighted sum of draws is a weighted sum of U + V and |U − V|.
- *Latin hypercube*: each assumption's distribution is cut into as many strata of equal probability as the chunk has
  trials, and each stratum is drawn from once. Which strata meet in a trial follows the ranks of correlated normal
  scores, so margins are stratified and ranks correlate as stated.
- *Sobol*: the points of a digital net fill the space more evenly than chance. Each chunk is a net of its own, scrambled
  at random (Owen), so that every trial has the right distribution.

All but the first go by normal scores z (see `dependence`) and a table of the quantiles at Φ(z), 256 to a standard
deviation and straight between: at most 10⁻⁶ of an assumption's width from the exact quantile.

The estimates of n Latin hypercube trials have at most n/(n − 1) times the variance of n independent ones, and those of
a scrambled net at most about 2.72 times, mostly far less of it: the errors that a simulation states, which are those of
independent trials, err on the safe side for the former and nearly always for the latter.

Sources: W. E. Stein and M. F. Keblis, *Mathematical and Computer Modelling* 49 (2009) 1143–1147 (min and max);
M. D. McKay, R. J. Beckman, W. J. Conover, *Technometrics* 21 (1979) 239–245 (Latin hypercube); M. Stein,
*Technometrics* 29 (1987) 143–151 (its use with dependent assumptions); A. B. Owen, *Annals of Statistics* 25 (1997)
1541–1562 (scrambled nets and both bounds).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np

from .dependence import Correlation, Mixing, mixing
from .three_point import Numbers, Shape, ThreePoint, columns, unit_quantiles

CHUNK = 2048
# A net has a power of two points and gains from being large.
NET = 8192
SCORE_LIMIT = 8
CELLS_PER_DEVIATION = 256
CELLS = 2 * SCORE_LIMIT * CELLS_PER_DEVIATION


class Sampling(Enum):
    """How trials are drawn."""

    RANDOM = "random"
    LATIN = "latin"
    SOBOL = "sobol"


@dataclass(frozen=True)
class Scheme:
    """Everything that decides the draws: a seed, the peaks of the assumptions on [0, 1], and how they are drawn."""

    seed: int
    middle: Numbers
    shape: Shape
    mixing: Mixing
    sampling: Sampling

    @property
    def by_pairs(self) -> bool:
        """Whether a draw is made of two uniform numbers."""
        return self.shape is Shape.TRIANGULAR and self.independent_trials

    @property
    def independent_trials(self) -> bool:
        return self.sampling is Sampling.RANDOM and self.mixing.independent

    @property
    def chunk(self) -> int:
        return NET if self.sampling is Sampling.SOBOL else CHUNK


def scheme(
    points: Sequence[ThreePoint],
    seed: int,
    shape: Shape = Shape.TRIANGULAR,
    correlation: Correlation = 0.0,
    sampling: Sampling = Sampling.RANDOM,
) -> Scheme:
    """How to draw these amounts. ValueError as in `dependence.mixing`, or on a seed below 0."""
    if seed < 0:
        raise ValueError(f"a seed must not be negative, got {seed}")
    return Scheme(seed, columns(points)[2], shape, mixing(correlation, len(points)), sampling)


def draw(
    assumptions: Sequence[ThreePoint],
    trials: int,
    seed: int,
    shape: Shape = Shape.TRIANGULAR,
    correlation: Correlation = 0.0,
    sampling: Sampling = Sampling.RANDOM,
) -> Numbers:
    """Draws of all assumptions: an array with `trials` rows and a column per assumption. The same for the same seed.

    `correlation` is a rank correlation that all pairs have, or a matrix of them. These are the draws that `simulate`
    makes of a case with these assumptions. ValueError where there are no trials, or as in `scheme`.

    >>> drawn = draw([ThreePoint(0, 1, 3), ThreePoint(5, 5, 5)], trials=1000, seed=1)
    >>> drawn.shape, float(drawn[:, 1].max())
    ((1000, 2), 5.0)
    """
    require_trials(trials)
    plan = scheme(assumptions, seed, shape, correlation, sampling)
    low, width, _ = columns(assumptions)
    drawn: Numbers = np.hstack([units(plan, place, rows) for place, rows in chunks(trials, plan.chunk)]).T
    return low + width * drawn


def chunks(trials: int, size: int) -> Iterator[tuple[int, int]]:
    """The place and the number of trials of each chunk; only the last may be smaller.

    >>> list(chunks(5, 2))
    [(0, 2), (1, 2), (2, 1)]
    """
    for place, begin in enumerate(range(0, trials, size)):
        yield place, min(size, trials - begin)


def units(plan: Scheme, place: int, rows: int) -> Numbers:
    """The draws of one chunk on [0, 1]: a row per assumption, a column per trial."""
    if plan.by_pairs:
        first, second = np.split(uniform_pairs(plan, place), 2)
        low, high = np.minimum(first, second), np.maximum(first, second)
        middle = plan.middle[:, None]
        return ((1 - middle) * low + middle * high)[:, :rows]
    if plan.independent_trials:
        peaks = plan.middle[:, None]
        drawn: Numbers = stream(plan, place).beta(1 + 4 * peaks, 5 - 4 * peaks, (len(peaks), plan.chunk))
        return drawn[:, :rows]
    return _amounts(_scores(plan, place, rows), plan)


def uniform_pairs(plan: Scheme, place: int, out: Numbers | None = None) -> Numbers:
    """Two uniform numbers per assumption: the first ones of all assumptions, then the second ones, by row."""
    if out is None:
        out = np.empty((2 * len(plan.middle), plan.chunk))
    stream(plan, place).random(out=out)
    return out


def stream(plan: Scheme, place: int) -> np.random.Generator:
    """The random stream of a chunk."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(plan.seed, spawn_key=(place,))))


def require_trials(trials: int) -> None:
    if trials < 1:
        raise ValueError(f"there must be at least 1 trial, got {trials}")


def _scores(plan: Scheme, place: int, rows: int) -> Numbers:
    """Correlated normal scores: a row per assumption."""
    if plan.sampling is Sampling.SOBOL:
        return plan.mixing.scores(_net(plan, place, rows))
    random = stream(plan, place)
    if plan.sampling is Sampling.RANDOM:
        return plan.mixing.scores(random.standard_normal((plan.mixing.sources, plan.chunk)))[:, :rows]
    scores = plan.mixing.scores(random.standard_normal((plan.mixing.sources, rows)))
    return _stratified(scores, random)


def _stratified(scores: Numbers, random: np.random.Generator) -> Numbers:
    """Scores of the same order, but exactly one in each of as many strata as there are trials."""
    from scipy.special import ndtri

    ranks = scores.argsort(axis=1).argsort(axis=1)
    stratified: Numbers = ndtri((ranks + random.random(scores.shape)) / scores.shape[1])
    return stratified


def _net(plan: Scheme, place: int, rows: int) -> Numbers:
    """Independent normal scores from a scrambled net."""
    from scipy.special import ndtri
    from scipy.stats.qmc import Sobol

    if not plan.mixing.sources:
        return np.empty((0, rows))
    net = Sobol(plan.mixing.sources, rng=stream(plan, place)).random_base2(int(math.log2(plan.chunk)))
    # Points lie on a grid of 2⁻³⁰ that begins at 0, where the score would be infinite: half a step inwards.
    found: Numbers = ndtri(net[:rows].T + 2.0**-31)
    return found


def _amounts(scores: Numbers, plan: Scheme) -> Numbers:
    """The quantiles at Φ(score), from the table; works in the memory of `scores`."""
    values, steps = _table(tuple(plan.middle.tolist()), plan.shape)
    places = scores
    places *= CELLS_PER_DEVIATION
    places += SCORE_LIMIT * CELLS_PER_DEVIATION
    np.clip(places, 0, CELLS, out=places)
    cells = places.astype(np.intp)
    places -= cells
    cells += np.arange(len(scores))[:, None] * (CELLS + 1)
    places *= steps.take(cells)
    places += values.take(cells)
    return places


@lru_cache(maxsize=4)
def _table(middle: tuple[float, ...], shape: Shape) -> tuple[Numbers, Numbers]:
    """Quantiles at Φ(z) for z from −8 to 8, and the steps from each to the next: a row per assumption."""
    from scipy.special import ndtr

    shares = ndtr(np.arange(CELLS + 2) / CELLS_PER_DEVIATION - SCORE_LIMIT)
    quantiles = np.array([unit_quantiles(shares, each, shape) for each in middle]).reshape(len(middle), len(shares))
    return quantiles[:, :-1].copy(), np.diff(quantiles, axis=1)
