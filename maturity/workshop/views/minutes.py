"""The minutes: a page to read and print, and a PDF."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for
from maturity.clients.models import Engagement
from maturity.web.http import Request
from maturity.web.languages import KNOWN, Language, django_language, languages, speaking, spoken
from maturity.web.pdf import render_pdf

from ..queries.minutes import STYLESHEETS, Minutes, minutes_of
from ..words.results import told


@require_safe
def minutes(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The minutes as a page; works where PDFs cannot be made."""
    engagement = engagement_for(request, engagement_id)
    language = language_asked(request)
    with speaking(language):
        found = minutes_of(engagement, session_id, language)
        response = render(request, "workshop/minutes.html", context_of(engagement, found, on_paper=False))
    response["Content-Language"] = django_language(language)
    return response


@never_cache
@require_safe
def pdf(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The same as a PDF; the same contents give the same bytes."""
    engagement = engagement_for(request, engagement_id)
    language = language_asked(request)
    found = minutes_of(engagement, session_id, language)
    response = HttpResponse(lay_out(engagement, found), content_type="application/pdf")
    name = f"{slugify(found.session.title) or 'session'}-{language}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def language_asked(request: Request) -> Language:
    """The language named in the address, else the reader's."""
    asked = request.GET.get("language", "")
    return Language(asked) if asked in KNOWN else spoken()


def lay_out(engagement: Engagement, found: Minutes) -> bytes:
    with speaking(found.language):
        html = render_to_string("workshop/minutes.html", context_of(engagement, found, on_paper=True))
        return render_pdf(html)


def context_of(engagement: Engagement, found: Minutes, *, on_paper: bool) -> dict[str, Any]:
    return {
        "engagement": engagement,
        "minutes": found,
        "found": found.results,
        "language": found.language,
        "languages": languages(),
        "on_paper": on_paper,
        "stylesheets": STYLESHEETS,
    } | told(found.results.results, found.results.rungs)
