"""Set pieces of a touchpoint: add, edit, take away, bring back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maturity.clients.access import engagement_for, one, own_department
from maturity.clients.models import Engagement
from maturity.clients.rules import Verb
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request, posted

from .. import services
from ..forms import SetPieceForm
from ..models import SetPiece, Touchpoint
from .touchpoints import EDITORS, living


def editable(engagement: Engagement, pk: int) -> SetPiece:
    """A set piece that the viewer may change, or 404, or 403."""
    rows = SetPiece.objects.filter(touchpoint__engagement=engagement).select_related("touchpoint")
    piece = one(rows, pk=pk)
    own_department(engagement, piece.touchpoint.department_id)
    return piece


def to_touchpoint(engagement: Engagement, touchpoint: Touchpoint, query: str = "") -> HttpResponse:
    return redirect(reverse("journey:touchpoint", args=[engagement.pk, touchpoint.pk]) + query + "#set-pieces")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """What may go wrong at a touchpoint."""
    engagement = engagement_for(request, engagement_id, EDITORS)
    touchpoint = living(engagement, pk)
    own_department(engagement, touchpoint.department_id)
    form = SetPieceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.add_set_piece(engagement=engagement, by=request.user, touchpoint=touchpoint, **form.cleaned_data)
        messages.success(request, _("Set piece added."))
        return to_touchpoint(engagement, touchpoint)
    return form_page(request, touchpoint, form, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Change a set piece."""
    engagement = engagement_for(request, engagement_id, EDITORS)
    piece = editable(engagement, pk)
    form = SetPieceForm(posted(request), row=piece)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, piece.touchpoint, form, 422 if form.errors else 200, piece)
    try:
        services.edit_set_piece(engagement=engagement, by=request.user, piece=piece, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        form.show_theirs(meanwhile, last_editor(engagement, piece))
        return form_page(request, piece.touchpoint, form, 409, piece)
    messages.success(request, _("Saved."))
    return to_touchpoint(engagement, piece.touchpoint)


def form_page(
    request: Request, touchpoint: Touchpoint, form: SetPieceForm, status: int, piece: SetPiece | None = None
) -> HttpResponse:
    context = {"form": form, "touchpoint": touchpoint, "piece": piece}
    return render(request, "journey/set_piece.html", context, status=status)


@require_POST
def remove(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Take a set piece away; the touchpoint's page offers it back."""
    engagement = engagement_for(request, engagement_id, EDITORS)
    piece = editable(engagement, pk)
    touchpoint = piece.touchpoint
    change = services.remove_set_piece(engagement=engagement, by=request.user, piece=piece)
    return to_touchpoint(engagement, touchpoint, f"?removed={change.pk}")


@require_POST
def restore(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Bring back a set piece by the trail's line about its removal."""
    engagement = engagement_for(request, engagement_id, EDITORS)
    removals = engagement.changes.filter(chapter="journey", action=Verb.REMOVED, subject__startswith="setpiece:")
    change = one(removals, pk=pk)
    touchpoint = living(engagement, change.fields["touchpoint"][0])
    own_department(engagement, touchpoint.department_id)
    services.restore_set_piece(engagement=engagement, by=request.user, touchpoint=touchpoint, change=change)
    messages.success(request, _("The set piece is back."))
    return to_touchpoint(engagement, touchpoint)
