"""What the map is made of: journeys, stages, personas, and the example. All of it is the facilitator's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maturity.clients.access import engagement_for, one
from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.clients.trail import last_editor
from maturity.web.editing import EditedMeanwhile
from maturity.web.http import Request, posted
from maturity.web.order import in_order

from .. import services
from ..forms import JourneyForm, NameForm, PersonaForm
from ..models import Journey, Persona, Stage
from .home import address, answer

FACILITATOR = (Role.FACILITATOR,)


@require_POST
def example(request: Request, engagement_id: int) -> HttpResponse:
    """A small journey to look at."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    made = services.add_example(engagement=engagement, by=request.user)
    messages.success(request, _("This is an example. Change it, or archive it touchpoint by touchpoint."))
    return redirect(address(engagement, made.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def add_journey(request: Request, engagement_id: int) -> HttpResponse:
    """A journey with its stages, and its first touchpoint where there is one already in mind."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    form = JourneyForm(posted(request), engagement=engagement)
    if request.method == "POST" and form.is_valid():
        return make_journey(request, engagement, form)
    return render(request, "journey/add_journey.html", {"form": form}, status=422 if form.errors else 200)


def make_journey(request: Request, engagement: Engagement, form: JourneyForm) -> HttpResponse:
    name, stages, first = (form.cleaned_data[field] for field in ("name", "stages", "first"))
    made = services.add_journey(engagement=engagement, by=request.user, name=name, stages=stages)
    stage = made.stages.order_by("position").first()
    if first and stage:
        services.add_touchpoint(engagement=engagement, by=request.user, stage=stage, name=first)
    messages.success(request, _("The journey “%(name)s” is there.") % {"name": made.name})
    return redirect(address(engagement, made.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def journey(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """A journey's name, its stages in order, and the personas: three forms, told apart by their button."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = one(engagement.journeys.all(), pk=pk)
    said = request.POST.get("what", "")
    name = NameForm(request.POST if said == "name" else None, row=found, prefix="name")
    stage = NameForm(request.POST if said == "stage" else None, prefix="stage")
    persona = PersonaForm(request.POST if said == "persona" else None, prefix="persona")
    saved = (
        (name.is_bound and save_name(request, engagement, found, name))
        or (stage.is_bound and save_stage(request, engagement, found, stage))
        or (persona.is_bound and save_persona(request, engagement, persona))
    )
    if saved:
        return redirect("journey:journey", engagement_id, pk)
    context = {
        "journey": found,
        "stages": found.stages.order_by("position", "pk"),
        "personas": in_order(engagement.personas.all()),
        "name_form": name,
        "stage_form": stage,
        "persona_form": persona,
    }
    return render(request, "journey/journey.html", context, status=422 if request.method == "POST" else 200)


def save_name(request: Request, engagement: Engagement, row: Journey | Stage | Persona, form: NameForm) -> bool:
    """Whether the new name was valid and nobody else had changed it meanwhile."""
    if not form.is_valid():
        return False
    try:
        services.rename(engagement=engagement, by=request.user, row=row, edit=form.edit())
    except EditedMeanwhile as meanwhile:
        form.show_theirs(meanwhile, last_editor(engagement, row))
        return False
    messages.success(request, _("Saved."))
    return True


def save_stage(request: Request, engagement: Engagement, row: Journey, form: NameForm) -> bool:
    if not form.is_valid():
        return False
    made = services.add_stage(engagement=engagement, by=request.user, journey=row, name=form.cleaned_data["name"])
    messages.success(request, _("The stage “%(name)s” is there.") % {"name": made.name})
    return True


def save_persona(request: Request, engagement: Engagement, form: PersonaForm) -> bool:
    if not form.is_valid():
        return False
    made = services.add_persona(engagement=engagement, by=request.user, **form.cleaned_data)
    messages.success(request, _("The persona “%(name)s” is there.") % {"name": made.name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Rename a stage."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = one(Stage.objects.filter(journey__engagement=engagement).select_related("journey"), pk=pk)
    form = NameForm(posted(request), row=found)
    if request.method == "POST" and save_name(request, engagement, found, form):
        return redirect(address(engagement, found.journey_id))
    context = {"form": form, "row": found, "journey_id": found.journey_id}
    return render(request, "journey/rename.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def persona(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Rename a persona, or say more of them."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = one(engagement.personas.all(), pk=pk)
    form = PersonaForm(posted(request), row=found)
    if request.method == "POST" and save_name(request, engagement, found, form):
        return redirect("journey:home", engagement_id)
    return render(request, "journey/rename.html", {"form": form, "row": found}, status=422 if form.errors else 200)


@require_POST
def move_stage(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """A stage one place earlier or later."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = one(Stage.objects.filter(journey__engagement=engagement), pk=pk)
    later = request.POST.get("way") == "later"
    did = services.move_stage(engagement=engagement, by=request.user, stage=found, later=later)
    text = _("The stage “%(name)s” is moved.") if did else _("The stage “%(name)s” stays where it is.")
    return answer(request, engagement, found.journey_id, text % {"name": found.name})


@require_POST
def remove_stage(request: Request, engagement_id: int, pk: int) -> HttpResponse:
    """Take away a stage that holds nothing."""
    engagement = engagement_for(request, engagement_id, FACILITATOR)
    found = one(Stage.objects.filter(journey__engagement=engagement), pk=pk)
    services.remove_stage(engagement=engagement, by=request.user, stage=found)
    said = _("The empty stage “%(name)s” is gone.") % {"name": found.name}
    return answer(request, engagement, found.journey_id, said)
