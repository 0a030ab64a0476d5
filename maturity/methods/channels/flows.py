"""Customers moving between channels as one table of counts, many tables solved at once.

For m channels a table has m + 1 rows (the start, then each channel) and m + 2 columns (each channel, converted, lost);
n_ij is how many customers went from i to j. A way that some customers took, with how it ended, adds each of its steps
to the table, so every table is

    table = (customers of each way and end) @ (steps of each way and end)

a product with a sparse matrix that is set up once. For a thousand samples it is one product, and a thousand small
systems are inverted in one call. With A = diag(out) − n (loops left out, as in ``attribution``) and V = A⁻¹,

    h = V n_converted      removal effect of c = V_sc / V_cc · h_c / h_s

where V_ij = N_ij / out_j, so that out cancels in the quotient. A channel that nobody passed in a sample gets the row
of the identity, and therefore the effect 0.

Source: Kemeny, J. G. & Snell, J. L. (1976), Finite Markov Chains, §3.2 and §3.5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .paths import Path, channels_of, merged

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ways:
    """Ways with their end, each once: ``customers[w]`` took way w; ``steps[w, cell]`` is how often way w takes a step,
    cell = row · (m + 2) + column of the table."""

    channels: tuple[str, ...]
    customers: Floats
    steps: "csr_array"

    def tables(self, customers: Floats) -> Floats:
        """The tables of other numbers of customers: samples × ways → samples × (m + 1) × (m + 2)."""
        size = len(self.channels)
        tables: Floats = np.asarray(customers @ self.steps).reshape(len(customers), size + 1, size + 2)
        return tables


@dataclass(frozen=True)
class Solved:
    """For each table: ``onward[..., i, j]`` = V_ij; ``converts[..., i]`` = h_i; ``out[..., i]`` customers who left i.

    Row 0 is the start, row c + 1 channel c.
    """

    inverse: Floats
    converts: Floats
    out: Floats

    @property
    def effects(self) -> Floats:
        """Removal effects, samples × channels; 0 where nothing converts."""
        first = self.inverse[..., 0, 1:] / np.diagonal(self.inverse, axis1=-2, axis2=-1)[..., 1:]
        start = self.converts[..., :1]
        lost = first * self.converts[..., 1:]
        return np.clip(np.divide(lost, start, out=np.zeros_like(lost), where=start > 0), 0.0, 1.0)


def ways_of(paths: Iterable[Path]) -> Ways:
    """Every way with each of its ends that was seen, in alphabetical order of the channels, converted before lost."""
    from scipy.sparse import csr_array

    taken = merged(paths)
    channels = channels_of(taken)
    place = {channel: number for number, channel in enumerate(channels)}
    width = len(channels) + 2
    customers: list[float] = []
    cells: list[int] = []
    begins = [0]
    for path in taken:
        route = [place[channel] for channel in path.channels]
        steps = [row * width + column for row, column in zip((0, *(at + 1 for at in route)), route, strict=False)]
        last = (route[-1] + 1) * width + len(channels)
        for number, end in ((path.conversions, last), (path.customers - path.conversions, last + 1)):
            if number > 0:
                customers.append(number)
                cells += [*steps, end]
                begins.append(len(cells))
    shape = (len(customers), (len(channels) + 1) * width)
    return Ways(tuple(channels), np.array(customers), csr_array((np.ones(len(cells)), cells, begins), shape=shape))


def solve(tables: Floats) -> Solved:
    """Conversion probabilities and removal effects of tables (samples × (m + 1) × (m + 2), or one table).

    >>> table = np.array([[2.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    >>> solve(table).effects.round(4).tolist()
    [0.75, 0.5]
    """
    size = tables.shape[-2] - 1
    moves = tables[..., :size].copy()
    channel = np.arange(size)
    moves[..., channel + 1, channel] = 0.0
    won = tables[..., size]
    out = moves.sum(axis=-1) + won + tables[..., size + 1]
    system = np.zeros((*tables.shape[:-2], size + 1, size + 1))
    system[..., 1:] = -moves
    everywhere = np.arange(size + 1)
    system[..., everywhere, everywhere] = np.where(out > 0, out, 1.0)
    inverse = np.linalg.inv(system)
    return Solved(inverse, (inverse @ won[..., None])[..., 0], out)
