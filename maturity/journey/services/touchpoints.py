"""Touchpoints: add, edit, copy, and customers' ratings of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import apply_edit, record_change
from maturity.web.editing import Edit

from ..domain.layout import placed
from ..models import CustomerRating, SetPiece, Stage, Touchpoint
from ..queries import name_is_taken
from ..rules import COPIED
from .order import layout_of, lock, require_free_name, write_layout


@transaction.atomic
def edit_touchpoint(*, engagement: Engagement, by: User, touchpoint: Touchpoint, edit: Edit) -> bool:
    """Change fields of a touchpoint; see ``apply_edit``. JourneyRefusal where its new name is another's."""
    row = (
        Touchpoint.objects.select_for_update(of=("self",)).select_related("persona", "department").get(pk=touchpoint.pk)
    )
    if "name" in edit.new:
        require_free_name(engagement, edit.new["name"], besides=row.pk)
    if not apply_edit(engagement=engagement, by=by, row=row, edit=edit):
        return False
    Touchpoint.objects.filter(pk=row.pk).update(version=F("version") + 1)
    return True


@transaction.atomic
def add_touchpoint(
    *, engagement: Engagement, by: User, stage: Stage, name: str, after: Touchpoint | None = None, **fields: Any
) -> Touchpoint:
    """A new touchpoint in a stage: behind ``after``, or at the stage's end."""
    journey = lock(stage.journey_id)
    require_free_name(engagement, name)
    layout = layout_of(journey)
    row = dict(layout)[stage.pk]
    place = row.index(after.pk) + 1 if after and after.pk in row else len(row)
    made = Touchpoint.objects.create(engagement=engagement, stage=stage, name=name, position=0, **fields)
    write_layout(placed(layout, made.pk, stage.pk, place))
    record_change(engagement=engagement, by=by, row=made, action=Verb.ADDED, fields={"name": [None, name]})
    return made


@transaction.atomic
def copy_touchpoint(*, engagement: Engagement, by: User, touchpoint: Touchpoint) -> Touchpoint:
    """A copy behind the original, with its fields and set pieces; customers' ratings stay with the original."""
    fields = {name: getattr(touchpoint, name) for name in COPIED}
    name = free_name(engagement, touchpoint.name)
    made = add_touchpoint(engagement=engagement, by=by, stage=touchpoint.stage, name=name, after=touchpoint, **fields)
    for piece in touchpoint.set_pieces.all():
        SetPiece.objects.create(
            touchpoint=made,
            deviation=piece.deviation,
            likelihood=piece.likelihood,
            consequence=piece.consequence,
            plan=piece.plan,
        )
    return made


def free_name(engagement: Engagement, name: str) -> str:
    """``First bill (2)``, ``First bill (3)``, …: the first that nobody has."""
    number = 2
    while name_is_taken(engagement, f"{name[:190]} ({number})"):
        number += 1
    return f"{name[:190]} ({number})"


@transaction.atomic
def add_ratings(
    *, engagement: Engagement, by: User, touchpoint: Touchpoint, scores: Sequence[int], day: date | None
) -> int:
    """Customers' scores, all of one day or of none that is known. How many were added."""
    CustomerRating.objects.bulk_create(CustomerRating(touchpoint=touchpoint, score=score, date=day) for score in scores)
    record_change(
        engagement=engagement, by=by, row=touchpoint, action=Verb.RATED, fields={"added": [None, len(scores)]}
    )
    return len(scores)
