"""Invite people: the link, a poster with a QR code, a calendar file, and a text to send in three languages."""

import io
from typing import Any, Final

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.http import Refusal, Request
from maturity.web.languages import Language, languages, speaking
from maturity.web.pdf import render_pdf

from ..models import Session
from ..queries.invitations import Invitation, calendar_of
from ..queries.room import facilitators_of
from ..rules import show_code
from ..words.preparing import who_sees_what

QR: Final = "qr.svg"


class NoInvitation(Refusal):
    """There is nothing to invite to; the reason says what is missing."""


def invitation_for(request: Request, engagement_id: int, session_id: int) -> tuple[Engagement, Invitation]:
    """What the invited are told, for a facilitator; NoInvitation once the session is closed."""
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    session = one(engagement.sessions.all(), pk=session_id)
    if session.join_token is None:
        raise NoInvitation(_("The session is closed."))
    return engagement, Invitation(
        session=session,
        organisation=engagement.organisation.name,
        facilitators=tuple(facilitators_of(engagement.organisation)),
        link=request.build_absolute_uri(reverse("join:door", args=[session.join_token])),
        code=show_code(session.code or ""),
        address=request.build_absolute_uri(reverse("join:code")).partition("://")[2].rstrip("/"),
    )


@never_cache
@require_safe
def invite(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    engagement, found = invitation_for(request, engagement_id, session_id)
    # The language of the engagement first: most are written to in it.
    in_order = sorted(languages(), key=lambda language: language != engagement.language)
    letters = [(language, letter_in(language, found)) for language in in_order]
    return render(request, "workshop/preparing/invite.html", {"found": found, "letters": letters})


def letter_in(language: Language, found: Invitation) -> str:
    """The invitation as plain text, to paste into an e-mail."""
    with speaking(language):
        context = {"found": found, "who_sees_what": who_sees_what(found.session)}
        return render_to_string("workshop/preparing/letter.txt", context).strip()


@never_cache
@require_safe
def poster(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The poster as a page to print; works where PDFs cannot be made."""
    engagement, found = invitation_for(request, engagement_id, session_id)
    return render_in_its_language(request, engagement, found)


def render_in_its_language(request: Request, engagement: Engagement, found: Invitation) -> HttpResponse:
    with speaking(engagement.language):
        return render(request, "workshop/preparing/poster.html", poster_of(engagement, found, on_paper=False))


@never_cache
@require_safe
def poster_pdf(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """The same as a PDF, in the engagement's language."""
    engagement, found = invitation_for(request, engagement_id, session_id)
    with speaking(engagement.language):
        html = render_to_string("workshop/preparing/poster.html", poster_of(engagement, found, on_paper=True))
    pdf = render_pdf(html, pictures={QR: qr_of(found.link)})
    return attachment(found.session, pdf, "application/pdf", "pdf")


def poster_of(engagement: Engagement, found: Invitation, *, on_paper: bool) -> dict[str, Any]:
    return {"engagement": engagement, "found": found, "language": engagement.language, "on_paper": on_paper}


def qr_of(link: str) -> bytes:
    """The link as a picture, dark on white, for paper."""
    picture = io.BytesIO()
    segno.make(link, error="q", micro=False).save(picture, kind="svg", border=0, light="#fff", scale=10)
    return picture.getvalue()


@never_cache
@require_safe
def calendar(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """An entry for people's calendars, in the engagement's language; 409 while no start is set."""
    engagement, found = invitation_for(request, engagement_id, session_id)
    if found.session.starts_at is None:
        raise NoInvitation(_("Set when the session starts; then there is something to put into a calendar."))
    letter = letter_in(Language(engagement.language), found)
    stream = calendar_of(found, letter, timezone.now()).encode()
    return attachment(found.session, stream, "text/calendar; charset=utf-8", "ics")


def attachment(session: Session, content: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(session.title) or "session"}.{ending}"'
    return response
