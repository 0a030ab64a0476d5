"""A small journey to look at before one has one's own, in the reader's language."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User

from ..models import CustomerRating, Journey, Persona, SetPiece, Touchpoint
from ..rules import Moment
from .journeys import add_journey
from .refusal import JourneyRefusal


@transaction.atomic
def add_example(*, engagement: Engagement, by: User) -> Journey:
    """Four touchpoints under three stages, with made-up ratings and one set piece. All of it can be archived again."""
    if engagement.touchpoints.filter(archived_at__isnull=True).exists():
        raise JourneyRefusal(_("The map holds touchpoints already: the example is for an empty one."))
    stages = (_("Consider"), _("Buy"), _("Use"))
    journey = add_journey(engagement=engagement, by=by, name=_("Example journey"), stages=stages)
    persona = Persona.objects.get_or_create(engagement=engagement, name=_("A new customer"))[0]
    stage_rows = list(journey.stages.order_by("position"))
    for position, (stage, scores, fields) in enumerate(touchpoints(), start=1):
        touchpoint = Touchpoint.objects.create(
            engagement=engagement, stage=stage_rows[stage], persona=persona, position=position, **fields
        )
        CustomerRating.objects.bulk_create(CustomerRating(touchpoint=touchpoint, score=score) for score in scores)
    SetPiece.objects.create(
        touchpoint=Touchpoint.objects.get(stage__journey=journey, position=3),
        deviation=_("The bill is three times too high"),
        likelihood=3,
        consequence=4,
    )
    return journey


def touchpoints() -> tuple[tuple[int, tuple[int, ...], dict[str, Any]], ...]:
    """Which stage, what customers answered, and the fields of each touchpoint of the example."""
    compares = {
        "name": _("Compares prices"),
        "phase": Moment.BEFORE,
        "channel": _("Website"),
        "need": _("See the whole price"),
        "promise": _("One page, no footnotes"),
        "own_rating": 4,
    }
    orders = {
        "name": _("Places the order"),
        "phase": Moment.DURING,
        "channel": _("Website"),
        "need": _("Be done in five minutes"),
        "promise": _("Five fields"),
        "own_rating": 4,
    }
    billed = {
        "name": _("Receives the first bill"),
        "phase": Moment.DURING,
        "channel": _("Letter"),
        "need": _("Understand the amount"),
        "promise": _("No surprises"),
        "own_rating": 4,
    }
    answered = {
        "name": _("Gets an answer"),
        "phase": Moment.AFTER,
        "channel": _("Telephone"),
        "need": _("Be taken seriously"),
        "promise": _("Answered within 24 hours"),
        "own_rating": 3,
        "ending": True,
    }
    return (
        (0, (8, 9, 7, 8, 6, 9), compares),
        (1, (9, 10, 8, 9, 7, 9), orders),
        (2, (3, 4, 2, 5, 3, 4), billed),
        (2, (7, 6, 8, 7, 5, 8), answered),
    )
