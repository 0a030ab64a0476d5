"""Prepare a session: times, rules, statements and breaks, saved while one types, or by a button without script."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maturity.clients.access import engagement_for
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Refusal, Request, posted
from maturity.web.languages import spoken

from ..forms import PreparationForm
from ..queries.preparing import Preparation, preparation_of
from ..services import CannotPrepare, NotNow, prepare_session
from ..words.preparing import planned

PAGE = "workshop/preparing/prepare.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    found = read(engagement, session_id)
    if not found.is_open:
        return redirect("workshop:session", engagement_id, session_id)
    form = PreparationForm(posted(request), found=found)
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            keep(request, form)
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, last_editor(engagement, found.session))
            refusal = meanwhile
        except (CannotPrepare, NotNow) as error:
            form.add_error(None, error.reason)
            refusal = error
        else:
            return kept(request, engagement, form)
    status = refusal.status if refusal else 422 if form.errors else 200
    fragment = "#times" if request.htmx and form.errors else ""
    context = {"found": found, "form": form, "live": bool(fragment), "begins": planned(found.agenda)}
    return render(request, PAGE + fragment, context, status=status)


def read(engagement: Engagement, session_id: int) -> Preparation:
    return preparation_of(engagement, session_id, spoken())


def keep(request: Request, form: PreparationForm) -> None:
    """Save everything that the page holds, then what the button asked for."""
    prepare_session(
        session=form.found.session,
        by=request.user,
        edit=form.edit(),
        # Marking a statement does not add it: the button does.
        added=[] if request.htmx else form.cleaned_data["add"],
    )


def kept(request: Request, engagement: Engagement, form: PreparationForm) -> HttpResponse:
    """The page again, at the row that was moved; while one types only the times, unless the rows have changed."""
    session_id = form.found.session.pk
    if not request.htmx:
        messages.success(request, _("Saved."))
        row = request.POST.get("do", "").partition("-")[2]
        anchor = f"#row-{row}" if row.isdecimal() else ""
        return redirect(reverse("workshop:prepare", args=[engagement.pk, session_id]) + anchor)
    found = read(engagement, session_id)
    if [line.row.pk for line in found.lines] != [line.row.pk for line in form.found.lines]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    form.count_as_seen()
    context = {"found": found, "form": form, "begins": planned(found.agenda)}
    context |= {"saved_at": timezone.now(), "live": True}
    return render(request, PAGE + "#times", context)
