"""A business case under uncertainty, and what is certain about it.

Costs, starts and durations are fixed; each benefit is an assumption with a low, a likely and a high amount per year.
The present value is linear in the assumptions. What one unit per year of a benefit is worth, begun in quarter f with
its ramp and counted to the horizon, is an annuity that is the same whatever the amounts:

    NPV = Σ b · amount_b · annuity_b − present value of costs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from roadmap.methods.cashflow import QUARTERS_PER_YEAR, Benefit, Undertaking, npv, plan_flows, quarterly_rate, ramp_up

from .three_point import ThreePoint


@dataclass(frozen=True)
class Assumption:
    """A benefit that is not certain: money per year at full effect, `ramp` quarters from the finish to full effect.

    `key` names it among all assumptions.
    """

    key: str
    yearly: ThreePoint
    ramp: int = 0


@dataclass(frozen=True)
class Item:
    """An initiative in a plan: start and duration in quarters, costs that are fixed, benefits that are assumed."""

    key: str
    start: int
    duration: int
    one_off: float = 0.0
    yearly_cost: float = 0.0
    benefits: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class Case:
    """A business case: items, a horizon in quarters (all cash before it counts), and a discount rate per year.

    ValueError on no items, a horizon below 1, a rate of −1 or less, or two assumptions of one key.
    """

    items: Sequence[Item]
    quarters: int
    yearly_rate: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))
        if not self.items:
            raise ValueError("there are no items")
        quarterly_rate(self.yearly_rate)
        keys = [assumption.key for assumption in self.assumptions]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise ValueError(f"two assumptions have the key {twice[0]!r}")
        case_flows(self)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        return tuple(assumption for item in self.items for assumption in item.benefits)


def case_flows(case: Case) -> tuple[float, ...]:
    """The flows of the case by quarter with every assumption at its likeliest.

    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> case_flows(Case([item], quarters=3, yearly_rate=0.08))
    (-100.0, 100.0, 100.0)
    """
    return plan_flows([(_undertaking(item), item.start) for item in case.items], case.quarters)


def likely_value(case: Case) -> float:
    """The net present value with every assumption at its likeliest.

    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(200, 400, 800)),))
    >>> likely_value(Case([item], quarters=3, yearly_rate=0))
    100.0
    """
    return npv(quarterly_rate(case.yearly_rate), case_flows(case))


def annuity(case: Case, item: Item, assumption: Assumption) -> float:
    """The present value of 1 per year of this benefit, from the item's finish to the horizon.

    >>> item = Item("shop", 0, 1, benefits=(Assumption("sales", ThreePoint(1, 1, 1), ramp=2),))
    >>> annuity(Case([item], quarters=5, yearly_rate=0), item, item.benefits[0])
    0.75
    """
    factor = 1 / (1 + quarterly_rate(case.yearly_rate))
    finish = item.start + item.duration
    shares = ramp_up(max(0, case.quarters - finish), assumption.ramp)
    return math.fsum(share * factor ** (finish + offset) for offset, share in enumerate(shares)) / QUARTERS_PER_YEAR


def cost_value(case: Case) -> float:
    """The present value of all costs of the case, which are certain, as a positive amount.

    >>> cost_value(Case([Item("shop", 0, 1, one_off=100)], quarters=3, yearly_rate=0))
    100.0
    """
    bare = [(Undertaking(item.duration, item.one_off, item.yearly_cost), item.start) for item in case.items]
    return -npv(quarterly_rate(case.yearly_rate), plan_flows(bare, case.quarters))


def _undertaking(item: Item) -> Undertaking:
    benefits = tuple(Benefit(assumption.yearly.likely, assumption.ramp) for assumption in item.benefits)
    return Undertaking(item.duration, item.one_off, item.yearly_cost, benefits)
