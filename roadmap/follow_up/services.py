"""Writes: an item's standing and its measures' readings."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from maturity.clients.models import User
from maturity.clients.trail import record_change
from maturity.web.editing import Edit
from roadmap.initiatives.models import Initiative

from .models import Progress, Reading
from .queries import CHAPTER, readings_by_name, subject_of
from .rules import BETWEEN, STANDING, FollowUpVerb, Status, day_of


@transaction.atomic
def update_item(*, initiative: Initiative, by: User, edit: Edit) -> bool:
    """Write what somebody changed of an item's standing and of its readings, these by ``reading_name``.

    False for no change. What is done is at 100 %. EditedMeanwhile where somebody else changed the same after the
    editor began.
    """
    progress, first = Progress.objects.select_for_update().get_or_create(initiative=initiative)
    stored = {name: getattr(progress, name) for name in STANDING}
    now = dict.fromkeys(edit.new) | stored | readings_by_name(initiative)
    changed = at_its_end(edit).changes(now)
    if not changed and not first:
        return False
    for name in changed.keys() & stored.keys():
        setattr(progress, name, changed[name][1])
    progress.changed_by = by
    progress.save()
    _record(initiative, by, FollowUpVerb.UPDATED, save_readings(initiative, by, changed))
    return True


def at_its_end(edit: Edit) -> Edit:
    """The edit, at 100 % where it says that the item is done."""
    done = edit.new["status"] == Status.DONE
    return replace(edit, new={**edit.new, "percent": 100}) if done else edit


def save_readings(initiative: Initiative, by: User, changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Keep the changed readings, one a day per measure; what the trail is told of all that changed."""
    told = {name: pair for name, pair in changed.items() if name in STANDING}
    for measure in initiative.measures.all():
        for name, pair in changed.items():
            day = day_of(name, measure.pk)
            if day is not None:
                measure.readings.update_or_create(date=day, defaults={"value": pair[1], "by": by})
                told[f"{measure.name}{BETWEEN}{day}"] = pair
    return told


@transaction.atomic
def delete_reading(*, reading: Reading, by: User) -> None:
    """Takes a reading away; the trail keeps it. The item counts as changed."""
    initiative = reading.measure.initiative
    Progress.objects.filter(initiative=initiative).update(changed_by=by, changed_at=timezone.now())
    what = f"{reading.measure.name}{BETWEEN}{reading.date}"
    _record(initiative, by, FollowUpVerb.READING_REMOVED, {what: [reading.value, None]})
    reading.delete()


def _record(initiative: Initiative, by: User, action: FollowUpVerb, fields: dict[str, list[Any]]) -> None:
    record_change(
        engagement=initiative.engagement,
        by=by,
        chapter=CHAPTER,
        subject=subject_of(initiative.pk),
        label=f"{initiative.key} {initiative.title}",
        action=action,
        fields=fields,
    )
