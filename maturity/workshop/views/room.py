"""The phone's page: one statement, five cards, the own ballot, and after the reveal what the room sees."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.web.http import Request
from maturity.web.languages import Language, django_language
from maturity.web.middleware import STOP_POLLING

from .. import services
from ..forms import DONT_KNOW, BallotForm, LanguageForm
from ..models import Participant
from ..queries.room import participant_of, room_of, version_of
from ..rules import hash_key

COOKIE_AGE: Final = 60 * 60 * 24 * 30


def cookie_of(session_id: int) -> str:
    """The cookie that holds a phone's key to one session."""
    return f"room-{session_id}"


def keep_key(request: Request, response: HttpResponse, session_id: int, key: str) -> None:
    """Leave the key with the phone, out of reach of scripts."""
    response.set_cookie(
        cookie_of(session_id),
        key,
        max_age=COOKIE_AGE,
        path=reverse("join:code"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def key_in(request: Request, session_id: int) -> str:
    return request.COOKIES.get(cookie_of(session_id), "")


def participant_in(request: Request, session_id: int) -> Participant | None:
    """Whose phone this is; None for one that has not joined."""
    key = key_in(request, session_id)
    return participant_of(session_id, hash_key(key)) if key else None


@login_not_required
@never_cache
@require_safe
def room(request: Request, session_id: int) -> HttpResponse:
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    return show(request, participant, "workshop/room.html")


@login_not_required
@never_cache
@require_safe
def live(request: Request, session_id: int) -> HttpResponse:
    """The phone's live part; 204 while it holds the current version, which costs one query for one number."""
    found = version_of(session_id)
    if found is not None and request.GET.get("seen") == str(found[0]):
        return HttpResponse(status=204, headers={"Poll-Interval": str(found[1])})
    participant = participant_in(request, session_id)
    if participant is None:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Redirect": reverse("join:code")})
    return show(request, participant, "workshop/room.html#room", live=True)


def show(request: Request, participant: Participant, template: str, *, live: bool = False) -> HttpResponse:
    """A page or its live part, in the participant's language."""
    language = django_language(participant.language)
    with translation.override(language):
        context = {"room": room_of(participant), "live": live, "languages": Language, "dont_know": DONT_KNOW}
        response = render(request, template, context)
    response["Content-Language"] = language
    return response


@login_not_required
@never_cache
@require_POST
def ballot(request: Request, session_id: int) -> HttpResponse:
    """Keep an answer. A phone with script gets its receipt, one without its page again."""
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    with translation.override(django_language(participant.language)):
        return keep(request, participant)


def keep(request: Request, participant: Participant) -> HttpResponse:
    form = BallotForm(request.POST)
    if not form.is_valid():
        return unsent(request, participant, " ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        receipt = services.cast_ballot(
            session_id=participant.session_id,
            round_id=form.cleaned_data["round"],
            key=key_in(request, participant.session_id),
            rung=form.cleaned_data["rung"],
            comment=form.cleaned_data["comment"],
        )
    except services.CannotCast as refusal:
        return too_late(request, participant, refusal)
    if request.htmx:
        return render(request, "workshop/room.html#sent", {"sent_at": receipt.at})
    return redirect("join:room", participant.session_id)


def unsent(request: Request, participant: Participant, reason: str) -> HttpResponse:
    if request.htmx:
        return render(request, "workshop/room.html#sent", {"unsent": reason}, status=422)
    messages.error(request, reason)
    return redirect("join:room", participant.session_id)


def too_late(request: Request, participant: Participant, refusal: services.CannotCast) -> HttpResponse:
    """The room has moved on: show where it is now, and why the answer was not kept."""
    if not request.htmx:
        messages.error(request, refusal.reason)
        return redirect("join:room", participant.session_id)
    context = {"room": room_of(participant), "live": True, "refused": refusal.reason, "languages": Language}
    response = render(request, "workshop/room.html#room", context | {"dont_know": DONT_KNOW}, status=refusal.status)
    response["HX-Retarget"], response["HX-Reswap"] = "#room", "outerHTML"
    return response


@login_not_required
@require_POST
def language(request: Request, session_id: int) -> HttpResponse:
    """The phone's page in another language."""
    participant, form = participant_in(request, session_id), LanguageForm(request.POST)
    if participant is None:
        return redirect("join:code")
    if form.is_valid():
        services.choose_language(participant=participant, language=Language(form.cleaned_data["language"]))
    return redirect("join:room", session_id)
