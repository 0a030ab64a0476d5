"""Who has joined: the list by which two phones of one person are made one participant."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.http import Request

from .. import services
from ..forms import MergeForm
from ..queries.desk import attendants_of

FACILITATOR = [Role.FACILITATOR]


@never_cache
@require_safe
def participants(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    context = {"session": session, "attendants": attendants_of(session)}
    return render(request, "workshop/console/participants.html", context)


@require_POST
def merge(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Make two participants one."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    form = MergeForm(request.POST, session=session)
    if not form.is_valid():
        context = {"session": session, "attendants": attendants_of(session), "form": form}
        return render(request, "workshop/console/participants.html", context, status=422)
    keep, duplicate = form.cleaned_data["keep"], form.cleaned_data["duplicate"]
    services.merge_participants(keep=keep, duplicate=duplicate, by=request.user)
    told = _("%(duplicate)s is now %(keep)s. Both phones go on as this one.")
    messages.success(request, told % {"duplicate": duplicate.label, "keep": keep.label})
    return redirect("workshop:participants", engagement_id, session_id)


@require_POST
def part(request: Request, engagement_id: int, session_id: int, participant_id: int) -> HttpResponse:
    """Undo a merge."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    duplicate = one(session.participants.select_related("session"), pk=participant_id)
    services.part_participants(duplicate=duplicate, by=request.user)
    messages.success(request, _("%(label)s is a participant of its own again.") % {"label": duplicate.label})
    return redirect("workshop:participants", engagement_id, session_id)
