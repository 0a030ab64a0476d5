"""What a session found: all statements in short, one with its departments and comments, and two sessions compared."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for
from maturity.web.htmx import render_fragment
from maturity.web.http import Request
from maturity.web.languages import spoken

from ..queries.comparing import comparison_of
from ..queries.results import Show, result_of, results_of
from ..rules import SessionState
from ..words.results import told
from ..words.rounds import on_screen, owners


@require_safe
def session(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """What was shown in a session, to everybody in the engagement: all of it once it is closed."""
    engagement = engagement_for(request, engagement_id)
    show = next((each for each in Show if each == request.GET.get("show")), Show.ALL)
    found = results_of(engagement, session_id, spoken(), show)
    is_open = found.session.state == SessionState.OPEN
    context = {"found": found, "is_open": is_open}
    return render(request, "workshop/session.html", context | told(found.chosen, found.rungs))


@require_safe
def result(request: Request, engagement_id: int, session_id: int, statement_id: int) -> HttpResponse:
    """One statement by department, with its comments: a page, or what a session's page opens in place."""
    engagement = engagement_for(request, engagement_id)
    found = result_of(engagement, session_id, statement_id, spoken())
    shown = found.results[0]
    context = {
        "found": found,
        "result": shown,
        "rounds": told([shown], found.rungs)["rounds"],
        "owners_say": owners(shown.distribution.owners if shown.distribution else None, found.rungs),
    } | on_screen(shown.distribution, found.rungs)
    return render_fragment(request, "workshop/results/result.html", context, fragment="details")


@require_safe
def compare(request: Request, engagement_id: int) -> HttpResponse:
    """Two sessions side by side; which two is in the address."""
    engagement = engagement_for(request, engagement_id)
    asked = (request.GET.get("before", ""), request.GET.get("after", ""))
    found = comparison_of(engagement, *asked, spoken())
    return render(request, "workshop/results/compare.html", {"found": found})
