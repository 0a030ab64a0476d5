"""The business case as it was last worked out, and what the page shows beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from math import ceil
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from maturity.clients.models import Engagement
from maturity.jobs.models import Job
from roadmap.initiatives.rules import Driver
from roadmap.plan.models import SavedPlan

from ..models import Assumption, SavedCase
from ..rules import DO_NOTHING, QuotedFigure, age_of, quoted_figures
from .inputs import BenefitLine, InitiativeLine, Inputs, inputs_of

JOB = "case"


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
        if 0 < self.spread.positive < 1:
            return min(99, max(1, round(100 * self.spread.positive)))
        return round(100 * self.spread.positive)

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


@dataclass(frozen=True)
class AssumptionRow:
    """An assumption with its age in years; ``quoted``: it comes from an article and nobody has replaced it yet."""

    row: Assumption
    age: int | None
    quoted: bool


@dataclass(frozen=True)
class FigureRow:
    """A quoted figure that is offered."""

    figure: QuotedFigure
    age: int | None


@dataclass(frozen=True)
class CasePage:
    """Everything that the page and the report show of the business case."""

    inputs: Inputs
    result: CaseResult | None
    up_to_date: bool
    job: Job | None
    assumptions: tuple[AssumptionRow, ...]
    offered: tuple[FigureRow, ...]
    do_nothing: Assumption | None

    @property
    def benefits(self) -> list[tuple[InitiativeLine, BenefitLine]]:
        return [(each, benefit) for each in self.inputs.initiatives for benefit in each.benefits]

    @property
    def without_ramp(self) -> int:
        return sum(benefit.ramp is None for _each, benefit in self.benefits)


def case_page(engagement: Engagement) -> CasePage:
    """The whole page in three queries: what was saved, the assumptions, the initiatives."""
    saved = saved_of(engagement)
    assumptions = list(engagement.assumptions.all())
    inputs = inputs_of(engagement, starts_in(saved["plan"]), assumptions)
    year = timezone.localdate().year
    rows = tuple(row_of(each, year) for each in assumptions if each.key != DO_NOTHING)
    taken = {each.key for each in assumptions}
    return CasePage(
        inputs=inputs,
        result=result_of(saved) if saved["case_pk"] else None,
        up_to_date=saved["digest"] == inputs.digest,
        job=job_of(saved),
        assumptions=rows,
        offered=tuple(FigureRow(each, age_of(each.year, year)) for each in quoted_figures() if each.key not in taken),
        do_nothing=next((each for each in assumptions if each.key == DO_NOTHING), None),
    )


def inputs_now(engagement: Engagement) -> Inputs:
    """What a case is worked out from at this moment."""
    newest = SavedPlan.objects.filter(engagement=engagement).values_list("result", flat=True).first()
    return inputs_of(engagement, starts_in(newest), engagement.assumptions.all())


def saved_of(engagement: Engagement) -> dict[str, Any]:
    """The newest plan, the newest case and the newest job for one, in one query."""
    cases = SavedCase.objects.filter(engagement=OuterRef("pk"))
    jobs = Job.objects.filter(engagement=OuterRef("pk"), kind=JOB)
    plans = SavedPlan.objects.filter(engagement=OuterRef("pk"))
    rows = Engagement.objects.filter(pk=engagement.pk).values(
        plan=Subquery(plans.values("result")[:1]),
        case_pk=Subquery(cases.values("pk")[:1]),
        digest=Subquery(cases.values("digest")[:1]),
        result=Subquery(cases.values("result")[:1]),
        made_at=Subquery(cases.values("made_at")[:1]),
        made_by=Subquery(cases.values(name=F("made_by__name"))[:1]),
        job_pk=Subquery(jobs.values("pk")[:1]),
        job_state=Subquery(jobs.values("state")[:1]),
        job_step=Subquery(jobs.values("step")[:1]),
        job_percent=Subquery(jobs.values("percent")[:1]),
        job_error=Subquery(jobs.values("error")[:1]),
    )
    return dict(rows.get())


def kept_of(saved: SavedCase) -> dict[str, Any]:
    """A saved case as ``result_of`` takes it."""
    name = saved.made_by.name if saved.made_by else ""
    return {"case_pk": saved.pk, "result": saved.result, "made_at": saved.made_at, "made_by": name}


def starts_in(plan: Mapping[str, Any] | None) -> dict[int, int] | None:
    """Start quarters from 0 by initiative, of what the plan takes in; None without a plan."""
    if plan is None:
        return None
    return {int(key): start for key, start in plan["start"].items() if start is not None}


def job_of(saved: Mapping[str, Any]) -> Job | None:
    """The newest job while it says something: under way, or failed."""
    if saved["job_pk"] is None:
        return None
    fields = {name: saved[f"job_{name}"] for name in ("pk", "state", "step", "percent", "error")}
    job = Job(**fields)
    return job if not job.ended or job.error else None


def row_of(assumption: Assumption, year: int) -> AssumptionRow:
    quoted = any(each.key == assumption.key for each in quoted_figures()) and not assumption.replaced
    return AssumptionRow(assumption, age_of(assumption.year, year), quoted)


def result_of(saved: Mapping[str, Any]) -> CaseResult:
    """A saved case, from what was kept of it."""
    kept = dict(saved["result"])
    nothing = kept.pop("nothing")
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
        **kept,
    )


def item_row(kept: Mapping[str, Any]) -> ItemRow:
    return ItemRow(**{**kept, "costs": tuple(kept["costs"]), "benefits": tuple(kept["benefits"])})


def spread_of(kept: Mapping[str, Any]) -> Spread:
    return Spread(**{**kept, "edges": tuple(kept["edges"]), "counts": tuple(kept["counts"])})
