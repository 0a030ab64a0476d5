"""What a case came to, as it is kept: what the methods found, with the names that things had on that day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from math import ceil

from roadmap.initiatives.rules import Driver
from roadmap.methods.uncertainty import Bar, DriverFinding, InformationValue, Simulation, UpliftedCase

from .inputs import Loss, Terms

# Raise it whenever a dataclass here, or what one of its figures means, changes: other cases are worked out anew.
VERSION = 1
FOREMOST = 6


@dataclass(frozen=True)
class CaseItem:
    """One initiative of the case: likely costs and benefits by quarter of the plan, both as positive money."""

    pk: int
    key: str
    title: str
    start: int
    costs: tuple[float, ...]
    benefits: tuple[float, ...]

    @property
    def costs_in_thousands(self) -> list[float]:
        return [amount / 1000 for amount in self.costs]

    @property
    def benefits_in_thousands(self) -> list[float]:
        return [amount / 1000 for amount in self.benefits]

    @property
    def thousand_cost(self) -> float:
        return sum(self.costs_in_thousands)

    @property
    def thousand_benefit(self) -> float:
        return sum(self.benefits_in_thousands)


@dataclass(frozen=True)
class NamedBenefit:
    """Whose benefit it is: its own key, the initiative's key and title, and what it comes from."""

    key: str
    initiative: str
    title: str
    driver: Driver


# A benefit, and what it is worth to know it exactly before deciding: about the whole plan, and initiative by
# initiative, None where no initiative can be left out by itself.
Known = tuple[NamedBenefit, float, float | None]


@dataclass(frozen=True)
class Knowledge:
    """What knowing is worth. ``dropped``: the keys of what is better left out, as known today."""

    whole: InformationValue
    apart: InformationValue | None
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class DoingNothing:
    """Doing nothing over the same quarters: what was stated, its likely present value (negative), its futures."""

    stated: Loss
    likely: float
    futures: Simulation

    @property
    def loss(self) -> float:
        """What is lost, as positive money."""
        return -self.likely


