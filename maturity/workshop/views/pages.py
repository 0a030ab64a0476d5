"""The chapter's sessions, a new one, and what one found."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from maturity.clients.access import engagement_for
from maturity.clients.models import Engagement
from maturity.clients.rules import ChapterState, Role
from maturity.web.http import Request
from maturity.web.languages import language_of

from ..forms import SessionForm
from ..queries.pages import Offer, meetings_of, offer_for, results_of
from ..rules import Selection, SessionState
from ..services import CannotPrepare, create_session


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id)
    context = {"meetings": meetings_of(engagement), "missing": missing_for(engagement)}
    return render(request, "workshop/home.html", context)


def missing_for(engagement: Engagement) -> str:
    """What a session needs first: ``departments``, a ``framework``, or nothing."""
    if engagement.state_clients == ChapterState.EMPTY:  # type: ignore[attr-defined]  # annotated
        return "departments"
    if engagement.state_framework == ChapterState.EMPTY:  # type: ignore[attr-defined]  # annotated
        return "framework"
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    offer = offer_for(engagement)
    form = SessionForm(request.POST or None, offer=offer)
    if form.is_valid():
        try:
            made = create_session(
                engagement=engagement,
                by=request.user,
                title=form.cleaned_data["title"],
                selection=Selection(form.cleaned_data["selection"]),
                statements=form.cleaned_data["statements"],
            )
        except CannotPrepare as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("workshop:console", engagement.pk, made.pk)
    return render(
        request,
        "workshop/new.html",
        {"form": form, "themes": list(themes_of(offer, form)), "quick": len(offer.model.quick), "full": len(offer.ids)},
        status=422 if form.errors else 200,
    )


def themes_of(offer: Offer, form: SessionForm) -> list[dict[str, object]]:
    """The statements to choose from, by dimension, in the reader's language; those chosen before stay chosen."""
    language, chosen = language_of(get_language()), set(form["statements"].value() or ())
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


@require_safe
def session(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """What was shown in a session, to everybody in the engagement: all of it once it is closed."""
    engagement = engagement_for(request, engagement_id)
    results = results_of(engagement, session_id, language_of(get_language()))
    is_open = results.session.state == SessionState.OPEN
    return render(request, "workshop/session.html", {"found": results, "is_open": is_open})
