"""Journeys, their stages, and personas."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import apply_edit, record_change
from maturity.web.editing import Edit
from maturity.web.names import fold, named

from ..models import Journey, Persona, Stage
from .order import layout_of, lock, write_layout
from .refusal import JourneyRefusal


@transaction.atomic
def add_journey(*, engagement: Engagement, by: User, name: str, stages: Sequence[str]) -> Journey:
    """A journey with its stages in order."""
    try:
        with transaction.atomic():
            journey = Journey.objects.create(engagement=engagement, name=name)
    except IntegrityError as clash:
        raise JourneyRefusal(_("There is a journey called “%(name)s” already.") % {"name": name}) from clash
    unique = list({fold(stage): stage for stage in stages}.values())
    Stage.objects.bulk_create(
        Stage(journey=journey, name=stage, position=position) for position, stage in enumerate(unique, start=1)
    )
    record_change(
        engagement=engagement, by=by, row=journey, action=Verb.ADDED, fields={"stages": [None, ", ".join(unique)]}
    )
    return journey


@transaction.atomic
def add_stage(*, engagement: Engagement, by: User, journey: Journey, name: str) -> Stage:
    """A stage at the end of a journey."""
    locked = lock(journey)
    require_free_stage(locked, name)
    last = locked.stages.aggregate(last=Max("position"))["last"] or 0
    stage = Stage.objects.create(journey=locked, name=name, position=last + 1)
    record_change(engagement=engagement, by=by, row=stage, action=Verb.ADDED, fields={"name": [None, name]})
    return stage


def require_free_stage(journey: Journey, name: str) -> None:
    if named(journey.stages.all(), name):
        raise JourneyRefusal(_("This journey has a stage called “%(name)s” already.") % {"name": name})


def siblings(row: Journey | Stage | Persona) -> QuerySet[Any]:
    """The others among which a name is to be its own."""
    within = {"journey": row.journey_id} if isinstance(row, Stage) else {"engagement": row.engagement_id}
    return type(row)._default_manager.filter(**within).exclude(pk=row.pk)


def require_free(rows: QuerySet[Any], name: str) -> None:
    if named(rows, name):
        raise JourneyRefusal(_("“%(name)s” is there already.") % {"name": name})


@transaction.atomic
def rename(*, engagement: Engagement, by: User, row: Journey | Stage | Persona, edit: Edit) -> bool:
    """Change the name (and a persona's description); see ``apply_edit``. JourneyRefusal where the name is taken."""
    locked = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if "name" in edit.new:
        require_free(siblings(locked), edit.new["name"])
    try:
        with transaction.atomic():
            return apply_edit(engagement=engagement, by=by, row=locked, edit=edit)
    except IntegrityError as clash:
        raise JourneyRefusal(_("“%(name)s” is there already.") % {"name": edit.new["name"]}) from clash


@transaction.atomic
def move_stage(*, engagement: Engagement, by: User, stage: Stage, later: bool) -> bool:
    """A stage one place earlier or later, with all its touchpoints."""
    journey = lock(stage.journey_id)
    stages = list(journey.stages.order_by("position", "pk"))
    place = [each.pk for each in stages].index(stage.pk)
    other = place + (1 if later else -1)
    if not 0 <= other < len(stages):
        return False
    stages[place], stages[other] = stages[other], stages[place]
    for position, each in enumerate(stages, start=1):
        each.position = position
    Stage.objects.bulk_update(stages, ["position"])
    write_layout(layout_of(journey))
    record_change(engagement=engagement, by=by, row=stage, action=Verb.MOVED, fields={"place": [place + 1, other + 1]})
    return True


@transaction.atomic
def remove_stage(*, engagement: Engagement, by: User, stage: Stage) -> None:
    """Take away a stage that holds nothing, not even archived touchpoints: those would lose their place."""
    lock(stage.journey_id)
    if stage.touchpoints.exists():
        raise JourneyRefusal(
            _("The stage still holds touchpoints, perhaps archived ones. Move them to another stage first.")
        )
    record_change(engagement=engagement, by=by, row=stage, action=Verb.REMOVED)
    stage.delete()


@transaction.atomic
def add_persona(*, engagement: Engagement, by: User, name: str, about: str = "") -> Persona:
    """Somebody whose journey it is."""
    require_free(engagement.personas.all(), name)
    try:
        with transaction.atomic():
            persona = Persona.objects.create(engagement=engagement, name=name, about=about)
    except IntegrityError as clash:
        raise JourneyRefusal(_("“%(name)s” is there already.") % {"name": name}) from clash
    record_change(engagement=engagement, by=by, row=persona, action=Verb.ADDED, fields={"name": [None, name]})
    return persona
