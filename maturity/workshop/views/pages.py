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
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Model
from maturity.web.chapters import Askables, askables
from maturity.web.http import Request, posted
from maturity.web.languages import spoken, text_in

from ..forms import SessionForm
from ..models import Session
from ..queries.pages import Meeting, Stage, meetings_of, missing_for
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
    model, offered = model_of(framework_of(engagement)), askables(engagement)
    form = SessionForm(posted(request), offered=offered, themes=model.themes, language=spoken())
    if form.is_valid():
        try:
            made = make(request, engagement, form)
        except CannotPrepare as refusal:
            form.add_error(None, refusal.reason)
        else:
            page = "prepare" if request.POST.get("then") == "prepare" else "console"
            return redirect(f"workshop:{page}", engagement.pk, made.pk)
    context = {"form": form, "groups": choices_in(form, offered), "counts": counts_of(model)}
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


def counts_of(model: Model) -> dict[str, int]:
    """How many statements a quick and a full scan have."""
    return {"quick": len(model.quick), "full": len(model.statements)}


def choices_in(form: SessionForm, offered: Askables) -> list[tuple[str, list[tuple[int, str, bool]]]]:
    """What an own selection may hold, under its headings: row, text, and whether it was chosen before."""
    language, chosen = spoken(), set(form["statements"].value() or ())
    return [
        (
            text_in(language, heading),
            [(row, text_in(language, text), str(row) in chosen) for row, text in texts.items()],
        )
        for heading, texts in offered
    ]
