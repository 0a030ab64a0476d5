"""One's own answers: to see, to take along, to delete."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity.web.http import Request
from maturity.web.languages import django_language, languages, speaking

from .. import services
from ..queries.answers import Answers, answers_of
from ..services.answers import delete_answers
from .room import participant_in


@login_not_required
@never_cache
@require_safe
def answers(request: Request, session_id: int) -> HttpResponse:
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    language = django_language(participant.language)
    with translation.override(language):
        found = answers_of(participant)
        context = {"answers": found, "session": participant.session, "languages": languages()}
        response = render(request, "workshop/phone/answers.html", context)
    response["Content-Language"] = language
    return response


@login_not_required
@never_cache
@require_safe
def file(request: Request, session_id: int) -> HttpResponse:
    """The same as a file that programs can read."""
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    with speaking(participant.language):
        content = contents(answers_of(participant))
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="answers-{session_id}.json"'
    return response


def contents(found: Answers) -> dict[str, Any]:
    """What is kept of the participant, and what he said."""
    person = found.participant
    return {
        "session": person.session.title,
        "department": person.department.name,
        "label": person.label,
        "name": person.name,
        "language": person.language,
        "joined_at": person.joined_at,
        "ballots": [asdict(each) for each in found.ballots],
        "dissents": [asdict(each) for each in found.dissents],
        "cards": [asdict(each) for each in found.cards],
        "ball": asdict(found.ball) if found.ball else None,
    }


@login_not_required
@require_POST
def delete(request: Request, session_id: int) -> HttpResponse:
    participant = participant_in(request, session_id)
    if participant is None:
        return redirect("join:code")
    with speaking(participant.language):
        try:
            delete_answers(participant=participant)
            messages.success(request, _("Deleted: your comments, cards and dissents, and every answer not yet shown."))
        except services.NotNow as refusal:
            messages.error(request, refusal.reason)
    return redirect("join:answers", session_id)
