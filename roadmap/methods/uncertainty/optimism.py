"""Optimism bias: by how much projects of a kind have cost more and taken longer than was said at the outset.

A simulation spreads what people believe; it cannot know that people believe too well of their own plans. HM Treasury
therefore asks for an explicit uplift, taken from how earlier projects of the same kind ended: the difference between
the estimate at the outset and the final figure, as a share of the estimate. One starts from the upper bound U of the
kind and reduces it as far as its causes have been dealt with:

    uplift = U · (1 − m),   m = Σ share_f · managed_f,

where the shares say how much of the bias of such projects a cause f (a *contributory factor*, such as an inadequate
business case) has accounted for, and `managed` says from 0 to 1 how far this project has it in hand. The shares need
not add up to 1: what no factor explains cannot be managed.

The lower bound is what well-managed projects reached by the award of contract. It is no floor: the guidance calls both
bounds starting values, neither the highest nor the lowest possible. An uplift below it is marked, because it claims
more than the projects of the study achieved.

The uplifted case is reckoned with every benefit at its likeliest and stands *beside* the simulation. The two answer
different questions and are never mixed: spreading the uplifted costs once more would count the same doubt twice.

A delay postpones benefits and saves nothing: the dearer costs fall when they were planned, running costs too, for
people and contracts are paid from that day. So no cost slips past the end of the case, where it would not be counted.

Limits: the study looked at 50 large British public procurements of 1982–2002; starts stay as planned, so a delay is not
passed on to what comes after; benefits are as stated (the study had no data on their shortfall).

Sources: Mott MacDonald, *Review of Large Public Procurement in the UK*, for HM Treasury, 2002, tables 2, 15 and 16,
sections 4.1–4.3; HM Treasury, *Supplementary Green Book Guidance: Optimism Bias*, 2013, table 1.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from roadmap.methods.cashflow import Benefit, Undertaking, npv, plan_flows, quarterly_rate
from roadmap.methods.numbers import require_finite

from .case import Case, Item


class ProjectKind(Enum):
    """The kinds of project that the guidance tells apart."""

    STANDARD_BUILDINGS = "standard buildings"
    NON_STANDARD_BUILDINGS = "non-standard buildings"
    STANDARD_CIVIL_ENGINEERING = "standard civil engineering"
    NON_STANDARD_CIVIL_ENGINEERING = "non-standard civil engineering"
    EQUIPMENT = "equipment"
    """Equipment and development: providing equipment, or developing software and systems."""
    OUTSOURCING = "outsourcing"


@dataclass(frozen=True)
class Bounds:
    """Uplifts as fractions of the estimate, from what is reached with good management to where one starts."""

    lower: float
    upper: float


@dataclass(frozen=True)
class Experience:
    """How projects of a kind ended. None where the study has no figure; outsourcing has one for running costs alone."""

    one_off: Bounds | None
    duration: Bounds | None
    running: Bounds | None = None


EXPERIENCE = {
    ProjectKind.STANDARD_BUILDINGS: Experience(Bounds(0.02, 0.24), Bounds(0.01, 0.04)),
    ProjectKind.NON_STANDARD_BUILDINGS: Experience(Bounds(0.04, 0.51), Bounds(0.02, 0.39)),
    ProjectKind.STANDARD_CIVIL_ENGINEERING: Experience(Bounds(0.03, 0.44), Bounds(0.01, 0.20)),
    ProjectKind.NON_STANDARD_CIVIL_ENGINEERING: Experience(Bounds(0.06, 0.66), Bounds(0.03, 0.25)),
    ProjectKind.EQUIPMENT: Experience(Bounds(0.10, 2.00), Bounds(0.10, 0.54)),
    ProjectKind.OUTSOURCING: Experience(None, None, Bounds(0.00, 0.41)),
}


@dataclass(frozen=True)
class Factor:
    """One cause of the bias: its share of it, and how far it is managed, both from 0 to 1."""

    name: str
    share: float
    managed: float

    def __post_init__(self) -> None:
        _require_share(f"the share of {self.name}", self.share)
        _require_share(f"how far {self.name} is managed", self.managed)


@dataclass(frozen=True)
class Uplift:
    """By what fraction one-off cost, duration and running cost are raised; 0 where the kind has no figure.

    `below_lower` says that at least one is less than projects of the kind have reached.
    """

    one_off: float
    duration: float
    running: float
    below_lower: bool


@dataclass(frozen=True)
class UpliftedCase:
    """A case before and after the uplift, every benefit at its likeliest.

    Net present values and flows by quarter in the money of the case; `more_cost` is the extra cost in present value,
    `longest_delay` the largest delay of an item, in quarters, not rounded.
    """

    uplift: Uplift
    before: float
    value: float
    flows: tuple[float, ...]
    more_cost: float
    longest_delay: float


def mitigation(factors: Iterable[Factor]) -> float:
    """How much of the bias is managed: Σ share · managed, from 0 to 1.

    ValueError where the shares add up to more than 1. Source: Mott MacDonald 2002, section 4.1.

    >>> round(mitigation([Factor("business case", 0.22, 0.4), Factor("site", 0.03, 1)]), 3)
    0.118
    """
    named = list(factors)
    total = math.fsum(factor.share for factor in named)
    if total > 1 + 1e-9:
        raise ValueError(f"the shares of the factors must not add up to more than 1, got {total:g}")
    return min(1.0, math.fsum(factor.share * factor.managed for factor in named))


def uplift_of(kind: ProjectKind, mitigated: float = 0.0) -> Uplift:
    """The upper bounds of this kind, reduced by what is managed: U · (1 − mitigated).

    `mitigated` from 0 (nothing is managed) to 1; ValueError outside. Source: as in the module's text.

    >>> uplift_of(ProjectKind.EQUIPMENT, mitigated=0.75)
    Uplift(one_off=0.5, duration=0.135, running=0.0, below_lower=False)
    """
    _require_share("the mitigation", mitigated)
    known = EXPERIENCE[kind]
    bounds = (known.one_off, known.duration, known.running)
    reduced = [0.0 if each is None else each.upper * (1 - mitigated) for each in bounds]
    # One part in a million: 0.51 · (1 − 0.92) is meant to reach 0.04, and printed shares are rounded.
    below = any(each is not None and left < each.lower * (1 - 1e-6) for each, left in zip(bounds, reduced, strict=True))
    return Uplift(reduced[0], reduced[1], reduced[2], below_lower=below)


def uplifted(case: Case, uplift: Uplift) -> UpliftedCase:
    """The case with costs and durations raised, every benefit at its likeliest.

    Costs fall when planned; benefits begin as much later as the duration grows. Quarters are whole, so a duration
    between two of them is the mixture of both: 1.3 quarters is 0.7 of the case with 1 and 0.3 of the case with 2. A
    milestone (duration 0) stays one.

    >>> from roadmap.methods.uncertainty import Assumption, ThreePoint
    >>> item = Item("shop", 0, 1, one_off=100, benefits=(Assumption("sales", ThreePoint(400, 400, 400)),))
    >>> found = uplifted(Case([item], quarters=4, yearly_rate=0), Uplift(0.5, 0.5, 0, below_lower=False))
    >>> found.before, found.value, found.flows
    (200.0, 100.0, (-150.0, 50.0, 100.0, 100.0))
    """
    rate = quarterly_rate(case.yearly_rate)
    before, after = _likely(case, Uplift(0.0, 0.0, 0.0, below_lower=False)), _likely(case, uplift)
    costs_before = _likely(_without_benefits(case), Uplift(0.0, 0.0, 0.0, below_lower=False))
    costs_after = _likely(_without_benefits(case), uplift)
    return UpliftedCase(
        uplift=uplift,
        before=npv(rate, before),
        value=npv(rate, after),
        flows=after,
        more_cost=npv(rate, costs_before) - npv(rate, costs_after),
        longest_delay=max(item.duration for item in case.items) * uplift.duration,
    )


def _likely(case: Case, uplift: Uplift) -> tuple[float, ...]:
    rows = [_item_flows(item, uplift, case.quarters) for item in case.items]
    return tuple(math.fsum(amounts) for amounts in zip(*rows, strict=True))


def _item_flows(item: Item, uplift: Uplift, quarters: int) -> list[float]:
    longer = item.duration * (1 + uplift.duration)
    whole = math.floor(longer + 1e-9)
    part = max(0.0, longer - whole)
    costs = Undertaking(item.duration, item.one_off * (1 + uplift.one_off), item.yearly_cost * (1 + uplift.running))
    gains = tuple(Benefit(assumption.yearly.likely, assumption.ramp) for assumption in item.benefits)
    out, sooner, later = (
        plan_flows([(undertaking, item.start)], quarters)
        for undertaking in (costs, Undertaking(whole, benefits=gains), Undertaking(whole + 1, benefits=gains))
    )
    return [cost + (1 - part) * soon + part * late for cost, soon, late in zip(out, sooner, later, strict=True)]


def _without_benefits(case: Case) -> Case:
    return replace(case, items=tuple(replace(item, benefits=()) for item in case.items))


def _require_share(name: str, value: float) -> None:
    require_finite(name, value)
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be from 0 to 1, got {value}")
