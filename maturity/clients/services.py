"""Writes: the trail of who changed what."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from .models import Change, Engagement, User


def record_change(
    *,
    engagement: Engagement,
    by: User | None,
    chapter: str,
    subject: str,
    label: str,
    action: str,
    fields: dict[str, list[Any]] | None = None,
) -> Change:
    """One line of the trail. ``subject`` is ``model:pk``; ``fields`` maps a field to its value before and after."""
    plain = json.loads(json.dumps(fields or {}, cls=DjangoJSONEncoder))
    return Change.objects.create(
        engagement=engagement, by=by, chapter=chapter, subject=subject, label=label[:250], action=action, fields=plain
    )
