"""How far the room agrees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for
from maturity.web.http import Request
from maturity.web.languages import spoken

from ..queries.pages import agreement_page


@require_safe
def agreement(request: Request, engagement_id: int) -> HttpResponse:
    """Where the room agrees and where it does not, by every figure of agreement."""
    engagement = engagement_for(request, engagement_id)
    page = agreement_page(engagement)
    return render(request, "assessment/agreement.html", {"page": page, "language": spoken()})
