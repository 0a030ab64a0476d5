"""The order of the map.

Whatever changes it first locks the journey, so that two moves at once come one after the other and positions stay
1, 2, 3, … through the journey.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change

from ..domain.layout import Direction, Layout, moved, placed
from ..models import Journey, Stage, Touchpoint
from ..queries import name_is_taken
from .refusal import JourneyRefusal


def lock(journey: Journey | int) -> Journey:
    """The journey, held until the transaction ends."""
    pk = journey if isinstance(journey, int) else journey.pk
    return Journey.objects.select_for_update().get(pk=pk)


def layout_of(journey: Journey) -> Layout:
    """Stages with their touchpoints in order, archived ones left out."""
    rows = Stage.objects.filter(journey=journey).order_by("position", "pk").values_list("pk", flat=True)
    members: dict[int, list[int]] = {pk: [] for pk in rows}
    living = Touchpoint.objects.filter(stage__journey=journey, archived_at__isnull=True)
    for pk, stage in living.order_by("stage__position", "stage", "position", "pk").values_list("pk", "stage_id"):
        members[stage].append(pk)
    return list(members.items())


def write_layout(layout: Layout) -> None:
    """Every touchpoint in its stage, positions 1, 2, 3, … through the journey."""
    rows = Touchpoint.objects.in_bulk([pk for _stage, row in layout for pk in row])
    position = 0
    changed = []
    for stage, row in layout:
        for pk in row:
            position += 1
            touchpoint = rows[pk]
            if (touchpoint.stage_id, touchpoint.position) != (stage, position):
                touchpoint.stage_id, touchpoint.position = stage, position
                changed.append(touchpoint)
    Touchpoint.objects.bulk_update(changed, ["stage", "position"])


@transaction.atomic
def move_touchpoint(*, engagement: Engagement, by: User, touchpoint: Touchpoint, direction: Direction) -> bool:
    """One press to the left or right, or a stage earlier or later. False where there is nothing further."""
    journey = lock(touchpoint.stage.journey_id)
    require_living(touchpoint)
    return arrange(engagement, by, touchpoint, layout := layout_of(journey), moved(layout, touchpoint.pk, direction))


@transaction.atomic
def put_touchpoint(*, engagement: Engagement, by: User, touchpoint: Touchpoint, stage: Stage, place: int) -> bool:
    """To a place (from 0) in a stage of the same journey, as a drag does."""
    journey = lock(touchpoint.stage.journey_id)
    require_living(touchpoint)
    if stage.journey_id != journey.pk:
        raise JourneyRefusal(_("A touchpoint moves within its own journey."))
    return arrange(
        engagement, by, touchpoint, layout := layout_of(journey), placed(layout, touchpoint.pk, stage.pk, place)
    )


def require_living(touchpoint: Touchpoint) -> None:
    touchpoint.refresh_from_db(fields=["archived_at"])
    if touchpoint.archived_at is not None:
        raise JourneyRefusal(_("This touchpoint is archived. Bring it back before moving it."))


def arrange(engagement: Engagement, by: User, touchpoint: Touchpoint, before: Layout, after: Layout) -> bool:
    if before == after:
        return False
    write_layout(after)
    record_change(
        engagement=engagement,
        by=by,
        row=touchpoint,
        action=Verb.MOVED,
        fields={"place": [place_in(before, touchpoint), place_in(after, touchpoint)]},
    )
    return True


def place_in(layout: Layout, touchpoint: Touchpoint) -> int:
    """Where in the journey a touchpoint stands, from 1."""
    return [pk for _stage, row in layout for pk in row].index(touchpoint.pk) + 1


def require_free_name(engagement: Engagement, name: str, besides: int | None = None) -> None:
    if name_is_taken(engagement, name, besides):
        raise JourneyRefusal(_("Another touchpoint is called “%(name)s”. Choose another name.") % {"name": name})


@transaction.atomic
def archive_touchpoint(*, engagement: Engagement, by: User, touchpoint: Touchpoint) -> None:
    """Off the map, with everything that is known of it kept."""
    journey = lock(touchpoint.stage.journey_id)
    if not Touchpoint.objects.filter(pk=touchpoint.pk, archived_at__isnull=True).update(archived_at=timezone.now()):
        return
    write_layout(layout_of(journey))
    record_change(engagement=engagement, by=by, row=touchpoint, action=Verb.ARCHIVED)


@transaction.atomic
def restore_touchpoint(*, engagement: Engagement, by: User, touchpoint: Touchpoint) -> None:
    """Back to where it stood; at the end of its stage where others have moved in."""
    journey = lock(touchpoint.stage.journey_id)
    touchpoint.refresh_from_db(fields=["archived_at", "position", "name"])
    if touchpoint.archived_at is None:
        return
    require_free_name(engagement, touchpoint.name)
    layout = layout_of(journey)
    earlier = 0
    for stage, row in layout:
        if stage == touchpoint.stage_id:
            break
        earlier += len(row)
    Touchpoint.objects.filter(pk=touchpoint.pk).update(archived_at=None)
    write_layout(placed(layout, touchpoint.pk, touchpoint.stage_id, touchpoint.position - 1 - earlier))
    record_change(engagement=engagement, by=by, row=touchpoint, action=Verb.RESTORED)
