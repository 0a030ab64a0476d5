"""Reads: everything that a report says, gathered from the chapters before it, and the reports that were made."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length
from django.forms.models import model_to_dict
from django.utils.functional import Promise

from maturity.assessment.domain.agreement import AgreementPage
from maturity.assessment.domain.outcomes import Outcome
from maturity.assessment.domain.page import AssessmentPage
from maturity.assessment.domain.votes import Vote
from maturity.assessment.queries.outcomes import outcomes_of
from maturity.assessment.queries.pages import agreement_page, assessment_facts, assessment_page
from maturity.channels.queries.pages import ChannelsPage, SystemsPage, channels_page, systems_page
from maturity.clients.models import Engagement, User, Viewer
from maturity.clients.rules import Role
from maturity.journey.queries import JourneyMap, journey_maps
from maturity.web.languages import Language
from roadmap.business_case.queries.page import CasePage, case_page
from roadmap.follow_up.models import Reading
from roadmap.follow_up.rules import Status
from roadmap.initiatives.domain.facts import NOT_READ, InitiativeFacts
from roadmap.initiatives.models import Measure
from roadmap.initiatives.queries.facts import RELATIONS, facts_of
from roadmap.initiatives.queries.guard_rails import GuardRails, guard_rails
from roadmap.initiatives.queries.portfolio import (
    Choices,
    PortfolioPage,
    portfolio_page,
)
from roadmap.initiatives.rules import MeasureKind
from roadmap.plan.domain.inputs import PlanInputs
from roadmap.plan.domain.timetable import chosen
from roadmap.plan.models import SavedPlan
from roadmap.plan.queries import inputs_of, kept_plan

from .models import Report

TOUCHPOINTS_ON_PAPER = 8
STYLESHEETS = (
    "maturity/tokens.css",
    "maturity/site.css",
    "maturity/assessment.css",
    "maturity/journey.css",
    "maturity/channels.css",
    "roadmap/initiatives.css",
    "roadmap/plan.css",
    "roadmap/business_case.css",
    "roadmap/report.css",
)


@dataclass(frozen=True)
class MeasureLine:
    """A measure with its newest reading, and where its initiative stands."""

    key: str
    department: str
    name: str
    kind: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    review: date | None
    value: Decimal | None
    read_on: date | None
    status: str

    @property
    def kind_name(self) -> str:
        return str(MeasureKind(self.kind).label) if self.kind else ""

    @property
    def status_name(self) -> str:
        return str(Status(self.status).label)


@dataclass(frozen=True)
class Contents:
    """What one report is made from: every chapter's page, as that chapter's own query gives it, and the raw votes."""

    engagement: Engagement
    language: Language
    made_at: datetime
    made_by: str
    votes: tuple[Vote, ...]
    assessment: AssessmentPage
    agreement: AgreementPage
    outcomes: tuple[Outcome, ...]
    journeys: tuple[JourneyMap, ...]
    channels: ChannelsPage
    systems: SystemsPage
    portfolio: PortfolioPage
    rails: GuardRails
    inputs: PlanInputs
    plan: SavedPlan | None
    case: CasePage
    measures: tuple["MeasureLine", ...]

    @property
    def planned(self) -> tuple[InitiativeFacts, ...]:
        """What the plan does, in order of start; nothing without a plan."""
        return chosen(self.inputs, self.plan.result) if self.plan and self.plan.result else ()

    @property
    def capped(self) -> tuple[Outcome, ...]:
        """Statements on which more was claimed than the evidence bears out."""
        return tuple(outcome for outcome in self.outcomes if outcome.capped)

    @property
    def dissented(self) -> tuple[Outcome, ...]:
        """Statements whose decision somebody does not agree with."""
        return tuple(outcome for outcome in self.outcomes if outcome.dissents)

    @property
    def unmeasured(self) -> int:
        """Initiatives that have no measure."""
        return len({seen.row.key for seen in self.portfolio.rows} - {line.key for line in self.measures})

    @property
    def sheets(self) -> list[tuple[JourneyMap, Any]]:
        """Each journey's map in pieces that fit a landscape page."""
        return [(each, piece) for each in self.journeys for piece in each.slices(TOUCHPOINTS_ON_PAPER)]


def contents_of(engagement: Engagement, language: Language, *, made_at: datetime, made_by: str) -> Contents:
    """Everything that the report says, read now, as an executive may see it."""
    engagement.viewer = Viewer(User(name=made_by), Role.EXECUTIVE, None)
    voted, facts, plan = assessment_facts(engagement), facts_of(engagement, *RELATIONS), kept_plan(engagement)
    return Contents(
        engagement=engagement,
        language=language,
        made_at=made_at,
        made_by=made_by,
        votes=voted.votes,
        assessment=assessment_page(engagement, facts=voted),
        agreement=agreement_page(engagement, voted),
        outcomes=outcomes_of(engagement),
        journeys=journey_maps(engagement),
        channels=channels_page(engagement),
        systems=systems_page(engagement),
        portfolio=portfolio_page(engagement, Choices(view="without", sort="ratio"), facts),
        rails=guard_rails(engagement, made_at.date(), facts),
        inputs=inputs_of(engagement, facts),
        plan=plan if plan and plan.result else None,
        case=case_page(engagement, plan, facts),
        measures=measures_of(engagement),
    )


def measures_of(engagement: Engagement) -> tuple[MeasureLine, ...]:
    """Every measure of the initiatives that are not archived, in one query."""
    newest = Reading.objects.filter(measure=OuterRef("pk")).order_by("-date")
    rows = (
        Measure.objects.filter(initiative__engagement=engagement, initiative__archived_at=None)
        .order_by("initiative__key", "pk")
        .annotate(value=Subquery(newest.values("value")[:1]), read_on=Subquery(newest.values("date")[:1]))
        .values_list(
            "initiative__key",
            "initiative__department__name",
            "name",
            "kind",
            "unit",
            "baseline",
            "target",
            "review",
            "value",
            "read_on",
            "initiative__progress__status",
        )
    )
    return tuple(MeasureLine(*row[:-1], row[-1] or Status.NOT_STARTED) for row in rows)


def data_of(contents: Contents) -> dict[str, Any]:
    """Everything that the report was made from, as plain JSON."""
    data: dict[str, Any] = plain(contents)
    return data


def plain(value: Any) -> Any:
    """A value as JSON holds it: dataclasses and rows by their fields, amounts and days as text."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain(each) for name, each in named.items() if each is not NOT_READ}
    if isinstance(value, Model):
        return plain(model_to_dict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset, QuerySet)):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, (date, Decimal, Promise)):
        return value.isoformat() if isinstance(value, date) else str(value)
    return value


def reports_of(engagement: Engagement) -> "QuerySet[Report]":
    """The reports made so far, newest first, with their size and without their bytes and data."""
    return engagement.reports.filter(~Q(sha256="")).defer("pdf", "data").annotate(size=Length("pdf"))
