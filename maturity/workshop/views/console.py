"""The facilitator's console: the steps of a session in the order of use.

Every step carries the notes along, so that none is lost by pressing a button while writing. A step that needs script
to be pleasant works as a plain form too.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import admit, engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request
from maturity.web.languages import spoken

from .. import services
from ..forms import DepartmentDissentForm, NotesForm
from ..models import Ballot, Dissent, Round, Session, SessionStatement
from ..queries.desk import Desk, desk_of
from ..queries.live import ConsoleState, board_of, mark_of
from ..rules import Action, Activity, Moment, SessionState, why_not
from ..words.console import says

FACILITATOR = [Role.FACILITATOR]
STEPS = (
    Action.REVEAL,
    Action.OPEN_SECOND_ROUND,
    Action.REOPEN_STATEMENT,
    Action.OPEN_STATEMENT,
    Action.SKIP,
    Action.TURN_TO,
    Action.CLOSE,
)
# What can be shown instead of statements, each with the key that does it.
TURNS = ((Activity.BOARD, "b"), (Activity.BREAK, "p"), (Activity.CLOSING, "c"))


@never_cache
@require_safe
def console(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = board_of(engagement, session_id, spoken())
    if found.session.state == SessionState.CLOSED:
        return redirect("workshop:session", engagement_id, session_id)
    return render(request, "workshop/console.html", desk(request, engagement, found))


@never_cache
@require_safe
def board(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The console's live part; 204 while the page holds the current one. What is being written stays untouched."""
    admit(request, engagement_id, FACILITATOR)
    mark, seen = mark_of(engagement_id, session_id), request.GET.get("seen", "")
    if mark == seen:
        return HttpResponse(status=204)
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = board_of(engagement, session_id, spoken())
    context = desk(request, engagement, found) | {"live": True}
    if mark.partition("-")[0] == seen.partition("-")[0]:
        return render(request, "workshop/console.html#turnout", context)
    context["moved"] = is_elsewhere(request, found)
    context["decision_opens"] = request.GET.get("moment") == Moment.VOTING and found.moment == Moment.SHOWN
    response = render(request, "workshop/console.html#board", context)
    # Buttons stay in place while only counts change, so that no click falls between two pictures of one.
    response["HX-Retarget"] = "#board"
    return response


def is_elsewhere(request: Request, found: ConsoleState) -> bool:
    """Whether a colleague has taken the session to another statement than the one this page writes about."""
    return request.GET.get("statement", "") != str(found.current.row.pk if found.current else "")


def desk(request: Request, engagement: Engagement, found: ConsoleState) -> dict[str, Any]:
    """What the console shows besides the board: the way in, and why a button cannot be pressed."""
    join = reverse("join:door", args=[found.session.join_token]) if found.session.join_token else ""
    told = desk_of(engagement, found, timezone.now())
    return {
        "board": found,
        "notes": NotesForm(row=found.current.row) if found.current else None,
        "desk": told,
        "join_address": request.build_absolute_uri(reverse("join:code")).partition("://")[2].rstrip("/"),
        "join_link": request.build_absolute_uri(join),
        "why_not": {
            action.name.lower(): "" if found.may(action) else why_not(found.moment, action) for action in STEPS
        },
        "primary": primary_of(told),
        "activities": TURNS,
        "go_on_address": go_on_address(engagement, told),
    } | says(told)


def go_on_address(engagement: Engagement, told: Desk) -> str:
    """Where the button leads that puts the proposed statement before the room; "" where none is proposed."""
    session, current = told.board.session, told.board.current
    if told.proposal is None or told.proposed is None:
        return ""
    if not told.proposal.in_order:
        return reverse("workshop:open", args=[engagement.pk, session.pk, told.proposed.row.pk])
    if current:
        return reverse("workshop:go_on", args=[engagement.pk, session.pk, current.row.pk])
    return reverse("workshop:begin", args=[engagement.pk, session.pk])


def primary_of(told: Desk) -> str:
    """The one button that comes next. The stop rule says whether to vote again, once."""
    found = told.board
    if found.moment.is_voting:
        return "reveal"
    if found.session.activity != Activity.STATEMENTS:
        return "back"
    if found.moment == Moment.SHOWN and told.verdict and not told.verdict.stops:
        return "second"
    return "go-on" if told.proposed else "close"


