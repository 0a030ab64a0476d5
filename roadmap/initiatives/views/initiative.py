"""One initiative: everything about it, its form, and putting it away with a way back."""

from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one, own_department
from maturity.clients.models import Engagement
from maturity.clients.rules import Role, Verb
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request
from maturity.web.order import in_order

from .. import services, words
from ..forms import EstimateForm, InitiativeForm
from ..models import Initiative
from ..queries.detail import estimate_by, form_choices, initiative_page
from ..queries.facts import initiatives_of

FORM = "initiatives/form.html"
EDITORS = (Role.FACILITATOR, Role.LEAD)


def initiative_for(request: Request, engagement_id: int, initiative_id: int) -> tuple[Engagement, Initiative]:
    """The initiative, for everybody in the engagement."""
    engagement = engagement_for(request, engagement_id)
    return engagement, one(initiatives_of(engagement), pk=initiative_id)


def editable_for(request: Request, engagement_id: int, initiative_id: int) -> tuple[Engagement, Initiative]:
    """The initiative, for the facilitator and the owner department's lead."""
    engagement, initiative = initiative_for(request, engagement_id, initiative_id)
    own_department(engagement, initiative.department_id)
    initiative.engagement = engagement
    return engagement, initiative


def may_edit(engagement: Engagement, initiative: Initiative) -> bool:
    viewer = engagement.viewer
    return viewer.facilitates or (viewer.role == Role.LEAD and viewer.department_id == initiative.department_id)


@require_safe
def initiative(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """Everything that is known of one initiative."""
    engagement, found = initiative_for(request, engagement_id, initiative_id)
    context = {
        "page": initiative_page(engagement, found),
        "stated": words.stated(found, engagement.currency),
        "may_edit": may_edit(engagement, found),
        "me": str(request.user),
    }
    return render(request, "initiatives/initiative.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, engagement_id: int) -> HttpResponse:
    """A new initiative; a department lead adds to their own department."""
    engagement = engagement_for(request, engagement_id, EDITORS)
    form = form_for(request, engagement, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_initiative(engagement=engagement, by=request.user, draft=form.draft())
        except services.WaitsForItself as refusal:
            form.add_error("after", refusal.reason)
        else:
            messages.success(request, _("%(initiative)s was added.") % {"initiative": made})
            return redirect("initiatives:initiative", engagement_id, made.pk)
    return render(request, FORM, {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """Change an initiative; what somebody else saved in the same fields stands beside what was typed."""
    engagement, found = editable_for(request, engagement_id, initiative_id)
    form = form_for(request, engagement, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_initiative(initiative=found, by=request.user, edit=form.edit())
        except services.WaitsForItself as refusal:
            form.add_error("after", refusal.reason)
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, last_editor(engagement, found, action=Verb.CHANGED, label=str(found)))
            return render(request, FORM, {"form": form, "initiative": found}, status=meanwhile.status)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:initiative", engagement_id, found.pk)
    return render(request, FORM, {"form": form, "initiative": found}, status=422 if form.errors else 200)


def form_for(request: Request, engagement: Engagement, found: Initiative | None) -> InitiativeForm:
    data = request.POST if request.method == "POST" else None
    return InitiativeForm(data, engagement=engagement, choices=form_choices(engagement, found), initiative=found)


@require_POST
def archive(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """Put an initiative away. The list then offers to undo it."""
    _engagement, found = editable_for(request, engagement_id, initiative_id)
    services.archive_initiative(initiative=found, by=request.user)
    return redirect(f"{reverse('initiatives:home', args=[engagement_id])}?archived={found.pk}")


@require_POST
def restore(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """Take an archived initiative out again."""
    _engagement, found = editable_for(request, engagement_id, initiative_id)
    services.restore_initiative(initiative=found, by=request.user)
    messages.success(request, _("%(initiative)s is back.") % {"initiative": found})
    return redirect("initiatives:initiative", engagement_id, found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """Rate an initiative's value and effort: a member as themselves, the facilitator for others, too."""
    engagement, found = initiative_for(request, engagement_id, initiative_id)
    departments = dict(in_order(engagement.departments.values_list("pk", "name"), itemgetter(1)))
    form = EstimateForm(
        request.POST if request.method == "POST" else None,
        initial=rating_of(request, found),
        engagement=engagement,
        departments=departments,
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        department = said.get("department", engagement.viewer.department_id)
        services.rate(
            initiative=found,
            by=request.user,
            rater=said.get("rater", str(request.user)),
            department=one(engagement.organisation.departments.all(), pk=department),
            value=said["value"],
            effort=said["effort"],
        )
        messages.success(request, _("The estimate was saved."))
        return redirect("initiatives:initiative", engagement_id, found.pk)
    context = {"form": form, "initiative": found}
    return render(request, "initiatives/rate.html", context, status=422 if form.errors else 200)


def rating_of(request: Request, found: Initiative) -> dict[str, Any]:
    """What stands in the form at first: the chosen rater's estimate, else one's own."""
    asked = request.GET.get("rater", "") if request.engagement.viewer.facilitates else ""
    rater = asked or str(request.user)
    old = estimate_by(found, rater)
    if old is None:
        return {"rater": rater}
    return {"rater": old.rater, "department": old.department_id, "value": old.value, "effort": old.effort}


@require_POST
def remove_estimate(request: Request, engagement_id: int, initiative_id: int, estimate_id: int) -> HttpResponse:
    """Take an estimate away: the facilitator any, others their own."""
    engagement, found = initiative_for(request, engagement_id, initiative_id)
    within = found.estimates.all()
    if not engagement.viewer.facilitates:
        mine = estimate_by(found, str(request.user))
        within = within.filter(pk=mine.pk) if mine else within.none()
    services.take_estimate_away(estimate=one(within, pk=estimate_id), by=request.user)
    messages.success(request, _("The estimate was taken away."))
    return redirect("initiatives:initiative", engagement_id, found.pk)
