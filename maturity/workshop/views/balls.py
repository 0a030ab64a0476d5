"""The closing round: the phone's ball, and the facilitator's look at the tubes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.htmx import render_fragment, wants_part
from maturity.web.http import Request

from ..forms import BallForm, read
from ..models import Participant, Session
from ..queries.balls import balls_of, balls_shared
from ..services.balls import drop_ball, erase_word, show_balls
from .cards import act, refused

FACILITATOR = [Role.FACILITATOR]


@login_not_required
@require_POST
def drop(request: Request, session_id: int) -> HttpResponse:
    """Drop one's ball into a tube, or move it."""

    def write(participant: Participant) -> None:
        drop_ball(participant=participant, **read(BallForm(request.POST)))

    return act(request, session_id, write, fragment="closing/_phone_ball.html")


@never_cache
@require_safe
def balls(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The tubes as the facilitator sees them: a page, or the part of the console that asks for itself."""
    session = session_in(request, engagement_id, session_id)
    if wants_part(request) and request.GET.get("seen") == balls_shared(session).mark:
        return HttpResponse(status=204)
    return show(request, session)


def show(request: Request, session: Session, refusal: str = "") -> HttpResponse:
    context = {"session": session, "balls": balls_of(session), "refusal": refusal}
    status = 409 if refusal else 200
    return render_fragment(request, "workshop/closing/balls.html", context, fragment="balls", status=status)


def session_in(request: Request, engagement_id: int, session_id: int) -> Session:
    engagement: Engagement = engagement_for(request, engagement_id, FACILITATOR)
    return one(engagement.sessions.all(), pk=session_id)


@require_POST
def reveal(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Show tubes and words on every screen."""
    session = session_in(request, engagement_id, session_id)
    refusal = refused(session, lambda session: show_balls(session=session, by=request.user))
    session.refresh_from_db()
    if refusal or wants_part(request):
        return show(request, session, refusal)
    return redirect("workshop:balls", engagement_id, session_id)


@require_POST
def erase(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Take an unfit word off all screens."""
    session = session_in(request, engagement_id, session_id)
    word = request.POST.get("word", "")
    refusal = refused(session, lambda session: erase_word(session=session, word=word, by=request.user))
    if refusal or wants_part(request):
        return show(request, session, refusal)
    return redirect("workshop:balls", engagement_id, session_id)
