"""The whole portfolio: the list, its picture, the guard-rails, suggestions, and what was put away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.chapters import pictures
from maturity.web.http import Request
from maturity.web.languages import spoken
from maturity.web.order import in_order

from .. import services, words
from ..domain.tilt import owner_tilt
from ..forms import OwnerForm
from ..queries import guard_rails as rails
from ..queries import suggestions as ideas
from ..queries.detail import archived_of
from ..queries.portfolio import Choices, outdone, portfolio_of, portfolio_page


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """Every initiative in one list; filters, order and whose estimates are shown are in the address."""
    engagement = engagement_for(request, engagement_id)
    page = portfolio_page(engagement, Choices.of(request.GET))
    viewer = engagement.viewer
    context = {
        "page": page,
        "listed": words.listed(page, engagement.start, engagement.currency),
        "priorities_finding": words.priorities_finding(page.priorities),
        "list_caption": words.list_caption(page.choices.view),
        "may_add": viewer.facilitates or viewer.role == Role.LEAD,
        "undo": request.GET.get("archived", "") if request.GET.get("archived", "").isdecimal() else "",
    }
    return render(request, "initiatives/home.html", context)


@require_safe
def picture(request: Request, engagement_id: int, theme: str) -> HttpResponse:
    """Value against effort as SVG, light or dark."""
    engagement = engagement_for(request, engagement_id)
    svg = pictures()["value-effort"](engagement, dark=theme == "dark")
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def estimates(request: Request, engagement_id: int) -> HttpResponse:
    """The picture's figures: all, without the owner's department, the owner's department only, and the tilt,
    of each and pooled, with the order of priority with and without owners."""
    engagement = engagement_for(request, engagement_id)
    portfolio = portfolio_of(engagement)
    context = {"rows": portfolio, "outdone": outdone(portfolio), "tilt": owner_tilt(portfolio)}
    return render(request, "initiatives/estimates.html", context)


@require_safe
def guard_rails(request: Request, engagement_id: int) -> HttpResponse:
    """The eight guard-rails: which hold, where others do not, and how to mend that."""
    engagement = engagement_for(request, engagement_id)
    return render(request, "initiatives/guard_rails.html", {"page": rails.guard_rails(engagement)})


@require_safe
def suggestions(request: Request, engagement_id: int) -> HttpResponse:
    """Typical initiatives for the largest gaps."""
    engagement = engagement_for(request, engagement_id)
    context = {
        "page": ideas.suggestions_page(engagement),
        "language": spoken(),
        "departments": in_order(engagement.departments.all()) if engagement.viewer.facilitates else [],
    }
    return render(request, "initiatives/suggestions.html", context)


@require_POST
def take_suggestion(request: Request, engagement_id: int, key: str) -> HttpResponse:
    """Make a draft of a suggestion, for the chosen owner."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    suggestion = ideas.library().get(key)
    if suggestion is None:
        raise Http404
    form = OwnerForm(request.POST, departments=dict(engagement.departments.values_list("pk", "name")))
    if not form.is_valid():
        messages.error(request, _("Choose the department that shall own it."))
        return redirect("initiatives:suggestions", engagement_id)
    at = form.cleaned_data["touchpoint"]
    made = services.take_suggestion(
        engagement=engagement,
        by=request.user,
        suggestion=suggestion,
        department=one(engagement.departments.all(), pk=form.cleaned_data["department"]),
        touchpoint=one(engagement.touchpoints.all(), pk=at) if at else None,
    )
    messages.success(request, _("%(initiative)s was added as a draft.") % {"initiative": made})
    return redirect("initiatives:suggestions", engagement_id)


@require_safe
def archived(request: Request, engagement_id: int) -> HttpResponse:
    """What was put away, and the way back."""
    engagement = engagement_for(request, engagement_id)
    return render(request, "initiatives/archived.html", {"initiatives": archived_of(engagement)})
