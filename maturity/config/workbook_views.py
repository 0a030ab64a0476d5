"""The workbook by browser: bring an engagement in, take it out, or take an empty one along to fill in."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maturity.clients.access import engagement_for
from maturity.clients.queries import facilitated_by
from maturity.clients.rules import Role
from maturity.web.http import Request, posted
from maturity.web.languages import spoken

from .faulty_workbook import faulty_of, forget_faulty, keep_faulty, marked, marked_name
from .workbook import WorkbookFaults, blank_workbook, export_workbook, import_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookForm(forms.Form):
    """A workbook to import, or only to check."""

    file = forms.FileField(label=gettext_lazy("Workbook"), widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}))
    check = forms.BooleanField(label=gettext_lazy("Only check it, change nothing"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """Import a workbook: all of it, or nothing and every fault."""
    if not request.user.is_staff and not facilitated_by(request.user).exists():
        raise PermissionDenied(_("Only facilitators may do this."))
    form = WorkbookForm(posted(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, {"form": form}, status=422 if form.errors else 200)
    check, file = form.cleaned_data["check"], form.cleaned_data["file"]
    try:
        imported = import_workbook(file, facilitator=request.user, check=check)
    except WorkbookFaults as faults:
        file.seek(0)
        kept = keep_faulty(person=request.user, name=file.name, content=file.read(), faults=faults)
        return _page(request, {"form": form, "faults": faults, "kept": kept}, status=faults.status)
    forget_faulty(request.user)
    return _page(request, {"form": form, "imported": imported, "check": check})


@never_cache
@require_safe
def give_back(request: Request) -> HttpResponse:
    """The person's own faulty workbook, with its faults in it."""
    kept = faulty_of(request.user)
    if kept is None:
        raise Http404(_("This file is not kept any more; import it again to get its faults."))
    name = slugify(f"{marked_name(kept)} {_('Faults')}")
    return _attachment(marked(kept), name)


def _page(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "clients/import.html", context, status=status)


@require_safe
def take_out(request: Request, engagement_id: int) -> HttpResponse:
    """The engagement as a workbook that the import reads."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    name = slugify(f"{engagement.organisation} {engagement.title}") or f"engagement-{engagement.pk}"
    return _attachment(export_workbook(engagement, spoken()), name)


@require_safe
def blank(request: Request) -> HttpResponse:
    """A workbook with example rows, to fill in."""
    return _attachment(blank_workbook(spoken()), "workbook")


def _attachment(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
