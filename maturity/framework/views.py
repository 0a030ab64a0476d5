"""Pages: the model that an engagement uses, the choice between models, and a facilitator's own library of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.queries import facilitated_by, require_facilitator
from maturity.clients.rules import Role
from maturity.web.http import Request, posted

from . import queries
from .forms import ChoiceForm, LibraryForm
from .models import Framework
from .rules import LibraryFaults
from .services import load_framework, use_framework


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id)
    scan = "quick" if request.GET.get("scan") == "quick" else "full"
    page = queries.reading_page(engagement, quick=scan == "quick")
    return render(request, "framework/home.html", {"page": page, "scan": scan})


@require_safe
def choose(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    context = {
        "choices": queries.choices_for(engagement),
        "obstacle": queries.obstacle_to_change(engagement),
    }
    return render(request, "framework/choose.html", context)


@require_POST
def use(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    form = ChoiceForm(request.POST, frameworks=queries.available_frameworks(engagement.organisation))
    if not form.is_valid():
        messages.error(request, _("Choose one of the frameworks in the list."))
        return redirect("framework:choose", engagement_id)
    framework = form.cleaned_data["framework"]
    use_framework(engagement=engagement, framework=framework, by=request.user)
    messages.success(request, _("This engagement uses %(framework)s.") % {"framework": framework})
    return redirect("framework:home", engagement_id)


@require_http_methods(["GET", "HEAD", "POST"])
def library(request: Request) -> HttpResponse:
    organisations = facilitated_by(request.user)
    require_facilitator(organisations)
    form = LibraryForm(posted(request), request.FILES or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            loaded = load_framework(text=form.cleaned_data["file"], organisation=form.cleaned_data["organisation"])
        except LibraryFaults as found:
            return _library_page(request, form, faults=found)
        messages.success(request, _("%(framework)s is loaded. Engagements can use it now.") % {"framework": loaded})
        return redirect("library:home")
    return _library_page(request, form)


def _library_page(request: Request, form: LibraryForm, faults: LibraryFaults | None = None) -> HttpResponse:
    context = {"form": form, "faults": faults, "entries": queries.library_of(request.user)}
    return render(request, "framework/library.html", context, status=422 if faults or form.errors else 200)


@require_safe
def file(request: Request, framework_id: int) -> HttpResponse:
    framework = one(queries.readable_by(request.user), pk=framework_id)
    return _attachment(framework)


def _attachment(framework: Framework) -> HttpResponse:
    response = HttpResponse(framework.source.encode(), content_type="application/toml")
    name = f"{framework.key}-{framework.version}.toml".replace('"', "")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
