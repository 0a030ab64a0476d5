"""The business case as it was last worked out, and what the page shows beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from maturity.clients.models import Engagement
from maturity.jobs.models import Job
from roadmap.initiatives.domain.facts import BenefitFacts, InitiativeFacts
from roadmap.initiatives.rules import Driver
from roadmap.plan.models import SavedPlan

from ..domain.inputs import Inputs
from ..domain.result import CaseResult
from ..models import Assumption, CaseTerms, DriverBase, SavedCase
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
    """Everything that the page and the report show of the business case. ``offered``: quoted figures with their age."""

    inputs: Inputs
    saved: SavedCase | None
    job: Job | None
    assumptions: tuple[AssumptionRow, ...]
    offered: tuple[tuple[QuotedFigure, int | None], ...]
    do_nothing: Assumption | None
    terms: CaseTerms
    bases: Mapping[str, DriverBase]

    @property
    def result(self) -> CaseResult | None:
        """The newest case; None where there is none, or where another version of the product kept it."""
        return self.saved.result if self.saved else None

    @property
    def unreadable(self) -> bool:
        """A case is there, and must be worked out anew before anybody can read it."""
        return self.saved is not None and self.saved.result is None

    @property
    def made_at(self) -> datetime | None:
        return self.saved.made_at if self.saved else None

    @property
    def made_by(self) -> str:
        return self.saved.made_by.name if self.saved and self.saved.made_by else ""

    @property
    def up_to_date(self) -> bool:
        return self.saved is not None and self.saved.result is not None and self.saved.digest == self.inputs.digest

    @cached_property
    def drivers(self) -> list[DriverRow]:
        """The drivers that the plan's initiatives claim; without a plan, those of all."""
        planned = self.inputs.planned
        claims = [(each, benefit) for each, benefit in self.benefits if planned is None or each.pk in planned]
        claimed = {benefit.driver for _, benefit in claims}
        return [driver_row(driver, claims, self.bases.get(driver)) for driver in Driver if driver in claimed]

    @cached_property
    def benefits(self) -> list[tuple[InitiativeFacts, BenefitFacts]]:
        return [(each, benefit) for each in self.inputs.initiatives for benefit in each.benefits]

    @property
    def without_ramp(self) -> int:
        return sum(benefit.ramp is None for _each, benefit in self.benefits)


def case_page(
    engagement: Engagement, plan: SavedPlan | None = None, facts: Sequence[InitiativeFacts] | None = None
) -> CasePage:
    """The whole page, with the newest plan and from ``facts`` where somebody has read them."""
    saved = engagement.cases.select_related("made_by").first()
    job = engagement.jobs.filter(kind=JOB).first()
    assumptions, terms = list(engagement.assumptions.all()), terms_of(engagement)
    bases = list(engagement.driver_bases.all())
    inputs = inputs_of(
        engagement,
        plan=plan or engagement.plans.first(),
        assumptions=assumptions,
        terms=terms,
        bases=bases,
        facts=facts,
    )
    year = timezone.localdate().year
    taken = {each.key for each in assumptions}
    return CasePage(
        inputs=inputs,
        saved=saved,
        job=job if job and (not job.ended or job.error) else None,
        assumptions=tuple(row_of(each, year) for each in assumptions if each.key != DO_NOTHING),
        offered=tuple((each, age_of(each.year, year)) for each in quoted_figures() if each.key not in taken),
        do_nothing=next((each for each in assumptions if each.key == DO_NOTHING), None),
        terms=terms,
        bases={each.driver: each for each in bases},
    )


def inputs_now(engagement: Engagement) -> Inputs:
    """What a case is worked out from at this moment."""
    return inputs_of(
        engagement,
        plan=engagement.plans.first(),
        assumptions=engagement.assumptions.all(),
        terms=terms_of(engagement),
        bases=engagement.driver_bases.all(),
    )


def terms_of(engagement: Engagement) -> CaseTerms:
    """The terms that somebody stated, else the defaults."""
    return CaseTerms.objects.filter(engagement=engagement).first() or CaseTerms()


def driver_row(
    driver: Driver, benefits: list[tuple[InitiativeFacts, BenefitFacts]], base: DriverBase | None
) -> DriverRow:
    claims = [(each.key, benefit) for each, benefit in benefits if benefit.driver == driver]
    return DriverRow(
        driver=driver,
        initiatives=tuple(key for key, _ in claims),
        claimed=sum((benefit.likely for _, benefit in claims), Decimal(0)),
        most=base.most if base else None,
        source=base.source if base else "",
    )


def row_of(assumption: Assumption, year: int) -> AssumptionRow:
    quoted = any(each.key == assumption.key for each in quoted_figures()) and not assumption.replaced
    return AssumptionRow(assumption, age_of(assumption.year, year), quoted)
