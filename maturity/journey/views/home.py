"""The map on screen and on paper, and the map as the answer to whatever changed it."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for
from maturity.clients.models import Engagement
from maturity.web.htmx import render_fragment
from maturity.web.http import Request

from ..queries import journey_map, scores_page
from ..rules import GAP_MEANINGS, GapKind

COLUMNS_ON_PAPER = {"a4": 8, "a3": 12}


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """The journey map, ready to be edited in place."""
    engagement = engagement_for(request, engagement_id)
    return render_fragment(request, "journey/home.html", map_context(request, engagement), fragment="journey")


@require_safe
def printed(request: Request, engagement_id: int) -> HttpResponse:
    """The map cut into pieces that fit a landscape sheet."""
    engagement = engagement_for(request, engagement_id)
    paper = request.GET.get("paper", "a4")
    columns = COLUMNS_ON_PAPER.get(paper, COLUMNS_ON_PAPER["a4"])
    context = map_context(request, engagement)
    return render(
        request, "journey/print.html", {**context, "pieces": list(context["map"].slices(columns)), "paper": paper}
    )


@require_safe
def scores(request: Request, engagement_id: int) -> HttpResponse:
    """Net promoter scores of journeys and touchpoints, and how they moved between two half-years."""
    engagement = engagement_for(request, engagement_id)
    return render(request, "journey/scores.html", {"page": scores_page(engagement)})


def map_context(request: Request, engagement: Engagement, archived: int | None = None) -> dict[str, Any]:
    """What the map's templates take. ``archived``: the touchpoint to offer back."""
    map_ = journey_map(engagement, asked(request, "journey"), asked(request, "persona"))
    wanted = archived or asked(request, "archived")
    return {
        "engagement": engagement,
        "map": map_,
        "may": engagement.viewer.facilitates,
        "kinds": [(kind, GAP_MEANINGS[kind]) for kind in GapKind],
        "undo": next((touchpoint for touchpoint in map_.archived if touchpoint.pk == wanted), None),
    }


def asked(request: Request, name: str) -> int | None:
    """A number from the address: of this page, or of the page that htmx is on."""
    query = urlsplit(request.htmx.current_url or "").query if request.htmx else request.META.get("QUERY_STRING", "")
    value = parse_qs(query).get(name, [""])[0]
    return int(value) if value.isdecimal() and len(value) < 16 else None


def answer(
    request: Request, engagement: Engagement, journey: int, said: str, *, column: int | None = None, undo: bool = False
) -> HttpResponse:
    """The map after a change, with what was done in words; with ``undo`` the archived column is offered back."""
    if not request.htmx:
        if not undo:
            messages.success(request, said)
        return redirect(address(engagement, journey, column, archived=column if undo else None))
    context = map_context(request, engagement, archived=column if undo else None)
    response = render_fragment(request, "journey/home.html", context, fragment="journey")
    response["HX-Trigger"] = json.dumps({"said": {"text": said}})
    return response


def address(engagement: Engagement, journey: int, column: int | None = None, archived: int | None = None) -> str:
    """The map at one of its columns."""
    query = f"?journey={journey}" + (f"&archived={archived}" if archived else "")
    anchor = f"#touchpoint-{column}" if column and not archived else ""
    return reverse("journey:home", args=[engagement.pk]) + query + anchor
