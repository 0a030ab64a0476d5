"""What was found when a case was worked out: plain values, kept as JSON and read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from math import ceil
from typing import Any

from roadmap.initiatives.rules import Driver

from ..rules import ProjectType, Together
from ..rules import Spread as SpreadShape

FOREMOST = 6


@dataclass(frozen=True)
class ItemRow:
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
class Spread:
    """A net present value: with every assumption at its likeliest, and where simulated futures lie."""

    likely: float
    p10: float
    p50: float
    p90: float
    positive: float
    positive_error: float
    trials: int
    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class PaidBack:
    """The share of futures whose running total is back at 0 at the end of this quarter of the plan, from 1."""

    quarter: int
    share: float

    @property
    def of_100(self) -> int:
        """Of 100 futures, never rounded up to all nor down to none."""
        return of_100(self.share)


@dataclass(frozen=True)
class Known:
    """What it is worth to know one benefit exactly before deciding: about the whole plan, and initiative by initiative.

    ``apart`` is None where no initiative can be left out by itself.
    """

    initiative: str
    title: str
    driver: str
    whole: float
    apart: float | None

    @property
    def most(self) -> float:
        return max(self.whole, self.apart or 0.0)

    @property
    def driver_name(self) -> str:
        return str(Driver(self.driver).label)


@dataclass(frozen=True)
class Knowledge:
    """What knowing is worth, the most valuable benefit first. ``dropped``: what is better left out, as known today."""

    each: tuple[Known, ...]
    whole: float
    apart: float | None
    dropped: tuple[str, ...]

    @property
    def worthwhile(self) -> list[Known]:
        return [each for each in self.each if each.most > 0]

    @property
    def foremost(self) -> list[Known]:
        """The most worthwhile ones: nobody looks into more than a few."""
        return self.worthwhile[:FOREMOST]

    @property
    def further(self) -> int:
        """How many more are worth something."""
        return len(self.worthwhile) - len(self.foremost)


@dataclass(frozen=True)
class Optimism:
    """The case with the overruns of such projects, every benefit likely: beside the simulation, never in it.

    Uplifts as fractions; ``below_lower``: less than such projects have reached. ``delay`` in quarters, of the longest.
    """

    project_type: str
    mitigation: float
    one_off: float
    duration: float
    running: float
    below_lower: bool
    before: float
    value: float
    more_cost: float
    delay: float

    @property
    def type_name(self) -> str:
        return str(ProjectType(self.project_type).label)

    @property
    def shortfall(self) -> float:
        return -self.value

    @property
    def cost_effect(self) -> float:
        return -self.more_cost

    @property
    def delay_effect(self) -> float:
        """What is lost by benefits that come later."""
        return self.value - self.before + self.more_cost


@dataclass(frozen=True)
class Overlap:
    """Claims on one driver that were capped, or that may overlap (``base`` None). Likely and high money a year."""

    driver: str
    initiatives: tuple[str, ...]
    base: float | None
    claimed: float
    claimed_high: float
    counted: float
    counted_high: float

    @property
    def driver_name(self) -> str:
        return str(Driver(self.driver).label)

    @property
    def only_high(self) -> bool:
        """The likely amounts fit; only the high ones were cut."""
        return self.counted == self.claimed


@dataclass(frozen=True)
class UsedTerms:
    """On what terms the case was worked out."""

    spread: str
    together: str

    @property
    def correlation(self) -> float:
        return Together(self.together).correlation

    @property
    def together_name(self) -> str:
        return str(Together(self.together).label)

    @property
    def pert(self) -> bool:
        return self.spread == SpreadShape.PERT


@dataclass(frozen=True)
class TornadoBar:
    """What one benefit alone does to the net present value."""

    initiative: str
    title: str
    driver: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        return abs(self.high - self.low)

    @property
    def driver_name(self) -> str:
        return str(Driver(self.driver).label)


@dataclass(frozen=True)
class Nothing:
    """Doing nothing over the same quarters: what is lost per year (low, likely, high), and its present value."""

    low: float
    likely: float
    high: float
    source: str
    year: int | None
    spread: Spread

    @property
    def loss(self) -> float:
        """What is lost, as positive money."""
        return -self.spread.likely


@dataclass(frozen=True)
class CaseResult:
    """One saved case. Money in the engagement's currency; quarters of the plan count from 1 in ``ItemRow.start``.

    ``rates``: all internal rates per year. ``payback`` in quarters from the plan's start; None where never.
    ``all_low``: the net present value with every benefit at its lowest. What has a default is not in cases that were
    saved before it was worked out.
    """

    pk: int
    made_at: datetime
    made_by: str
    start: date
    quarters: int
    yearly_rate: float
    planned: bool
    items: tuple[ItemRow, ...]
    left_out: tuple[tuple[str, str], ...]
    spread: Spread
    rates: tuple[float, ...]
    payback: float | None
    discounted_payback: float | None
    one_off: float
    yearly_cost: float
    tornado: tuple[TornadoBar, ...]
    nothing: Nothing | None
    all_low: float | None = None
    terms: UsedTerms | None = None
    paid_back: PaidBack | None = None
    modified_rate: float | None = None
    knowledge: Knowledge | None = None
    optimism: Optimism | None = None
    overlaps: tuple[Overlap, ...] = ()

    @property
    def costs(self) -> tuple[float, ...]:
        return tuple(map(sum, zip(*(each.costs for each in self.items), strict=True)))

    @property
    def benefits(self) -> tuple[float, ...]:
        return tuple(map(sum, zip(*(each.benefits for each in self.items), strict=True)))

    @property
    def flows(self) -> tuple[float, ...]:
        return tuple(gain - cost for gain, cost in zip(self.benefits, self.costs, strict=True))

    @property
    def cumulative(self) -> tuple[float, ...]:
        return tuple(accumulate(self.flows))

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
        return -self.spread.likely

    @property
    def positive_points(self) -> float:
        """Twice the standard error of the positive share, in percentage points: what another simulation might say."""
        return 200 * self.spread.positive_error

    @property
    def numbers(self) -> range:
        """The quarters of the plan, from 1."""
        return range(1, self.quarters + 1)

    @property
    def whole_years(self) -> int | None:
        return self.quarters // 4 if self.quarters % 4 == 0 else None

    @property
    def positive_of_100(self) -> int:
        """Positive futures of 100, never rounded up to all nor down to none."""
        return of_100(self.spread.positive)

    @property
    def by_quarter(self) -> list[tuple[int, float, float, float, float]]:
        """Quarter from 1, costs, benefits, net, running total."""
        rows = zip(self.costs, self.benefits, self.flows, self.cumulative, strict=True)
        return [(number, *row) for number, row in enumerate(rows, start=1)]

    @property
    def payback_quarter(self) -> int | None:
        return quarter_of(self.payback)

    @property
    def discounted_payback_quarter(self) -> int | None:
        return quarter_of(self.discounted_payback)


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


def result_of(saved: Mapping[str, Any]) -> CaseResult:
    """A saved case, from what was kept of it."""
    kept = dict(saved["result"])
    nothing, terms, paid_back = kept.pop("nothing"), kept.pop("terms", None), kept.pop("paid_back", None)
    knowledge, optimism = kept.pop("knowledge", None), kept.pop("optimism", None)
    return CaseResult(
        pk=saved["case_pk"],
        made_at=saved["made_at"],
        made_by=saved["made_by"] or "",
        start=date.fromisoformat(kept.pop("start")),
        items=tuple(item_row(each) for each in kept.pop("items")),
        left_out=tuple((key, title) for key, title in kept.pop("left_out")),
        spread=spread_of(kept.pop("spread")),
        rates=tuple(kept.pop("rates")),
        tornado=tuple(TornadoBar(**each) for each in kept.pop("tornado")),
        nothing=Nothing(**{**nothing, "spread": spread_of(nothing["spread"])}) if nothing else None,
        terms=UsedTerms(**terms) if terms else None,
        paid_back=PaidBack(**paid_back) if paid_back else None,
        knowledge=knowledge_of(knowledge) if knowledge else None,
        optimism=Optimism(**optimism) if optimism else None,
        overlaps=tuple(overlap_of(each) for each in kept.pop("overlaps", ())),
        **kept,
    )


def item_row(kept: Mapping[str, Any]) -> ItemRow:
    return ItemRow(**{**kept, "costs": tuple(kept["costs"]), "benefits": tuple(kept["benefits"])})


def spread_of(kept: Mapping[str, Any]) -> Spread:
    return Spread(**{**kept, "edges": tuple(kept["edges"]), "counts": tuple(kept["counts"])})


def knowledge_of(kept: Mapping[str, Any]) -> Knowledge:
    each = tuple(Known(**known) for known in kept["each"])
    return Knowledge(**{**kept, "each": each, "dropped": tuple(kept["dropped"])})


def overlap_of(kept: Mapping[str, Any]) -> Overlap:
    return Overlap(**{**kept, "initiatives": tuple(kept["initiatives"])})
