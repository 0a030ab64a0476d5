"""What would change if one channel sent more of its customers on to another?

In the chain of order 1, of the customers who leave channel o a share p_od goes on to d. Let it be s instead. Somebody
must give or take what is moved: all other ways out of o (other channels, converted, lost) are rescaled alike,

    p'_od = s      p'_oj = p_oj (1 − s) / (1 − p_od)      j ≠ d

which is row o plus Δ with Σ Δ = 0. With h the conversion probabilities and N the fundamental matrix, the change of one
row gives exactly (Sherman & Morrison)

    h'_start − h_start = N_start,o Σ_j Δ_j h_j / (1 − Σ_j Δ_j N_jo)

and that times all customers is the change in conversions. Its interval comes from drawing the customers again, each
sample with its own shares and probabilities (``bootstrap``); the new share s is the same in all.

*Assumed*: those who are moved do in d as those do who are there already; as many customers come as before; nobody
else changes. The first is the bold one: customers who come to a channel by themselves are often keener than those who
are sent.

Source: Kemeny, J. G. & Snell, J. L. (1976), Finite Markov Chains, §3.2; Sherman, J. & Morrison, W. J. (1950),
Adjustment of an inverse matrix corresponding to a change in one element of a given matrix, Annals of Mathematical
Statistics 21, 124–127.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maturity.methods.resampling import require_draws
from maturity.methods.scale import number_or_nan

from .bootstrap import draw_customers
from .flows import Ways, solve, ways_of
from .paths import Interval, Path, require_paths

Floats = NDArray[np.float64]

# Below this a share is 1 but for rounding, and nothing is left to be rescaled.
_NOTHING_LEFT = 1e-12


@dataclass(frozen=True)
class WhatIf:
    """``share``: the new share of those who leave ``origin`` for ``destination``, ``share_now``: the measured one.

    ``conversions_now``, ``conversions``: of all measured customers, now and then. ``change`` = the difference, with
    its ``interval``; ``None`` where only one solution was asked for.
    """

    origin: str
    destination: str
    share_now: float
    share: float
    conversions_now: float
    conversions: float
    interval: Interval | None

    @property
    def change(self) -> float:
        return self.conversions - self.conversions_now

    @property
    def change_share(self) -> float | None:
        """The change as a fraction of the conversions now; ``None`` where there are none."""
        return self.change / self.conversions_now if self.conversions_now else None


def what_if(
    paths: Iterable[Path],
    origin: str,
    destination: str,
    share: float,
    confidence: float = 0.95,
    samples: int = 0,
    seed: int = 0,
) -> WhatIf:
    """Conversions when ``share`` (0–1) of those who leave ``origin`` go on to ``destination`` (see the module).

    ``samples``: how many times the customers are drawn for the interval, 0 for none.

    Raises ``ValueError`` where there are no paths or customers, a channel is on no path, both are the same, the share
    is outside 0–1, all who leave the origin go to the destination now (nothing could be rescaled), or nobody would
    ever leave the two channels.

    >>> found = what_if([Path(("Search",), 60, 3), Path(("Search", "Web"), 40, 8)], "Search", "Web", share=0.7)
    >>> found.share_now, found.conversions_now, round(found.conversions, 6)
    (0.4, 11.0, 15.5)
    """
    ways = ways_of(require_paths(paths))
    _require_question(ways, origin, destination, share)
    change = _Change(ways.channels.index(origin) + 1, ways.channels.index(destination), float(share))
    now, then, share_now = (float(values[0]) for values in _outcome(ways, ways.customers[None], change))
    if np.isnan(then):
        raise ValueError(f"all who leave {origin} go to {destination} now: there is nobody to send elsewhere")
    if not np.isfinite(then):
        raise ValueError(f"with a share of {share:g}, who comes to {origin} and {destination} never leaves them")
    total = float(ways.customers.sum())
    interval = _interval(ways, change, confidence, samples, seed) if samples else None
    return WhatIf(origin, destination, share_now, float(share), now * total, then * total, interval)


@dataclass(frozen=True)
class _Change:
    """``row`` of the origin in the table, ``column`` of the destination, and the new share."""

    row: int
    column: int
    share: float


def _outcome(ways: Ways, customers: Floats, change: _Change) -> tuple[Floats, Floats, Floats]:
    """Conversion probability now and then, and the share now, of each sample; NaN where nothing can be rescaled,
    infinite where nobody would leave; unchanged where nobody passed the origin."""
    tables = ways.tables(customers)
    solved = solve(tables)
    out = solved.out[:, change.row]
    passed = np.where(out > 0, out, 1.0)
    leaving = tables[:, change.row].copy()
    leaving[:, change.row - 1] = 0.0
    now = leaving / passed[:, None]
    share_now = now[:, change.column].copy()
    delta = _rescaled(now, change) - now
    worth = np.concatenate((solved.converts[:, 1:], np.ones((len(out), 1)), np.zeros((len(out), 1))), axis=1)
    back = np.concatenate((solved.inverse[:, 1:, change.row], np.zeros((len(out), 2))), axis=1) * passed[:, None]
    gained = (delta * worth).sum(axis=1)
    stays = 1 - (delta * back).sum(axis=1)
    visits = solved.inverse[:, 0, change.row] * passed
    moved = np.divide(visits * gained, stays, out=np.full(len(out), np.inf), where=~(stays <= _NOTHING_LEFT))
    start = solved.converts[:, 0]
    return start, np.where(out > 0, start + moved, start), share_now


def _rescaled(now: Floats, change: _Change) -> Floats:
    left = 1 - now[:, change.column]
    factor = np.where(left > _NOTHING_LEFT, (1 - change.share) / np.where(left > _NOTHING_LEFT, left, 1.0), np.nan)
    if change.share == 1:
        factor = np.zeros_like(factor)
    then: Floats = now * factor[:, None]
    then[:, change.column] = change.share
    return then


def _interval(ways: Ways, change: _Change, confidence: float, samples: int, seed: int) -> Interval:
    require_draws(confidence, samples)
    parts = [_outcome(ways, customers, change) for customers in draw_customers(ways, int(samples), seed)]
    now, then = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    moved = (then - now) * ways.customers.sum()
    known = moved[np.isfinite(moved)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, (tail, 1 - tail))
    return Interval(float(low), float(high))


def _require_question(ways: Ways, origin: str, destination: str, share: float) -> None:
    for channel in (origin, destination):
        if channel not in ways.channels:
            raise ValueError(f"no customer was measured in {channel!r}")
    if origin == destination:
        raise ValueError(f"{origin} hands over to itself")
    if not 0 <= number_or_nan(share) <= 1:
        raise ValueError(f"a share lies between 0 and 1; found {share!r}")