@dataclass(frozen=True)
class CaseResult:
    """One case. Money in the engagement's currency; quarters of the plan count from 1 in ``CaseItem.start``.

    ``likely``: the net present value with every benefit at its likeliest; ``all_low``: at its lowest. ``rates``: all
    internal rates per year. ``payback`` in quarters from the plan's start; None where never. ``named``: the
    benefits of ``tornado`` and ``knowledge``, in the order of the case. ``optimism`` stands beside the simulation,
    never in it.
    """

    start: date
    quarters: int
    yearly_rate: float
    planned: bool
    terms: Terms
    items: tuple[CaseItem, ...]
    left_out: tuple[tuple[str, str], ...]
    likely: float
    all_low: float
    futures: Simulation
    rates: tuple[float, ...]
    modified_rate: float | None
    payback: float | None
    discounted_payback: float | None
    one_off: float
    yearly_cost: float
    named: tuple[NamedBenefit, ...]
    tornado: tuple[Bar, ...]
    knowledge: Knowledge
    optimism: UpliftedCase
    overlaps: tuple[DriverFinding, ...]
    nothing: DoingNothing | None

    @cached_property
    def costs(self) -> tuple[float, ...]:
        return tuple(map(sum, zip(*(each.costs for each in self.items), strict=True)))

    @cached_property
    def benefits(self) -> tuple[float, ...]:
        return tuple(map(sum, zip(*(each.benefits for each in self.items), strict=True)))

    @property
    def flows(self) -> tuple[float, ...]:
        return tuple(gain - cost for gain, cost in zip(self.benefits, self.costs, strict=True))

    @property
    def cumulative(self) -> tuple[float, ...]:
        return tuple(accumulate(self.flows))

    @property
    def by_quarter(self) -> list[tuple[int, float, float, float, float]]:
        """Quarter from 1, costs, benefits, net, running total."""
        rows = zip(self.costs, self.benefits, self.flows, self.cumulative, strict=True)
        return [(number, *row) for number, row in enumerate(rows, start=1)]

    @property
    def running_cost(self) -> float:
        """Running costs within the horizon."""
        return sum(self.costs) - self.one_off

    @property
    def most_out(self) -> float:
        """How far the running total falls below zero: the most money that is out at once, as positive money."""
        return -min(0.0, *self.cumulative)

    @property
    def shortfall(self) -> float:
        """By how much the likely net present value falls short of zero."""
        return -self.likely

    @property
    def positive_points(self) -> float:
        """Twice the standard error of the positive share, in percentage points: what another simulation might say."""
        return 200 * self.futures.positive_error

    @property
    def positive_of_100(self) -> int:
        """Positive futures of 100, never rounded up to all nor down to none."""
        return of_100(self.futures.positive)

    @property
    def pay_back_by(self) -> int:
        """The quarter at whose end the case must have paid back."""
        return min(self.quarters, self.terms.pay_back_by or self.quarters)

    @property
    def paid_back(self) -> float:
        """The share of futures whose running total is back at 0 at the end of that quarter."""
        return self.futures.paid_back[self.pay_back_by - 1]

    @property
    def paid_back_of_100(self) -> int:
        return of_100(self.paid_back)

    @property
    def numbers(self) -> range:
        """The quarters of the plan, from 1."""
        return range(1, self.quarters + 1)

    @property
    def whole_years(self) -> int | None:
        return self.quarters // 4 if self.quarters % 4 == 0 else None

    @property
    def payback_quarter(self) -> int | None:
        return quarter_of(self.payback)

    @property
    def discounted_payback_quarter(self) -> int | None:
        return quarter_of(self.discounted_payback)

    @property
    def swings(self) -> list[tuple[NamedBenefit, Bar]]:
        """What each benefit alone does to the net present value, the widest first."""
        names = {each.key: each for each in self.named}
        return [(names[bar.key], bar) for bar in self.tornado]

    @cached_property
    def known(self) -> list[Known]:
        """What knowing each benefit is worth, the most valuable first; ties in the order of the case."""
        whole, apart = self.knowledge.whole, self.knowledge.apart
        about_whole = {each.key: each.worth for each in whole.each}
        about_single = {each.key: each.worth for each in apart.each} if apart else {}
        known = [
            (each, about_whole[each.key], about_single.get(each.key)) for each in self.named if each.key in about_whole
        ]
        return sorted(known, key=lambda each: -float(f"{most(each):.12g}"))

    @property
    def worth_knowing(self) -> list[Known]:
        return [each for each in self.known if most(each) > 0]

    @property
    def foremost(self) -> list[Known]:
        """The benefits most worth knowing: nobody looks into more than a few."""
        return self.worth_knowing[:FOREMOST]

    @property
    def further(self) -> int:
        """How many more are worth something to know."""
        return len(self.worth_knowing) - len(self.foremost)

    @property
    def cost_effect(self) -> float:
        """What is lost by costs that are higher than stated, as negative money."""
        return -self.optimism.more_cost

    @property
    def delay_effect(self) -> float:
        """What is lost by benefits that come later than stated."""
        return self.optimism.value - self.optimism.before + self.optimism.more_cost


def most(known: Known) -> float:
    """The most that a study may cost that answers this question."""
    _name, whole, apart = known
    return max(whole, apart or 0.0)


def quarter_of(payback: float | None) -> int | None:
    """The quarter of the plan, from 1, at whose end the running total is back at 0. The first falls at time 0.

    >>> quarter_of(2.5), quarter_of(3), quarter_of(None)
    (4, 4, None)
    """
    return None if payback is None else ceil(payback) + 1


def of_100(share: float) -> int:
    """Cases of 100, never rounded up to all nor down to none.

    >>> of_100(0.9999), of_100(1), of_100(0.0001)
    (99, 100, 1)
    """
    return min(99, max(1, round(100 * share))) if 0 < share < 1 else round(100 * share)
