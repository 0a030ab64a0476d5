"""Internal rates of very many rows of flows at once, such as the trials of a simulation.

With u = −ln(1 + r) a row has the value p(u) = Σ fₖ eᵏᵘ, and its moments p′ = Σ k fₖ eᵏᵘ and p″ = Σ k² fₖ eᵏᵘ cost
little more. All rows take Ostrowski's square-root step side by side,

    u ← u ∓ p / √(p′² − p p″),

which is Newton's step after multiplying p by the power e^(−cu) that makes it straightest, and whose error after a step
is of the order of the cube of the error before. They begin near where the logarithms of what is laid out and of what
comes back meet, by Halley's step from u = 0. One step in single precision and one in double are mostly enough; the rows
that are not at rest then go on, and last of all by Halley's steps on those logarithms, whose difference is nearly
straight however far away the root is. What is at rest is within 10⁻¹² of the root or nearer.

A rate so found is *the* rate of its row if there is no other. Dividing p by its root leaves a row of balances (what is
still invested in each period at that rate), and by Descartes' rule of signs

- flows that change sign once, or balances that never do, leave room for no other rate (a pure investment or loan);
- balances that change sign once leave room for exactly one more, which is found in the same way.

Everything else (more changes, a balance too close to 0 to know its sign, rates too close to part, steps that do not
come to rest) goes to the exact method of `cashflow.internal_rates`: a hundred times slower, and right about how many
rates there are.

Sources: D. Teichroew, A. A. Robichek, M. Montalbano, *Management Science* 12 (1965) 151–179 (balances at the internal
rate, pure and mixed investments); A. M. Ostrowski, *Solution of Equations and Systems of Equations*, 2nd ed. 1966
(square-root iteration); J. F. Traub, *Iterative Methods for the Solution of Equations*, 1964 (Halley's method).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cashflow import internal_rates

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
ROWS_AT_ONCE = 4096
FAR_STEPS = 6
# The cube of a step as small as this cannot be seen in a rate.
AT_REST = 4e-5
MORE_STEPS = 3
# Share of its terms below which the sign of a balance is not certain.
UNCERTAIN = 1e-9
# Distance of two u below which the exact method says whether they are two.
TOO_CLOSE = 1e-3


@dataclass(frozen=True)
class ManyRates:
    """The internal rates of many rows.

    `rate[row]` is the rate of a row that has exactly one, and NaN for all others; `count[row]` says how many it has;
    `several[row]` holds all rates, in rising order, of each row that has more than one.
    """

    rate: Numbers
    count: NDArray[np.int64]
    several: Mapping[int, tuple[float, ...]]


def internal_rates_of_many(flows: Numbers | Sequence[Sequence[float]]) -> ManyRates:
    """All internal rates per period above −1 of each row; column 0 is now.

    `flows` has a row per alternative and a column per period. ValueError where it is not such a table, has no periods,
    or holds numbers that are not finite; also where a rate is too large for a number.

    >>> found = internal_rates_of_many([[-100, 60, 60], [-4000, 25000, -25000], [100, 50, 0]])
    >>> found.rate.round(4).tolist(), found.count.tolist(), [round(rate, 9) for rate in found.several[1]]
    ([0.1307, nan, nan], [1, 2, 0], [0.25, 4.0])
    """
    table = _table(flows)
    rate, root = np.full(len(table), np.nan), np.empty(len(table))
    at_rest = np.zeros(len(table), dtype=np.bool_)
    # A row that leaves the range of numbers is not at rest, and is solved exactly.
    with np.errstate(all="ignore"):
        for begin in range(0, len(table), ROWS_AT_ONCE):
            part = slice(begin, begin + ROWS_AT_ONCE)
            rows = np.ascontiguousarray(table[part].T)
            root[part], at_rest[part] = _root(rows)
            only = at_rest[part] & _has_no_other(rows, root[part])
            rate[part] = np.where(only, np.expm1(-root[part]), np.nan)
        rest = np.flatnonzero(np.isnan(rate))
        mixed = _mixed(np.ascontiguousarray(table[rest].T), root[rest], at_rest[rest])
    count = np.ones(len(table), dtype=np.int64)
    count[rest] = [len(found) for found in mixed]
    several = {row: found for row, found in zip(rest.tolist(), mixed, strict=True) if len(found) > 1}
    for row, found in zip(rest.tolist(), mixed, strict=True):
        if len(found) == 1:
            rate[row] = found[0]
    return ManyRates(rate, count, several)


def _table(flows: Numbers | Sequence[Sequence[float]]) -> Numbers:
    try:
        table = np.asarray(flows, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("the flows must be a table of numbers with rows of one length") from None
    if table.ndim != 2 or not table.shape[1]:
        raise ValueError(f"the flows must have rows and at least one period, got the shape {table.shape}")
    # The sum is the quicker question: only where it is not finite, or overflows, is each number looked at.
    if not np.isfinite(table.sum()) and not np.isfinite(table).all():
        raise ValueError("the flows must be finite numbers")
    # Periods in which nothing happens anywhere shift no rate, but would leave balances of 0.
    begin, end = 0, table.shape[1]
    while begin < end - 1 and not table[:, begin].any():
        begin += 1
    while begin < end - 1 and not table[:, end - 1].any():
        end -= 1
    return table[:, begin:end]


def _root(rows: Numbers) -> tuple[Numbers, Flags]:
    """A root u of each row (a column of `rows`, which run by period), and whether the steps came to rest there."""
    roughly: NDArray[np.float32] = rows.astype(np.float32)
    rough = _meeting_point(roughly)
    rough -= _step(roughly, rough)
    root = rough.astype(np.float64)
    step = _step(rows, root)
    root -= step
    at_rest = np.asarray(abs(step) < AT_REST)
    for _ in range(MORE_STEPS):
        away = np.flatnonzero(~at_rest)
        if not len(away):
            break
        step = _step(rows[:, away], root[away])
        root[away] -= step
        at_rest[away] = abs(step) < AT_REST
    return root, at_rest


def _far_root(rows: Numbers) -> tuple[Numbers, Flags]:
    """As `_root` where the root may be far from 0: slower, and hard to lead astray where the sign changes once."""
    root = np.zeros(rows.shape[1])
    for _ in range(FAR_STEPS):
        root += _meeting_point(_discounts(np.exp(root), len(rows)) * rows)
    step = _step(rows, root)
    return root - step, np.asarray(abs(step) < AT_REST)


def _meeting_point(rows: NDArray[Any]) -> NDArray[Any]:
    """About where φ(u) = ln Σ⁺ fₖ eᵏᵘ − ln Σ⁻ |fₖ| eᵏᵘ is 0, by Halley's step from u = 0.

    φ′ and φ″ there are the differences of the mean periods of what comes back and of what is laid out, and of the
    variances of these periods.
    """
    moments = _moments(rows)
    net, size = moments @ rows, moments @ abs(rows)
    back, out = size + net, size - net
    (back_mean, back_square), (out_mean, out_square) = back[1:] / back[0], out[1:] / out[0]
    height, slope = np.log(back[0] / out[0]), back_mean - out_mean
    bend = back_square - back_mean * back_mean - out_square + out_mean * out_mean
    # Far away the bend may promise more than it keeps: it may at most double the step.
    point: NDArray[Any] = height * slope / (np.minimum(height * bend / 2, slope * slope / 2) - slope * slope)
    return point


def _step(rows: NDArray[Any], log_discount: NDArray[Any]) -> NDArray[Any]:
    """p / √(p′² − p p″) with the sign of p p′."""
    terms = _discounts(np.exp(log_discount), len(rows))
    terms *= rows
    value, slope, bend = _moments(rows) @ terms
    step: NDArray[Any] = np.copysign(value / np.sqrt(slope * slope - value * bend), value * slope)
    return step


def _moments(rows: NDArray[Any]) -> NDArray[Any]:
    """1, k and k² by period, in the precision of the rows."""
    period = np.arange(len(rows), dtype=rows.dtype)
    return np.array([np.ones_like(period), period, period * period])


def _discounts(factor: NDArray[Any], periods: int) -> NDArray[Any]:
    """The powers 0, 1, … of the discount factors, doubling how many there are."""
    powers = np.empty((periods, len(factor)), dtype=factor.dtype)
    powers[0] = 1
    known = 1
    while known < periods:
        more = min(known, periods - known)
        np.multiply(powers[:more], powers[known - 1] * factor, out=powers[known : known + more])
        known += more
    return powers


def _has_no_other(rows: Numbers, root: Numbers) -> Flags:
    """Whether a root at which the steps came to rest is certainly the only one of its row."""
    # Zeros count as negative here, which hides no change of a row that has a root.
    positive = rows > 0
    only = np.asarray(np.add.reduce(positive[1:] ^ positive[:-1], axis=0, dtype=np.uint16) == 1)
    if not only.all():
        open_ = np.flatnonzero(~only)
        only[open_] = _is_pure(rows[:, open_], root[open_])
    return only


def _is_pure(rows: Numbers, root: Numbers) -> Flags:
    """Whether the balances at the rate, p divided by its root, all have one sign."""
    if len(rows) == 1:
        return np.zeros(rows.shape[1], dtype=np.bool_)
    factor = np.exp(root)
    balance = rows[-1].copy()
    lowest, highest = balance.copy(), balance.copy()
    for amounts in rows[-2:0:-1]:
        balance *= factor
        balance += amounts
        np.minimum(lowest, balance, out=lowest)
        np.maximum(highest, balance, out=highest)
    return np.asarray((lowest > 0) | (highest < 0))


def _mixed(rows: Numbers, root: Numbers, at_rest: Flags) -> list[tuple[float, ...]]:
    """All rates of each row whose balances change sign, or whose root could not be found."""
    if len(rows) == 1:
        return [()] * rows.shape[1]
    if not rows.size:
        return []
    far = np.flatnonzero(~at_rest)
    root[far], at_rest[far] = _far_root(rows[:, far])
    balances, certain = _balances(rows, root)
    changes = np.where(at_rest & certain, np.count_nonzero(np.diff(np.sign(balances), axis=0), axis=0), -1)
    second, _ = _far_root(balances)
    # The balances carry the rounding of the first rate; a step on the row itself takes it off.
    step = _step(rows, second)
    second -= step
    two = (changes == 1) & (abs(step) < AT_REST) & (abs(second - root) > TOO_CLOSE)
    one = at_rest & ((changes == 0) | (_sign_changes(rows) == 1))
    pairs = np.sort(np.expm1(-np.array([root, second])), axis=0).T.tolist()
    singles = np.expm1(-root).tolist()
    every = []
    for place, (has_two, has_one) in enumerate(zip(two.tolist(), one.tolist(), strict=True)):
        if has_two:
            every.append(tuple(pairs[place]))
        else:
            every.append((singles[place],) if has_one else internal_rates(rows[:, place].tolist()))
    return every


def _balances(rows: Numbers, log_discount: Numbers) -> tuple[Numbers, Flags]:
    """p divided by its root, and whether no balance is too close to 0 to know its sign."""
    factor = np.exp(log_discount)
    balances, sizes = rows[1:].copy(), abs(rows[1:])
    for period in range(len(balances) - 2, -1, -1):
        balances[period] += factor * balances[period + 1]
        sizes[period] += factor * sizes[period + 1]
    return balances, np.asarray((abs(balances) > UNCERTAIN * sizes).all(axis=0))


def _sign_changes(rows: Numbers) -> NDArray[np.int64]:
    """How often the sign of each row changes; zeros are passed over."""
    last, changes = np.zeros(rows.shape[1]), np.zeros(rows.shape[1], dtype=np.int64)
    for amounts in rows:
        changes += amounts * last < 0
        last = np.where(amounts == 0, last, np.sign(amounts))
    return changes
