"""The trail: who changed what, and an edit that leaves its line there. Every chapter writes through this module."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, TextChoices

from maturity.web.editing import Edit

from .models import Change, Engagement, User
from .rules import Verb


def record_change(
    *,
    engagement: Engagement,
    by: User | None,
    action: TextChoices,
    row: Model | None = None,
    fields: Mapping[str, Sequence[Any]] | None = None,
    chapter: str = "",
    subject: str = "",
    label: str = "",
) -> Change:
    """One line of the trail, with a verb that a chapter registered.

    ``fields`` maps a field to its value before and after; a row in it is kept by its name.

    The ``row`` says chapter, subject (``model:pk``) and label, unless these are given.
    """
    if row is not None:
        chapter, subject, label = chapter or chapter_of(row), subject or subject_of(row), label or str(row)
    pairs = {name: [named(value) for value in pair] for name, pair in (fields or {}).items()}
    plain = json.loads(json.dumps(pairs, cls=DjangoJSONEncoder))
    return Change.objects.create(
        engagement=engagement, by=by, chapter=chapter, subject=subject, label=label[:250], action=action, fields=plain
    )


def apply_edit(
    *, engagement: Engagement, by: User | None, row: Model, edit: Edit, subject: str = "", label: str = ""
) -> bool:
    """Write what the editor changed into ``row``, which the caller has locked, and record it. False for no change.

    Raises EditedMeanwhile where somebody else changed the same fields after the editor began.
    """
    changed = edit.changes({name: getattr(row, name) for name in edit.new})
    if not changed:
        return False
    for name, (_before, after) in changed.items():
        setattr(row, name, after)
    row.save(update_fields=list(changed))
    record_change(
        engagement=engagement, by=by, action=Verb.CHANGED, row=row, fields=changed, subject=subject, label=label
    )
    return True


def named(value: Any) -> Any:
    """A value as the trail keeps it: a row by its name."""
    return str(value) if isinstance(value, Model) else value


def chapter_of(row: Model) -> str:
    """The chapter whose model a row is: the package that the model stands in."""
    return type(row).__module__.split(".")[1]


def subject_of(row: Model) -> str:
    """A row as the trail refers to it."""
    return f"{row._meta.model_name}:{row.pk}"


def last_editor(engagement: Engagement, row: Model, **conditions: Any) -> str:
    """Who changed a row last, by the trail; empty where nobody is known. ``conditions`` on the trail's line."""
    lines = Change.objects.filter(engagement=engagement, subject=subject_of(row), **conditions)
    change = lines.select_related("by").first()
    return str(change.by) if change and change.by else ""
