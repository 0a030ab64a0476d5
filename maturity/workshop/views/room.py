"""The phone's page: one statement, five cards, the own ballot, and after the reveal what the room sees."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.clients.access import one
from maturity.web.http import Request
from maturity.web.languages import Language, django_language, languages, speaking
from maturity.web.middleware import STOP_POLLING

from .. import services
from ..forms import DONT_KNOW, DissentForm, LanguageForm, read_ballot
from ..live.phone_activity import hand_of
from ..live.phone_screen import seat_of
from ..models import Participant
from ..queries.presurvey import alone_of
from ..queries.room import participant_of, room_of, version_of
from ..rules import Moment, hash_key
from ..services.dissent import register_dissent
from ..words.phone import announcement
from ..words.rounds import on_screen
from .screens import FRAGMENT, screen_for

COOKIE: Final = "room-"
MOST_KEYS: Final = 20
COOKIE_AGE: Final = 60 * 60 * 24 * 30
RECEIPT: Final = "application/json"
LONGEST_PLACE: Final = 4  # digits of a statement's place
# Said in one header where a thousand phones ask; never_cache says it in three, at a fifth of the whole answer's cost.
UNKEPT: Final = {"Cache-Control": "no-store"}


def cookie_of(session_id: int) -> str:
    """The cookie that holds a phone's key to one session."""
    return f"{COOKIE}{session_id}"


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


def key_hashes_in(request: Request) -> list[str]:
    """What the database keeps of the keys in this browser, to whichever sessions."""
    keys = [value for name, value in request.COOKIES.items() if name.startswith(COOKIE)]
    return [hash_key(key) for key in keys[-MOST_KEYS:]]


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
@require_safe
def live(request: Request, session_id: int) -> HttpResponse:
    """The phone's live part; 204 while it holds the current version, which costs one query for one number."""
    found = version_of(session_id)
    if found is not None and request.GET.get("seen") == str(found[0]):
        return HttpResponse(status=204, headers={"Poll-Interval": str(found[1]), **UNKEPT})
    return changed(request, session_id)


@never_cache
def changed(request: Request, session_id: int) -> HttpResponse:
    """The phone's new screen: shared with others while a statement is before the room."""
    key_hash = hash_key(key_in(request, session_id))
    seat = seat_of(session_id, key_hash)
    if seat is None:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Redirect": reverse("join:code")})
    if seat.sight:
        text = screen_for(request, seat, seat.sight, session_id, key_hash)
        return HttpResponse(text, headers={"Content-Language": django_language(seat.language)})
    participant = participant_in(request, session_id)
    assert participant is not None  # he has a seat
    return show(request, participant, FRAGMENT, live=True)


def show(request: Request, participant: Participant, template: str, *, live: bool = False) -> HttpResponse:
    """A page or its live part, in the participant's language."""
    language = django_language(participant.language)
    with translation.override(language):
        found = room_of(participant)
        alone = found.moment == Moment.PRESURVEY and alone_of(participant, request.GET.get("statement", ""))
        context = {
            "room": found,
            "alone": alone,
            "hand": hand_of(participant, fresh=not live),
            "live": live,
            "announcement": announcement(found),
            "languages": languages(),
            "dont_know": DONT_KNOW,
        } | on_screen(found.distribution, found.rungs)
        response = render(request, template, context)
    response["Content-Language"] = language
    return response


@login_not_required
@require_POST
def ballot(request: Request, session_id: int) -> HttpResponse:
    """Keep an answer. A phone's script gets its receipt, a form without script its page again."""
    if request.headers.get("Accept") == RECEIPT:
        return deliver(request, session_id)
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    with speaking(participant.language):
        return keep(request, participant)


def cast(request: Request, session_id: int) -> services.Receipt:
    """Keep what the phone sent; ValidationError where it cannot be read, CannotCast where it is too late."""
    sent = read_ballot(request.POST)
    return services.cast_ballot(
        session_id=session_id,
        round_id=sent.round,
        key=key_in(request, session_id),
        rung=sent.rung,
        comment=sent.comment,
        responsible=sent.responsible,
        sequence=sent.sequence,
    )


def deliver(request: Request, session_id: int) -> HttpResponse:
    """The answer to a script: 200 and when the ballot was kept, else a reason in the phone's language. 422 and 409 mean
    that sending it again will not help; who it is must only be asked where something is wrong."""
    try:
        receipt = cast(request, session_id)
    except (ValidationError, services.CannotCast) as refusal:
        return refuse(request, session_id, refusal)
    return JsonResponse({"at": receipt.at}, headers=UNKEPT)


def refuse(request: Request, session_id: int, refusal: ValidationError | services.CannotCast) -> HttpResponse:
    """Say a refusal in the phone's language; nothing is cast again to say it."""
    participant = participant_in(request, session_id)
    if participant is None:
        return JsonResponse({"reason": ""}, status=403)
    with speaking(participant.language):
        if isinstance(refusal, ValidationError):
            return JsonResponse({"reason": " ".join(refusal.messages)}, status=422)
        return JsonResponse({"reason": refusal.reason}, status=refusal.status)


def keep(request: Request, participant: Participant) -> HttpResponse:
    """The answer to a form: the page again, which says when the answer was kept, or why it was not."""
    try:
        cast(request, participant.session_id)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except services.CannotCast as refusal:
        messages.error(request, refusal.reason)
    else:
        return back(request, participant.session_id, further=1)
    return back(request, participant.session_id)


def back(request: Request, session_id: int, *, further: int = 0) -> HttpResponse:
    """To the phone's page; who answers alone goes on to the statement after the one that was kept."""
    page, place = reverse("join:room", args=[session_id]), request.POST.get("place", "")
    if not place.isdecimal() or len(place) > LONGEST_PLACE:
        return redirect(page)
    return redirect(f"{page}?statement={int(place) + further}")


@login_not_required
@require_POST
def dissent(request: Request, session_id: int) -> HttpResponse:
    """Register that one does not agree, change it, or take it back by emptying it."""
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    with speaking(participant.language):
        said = register(participant, DissentForm(request.POST))
    messages.add_message(request, *said)
    return redirect("join:room", session_id)


def register(participant: Participant, form: DissentForm) -> tuple[int, str]:
    if not form.is_valid():
        return messages.ERROR, " ".join(str(text) for texts in form.errors.values() for text in texts)
    statement = one(participant.session.statements.all(), pk=form.cleaned_data["statement"])
    try:
        kept = register_dissent(statement=statement, text=form.cleaned_data["text"], participant=participant)
    except services.NotNow as refusal:
        return messages.ERROR, refusal.reason
    return messages.SUCCESS, _("Your dissent is registered.") if kept else _("Your dissent is taken back.")


@login_not_required
@require_POST
def language(request: Request, session_id: int) -> HttpResponse:
    """The phone's page in another language."""
    participant, form = participant_in(request, session_id), LanguageForm(request.POST)
    if participant is None:
        return redirect("join:code")
    if form.is_valid():
        services.choose_language(participant=participant, language=Language(form.cleaned_data["language"]))
    return back(request, session_id)
