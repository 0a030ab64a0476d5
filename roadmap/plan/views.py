"""The best plan: seeing it, working it out, pinning starts, and its budget."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.http import Request
from roadmap.initiatives.queries.facts import facts_of

from . import queries, services, words
from .forms import BudgetForm, PinForm

LONGEST_ID = 18


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """The plan as it was last worked out, beside the way to work it out again."""
    engagement = engagement_for(request, engagement_id)
    return render(request, "plan/home.html", page_of(engagement, None))


def page_of(engagement: Engagement, form: BudgetForm | None) -> dict[str, Any]:
    """What the page shows; ``form``: a budget that was typed and cannot be kept."""
    saved = queries.kept_plan(engagement)
    readable = saved if saved and saved.result else None
    # Without a plan nothing is compared with what it would be worked out from: the names are enough.
    inputs = queries.inputs_of(engagement, None if readable else facts_of(engagement))
    return {
        "inputs": inputs,
        "plan": readable,
        "unreadable": saved is not None and readable is None,
        "job": queries.unfinished_job(engagement),
        "said": words.said_of(readable, inputs, engagement),
        "form": form or BudgetForm(initial={"budget": inputs.budget}),
        "quarters": range(1, engagement.quarters + 1),
    }


@require_POST
def work_out(request: Request, engagement_id: int) -> HttpResponse:
    """Ask for the best plan; a job finds it."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    services.ask_for_plan(engagement=engagement, by=request.user)
    return redirect("plan:home", engagement_id)


@require_POST
def add_pin(request: Request, engagement_id: int) -> HttpResponse:
    """Pin the initiative that the form names."""
    chosen = request.POST.get("initiative", "")
    if not chosen.isdecimal() or len(chosen) > LONGEST_ID:
        raise Http404
    return pin(request, engagement_id, int(chosen))


@require_POST
def pin(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """Pin the start of one initiative, or set it free, and plan anew around it."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    initiative = one(engagement.initiatives.filter(archived_at=None), pk=initiative_id)
    form = PinForm(request.POST, engagement=engagement)
    if not form.is_valid():
        messages.error(request, _("Choose a quarter of the plan, or “free”. Nothing was changed."))
        return redirect("plan:home", engagement_id)
    services.pin(initiative=initiative, quarter=form.cleaned_data["quarter"], by=request.user)
    services.ask_for_plan(engagement=engagement, by=request.user)
    return redirect("plan:home", engagement_id)


@require_POST
def budget(request: Request, engagement_id: int) -> HttpResponse:
    """Cap what the plan may spend, and plan anew under it."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    form = BudgetForm(request.POST)
    if not form.is_valid():
        return render(request, "plan/home.html", page_of(engagement, form), status=422)
    services.set_budget(engagement=engagement, budget=form.cleaned_data["budget"], by=request.user)
    services.ask_for_plan(engagement=engagement, by=request.user)
    return redirect("plan:home", engagement_id)
