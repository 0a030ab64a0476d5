"""The assessment, the votes behind each dimension, and the targets."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from maturity.clients.access import engagement_for
from maturity.clients.rules import Role
from maturity.framework.queries import framework_of, model_of
from maturity.web.htmx import render_fragment
from maturity.web.http import Request
from maturity.web.languages import spoken

from .. import services
from ..forms import TargetsForm
from ..queries.outcomes import outcomes_of
from ..queries.pages import assessment_page, dimension_page, targets_of


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """Where we stand: ladder picture, departments, largest gaps and disagreements."""
    engagement = engagement_for(request, engagement_id)
    chosen = request.GET.get("session", "")
    page = assessment_page(engagement, int(chosen) if chosen.isdecimal() else None)
    return render(request, "assessment/home.html", {"page": page, "language": spoken()})


@require_safe
def dimension(request: Request, engagement_id: int, key: str) -> HttpResponse:
    """The votes behind one dimension, statement by statement, both rounds."""
    engagement = engagement_for(request, engagement_id)
    page = dimension_page(engagement, key)
    if page is None:
        raise Http404
    return render(request, "assessment/dimension.html", {"page": page, "language": spoken()})


@require_safe
def outcomes(request: Request, engagement_id: int, key: str) -> HttpResponse:
    """What was decided on a dimension's statements: a page, or the part of its page that comes after the figures."""
    engagement = engagement_for(request, engagement_id)
    model = model_of(framework_of(engagement))
    dimension = next((each for each in model.dimensions if each.key == key), None)
    if dimension is None:
        raise Http404
    context = {
        "model": model,
        "dimension": dimension,
        "outcomes": outcomes_of(engagement, key),
        "language": spoken(),
    }
    return render_fragment(request, "assessment/outcomes.html", context, fragment="outcomes")


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: Request, engagement_id: int) -> HttpResponse:
    """Set a target rung per dimension, and say why."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    model = model_of(framework_of(engagement))
    form = TargetsForm(
        request.POST if request.method == "POST" else None,
        dimensions=model.dimensions,
        rungs=model.rungs,
        targets=targets_of(engagement),
        language=spoken(),
    )
    if request.method == "POST" and form.is_valid():
        changed = services.set_targets(engagement=engagement, by=request.user, chosen=form.chosen())
        message = ngettext("%(n)s target changed.", "%(n)s targets changed.", changed) % {"n": changed}
        messages.success(request, message if changed else _("Nothing changed."))
        return redirect("assessment:home", engagement_id)
    status = 422 if form.errors else 200
    return render(request, "assessment/targets.html", {"form": form, "language": form.language}, status=status)
