"""Four pages to read (channels, what if, paths, systems); one way to add, edit, delete and bring back their rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one, own_department
from maturity.clients.models import Change, Engagement
from maturity.clients.rules import Role, Verb
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.htmx import render_fragment
from maturity.web.http import Request

from . import services, words
from .domain.contribution import DEFAULT_SORT
from .domain.what_if import tried
from .forms import ChannelForm, HandoffForm, LinkForm, PathForm, RowForm, SystemForm, WhatIfForm
from .models import Channel
from .queries import pages
from .queries.rows import Row, paths_through, rows_of


@dataclass(frozen=True)
class Kind:
    """One kind of row: its form, the page that it stands on, who may edit it, where it is deleted, two headings."""

    key: str
    form: type[RowForm]
    page: str
    roles: Iterable[Role]
    deleting: str
    adding: str | Promise
    editing: str | Promise


FACILITATOR = (Role.FACILITATOR,)
OWNERS = (Role.FACILITATOR, Role.LEAD)
KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "channel",
            ChannelForm,
            "home",
            OWNERS,
            "channels:delete_channel",
            gettext_lazy("Add a channel"),
            gettext_lazy("Edit channel"),
        ),
        Kind(
            "handoff",
            HandoffForm,
            "home",
            FACILITATOR,
            "channels:delete_handoff",
            gettext_lazy("Add a handoff"),
            gettext_lazy("Edit handoff"),
        ),
        Kind(
            "path",
            PathForm,
            "paths",
            FACILITATOR,
            "channels:delete_path",
            gettext_lazy("Add a path"),
            gettext_lazy("Edit path"),
        ),
        Kind(
            "system",
            SystemForm,
            "systems",
            OWNERS,
            "channels:delete_system",
            gettext_lazy("Add a system"),
            gettext_lazy("Edit system"),
        ),
        Kind(
            "link",
            LinkForm,
            "systems",
            FACILITATOR,
            "channels:delete_link",
            gettext_lazy("Add a link"),
            gettext_lazy("Edit link"),
        ),
    )
}


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """How customers move between channels, and what each channel contributes beside what it costs."""
    engagement = engagement_for(request, engagement_id)
    page = pages.channels_page(engagement, request.GET.get("sort", DEFAULT_SORT))
    return render(request, "channels/home.html", {"page": page, "form": WhatIfForm(movable=page.movable)})


@require_safe
def what_if(request: Request, engagement_id: int) -> HttpResponse:
    """What another share of one handoff would change; the question stands in the address, to be shared."""
    engagement = engagement_for(request, engagement_id)
    analysis, movable = pages.what_if_of(engagement)
    form = WhatIfForm(request.GET.dict() if "handoff" in request.GET else None, movable=movable)
    asked = form.is_bound and form.is_valid()
    pair, share = form.question() if asked else ((0, 0), 0.0)
    found = tried(analysis, pair, share) if analysis and asked else None
    chosen = next((each for each in movable if (each.origin_id, each.destination_id) == pair), None)
    ends = (str(chosen.origin), str(chosen.destination)) if chosen else ("", "")
    customers = analysis.found.customers if analysis else 0
    context = {
        "form": form,
        "asked": asked,
        "movable": movable,
        "found": found,
        "chosen": chosen,
        "heading": words.what_if_heading(found, *ends, asked=asked),
        "answer": words.what_if_answer(found, *ends, customers, asked=asked),
    }
    return render(request, "channels/what_if.html", context)


@require_safe
def paths(request: Request, engagement_id: int) -> HttpResponse:
    """The measured paths, all or those through one channel."""
    engagement = engagement_for(request, engagement_id)
    chosen = request.GET.get("channel", "")
    channel_id = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
    page = pages.paths_page(engagement, channel_id, request.GET.get("sort", "-customers"))
    return render(request, "channels/paths.html", {"page": page})


@require_safe
def systems(request: Request, engagement_id: int) -> HttpResponse:
    """What holds data about customers, and how the data moves: now and as it should."""
    engagement = engagement_for(request, engagement_id)
    return render(request, "channels/systems.html", {"page": pages.systems_page(engagement)})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, engagement_id: int, kind: str) -> HttpResponse:
    """A new row of one kind."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    form = KINDS[kind].form(request.POST.dict() if request.method == "POST" else None, engagement=engagement)
    if not (form.is_bound and form.is_valid()):
        return show_form(request, KINDS[kind], form, status=422 if form.is_bound else 200)
    row = services.add(engagement=engagement, by=request.user, model=form.model, values=form.values())
    messages.success(request, _("Added: %(row)s.") % {"row": services.label_of(engagement, row)})
    return leave(request, KINDS[kind], engagement)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, engagement_id: int, kind: str, pk: int) -> HttpResponse:
    """Other values for one row; who saves second sees what the first saved, beside their own."""
    engagement, row = row_for(request, engagement_id, KINDS[kind], pk)
    data = request.POST.dict() if request.method == "POST" else None
    form = KINDS[kind].form(data, engagement=engagement, row=row, facilitates=engagement.viewer.facilitates)
    if not (form.is_bound and form.is_valid()):
        return show_form(request, KINDS[kind], form, status=422 if form.is_bound else 200)
    try:
        changed = services.change(engagement=engagement, by=request.user, row=row, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        form.show_theirs(meanwhile, last_editor(engagement, row))
        return show_form(request, KINDS[kind], form, status=meanwhile.status)
    messages.success(request, _("Saved.") if changed else _("Nothing changed."))
    return leave(request, KINDS[kind], engagement)


@require_POST
def delete(request: Request, engagement_id: int, kind: str, pk: int) -> HttpResponse:
    """One row away; the notice brings it back."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    row: Row = one(rows_of(engagement, KINDS[kind].form.model), pk=pk)
    noted = services.delete(engagement=engagement, by=request.user, row=row)
    messages.success(request, render_to_string("channels/_deleted.html", {"noted": noted}, request))
    return leave(request, KINDS[kind], engagement)


@require_POST
def undo(request: Request, engagement_id: int, change_id: int) -> HttpResponse:
    """Bring back what was deleted."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    deletions = Change.objects.filter(engagement=engagement, chapter="channels", action=Verb.REMOVED)
    deletion = one(deletions, pk=change_id)
    services.restore(engagement=engagement, by=request.user, deletion=deletion)
    messages.success(request, _("Back again: %(row)s.") % {"row": deletion.label})
    return leave(request, KINDS[deletion.subject.partition(":")[0]], engagement)


def row_for(request: Request, engagement_id: int, kind: Kind, pk: int) -> tuple[Engagement, Any]:
    """The engagement and one of its rows, for those who may edit it."""
    engagement = engagement_for(request, engagement_id, kind.roles)
    row = one(rows_of(engagement, kind.form.model), pk=pk)
    if Role.LEAD in kind.roles:
        own_department(engagement, row.department_id)
    return engagement, row


def show_form(request: Request, kind: Kind, form: RowForm, status: int) -> HttpResponse:
    """The form in place of its row, or on a page of its own."""
    if request.htmx and not form.is_bound:
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    used = paths_through(request.engagement, form.row) if isinstance(form.row, Channel) else 0
    context = {"kind": kind, "form": form, "back": f"channels:{kind.page}", "used": used}
    return render_fragment(request, "channels/edit.html", context, fragment="in_place", status=status)


def leave(request: Request, kind: Kind, engagement: Engagement) -> HttpResponse:
    """After a change: the page that the row stands on; where that is around the form, it loads itself anew."""
    if not request.htmx:
        return redirect(reverse(f"channels:{kind.page}", args=[engagement.pk]))
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response
