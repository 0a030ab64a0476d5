"""Making a report, seeing how far it is, and fetching the ones that were made."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.jobs.queries import newest
from maturity.web.http import Request
from maturity.web.languages import KNOWN, Language, speaking, spoken
from maturity.web.pango import pdf_problem

from . import queries, services, words
from .forms import LanguageForm

MAKERS = (Role.FACILITATOR, Role.EXECUTIVE)


def language_asked(request: Request) -> Language:
    """The language named in the address, else the reader's."""
    asked = request.GET.get("language", "")
    return Language(asked) if asked in KNOWN else spoken()


@require_safe
def home(request: Request, engagement_id: int) -> HttpResponse:
    """The reports made so far, and the way to make one."""
    engagement = engagement_for(request, engagement_id)
    context = {
        "reports": queries.reports_of(engagement),
        "job": newest(engagement, "report"),
        "form": LanguageForm(initial={"language": engagement.language}),
        "pdf_problem": pdf_problem(),
        "may_make": engagement.viewer.role in MAKERS,
    }
    return render(request, "report/home.html", context)


@require_POST
def make(request: Request, engagement_id: int) -> HttpResponse:
    """Ask for a report in a language; the job makes it."""
    engagement = engagement_for(request, engagement_id, MAKERS)
    form = LanguageForm(request.POST)
    if form.is_valid():
        language = Language(form.cleaned_data["language"])
        services.ask_for_report(engagement=engagement, language=language, by=request.user)
    return redirect("report:home", engagement_id)


@require_safe
def page(request: Request, engagement_id: int) -> HttpResponse:
    """The report as a page to read and print, from the figures as they are now; works where PDFs cannot be made."""
    engagement = engagement_for(request, engagement_id)
    language = language_asked(request)
    with speaking(language):
        contents = queries.contents_of(engagement, language, made_at=timezone.now(), made_by=str(request.user))
        return render(request, "report/document.html", words.context_of(contents, on_paper=False))


@require_safe
def picture(request: Request, engagement_id: int, name: str) -> HttpResponse:
    """One of the report's plots, for the page to read."""
    engagement = engagement_for(request, engagement_id)
    with speaking(language_asked(request)):
        svg = words.picture_of(engagement, name)
    if svg is None:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def download(request: Request, engagement_id: int, report_id: int) -> FileResponse:
    """The bytes as they were made, after a fresh look at who asks."""
    engagement = engagement_for(request, engagement_id)
    report = one(engagement.reports.filter(pdf__isnull=False), pk=report_id)
    name = f"{slugify(engagement.title) or 'report'}-{report.language}-{report.made_at:%Y-%m-%d}.pdf"
    response = FileResponse(
        BytesIO(bytes(report.pdf or b"")), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["ETag"] = f'"{report.sha256}"'
    return response
