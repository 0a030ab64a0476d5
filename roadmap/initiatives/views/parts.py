"""What an initiative promises and how it is measured: benefits and measures, one form each."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maturity.clients.access import one
from maturity.web.http import Request

from .. import services
from ..forms import BenefitForm, MeasureForm
from ..models import Benefit, Initiative, Measure
from .initiative import editable_for


@require_http_methods(["GET", "HEAD", "POST"])
def benefit(request: Request, engagement_id: int, initiative_id: int, part_id: int | None = None) -> HttpResponse:
    """Add or change a benefit."""
    _engagement, initiative = editable_for(request, engagement_id, initiative_id)
    old = one(initiative.benefits.all(), pk=part_id) if part_id is not None else None
    form = BenefitForm(request.POST or None, instance=old, initiative=initiative)
    return saved(request, initiative, form, old, "initiatives/benefit.html")


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: Request, engagement_id: int, initiative_id: int, part_id: int | None = None) -> HttpResponse:
    """Add or change a measure."""
    _engagement, initiative = editable_for(request, engagement_id, initiative_id)
    old = one(initiative.measures.all(), pk=part_id) if part_id is not None else None
    form = MeasureForm(request.POST or None, instance=old, initiative=initiative)
    return saved(request, initiative, form, old, "initiatives/measure.html")


def saved(
    request: Request, initiative: Initiative, form: BenefitForm | MeasureForm, old: Model | None, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        services.save_part(initiative=initiative, by=request.user, part=form.instance)
        messages.success(request, _("Saved."))
        return redirect("initiatives:initiative", initiative.engagement_id, initiative.pk)
    context = {"form": form, "initiative": initiative, "old": old}
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def remove_benefit(request: Request, engagement_id: int, initiative_id: int, part_id: int) -> HttpResponse:
    _engagement, initiative = editable_for(request, engagement_id, initiative_id)
    return removed(request, initiative, one(initiative.benefits.all(), pk=part_id))


@require_POST
def remove_measure(request: Request, engagement_id: int, initiative_id: int, part_id: int) -> HttpResponse:
    _engagement, initiative = editable_for(request, engagement_id, initiative_id)
    return removed(request, initiative, one(initiative.measures.all(), pk=part_id))


def removed(request: Request, initiative: Initiative, part: Benefit | Measure) -> HttpResponse:
    part.initiative = initiative
    services.remove_part(part=part, by=request.user)
    messages.success(request, _("Removed. The trail keeps what it said."))
    return redirect("initiatives:initiative", initiative.engagement_id, initiative.pk)
