"""The chapter's sessions, and a new one."""

from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maturity.clients.access import engagement_for
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.http import Request, posted
from maturity.web.languages import spoken

from ..forms import SessionForm
from ..models import Session
from ..queries.pages import Meeting, Offer, Stage, meetings_of, missing_for, offer_for
from ..rules import Selection
from ..services import CannotPrepare, create_session
from ..words import sessions as words

NEXT: Final = {Stage.PRESURVEY: "presurvey", Stage.RUNNING: "console", Stage.CLOSED: "session"}


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id)
    meetings, now = meetings_of(engagement), timezone.now()
    context = {
        "meetings": [(each, next_step(each, now), words.stage(each), words.progress(each)) for each in meetings],
        "finding": words.finding(meetings),
        "missing": missing_for(engagement),
    }
    return render(request, "workshop/home.html", context)


def next_step(meeting: Meeting, now: datetime) -> str:
    """What the facilitator does next with a session: ``prepare``, ``presurvey``, ``console`` or read its results."""
    if meeting.stage == Stage.PREPARED:
        return "console" if meeting.is_due(now) else "prepare"
    return NEXT[meeting.stage]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    offer = offer_for(engagement)
    form = SessionForm(posted(request), offer=offer, language=spoken())
    if form.is_valid():
        try:
            made = make(request, engagement, form)
        except CannotPrepare as refusal:
            form.add_error(None, refusal.reason)
        else:
            page = "prepare" if request.POST.get("then") == "prepare" else "console"
            return redirect(f"workshop:{page}", engagement.pk, made.pk)
    context = {"form": form, "dimensions": list(dimensions_of(offer, form)), "counts": counts_of(offer)}
    return render(request, "workshop/new.html", context, status=422 if form.errors else 200)


def make(request: Request, engagement: Engagement, form: SessionForm) -> Session:
    return create_session(
        engagement=engagement,
        by=request.user,
        title=form.cleaned_data["title"],
        selection=Selection(form.cleaned_data["selection"]),
        statements=form.cleaned_data["statements"],
        theme=form.cleaned_data["theme"],
        **form.settings,
    )


def counts_of(offer: Offer) -> dict[str, int]:
    """How many statements a quick and a full scan have."""
    return {"quick": len(offer.model.quick), "full": len(offer.ids)}


def dimensions_of(offer: Offer, form: SessionForm) -> list[dict[str, object]]:
    """The statements to choose from, by dimension, in the reader's language; those chosen before stay chosen."""
    language, chosen = spoken(), set(form["statements"].value() or ())
    return [
        {
            "name": dimension.name.in_(language),
            "statements": [
                {
                    "pk": offer.ids[statement.key],
                    "text": statement.text.in_(language),
                    "chosen": str(offer.ids[statement.key]) in chosen,
                }
                for statement in dimension.statements
            ],
        }
        for dimension in offer.model.dimensions
    ]
