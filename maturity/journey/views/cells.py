"""One cell of the map: shown, opened, saved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maturity.clients.access import EVERYBODY, engagement_for, one, own_department
from maturity.clients.models import Engagement
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request, posted

from .. import services
from ..forms import TouchpointForm
from ..models import Touchpoint
from ..queries import living_touchpoints
from ..rules import CELLS, FACILITATORS_CELLS
from .home import map_context

PLACES = ("map", "card")


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: Request, engagement_id: int, pk: int, cell: str) -> HttpResponse:
    """GET opens a cell (``?shown`` closes it again), POST saves it; ``as`` is where it stands: map or card."""
    engagement = engagement_for(request, engagement_id, EVERYBODY)
    touchpoint = one(living_touchpoints(engagement), pk=pk)
    if cell not in CELLS:
        raise Http404
    require_cell(engagement, touchpoint, cell)
    if request.method != "POST" and not request.htmx:
        return redirect(reverse("journey:edit", args=[engagement.pk, pk]) + f"#id_{CELLS[cell][0]}")
    if "shown" in request.GET:
        return shown(request, engagement, pk, cell)
    form = TouchpointForm(
        posted(request), engagement=engagement, touchpoint=touchpoint, cell=cell, auto_id=f"cell-{pk}-%s"
    )
    if request.method == "POST" and form.is_valid():
        return save(request, engagement, touchpoint, cell, form)
    return opened(request, touchpoint, cell, form, 422 if form.errors else 200)


def require_cell(engagement: Engagement, touchpoint: Touchpoint, cell: str) -> None:
    """403 unless the viewer may change this cell: a lead the own department's, but not to whom it belongs."""
    own_department(engagement, None if cell in FACILITATORS_CELLS else touchpoint.department_id)


def place(request: Request) -> str:
    asked = request.GET.get("as", "")
    return asked if asked in PLACES else PLACES[0]


def save(
    request: Request, engagement: Engagement, touchpoint: Touchpoint, cell: str, form: TouchpointForm
) -> HttpResponse:
    try:
        services.edit_touchpoint(engagement=engagement, by=request.user, touchpoint=touchpoint, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        form.show_theirs(meanwhile, last_editor(engagement, touchpoint))
        return opened(request, touchpoint, cell, form, 409)
    if not request.htmx:
        messages.success(request, _("Saved."))
        return redirect("journey:touchpoint", engagement.pk, touchpoint.pk)
    return shown(request, engagement, touchpoint.pk, cell, saved=True)


def opened(request: Request, touchpoint: Touchpoint, cell: str, form: TouchpointForm, status: int) -> HttpResponse:
    context = {"form": form, "touchpoint": touchpoint, "cell": cell, "place": place(request)}
    template = "journey/_cell_form.html" if request.htmx else "journey/edit.html"
    return render(request, template, context, status=status)


def shown(request: Request, engagement: Engagement, pk: int, cell: str, *, saved: bool = False) -> HttpResponse:
    """The cell as it stands; after saving also its twin in the other layout, and the page's finding."""
    context: dict[str, Any] = map_context(request, engagement)
    columns = [column for column in context["map"].columns if column.touchpoint.pk == pk]
    if not columns:
        raise Http404
    here = place(request)
    context |= {
        "column": columns[0],
        "cell": cell,
        "place": here,
        "twin": next(each for each in PLACES if each != here),
        "saved_at": timezone.now() if saved else None,
    }
    return render(request, "journey/_cell_saved.html", context)
