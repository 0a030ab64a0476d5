"""Follow-up: what is due, one item's update, and who changed what."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one, own_department
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request
from roadmap.initiatives.queries.facts import initiatives_of

from . import queries, services, words
from .forms import UpdateForm
from .models import Reading

ALL = "all"


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """What is due first: a lead's own items, everybody's for the others."""
    engagement = engagement_for(request, engagement_id)
    page = queries.follow_up_page(engagement, department_asked_for(request, engagement))
    context = {
        "page": page,
        "finding": words.finding(page, engagement.viewer.department_id, engagement.start),
        "due": list(words.lines(page.due, engagement.start)),
        "others": list(words.lines(page.others, engagement.start)),
    }
    return render(request, "follow_up/home.html", context)


def department_asked_for(request: Request, engagement: Engagement) -> int | None:
    """The filter in the address; a lead's own department where there is none."""
    asked = request.GET.get("department", "")
    if asked.isdecimal():
        return int(asked)
    return None if asked == ALL else engagement.viewer.department_id


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Request, engagement_id: int, initiative_id: int) -> HttpResponse:
    """How one item stands; its lead and the facilitator tell news here."""
    engagement = engagement_for(request, engagement_id)
    page = queries.item_page(engagement, initiative_id)
    progress = page.item.progress
    if request.method != "POST":
        may = may_update(engagement, page)
        form = UpdateForm(progress=progress, measures=page.measures, correcting=corrected(request, page))
        return answer(request, page, form if may else None)
    own_department(engagement, page.item.initiative.department_id)
    form = UpdateForm(request.POST, progress=progress, measures=page.measures)
    if not form.is_valid():
        return answer(request, page, form, status=422)
    initiative = one(initiatives_of(engagement), pk=initiative_id)
    try:
        changed = services.update_item(initiative=initiative, by=request.user, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        form.show_theirs(meanwhile, str(progress.changed_by or ""))
        return answer(request, page, form, status=meanwhile.status)
    messages.success(request, _("Saved.") if changed else _("Nothing changed."))
    return redirect("follow_up:home", engagement_id)


def answer(request: Request, page: queries.ItemPage, form: UpdateForm | None, status: int = 200) -> HttpResponse:
    """The item's page; without a form for those who may not update it."""
    start = request.engagement.start
    context = {
        "page": page,
        "form": form,
        "due": words.dues(page.item, start),
        "planned": words.planned(page.item.planned, start),
        "towards": {each.facts.pk: words.towards(each) for each in page.measures},
        "hints": {each.facts.pk: words.hint(each) for each in page.measures},
        "history": list(words.history(page.history)),
    }
    return render(request, "follow_up/item.html", context, status=status)


def may_update(engagement: Engagement, page: queries.ItemPage) -> bool:
    viewer = engagement.viewer
    own = viewer.role == Role.LEAD and viewer.department_id == page.item.initiative.department_id
    return viewer.facilitates or own


def corrected(request: Request, page: queries.ItemPage) -> Mapping[str, Any] | None:
    """What the form opens with to correct the reading that the address names."""
    asked = request.GET.get("reading", "")
    for measure in page.measures:
        for reading in measure.readings:
            if str(reading.pk) == asked:
                return {"day": reading.date, f"reading-{measure.facts.pk}": reading.value}
    return None


@require_safe
def history(request: Request, engagement_id: int) -> HttpResponse:
    """Who changed what, newest first."""
    engagement = engagement_for(request, engagement_id)
    page = queries.history_page(engagement, request.GET.get("page"))
    return render(request, "follow_up/history.html", {"page": page, "lines": list(words.history(page))})


@require_POST
def delete_reading(request: Request, engagement_id: int, reading_id: int) -> HttpResponse:
    """Take a wrong reading away; the history keeps it."""
    engagement = engagement_for(request, engagement_id)
    rows = Reading.objects.filter(measure__initiative__engagement=engagement, measure__initiative__archived_at=None)
    reading = one(rows.select_related("measure__initiative__engagement"), pk=reading_id)
    initiative = reading.measure.initiative
    own_department(engagement, initiative.department_id)
    services.delete_reading(reading=reading, by=request.user)
    messages.success(request, _("The reading is deleted; the history keeps it."))
    return redirect("follow_up:item", engagement_id, initiative.pk)
