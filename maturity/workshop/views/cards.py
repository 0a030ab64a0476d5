"""The board: the phone's cards and dots, and the facilitator's groups."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.rules import Role
from maturity.web.htmx import render_fragment, wants_part
from maturity.web.http import Request
from maturity.web.languages import speaking
from maturity.web.middleware import STOP_POLLING

from .. import services
from ..forms import CardForm, ChangedCardForm, ChosenCardsForm, DotForm, GroupForm, HiddenCardForm, read
from ..live.phone_activity import hand_of, words_mark_of
from ..models import Participant, Session
from ..queries.balls import balls_of
from ..queries.cards import board_of, board_shared
from ..services.cards import (
    add_card,
    change_card,
    give_dot,
    group_cards,
    hide_card,
    rename_group,
    take_card_back,
    take_dot_back,
)
from .room import participant_in

FACILITATOR = [Role.FACILITATOR]
T = TypeVar("T")
Act = Callable[[Participant], object]


@login_not_required
@require_safe
def phone(request: Request, session_id: int) -> HttpResponse:
    """The others' cards on a phone; 204 while it shows them all, which costs no query of its own."""
    mark = words_mark_of(session_id)
    if request.GET.get("seen") == mark or not mark:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    return act(request, session_id, lambda participant: None)


@never_cache
def act(
    request: Request,
    session_id: int,
    write: Act,
    *,
    fragment: str = "board/_phone_cards.html",
    fresh: bool = False,
) -> HttpResponse:
    """Do something with a phone's participant, and show what it has in hand; without script, its page again.

    ``fresh``: who has written a card must see it at once; for the rest a quarter of a second ago is now.
    """
    participant = participant_in(request, session_id)
    if participant is None:
        return gone(request)
    with speaking(participant.language):
        refusal = refused(participant, write)
        if not wants_part(request):
            if refusal:
                messages.error(request, refusal)
            return redirect("join:room", session_id)
        hand = hand_of(participant, fresh=fresh)
        context = {"room": {"session": participant.session}, "hand": hand, "refusal": refusal}
        return render(request, f"workshop/{fragment}", context, status=409 if refusal else 200)


def refused(about: T, write: Callable[[T], object]) -> str:
    """Why it could not be done; "" where it was."""
    try:
        write(about)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except services.NotNow as refusal:
        return refusal.reason
    return ""


def gone(request: Request) -> HttpResponse:
    """To a phone that has not joined."""
    if wants_part(request):
        return HttpResponse(status=STOP_POLLING, headers={"HX-Redirect": reverse("join:code")})
    return redirect("join:code")


@login_not_required
@require_POST
def add(request: Request, session_id: int) -> HttpResponse:
    def write(participant: Participant) -> None:
        add_card(participant=participant, **read(CardForm(request.POST)))

    return act(request, session_id, write, fresh=True)


@login_not_required
@require_POST
def change(request: Request, session_id: int) -> HttpResponse:
    """Give one's own card another text, or take it back."""

    def write(participant: Participant) -> None:
        sent = read(ChangedCardForm(request.POST))
        if sent["take_back"]:
            take_card_back(participant=participant, card_id=sent["card"])
        else:
            change_card(participant=participant, card_id=sent["card"], text=sent["text"])

    return act(request, session_id, write, fresh=True)


@login_not_required
@require_POST
def dot(request: Request, session_id: int) -> HttpResponse:
    """Give a dot to a card or group, or take it back."""

    def write(participant: Participant) -> None:
        sent = read(DotForm(request.POST))
        if sent["give"]:
            give_dot(participant=participant, card_id=sent["give"])
        if sent["take"]:
            take_dot_back(participant=participant, card_id=sent["take"])

    return act(request, session_id, write)


@never_cache
@require_safe
def cards(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The board as the facilitator arranges it: a page, or the part of the console that asks for itself."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    if wants_part(request) and request.GET.get("seen") == board_shared(session).mark:
        return HttpResponse(status=204)
    return show(request, session)


def show(request: Request, session: Session, refusal: str = "") -> HttpResponse:
    context = {"session": session, "cards": board_of(session), "refusal": refusal}
    status = 409 if refusal else 200
    return render_fragment(request, "workshop/board/cards.html", context, fragment="cards", status=status)


@require_safe
def beside(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """What was on the board, and how the meeting was: to be read by everybody, as a page or on the session's."""
    engagement = engagement_for(request, engagement_id)
    session = one(engagement.sessions.all(), pk=session_id)
    context = {"session": session, "cards": board_of(session), "balls": balls_of(session)}
    return render_fragment(request, "workshop/board/result.html", context, fragment="result")


def arrange(request: Request, engagement_id: int, session_id: int, write: Callable[[Session], None]) -> HttpResponse:
    """One change to the board by the facilitator."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    session = one(engagement.sessions.all(), pk=session_id)
    refusal = refused(session, write)
    if refusal or wants_part(request):
        return show(request, session, refusal)
    return redirect("workshop:cards", engagement_id, session_id)


@require_POST
def group(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Put the chosen cards into a group, or take them out of theirs."""

    def write(session: Session) -> None:
        sent = read(ChosenCardsForm(request.POST, session=session))
        group_cards(session=session, card_ids=sent["card"], name="" if sent["take_out"] else sent["name"])

    return arrange(request, engagement_id, session_id, write)


@require_POST
def rename(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Give a group another name, which may be another group's."""

    def write(session: Session) -> None:
        rename_group(session=session, **read(GroupForm(request.POST)))

    return arrange(request, engagement_id, session_id, write)


@require_POST
def hide(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Take a card off every screen, or show it again."""

    def write(session: Session) -> None:
        sent = read(HiddenCardForm(request.POST))
        card = sent["hide"] or sent["show"] or 0
        hide_card(session=session, card_id=card, hidden=bool(sent["hide"]), by=request.user)

    return arrange(request, engagement_id, session_id, write)
