"""The pre-survey, for the facilitator: open it, see who has answered, end it, and read what was said."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.http import Request
from maturity.web.languages import spoken

from ..queries.presurvey import findings_of, progress_of
from ..rules import Presurvey
from ..services import end_presurvey, start_presurvey
from ..words.rounds import alone

FACILITATOR = [Role.FACILITATOR]


@never_cache
@require_safe
def presurvey(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = findings_of(engagement, session_id, spoken())
    progress = progress_of(found.session) if found.session.presurvey == Presurvey.OPEN else ()
    context = {
        "found": found,
        "progress": progress,
        "joined": sum(each.joined for each in progress),
        "finished": sum(each.finished for each in progress),
        "findings": alone(((each.item.row.pk, each.distribution) for each in found.statements), found.rungs),
        "begun": any(each.item.phases for each in found.statements),
    }
    return render(request, "workshop/preparing/presurvey.html", context)


@require_POST
def start(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    start_presurvey(session=one(engagement.sessions.all(), pk=session_id), by=request.user)
    return redirect("workshop:presurvey", engagement_id, session_id)


@require_POST
def end(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    end_presurvey(session=one(engagement.sessions.all(), pk=session_id), by=request.user)
    return redirect("workshop:presurvey", engagement_id, session_id)
