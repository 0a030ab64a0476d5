"""Money over time: what a row of payments is worth today.

A row of flows f₀, f₁, …, fₙ has one amount per period; f₀ falls now and is not discounted. At the rate r per period
the net present value is

    NPV(r) = Σ fₖ / (1 + r)ᵏ.

An internal rate is an r > −1 where NPV(r) = 0. With x = 1/(1 + r) that is a positive root of the polynomial
p(x) = Σ fₖ xᵏ, so a row whose sign changes once has one internal rate, and a row whose sign changes more often may have
several, or none: "the" internal rate is then no measure of anything, and all of them are returned so that this is seen.
The modified internal rate says at which rates money is borrowed and put aside meanwhile, and is always one.

An undertaking (below) turns an initiative into such a row by quarters. Its one-off cost is spread evenly over the
quarters in which it runs (a milestone pays in its starting quarter); its running cost and its benefits begin in the
quarter after the last of these. A benefit grows in a straight line to its full effect over its ramp, and a quarter
counts the average over the quarter. Money is in one currency, in today's prices, before tax.

Sources: R. Brealey, S. Myers, F. Allen, *Principles of Corporate Finance*, 10th ed. 2011, ch. 2, 5 (several internal
rates, payback); Descartes' rule of signs in the proof by division and differentiation (Pólya and Szegő, *Problems and
Theorems in Analysis* II, part V, ch. 1).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from roadmap.methods.numbers import require_finite

QUARTERS_PER_YEAR = 4
# Relative size below which a sum of terms cannot be told from 0: the flows themselves are rounded at 1e-16.
ROUNDING = 1e-14
SMALLEST_RATE = math.nextafter(-1.0, 0.0)


@dataclass(frozen=True)
class Benefit:
    """What an undertaking gives: money per year at full effect, and quarters from its finish to full effect."""

    yearly: float
    ramp: int = 0

    def __post_init__(self) -> None:
        require_finite("a yearly benefit", self.yearly)
        _require_count("a ramp", self.ramp)


@dataclass(frozen=True)
class Undertaking:
    """What an initiative costs and gives, whenever it starts.

    `duration` in quarters; `one_off` money in all; `yearly_cost` money per year from the finish; costs are positive.
    """

    duration: int
    one_off: float = 0.0
    yearly_cost: float = 0.0
    benefits: tuple[Benefit, ...] = ()

    def __post_init__(self) -> None:
        _require_count("a duration", self.duration)
        for name, cost in (("a one-off cost", self.one_off), ("a yearly cost", self.yearly_cost)):
            require_finite(name, cost)
            if cost < 0:
                raise ValueError(f"{name} must not be negative, got {cost}")


def npv(rate: float, flows: Sequence[float]) -> float:
    """The net present value Σ fₖ / (1 + rate)ᵏ, in the money of the flows.

    `rate` is a fraction per period, above −1; `flows[0]` is now and is not discounted. ValueError on an empty row,
    a rate of −1 or less, or numbers that are not finite.

    >>> round(npv(0.10, [-100, 60, 60]), 4)
    4.1322
    """
    amounts = _amounts(flows)
    factor = 1 / (1 + _rate(rate))
    value = 0.0
    for amount in reversed(amounts):
        value = value * factor + amount
    if not math.isfinite(value):
        raise ValueError(f"the value at the rate {rate} is too large for a number")
    return value


def internal_rates(flows: Sequence[float]) -> tuple[float, ...]:
    """All real rates per period above −1 at which the net present value is 0, in rising order.

    Empty where there is none, and for a row of zeros, which has no rate of its own. A root that is touched but not
    crossed counts once; two roots that rounding of the flows cannot tell apart are one. ValueError as in `npv`.

    >>> [round(rate, 12) for rate in internal_rates([-4000, 25000, -25000])]
    [0.25, 4.0]
    >>> internal_rates([100, 50])
    ()
    """
    amounts = _amounts(flows)
    largest = max(map(abs, amounts)) or 1.0
    shares = [amount / largest for amount in amounts]
    held = [period for period, share in enumerate(shares) if share]
    if not held:
        return ()
    roots = _log_roots(tuple(shares[held[0] : held[-1] + 1]))
    # Adding 0 turns −0.0 into 0.0, which prints without a sign.
    return tuple(sorted(_rate_of_log_discount(root) + 0.0 for root in roots))


def modified_internal_rate(flows: Sequence[float], finance: float, reinvest: float) -> float | None:
    """The one rate per period that what is laid out would have to earn to become what it brings in the end.

    Money is borrowed at the rate `finance` and what comes back is put aside at the rate `reinvest`, both fractions per
    period above −1. With fₖ⁺ what comes and fₖ⁻ what is laid out in period k of n,

        MIRR = (Σ fₖ⁺ (1 + reinvest)ⁿ⁻ᵏ / Σ fₖ⁻ / (1 + finance)ᵏ)^(1/n) − 1.

    Unlike an internal rate there is never more than one. None where nothing is laid out or nothing comes back.
    ValueError on an empty row, a rate of −1 or less, or numbers that are not finite. Source: Brealey, Myers, Allen,
    ch. 5; the function MIRR of spreadsheets.

    >>> round(modified_internal_rate([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12), 6)
    0.126094
    >>> modified_internal_rate([100, 50], 0.10, 0.12) is None
    True
    """
    amounts = _amounts(flows)
    out = -npv(finance, [min(amount, 0.0) for amount in amounts])
    back = npv(reinvest, [max(amount, 0.0) for amount in amounts])
    if not (out > 0 and back > 0):
        return None
    # Logarithms, because the end value of many periods may be too large for a number while its root is not.
    grown = (math.log(back) - math.log(out)) / (len(amounts) - 1) + math.log1p(reinvest)
    return _rate_of_log_discount(-grown)


def payback(flows: Sequence[float]) -> float | None:
    """Periods until all that was laid out is won back for good: the last time that the running total reaches 0 again.

    A plan that starts in stages may be back at 0 before its dearest stage begins; what counts is that nothing is out
    from then on. Interpolated in a straight line within the period. 0 where the total is never below 0, None where it
    is below 0 at the end. ValueError on an empty row or numbers that are not finite.

    >>> payback([-100, 40, 40, 40])
    2.5
    >>> payback([-100, 150, -150, 250])
    2.4
    >>> payback([-100, 150, -200]) is None
    True
    """
    total, back = 0.0, 0.0
    for period, amount in enumerate(_amounts(flows)):
        before, total = total, total + amount
        # A sum of decimals that ought to be 0 is seldom exactly 0.
        if abs(total) <= ROUNDING * max(abs(before), abs(amount)):
            total = 0.0
        if before < 0 <= total:
            back = period - 1 + -before / amount
    return None if total < 0 else back


def discounted_payback(rate: float, flows: Sequence[float]) -> float | None:
    """As `payback`, of flows discounted at `rate`, a fraction per period above −1.

    >>> round(discounted_payback(0.25, [-100, 75, 75]), 4)
    1.8333
    """
    growth = 1 + _rate(rate)
    # A power of a growth below 1 may underflow; multiplying step by step shows where.
    discounted, factor = [], 1.0
    for amount in _amounts(flows):
        discounted.append(amount * factor)
        factor /= growth
    if not all(map(math.isfinite, discounted)):
        raise ValueError(f"the flows at the rate {rate} are too large for numbers")
    return payback(discounted)


def quarterly_rate(yearly: float) -> float:
    """The rate per quarter that compounds to `yearly` in four quarters: (1 + yearly)^(1/4) − 1.

    >>> round(quarterly_rate(0.08), 6)
    0.019427
    """
    return math.expm1(math.log1p(_rate(yearly)) / QUARTERS_PER_YEAR)


def ramp_up(quarters: int, ramp: int) -> tuple[float, ...]:
    """The share of full effect in each of the first `quarters` after the finish: (j + ½)/ramp, then 1.

    >>> ramp_up(4, ramp=2)
    (0.25, 0.75, 1.0, 1.0)
    """
    _require_count("a number of quarters", quarters)
    _require_count("a ramp", ramp)
    return tuple(min(1.0, (quarter + 0.5) / ramp) if ramp > quarter else 1.0 for quarter in range(quarters))


def cost_profile(undertaking: Undertaking, quarters: int) -> tuple[float, ...]:
    """What the undertaking costs in each of `quarters` quarters from its start, as positive amounts.

    >>> cost_profile(Undertaking(duration=2, one_off=100, yearly_cost=40), 4)
    (50.0, 50.0, 10.0, 10.0)
    """
    spread = max(1, undertaking.duration)
    costs = [0.0] * _horizon(quarters)
    for quarter in range(quarters):
        if quarter < spread:
            costs[quarter] += undertaking.one_off / spread
        if quarter >= undertaking.duration:
            costs[quarter] += undertaking.yearly_cost / QUARTERS_PER_YEAR
    return tuple(costs)


def benefit_profile(undertaking: Undertaking, quarters: int) -> tuple[float, ...]:
    """What the undertaking gives in each of `quarters` quarters from its start.

    >>> benefit_profile(Undertaking(duration=1, benefits=(Benefit(yearly=400, ramp=2),)), 4)
    (0.0, 25.0, 75.0, 100.0)
    """
    gains = [0.0] * _horizon(quarters)
    earning = max(0, quarters - undertaking.duration)
    for benefit in undertaking.benefits:
        for offset, share in enumerate(ramp_up(earning, benefit.ramp)):
            gains[undertaking.duration + offset] += share * benefit.yearly / QUARTERS_PER_YEAR
    return tuple(gains)


def net_profile(undertaking: Undertaking, quarters: int) -> tuple[float, ...]:
    """Benefits less costs by quarter from the start: what `scheduling.Task.cash` takes.

    >>> net_profile(Undertaking(duration=1, one_off=100, benefits=(Benefit(yearly=400),)), 3)
    (-100.0, 100.0, 100.0)
    """
    gains, costs = benefit_profile(undertaking, quarters), cost_profile(undertaking, quarters)
    return tuple(gain - cost for gain, cost in zip(gains, costs, strict=True))


def plan_flows(started: Iterable[tuple[Undertaking, int]], quarters: int) -> tuple[float, ...]:
    """The flows of a whole plan by quarter: pairs of an undertaking and the quarter in which it starts (0 is now).

    What falls in quarter `quarters` or later is left out. A plan without undertakings is a row of zeros: do nothing.

    >>> plan_flows([(Undertaking(duration=1, one_off=100, benefits=(Benefit(yearly=400),)), 1)], 4)
    (0.0, -100.0, 100.0, 100.0)
    """
    flows = [0.0] * _horizon(quarters)
    for undertaking, start in started:
        _require_count("a start", start)
        for offset, amount in enumerate(net_profile(undertaking, max(1, quarters - start))[: max(0, quarters - start)]):
            flows[start + offset] += amount
    return tuple(flows)


def _log_roots(amounts: tuple[float, ...]) -> list[float]:
    """The u = ln x where p(x) = Σ fₖ xᵏ is 0, for a row that begins and ends with an amount other than 0.

    Let the sign change after fₘ. Then x^(−m−½) p(x) has the roots of p, and its derivative has the sign of
    Σ (k − m − ½) fₖ xᵏ, which changes sign once less. Its roots, found in the same way, part the axis into stretches on
    which the former is monotone, so that each stretch holds at most one root.
    """
    from scipy.optimize import brentq  # half a second and 25 MB: not before somebody asks for a rate

    changes = _sign_changes(amounts)
    if not changes:
        return []
    middle = changes[len(changes) // 2] + 0.5
    turning = _log_roots(tuple((period - middle) * amount for period, amount in enumerate(amounts)))
    low, high = _root_limits(amounts)
    marks = [low, *(mark for mark in sorted(turning) if low < mark < high), high]
    heights = [0.0 if abs(height := _height(amounts, mark)) <= ROUNDING else height for mark in marks]
    roots = [mark for mark, height in zip(marks, heights, strict=True) if height == 0]
    for (left, right), (from_, to) in zip(pairwise(marks), pairwise(heights), strict=True):
        if from_ * to < 0:
            roots.append(brentq(lambda u: _height(amounts, u), left, right, xtol=1e-16, rtol=8.9e-16, maxiter=500))
    return roots


def _height(amounts: tuple[float, ...], log_discount: float) -> float:
    """Σ fₖ eᵏᵘ / Σ |fₖ| eᵏᵘ: has the sign of p, and lies between −1 and 1 whatever u."""
    highest = max(0.0, (len(amounts) - 1) * log_discount)
    terms = [amount * math.exp(period * log_discount - highest) for period, amount in enumerate(amounts)]
    return math.fsum(terms) / math.fsum(map(abs, terms))


def _root_limits(amounts: tuple[float, ...]) -> tuple[float, float]:
    """Cauchy's bound on both sides, a little wider: beyond it the first or last amount outweighs all others twice."""
    largest = math.log(max(map(abs, amounts)))
    return (
        -math.log(3) - largest + math.log(abs(amounts[0])),
        math.log(3) + largest - math.log(abs(amounts[-1])),
    )


def _sign_changes(amounts: Sequence[float]) -> list[int]:
    """The periods after which the sign changes; zeros are passed over."""
    held = [(period, amount) for period, amount in enumerate(amounts) if amount]
    return [period for (period, amount), (_, following) in pairwise(held) if (amount < 0) != (following < 0)]


def _rate_of_log_discount(log_discount: float) -> float:
    if -log_discount > 709:
        raise ValueError("an internal rate is too large for a number")
    return max(SMALLEST_RATE, math.expm1(-log_discount))


def _amounts(flows: Sequence[float]) -> list[float]:
    amounts = []
    for period, flow in enumerate(flows):
        require_finite(f"flow {period}", flow)
        amounts.append(float(flow))
    if not amounts:
        raise ValueError("there are no flows")
    return amounts


def _rate(rate: float) -> float:
    require_finite("a rate", rate)
    if rate <= -1:
        raise ValueError(f"a rate must be above -1, got {rate}")
    return float(rate)


def _horizon(quarters: int) -> int:
    _require_count("a number of quarters", quarters)
    if quarters < 1:
        raise ValueError("a horizon must be at least 1 quarter")
    return quarters


def _require_count(name: str, value: int) -> None:
    if isinstance(value, bool) or value != int(value) or value < 0:
        raise ValueError(f"{name} must be a whole number of at least 0, got {value}")
