"""The raw ballots as a file."""

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.http import Request
from maturity.web.languages import spoken

from ..queries.exports import as_csv, as_xlsx, raw_ballots

FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@never_cache
@require_safe
def ballots(request: Request, engagement_id: int, session_id: int, kind: str) -> HttpResponse:
    """The ballots of all rounds that were shown, for facilitators alone."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    session = one(engagement.sessions.all(), pk=session_id)
    if kind not in FILES:
        raise Http404
    write, content_type = FILES[kind]
    language = spoken()
    response = HttpResponse(write(raw_ballots(session, language), language), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slugify(session.title) or "session"}-ballots.{kind}"'
    return response
