"""The way in: a typed code or the link in the QR code, then department and language. No account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maturity.web.http import Request, posted
from maturity.web.languages import KNOWN, Language, languages, speaking, spoken

from ..forms import CodeForm, JoinForm
from ..models import Session
from ..queries.answers import sessions_joined
from ..queries.room import door_of, participant_of, session_behind, session_with_code
from ..rules import hash_key, new_key
from ..services import guess_again_later, join_session, note_failure
from .room import cookie_of, keep_key, key_hashes_in

TOO_MANY_REQUESTS = 429


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    """The page where the code is typed."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return render(request, "workshop/code.html", {"form": form}, status=422 if form.errors else 200)
    address = request.META.get("REMOTE_ADDR", "")
    if guess_again_later(address):
        form.add_error("code", _("Too many wrong codes were typed. Scan the QR code, or wait ten minutes."))
        return render(request, "workshop/code.html", {"form": form}, status=TOO_MANY_REQUESTS)
    typed = form.cleaned_data["code"]
    found = session_with_code(typed) if typed else None
    if found is None:
        note_failure(address)
        form.add_error("code", _("No open session has this code. Look at the screen in the room and type it again."))
        return render(request, "workshop/code.html", {"form": form}, status=422)
    return redirect("join:door", found.join_token)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: Request, token: str) -> HttpResponse:
    """What one reads before joining, and the two questions. A phone that has joined goes straight to its page."""
    session = session_behind(token)
    if session is None:
        return render(request, "workshop/closed.html", {"joined": sessions_joined(key_hashes_in(request))}, status=404)
    key = request.COOKIES.get(cookie_of(session.pk), "")
    if key and participant_of(session.pk, hash_key(key)):
        return redirect("join:room", session.pk)
    with speaking(wished_language(request)):
        response = ask(request, session, key)
        response["Content-Language"] = translation.get_language() or ""
    return response


def wished_language(request: Request) -> Language:
    """The language chosen on the page, else the browser's."""
    wished = request.POST.get("language") or request.GET.get("language", "")
    return Language(wished) if wished in KNOWN else spoken()


def ask(request: Request, session: Session, key: str) -> HttpResponse:
    """The join form. The key is given out with the page, so that joining twice in a hurry is joining once."""
    entrance = door_of(session)
    form = JoinForm(posted(request), door=entrance, initial={"language": spoken()})
    if request.method == "POST" and not key:
        form.add_error(None, _("Your browser must accept cookies from this page: one holds the key to your answers."))
    if form.is_valid():
        join_session(
            session=session,
            key=key,
            department=form.cleaned_data["department"],
            language=Language(form.cleaned_data["language"]),
            name=form.cleaned_data.get("name", ""),
        )
        response: HttpResponse = redirect("join:room", session.pk)
    else:
        context = {"door": entrance, "form": form, "languages": languages()}
        response = render(request, "workshop/door.html", context, status=422 if form.errors else 200)
    keep_key(request, response, session.pk, key or new_key())
    return response
