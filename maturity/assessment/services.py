"""Writes: the targets of an engagement."""

from collections.abc import Mapping

from django.db import transaction

from maturity.clients.models import Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.services import record_change
from maturity.framework.models import Dimension
from maturity.framework.queries import framework_of

from .models import Target


@transaction.atomic
def set_targets(*, engagement: Engagement, by: User, chosen: Mapping[str, tuple[int | None, str]]) -> int:
    """Keep the chosen rung and reason per dimension key; a rung of None takes the target away. How many changed."""
    before = {each.dimension.key: each for each in engagement.targets.select_related("dimension").select_for_update()}
    dimensions = {each.key: each for each in framework_of(engagement).dimensions.all()}
    changed = 0
    for key, (rung, reason) in chosen.items():
        changed += set_target(engagement, by, dimensions[key], before.get(key), rung, reason)
    return changed


def set_target(
    engagement: Engagement, by: User, dimension: Dimension, old: Target | None, rung: int | None, reason: str
) -> bool:
    was = (old.rung, old.reason) if old else (None, "")
    now = (rung, reason if rung is not None else "")
    if was == now:
        return False
    if rung is None:
        engagement.targets.filter(dimension=dimension).delete()
    else:
        Target.objects.update_or_create(
            engagement=engagement, dimension=dimension, defaults={"rung": rung, "reason": reason}
        )
    record_change(
        engagement=engagement,
        by=by,
        chapter="assessment",
        subject=f"target:{dimension.pk}",
        label=dimension.key,
        action=Verb.TARGETED,
        fields={"rung": [was[0], now[0]], "reason": [was[1], now[1]]},
    )
    return True
