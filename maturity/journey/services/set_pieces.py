"""Set pieces: the deviations that a touchpoint is rehearsed for."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.clients.models import Change, Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import apply_edit, record_change
from maturity.web.editing import Edit
from maturity.web.names import named

from ..models import SetPiece, Touchpoint
from .refusal import JourneyRefusal

PIECE = ("deviation", "likelihood", "consequence", "plan")


@transaction.atomic
def add_set_piece(*, engagement: Engagement, by: User, touchpoint: Touchpoint, **fields: Any) -> SetPiece:
    """A deviation to be rehearsed."""
    require_free_deviation(touchpoint, fields["deviation"])
    made = SetPiece.objects.create(touchpoint=touchpoint, **fields)
    record_change(
        engagement=engagement, by=by, row=made, action=Verb.ADDED, fields={"deviation": [None, made.deviation]}
    )
    return made


def require_free_deviation(touchpoint: Touchpoint, deviation: str, besides: int = 0) -> None:
    if named(touchpoint.set_pieces.exclude(pk=besides), deviation, "deviation"):
        raise JourneyRefusal(_("This touchpoint has that set piece already."))


@transaction.atomic
def edit_set_piece(*, engagement: Engagement, by: User, piece: SetPiece, edit: Edit) -> bool:
    """Change a set piece; see ``apply_edit``."""
    row = SetPiece.objects.select_for_update(of=("self",)).select_related("touchpoint").get(pk=piece.pk)
    if "deviation" in edit.new:
        require_free_deviation(row.touchpoint, edit.new["deviation"], besides=row.pk)
    return apply_edit(engagement=engagement, by=by, row=row, edit=edit)


@transaction.atomic
def remove_set_piece(*, engagement: Engagement, by: User, piece: SetPiece) -> Change:
    """Take a set piece away. The trail keeps it whole, which is what ``restore_set_piece`` brings back."""
    values = {name: [getattr(piece, name), None] for name in PIECE}
    change = record_change(
        engagement=engagement,
        by=by,
        row=piece,
        action=Verb.REMOVED,
        fields={"touchpoint": [piece.touchpoint_id, None], **values},
    )
    piece.delete()
    return change


@transaction.atomic
def restore_set_piece(*, engagement: Engagement, by: User, touchpoint: Touchpoint, change: Change) -> SetPiece:
    """Bring back what ``remove_set_piece`` took away."""
    values = {name: change.fields[name][0] for name in PIECE}
    return add_set_piece(engagement=engagement, by=by, touchpoint=touchpoint, **values)
