"""A rehearsal: begun from a session, played by simulated people while the console is open, ended without trace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.http import Request, posted

from ..forms import RehearsalForm
from ..queries.rehearsal import cast_of
from ..queries.room import departments_of
from ..services.rehearsal import end_rehearsal, play_along, rehearse

FACILITATOR = [Role.FACILITATOR]


@require_http_methods(["GET", "HEAD", "POST"])
def cast(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Who plays along: begins a rehearsal of a session, or changes the one that is going on."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    form = RehearsalForm(posted(request), departments=departments_of(engagement), already=cast_of(session))
    if form.is_valid():
        rehearsal = rehearse(session=session, by=request.user, people=form.people)
        return redirect("workshop:console", engagement_id, rehearsal.pk)
    context = {"form": form, "session": session}
    return render(request, "workshop/rehearsal/cast.html", context, status=422 if form.errors else 200)


@require_POST
def play(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Let the simulated people do what is due; the console asks each second, without script a button does."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    play_along(session=one(engagement.sessions.all(), pk=session_id))
    return HttpResponse(status=204) if request.htmx else redirect("workshop:console", engagement_id, session_id)


@require_POST
def end(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    end_rehearsal(session=one(engagement.sessions.all(), pk=session_id))
    messages.success(request, _("The rehearsal has ended. Nothing of it is kept."))
    return redirect("workshop:home", engagement_id)
