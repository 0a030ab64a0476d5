from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for
from maturity.web.http import Request


@require_safe
def home(request: Request) -> HttpResponse:
    return render(request, "clients/home.html")


@require_safe
def overview(request: Request, engagement_id: int) -> HttpResponse:
    engagement_for(request, engagement_id)
    return render(request, "clients/overview.html")
