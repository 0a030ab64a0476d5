"""What changed between waves, what the next one could show, and which sessions are a wave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.clients.access import engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.http import Request, posted
from maturity.web.languages import spoken

from .. import services
from ..forms import PlaceForm, WaveForm
from ..models import Wave
from ..queries.waves import wave_names, wave_of, wave_offer, waves_page


@require_safe
def waves(request: Request, engagement_id: int) -> HttpResponse:
    """Two waves side by side; which two is in the address."""
    engagement = engagement_for(request, engagement_id)
    page = waves_page(engagement, request.GET.get("before", ""), request.GET.get("after", ""))
    return render(request, "assessment/waves.html", {"page": page, "language": spoken()})


@require_http_methods(["GET", "HEAD", "POST"])
def add_wave(request: Request, engagement_id: int) -> HttpResponse:
    """Name a wave and say which sessions it was."""
    return edit_wave(request, engagement_for(request, engagement_id, (Role.FACILITATOR,)), None)


@require_http_methods(["GET", "HEAD", "POST"])
def wave(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Rename a wave, change its sessions, say whether its people can be told apart."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    return edit_wave(request, engagement, one(engagement.waves.all(), pk=pk))


def edit_wave(request: Request, engagement: Engagement, found: Wave | None) -> HttpResponse:
    form = WaveForm(posted(request), offer=wave_offer(engagement, found), wave=found)
    if request.method == "POST" and form.is_valid():
        services.save_wave(engagement=engagement, by=request.user, wave=found, **form.cleaned_data)
        messages.success(request, _("The wave is saved."))
        return redirect("assessment:waves", engagement.pk)
    status = 422 if form.errors else 200
    return render(request, "assessment/wave.html", {"form": form, "wave": found}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Request, engagement_id: int, session_id: int) -> HttpResponse:
    """Say which wave a session belongs to, coming from the session."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    session = one(engagement.sessions.filter(rehearsal=False).select_related("engagement"), pk=session_id)
    form = PlaceForm(posted(request), waves=wave_names(engagement), wave=wave_of(engagement, session.pk))
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        wave = one(engagement.waves.select_related("engagement"), pk=chosen) if isinstance(chosen, int) else chosen
        changed = services.place_session(session=session, by=request.user, wave=wave)
        messages.success(request, _("The wave is saved.") if changed else _("Nothing changed."))
        return redirect("assessment:waves", engagement.pk)
    status = 422 if form.errors else 200
    return render(request, "assessment/place.html", {"form": form, "session": session}, status=status)


@require_POST
def remove_wave(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Take a wave away; its sessions stay."""
    engagement = engagement_for(request, engagement_id, (Role.FACILITATOR,))
    found = one(engagement.waves.select_related("engagement"), pk=pk)
    services.remove_wave(wave=found, by=request.user)
    messages.success(request, _("The wave “%(name)s” is gone; its sessions stay.") % {"name": found.name})
    return redirect("assessment:waves", engagement.pk)
