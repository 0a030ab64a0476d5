"""The business case as it was last worked out, and what the page shows beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from maturity.clients.models import Engagement
from maturity.jobs.models import Job
from roadmap.initiatives.rules import Driver
from roadmap.plan.models import SavedPlan

from ..domain.inputs import BenefitLine, InitiativeLine, Inputs
from ..domain.result import CaseResult, result_of
from ..models import Assumption, CaseTerms, SavedCase
from ..rules import DO_NOTHING, QuotedFigure, age_of, quoted_figures, slug_of
from .inputs import inputs_of

JOB = "case"


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
class DriverRow:
    """A driver with the initiatives that claim it, what they claim (likely, a year), and the most that it can give."""

    driver: Driver
    initiatives: tuple[str, ...]
    claimed: Decimal
    most: Decimal | None
    source: str

    @property
    def slug(self) -> str:
        return slug_of(self.driver.value)

    @property
    def asks(self) -> bool:
        """Several claim it and nobody has said how much there is."""
        return self.most is None and len(self.initiatives) > 1 and self.driver != Driver.OTHER


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
    terms: CaseTerms

    @property
    def drivers(self) -> list[DriverRow]:
        """The drivers that the plan's initiatives claim; without a plan, those of all."""
        planned = self.inputs.planned
        claims = [(each, benefit) for each, benefit in self.benefits if planned is None or each.pk in planned]
        claimed = {benefit.driver for _, benefit in claims}
        return [driver_row(driver, claims) for driver in Driver if driver in claimed]

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
    terms = terms_in(saved)
    inputs = inputs_of(engagement, saved["plan"].starts if saved["plan"] else None, assumptions, terms)
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
        terms=terms,
    )


def inputs_now(engagement: Engagement) -> Inputs:
    """What a case is worked out from at this moment."""
    newest = SavedPlan.objects.filter(engagement=engagement).values_list("result", flat=True).first()
    terms = CaseTerms.objects.filter(engagement=engagement).first() or CaseTerms()
    return inputs_of(engagement, newest.starts if newest else None, engagement.assumptions.all(), terms)


def driver_row(driver: Driver, benefits: list[tuple[InitiativeLine, BenefitLine]]) -> DriverRow:
    claims = [(each.key, benefit) for each, benefit in benefits if benefit.driver == driver]
    _, first = claims[0]
    claimed = sum((benefit.likely for _, benefit in claims), Decimal(0))
    return DriverRow(driver, tuple(key for key, _ in claims), claimed, first.most, first.most_source)


def terms_in(saved: Mapping[str, Any]) -> CaseTerms:
    """The terms that somebody stated, else the defaults."""
    stated = {name: saved[f"terms_{name}"] for name in CaseTerms.CONTENT}
    return CaseTerms(**stated) if stated["spread"] else CaseTerms()


def saved_of(engagement: Engagement) -> dict[str, Any]:
    """The newest plan, the newest case, the newest job for one, and the terms, in one query."""
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
        **{f"terms_{name}": F(f"case_terms__{name}") for name in CaseTerms.CONTENT},
    )
    return dict(rows.get())


def kept_of(saved: SavedCase) -> dict[str, Any]:
    """A saved case as ``result_of`` takes it."""
    name = saved.made_by.name if saved.made_by else ""
    return {"case_pk": saved.pk, "result": saved.result, "made_at": saved.made_at, "made_by": name}


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
