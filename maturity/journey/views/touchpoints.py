"""One touchpoint: its page, its fields, its place on the map, and what customers said of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one, own_department
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request, posted

from .. import queries, services
from ..domain.layout import Direction
from ..forms import AddForm, RatingsForm, TouchpointForm
from ..models import Stage, Touchpoint
from ..rules import GAP_MEANINGS, GapKind
from .home import address, answer

FACILITATOR = (Role.FACILITATOR,)
EDITORS = (Role.FACILITATOR, Role.LEAD)


def living(engagement: Engagement, pk: int) -> Touchpoint:
    """A touchpoint that stands on the map, or 404."""
    found: Touchpoint = one(queries.living_touchpoints(engagement), pk=pk)
    return found


@require_safe
def touchpoint(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """What customers say of a touchpoint, how sure that is, and what may go wrong there."""
    engagement = engagement_for(request, engagement_id)
    return touchpoint_page(request, engagement, one(queries.touchpoints_of(engagement), pk=pk), RatingsForm())


def touchpoint_page(
    request: Request, engagement: Engagement, touchpoint: Touchpoint, form: RatingsForm, status: int = 200
) -> HttpResponse:
    removed = request.GET.get("removed", "")
    context = {
        "page": queries.touchpoint_page(touchpoint),
        "touchpoint": touchpoint,
        "form": form,
        "why": TouchpointForm(engagement=engagement, touchpoint=touchpoint, cell="gap"),
        "editable": queries.may_edit(engagement, touchpoint.department_id) and touchpoint.archived_at is None,
        "may": engagement.viewer.facilitates,
        "kinds": [(kind, GAP_MEANINGS[kind]) for kind in GapKind],
        "removed": int(removed) if removed.isdecimal() and len(removed) < 16 else None,
    }
    return render(request, "journey/touchpoint.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """All fields of a touchpoint in one form."""
    engagement = engagement_for(request, engagement_id, EDITORS)
    found = living(engagement, pk)
    own_department(engagement, found.department_id)
    form = TouchpointForm(posted(request), engagement=engagement, touchpoint=found)
    if request.method == "POST" and form.is_valid():
        return save(request, engagement, found, form)
    return form_page(request, found, form, 422 if form.errors else 200)


def save(request: Request, engagement: Engagement, found: Touchpoint, form: TouchpointForm) -> HttpResponse:
    try:
        changed = services.edit_touchpoint(engagement=engagement, by=request.user, touchpoint=found, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        form.show_theirs(meanwhile, last_editor(engagement, found))
        return form_page(request, found, form, 409)
    messages.success(request, _("Saved.") if changed else _("Nothing changed."))
    return redirect(address(engagement, found.stage.journey_id, found.pk))


def form_page(request: Request, found: Touchpoint, form: TouchpointForm, status: int) -> HttpResponse:
    return render(request, "journey/edit.html", {"form": form, "touchpoint": found}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, engagement_id: int) -> HttpResponse:
    """A new touchpoint; ``?stage=`` and ``?after=`` say where."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    form = AddForm(posted(request), engagement=engagement, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        made = services.add_touchpoint(engagement=engagement, by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(name)s” is on the map. Fill in its cells there.") % {"name": made.name})
        return redirect(address(engagement, made.stage.journey_id, made.pk))
    return render(request, "journey/add.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def move(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """One press to the left or right, or to the stage before or after."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = living(engagement, pk)
    way = request.POST.get("way", "")
    if way not in set(Direction):
        raise services.JourneyRefusal(_("A touchpoint moves left, right, or to the stage before or after."))
    did = services.move_touchpoint(engagement=engagement, by=request.user, touchpoint=found, direction=Direction(way))
    return answer(request, engagement, found.stage.journey_id, moved_text(found, did), column=pk)


@require_POST
def put(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """To a place in a stage, as a drag does: ``stage`` and ``place``, counted from 0."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = living(engagement, pk)
    stage, place = request.POST.get("stage", ""), request.POST.get("place", "")
    if not (stage.isdecimal() and place.isdecimal() and len(stage + place) < 16):
        raise services.JourneyRefusal(_("Say which stage and which place."))
    target = one(Stage.objects.filter(journey__engagement=engagement), pk=int(stage))
    did = services.put_touchpoint(
        engagement=engagement, by=request.user, touchpoint=found, stage=target, place=int(place)
    )
    return answer(request, engagement, found.stage.journey_id, moved_text(found, did), column=pk)


def moved_text(found: Touchpoint, did: bool) -> str:
    if not did:
        return _("“%(name)s” stays where it is.") % {"name": found.name}
    found.refresh_from_db(fields=["position", "stage"])
    return _("“%(name)s” is now number %(position)s, in %(stage)s.") % {
        "name": found.name,
        "position": found.position,
        "stage": found.stage.name,
    }


@require_POST
def copy(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """A copy behind the original."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    made = services.copy_touchpoint(engagement=engagement, by=request.user, touchpoint=living(engagement, pk))
    said = _("Copied to “%(name)s”.") % {"name": made.name}
    return answer(request, engagement, made.stage.journey_id, said, column=made.pk)


@require_POST
def archive(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Off the map; the next page offers it back."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = living(engagement, pk)
    services.archive_touchpoint(engagement=engagement, by=request.user, touchpoint=found)
    said = _("“%(name)s” is archived.") % {"name": found.name}
    return answer(request, engagement, found.stage.journey_id, said, column=pk, undo=True)


@require_POST
def restore(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Back on the map."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = one(queries.touchpoints_of(engagement), pk=pk)
    services.restore_touchpoint(engagement=engagement, by=request.user, touchpoint=found)
    said = _("“%(name)s” is back on the map.") % {"name": found.name}
    return answer(request, engagement, found.stage.journey_id, said, column=pk)


@require_POST
def ratings(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Customers' scores, pasted. Facilitators only: who answers for a touchpoint does not bring its marks."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = living(engagement, pk)
    form = RatingsForm(request.POST)
    if not form.is_valid():
        return touchpoint_page(request, engagement, found, form, 422)
    n = services.add_ratings(
        engagement=engagement,
        by=request.user,
        touchpoint=found,
        scores=form.cleaned_data["scores"],
        day=form.cleaned_data["day"],
    )
    messages.success(request, ngettext("%(n)s score added.", "%(n)s scores added.", n) % {"n": n})
    return redirect("journey:touchpoint", engagement_id, pk)
