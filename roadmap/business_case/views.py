"""The business case: the page, its plots, working it out, the assumptions, its terms, and what drivers can give."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request
from maturity.web.languages import spoken

from . import services
from .domain.returns import returns_of
from .forms import AssumptionForm, DoNothingForm, DriverBaseForm, TermsForm, ThreePointForm
from .models import Assumption, CaseTerms
from .queries import page as pages
from .rules import DO_NOTHING, driver_of, quoted_figures
from .words import said_of
from .words.sections import picture

FORM = "business_case/assumption.html"
TERMS = "business_case/terms.html"
BASE = "business_case/driver_base.html"
MODES = ("light", "dark")


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """What the plan is worth, how sure that is, and what it rests on."""
    engagement = engagement_for(request, engagement_id)
    page = pages.case_page(engagement)
    shown = {"page": page, "said": said_of(page, engagement), "language": spoken()}
    return render(request, "business_case/home.html", shown)


@require_safe
def quarters(request: Request, engagement_id: int) -> HttpResponse:
    """Costs and benefits by initiative and quarter."""
    engagement = engagement_for(request, engagement_id)
    page = pages.case_page(engagement)
    returns = returns_of(page.result) if page.result else ()
    shown = {"page": page, "said": said_of(page, engagement), "returns": returns}
    return render(request, "business_case/quarters.html", shown)


@require_safe
def plot(request: Request, engagement_id: int, case_id: int, name: str, mode: str) -> HttpResponse:
    """One picture of a saved case."""
    engagement = engagement_for(request, engagement_id)
    result = one(engagement.cases.all(), pk=case_id).result
    drawn = picture(result, engagement, name, dark=mode == "dark") if result and mode in MODES else None
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_POST
def work_out(request: Request, engagement_id: int) -> HttpResponse:
    """Hand the case to the worker."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    services.ask_for_case(engagement=engagement, by=request.user)
    return redirect("business_case:home", engagement_id)


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Request, engagement_id: int) -> HttpResponse:
    """On what terms the case is worked out."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    row = CaseTerms.objects.filter(engagement=engagement).first()
    form = TermsForm(request.POST if request.method == "POST" else None, row=row, engagement=engagement)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_terms(engagement=engagement, by=request.user, edit=form.edit())
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, editor_of(engagement, row))
            return render(request, TERMS, {"form": form}, status=meanwhile.status)
        messages.success(request, _("Saved. Work the business case out again, so that it follows."))
        return redirect("business_case:home", engagement_id)
    return render(request, TERMS, {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def driver_base(request: Request, engagement_id: int, slug: str) -> HttpResponse:
    """The most that a driver can give in a year."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    driver = driver_of(slug)
    if driver is None:
        raise Http404
    row = engagement.driver_bases.filter(driver=driver).first()
    form = DriverBaseForm(request.POST if request.method == "POST" else None, row=row)
    shown = {"driver": str(driver.label)}
    if request.method == "POST" and form.is_valid():
        try:
            services.set_driver_base(engagement=engagement, driver=driver, by=request.user, edit=form.edit())
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, editor_of(engagement, row))
            return render(request, BASE, {"form": form, **shown}, status=meanwhile.status)
        messages.success(request, _("Saved. Work the business case out again, so that it follows."))
        return redirect("business_case:home", engagement_id)
    return render(request, BASE, {"form": form, **shown}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def do_nothing(request: Request, engagement_id: int) -> HttpResponse:
    """Say what is lost per year if nothing is done."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    stated = engagement.assumptions.filter(key=DO_NOTHING).first()
    data = request.POST if request.method == "POST" else None
    form = DoNothingForm(data, stated=stated, currency=engagement.currency)
    if request.method == "POST" and form.is_valid():
        try:
            services.state_do_nothing(engagement=engagement, by=request.user, edit=form.edit())
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, editor_of(engagement, stated))
            return answer(request, form, stated, status=meanwhile.status)
        messages.success(request, _("Saved. Work the business case out again to see it beside the plan."))
        return redirect("business_case:home", engagement_id)
    return answer(request, form, stated)


@require_http_methods(["GET", "HEAD", "POST"])
def add_assumption(request: Request, engagement_id: int) -> HttpResponse:
    """Write down something that the case rests on."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    form = AssumptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.add_assumption(engagement=engagement, by=request.user, values=form.values())
        messages.success(request, _("Saved."))
        return redirect("business_case:home", engagement_id)
    return answer(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def assumption(request: Request, engagement_id: int, assumption_id: int) -> HttpResponse:
    """Change an assumption."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    found = one(engagement.assumptions.exclude(key=DO_NOTHING), pk=assumption_id)
    form = AssumptionForm(request.POST if request.method == "POST" else None, assumption=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_assumption(assumption=found, by=request.user, edit=form.edit())
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, editor_of(engagement, found))
            return answer(request, form, found, status=meanwhile.status)
        messages.success(request, _("Saved."))
        return redirect("business_case:home", engagement_id)
    return answer(request, form, found)


@require_POST
def delete_assumption(request: Request, engagement_id: int, assumption_id: int) -> HttpResponse:
    """Erase an assumption; its page asked before."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    found = one(engagement.assumptions.select_related("engagement"), pk=assumption_id)
    services.delete_assumption(assumption=found, by=request.user)
    messages.success(request, _("Deleted: %(assumption)s") % {"assumption": found.text})
    return redirect("business_case:home", engagement_id)


@require_POST
def take_over(request: Request, engagement_id: int, key: str) -> HttpResponse:
    """Take a quoted figure over as a starting assumption."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    figure = next((each for each in quoted_figures() if each.key == key), None)
    if figure is None:
        raise Http404
    services.take_over_figure(engagement=engagement, by=request.user, figure=figure)
    messages.success(request, _("Taken over. Replace it with the client’s own figure when you have one."))
    return redirect("business_case:home", engagement_id)


def answer(
    request: Request, form: ThreePointForm, found: Assumption | None, *, status: int | None = None
) -> HttpResponse:
    shown = {"form": form, "assumption": found}
    return render(request, FORM, shown, status=status or (422 if form.errors else 200))


def editor_of(engagement: Engagement, row: Model | None) -> str:
    """Who changed a row last; empty where there was none when the page was shown."""
    return last_editor(engagement, row) if row else ""
