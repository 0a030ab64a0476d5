"""The projector: the question, the count, the reveal, and the way in at all times, in the engagement's language."""

import io
from typing import Any

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity.clients.access import admit, engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.http import Request
from maturity.web.languages import django_language

from ..queries.activity import stage_of
from ..queries.live import board_of, mark_of
from ..queries.screen import chosen_cards, pause_of
from ..words.rounds import on_screen

FACILITATOR = [Role.FACILITATOR]


@never_cache
@require_safe
def projector(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    return in_its_language(request, engagement, session_id, "workshop/projector.html")


@never_cache
@require_safe
def screen(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The projector's live part; 204 while the page holds the current one."""
    admit(request, engagement_id, FACILITATOR)
    if mark_of(engagement_id, session_id) == request.GET.get("seen", ""):
        return HttpResponse(status=204)
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    return in_its_language(request, engagement, session_id, "workshop/projector.html#screen", live=True)


def in_its_language(
    request: Request, engagement: Engagement, session_id: int, template: str, **more: Any
) -> HttpResponse:
    """The room reads the engagement's language, whatever the facilitator's own."""
    language = django_language(engagement.language)
    with translation.override(language):
        found = board_of(engagement, session_id, engagement.language)
        context = {
            "board": found,
            "stage": stage_of(found.session),
            "chosen": chosen_cards(found),
            "pause": pause_of(found.session, found.current),
            "join_address": request.build_absolute_uri(reverse("join:code")).partition("://")[2].rstrip("/"),
        }
        says = on_screen(found.distribution, found.rungs)
        response = render(request, template, context | says | more)
    response["Content-Language"] = language
    return response


@require_safe
def qr(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The join link as a picture. It is dark on white in dark mode too: cameras read it so."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    if session.join_token is None:
        raise Http404
    link = request.build_absolute_uri(reverse("join:door", args=[session.join_token]))
    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="svg", border=2, light="#fff", omitsize=True)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
