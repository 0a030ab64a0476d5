"""A closed session is opened again, with a reason that is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.http import Request, posted

from .. import services
from ..forms import ReopenForm
from ..rules import Action, SessionState, moment_of, why_not


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Ask for the reason, and open the session; an open one needs none."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    session = one(engagement.sessions.all(), pk=session_id)
    if session.state == SessionState.OPEN:
        raise services.NotNow(why_not(moment_of(session.state, ()), Action.REOPEN_SESSION))
    form = ReopenForm(posted(request))
    if form.is_valid():
        services.reopen_session(session=session, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The session is open again, with a new code. Phones that had joined are still in."))
        return redirect("workshop:console", engagement_id, session_id)
    context = {"form": form, "session": session}
    return render(request, "workshop/reopen.html", context, status=422 if form.errors else 200)
