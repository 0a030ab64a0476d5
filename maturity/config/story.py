"""The chapters in order, as the navigation shows them: names, addresses, and how far an engagement is with each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from maturity.assessment.models import Target
from maturity.channels.models import Channel, Path
from maturity.clients.models import Capacity, Engagement, User
from maturity.clients.rules import ChapterState
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework, use_framework
from maturity.journey.models import CustomerRating, Touchpoint
from maturity.workshop.models import Round, Session
from maturity.workshop.rules import Phase, SessionState
from roadmap.business_case.models import SavedCase
from roadmap.follow_up.models import Progress
from roadmap.follow_up.rules import Status
from roadmap.initiatives.models import Benefit, Estimate, Initiative
from roadmap.plan.models import Pin, SavedPlan
from roadmap.report.models import Report


@dataclass(frozen=True)
class Chapter:
    """One step of the story. ``begun`` and ``done`` are rows that tell how far an engagement is with it."""

    key: str
    title: str | Promise
    begun: "QuerySet[Any]"
    done: "QuerySet[Any]"

    @property
    def address(self) -> str:
        return f"{self.key}:home"


def of_engagement(model: Any, path: str = "engagement", **conditions: Any) -> "QuerySet[Any]":
    """Rows of ``model`` that belong to the engagement asked about; ``path`` leads from the row to it."""
    rows: QuerySet[Any] = model.objects.filter(**{path: OuterRef("pk")}, **conditions)
    return rows


REVEALED = of_engagement(
    Round, "session_statement__session__engagement", phase=Phase.REVEALED, session_statement__session__rehearsal=False
)
RATED = of_engagement(CustomerRating, "touchpoint__engagement")
FOLLOWED = of_engagement(Progress, "initiative__engagement")
UNFINISHED = Initiative.objects.filter(engagement=OuterRef("initiative__engagement"), archived_at=None).exclude(
    progress__status__in=(Status.DONE, Status.DROPPED)
)

CHAPTERS = (
    Chapter(
        "clients", pgettext_lazy("chapter", "Overview"), of_engagement(EngagementFramework), of_engagement(Capacity)
    ),
    Chapter(
        "framework",
        pgettext_lazy("chapter", "Framework"),
        of_engagement(EngagementFramework),
        of_engagement(EngagementFramework),
    ),
    Chapter(
        "workshop",
        pgettext_lazy("chapter", "Workshop"),
        of_engagement(Session, rehearsal=False),
        of_engagement(Session, state=SessionState.CLOSED, rehearsal=False),
    ),
    Chapter("assessment", pgettext_lazy("chapter", "Assessment"), REVEALED, of_engagement(Target)),
    Chapter("journey", pgettext_lazy("chapter", "Journey"), of_engagement(Touchpoint), RATED),
    Chapter("channels", pgettext_lazy("chapter", "Channels"), of_engagement(Channel), of_engagement(Path)),
    Chapter(
        "initiatives",
        pgettext_lazy("chapter", "Initiatives"),
        of_engagement(Initiative),
        of_engagement(Estimate, "initiative__engagement"),
    ),
    Chapter(
        "plan", pgettext_lazy("chapter", "Plan"), of_engagement(Pin, "initiative__engagement"), of_engagement(SavedPlan)
    ),
    Chapter(
        "business_case",
        pgettext_lazy("chapter", "Business case"),
        of_engagement(Benefit, "initiative__engagement"),
        of_engagement(SavedCase),
    ),
    Chapter("follow_up", pgettext_lazy("chapter", "Follow-up"), FOLLOWED, FOLLOWED.filter(~Exists(UNFINISHED))),
    Chapter(
        "report", pgettext_lazy("chapter", "Report"), of_engagement(Report), of_engagement(Report, pdf__isnull=False)
    ),
)


def chapter_states() -> dict[str, Case]:
    """Annotations for an engagement: ``state_<chapter>`` is how far it is with that chapter, for all in one query."""
    return {f"state_{chapter.key}": state_of(chapter) for chapter in CHAPTERS}


def state_of(chapter: Chapter) -> Case:
    return Case(
        When(Exists(chapter.done), then=Value(ChapterState.DONE.value)),
        When(Exists(chapter.begun), then=Value(ChapterState.BEGUN.value)),
        default=Value(ChapterState.EMPTY.value),
        output_field=CharField(),
    )


def chapters_of(engagement: Any) -> list[dict[str, Any]]:
    """The story of one engagement, for a template: title, address and state of each chapter, in order."""
    return [
        {
            "key": chapter.key,
            "title": chapter.title,
            "url": reverse(chapter.address, args=[engagement.pk]),
            "state": ChapterState(getattr(engagement, f"state_{chapter.key}")),
        }
        for chapter in CHAPTERS
    ]


def begin(*, engagement: Engagement, by: User | None) -> None:
    """What a new engagement starts with: the framework that ships with the product."""
    use_framework(engagement=engagement, framework=shipped_framework(), by=by)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the engagement that access was given to, its story, and the chapter of this page."""
    engagement = getattr(request, "engagement", None)
    match = request.resolver_match
    if engagement is None:
        return {}
    return {"engagement": engagement, "chapters": chapters_of(engagement), "here": match.app_name if match else ""}