def take_step(request: Request, engagement_id: int, session_id: int, act: Callable[[Session], object]) -> HttpResponse:
    """One step of a session by its facilitator. Notes that came along are kept first, or it waits."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    form, statement = noted(request, session)
    if not keep_notes(request, engagement, form, statement):
        return conflict(request, engagement, session, form, statement)
    act(session)
    return redirect("workshop:console", engagement_id, session_id)


def step(act: Callable[..., object]) -> Callable[..., HttpResponse]:
    """The view of a step that ``act`` takes: it gets the request, the session, and what else the address names."""

    @require_POST
    @wraps(act)
    def view(request: Request, engagement_id: int, session_id: int, **named: Any) -> HttpResponse:
        return take_step(request, engagement_id, session_id, lambda session: act(request, session, **named))

    return view


def noted(request: Request, session: Session) -> tuple[NotesForm, SessionStatement | None]:
    """What was written, and the statement that it was written at; NotNow where it cannot be kept."""
    form = NotesForm(request.POST)
    if not form.is_valid():
        raise services.NotNow(_("These notes are too long to be kept."))
    if form.cleaned_data["notes_of"] is None:
        return form, None
    rows = session.statements.select_related("session__engagement", "statement__dimension")
    return form, one(rows, pk=form.cleaned_data["notes_of"])


def keep_notes(request: Request, engagement: Engagement, form: NotesForm, statement: SessionStatement | None) -> bool:
    """Save what was written. False where somebody else has changed the same: the form then shows theirs beside it.

    Raises NotNow where the session's state forbids it.
    """
    if statement is None:
        return True
    try:
        services.record_notes(statement=statement, by=request.user, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        # The trail knows who decided; who wrote down the discussion it does not.
        by_trail = "discussion" not in meanwhile.theirs
        form.show_theirs(meanwhile, last_editor(engagement, statement) if by_trail else "")
        return False
    form.count_as_seen()
    return True


def conflict(
    request: Request, engagement: Engagement, session: Session, form: NotesForm, statement: SessionStatement | None
) -> HttpResponse:
    """The console with what was typed, and beside it what the other person saved."""
    found = board_of(engagement, session.pk, spoken())
    context = desk(request, engagement, found) | {
        "notes": form,
        "noted": statement,
        "moved": statement != (found.current.row if found.current else None),
        # What is stored where the page had no such field.
        "typed": NotesForm(row=statement).stored() | form.typed,
    }
    return render(request, "workshop/console.html", context, status=EditedMeanwhile.status)


@step
def begin(request: Request, session: Session) -> None:
    services.go_on(session=session, after=None)


@step
def open_(request: Request, session: Session, statement_id: int) -> None:
    """Put any statement of the session before the room."""
    services.open_statement(session=session, statement=one(session.statements.all(), pk=statement_id))


@step
def reveal(request: Request, session: Session, round_id: int) -> None:
    shown = one(Round.objects.filter(session_statement__session=session), pk=round_id)
    services.reveal_round(session=session, round_id=shown.pk, by=request.user)


@step
def second_round(request: Request, session: Session, statement_id: int) -> None:
    services.open_second_round(session=session, statement=one(session.statements.all(), pk=statement_id))


@step
def go_on(request: Request, session: Session, statement_id: int) -> None:
    services.go_on(session=session, after=one(session.statements.all(), pk=statement_id))


@step
def reopen_statement(request: Request, session: Session, statement_id: int) -> None:
    """One more round on a statement that has had two."""
    shown = one(session.statements.select_related("statement"), pk=statement_id)
    services.reopen_statement(session=session, statement=shown, by=request.user)


@step
def skip(request: Request, session: Session, statement_id: int) -> None:
    services.skip_statement(session=session, statement=one(session.statements.all(), pk=statement_id))


@step
def turn_to(request: Request, session: Session, activity: str) -> None:
    """Show the board, a break or the closing round on every screen; ``statements`` leads back."""
    if activity not in Activity:
        raise Http404
    services.turn_to(session=session, activity=Activity(activity))


@step
def comment(request: Request, session: Session, ballot_id: int) -> None:
    """Hide a comment on every screen, or show it again."""
    said = one(Ballot.objects.filter(round__session_statement__session=session), pk=ballot_id)
    services.hide_comment(session=session, ballot_id=said.pk, hidden=request.POST.get("hidden") == "1", by=request.user)


@step
def dissent(request: Request, session: Session, statement_id: int) -> None:
    """Register a department's dissent, or one of the room's, at the statement."""
    form = DepartmentDissentForm(request.POST, engagement=session.engagement)
    if not form.is_valid():
        raise services.NotNow(_("This dissent is too long, or its department is not in the engagement."))
    services.register_dissent(
        statement=one(session.statements.select_related("session__engagement"), pk=statement_id),
        text=form.cleaned_data["dissent"],
        department=form.cleaned_data["dissent_of"],
        by=request.user,
    )


@step
def withdraw(request: Request, session: Session, dissent_id: int) -> None:
    rows = Dissent.objects.filter(session_statement__session=session)
    registered = one(rows.select_related("session_statement__session__engagement"), pk=dissent_id)
    services.withdraw_dissent(dissent=registered, by=request.user)


@step
def close(request: Request, session: Session) -> None:
    """Close for good; the console then leads to what the session found."""
    services.close_session(session=session, by=request.user)


@require_POST
def notes(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Keep the notes while they are being written; answers with what the next save starts from."""
    if not request.htmx:
        return take_step(request, engagement_id, session_id, lambda session: None)
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    form, statement = noted(request, session)
    kept = keep_notes(request, engagement, form, statement)
    row = session.statements.filter(pk=form.cleaned_data["notes_of"]).first()
    context = {"row": row, "notes": form, "saved_at": timezone.now() if kept else None}
    return render(request, "workshop/console.html#saved", context, status=200 if kept else EditedMeanwhile.status)
