"""Writes: an item's standing and its measures' readings."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import User
from maturity.clients.trail import record_change
from maturity.web.http import Refusal
from roadmap.initiatives.models import Initiative

from .models import Progress, Reading
from .queries import BETWEEN, CHAPTER, subject_of
from .rules import FollowUpVerb, Status

FIELDS = ("status", "percent", "blocker")


class ItemChanged(Refusal):
    """Somebody else saved the item after it was shown."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else saved this item meanwhile."))


@transaction.atomic
def update_item(
    *,
    initiative: Initiative,
    by: User,
    version: int,
    status: str,
    percent: int,
    blocker: str,
    day: date,
    readings: Mapping[int, Decimal],
) -> bool:
    """New standing, and a reading on ``day`` per measure. ItemChanged unless the item is still of ``version``.

    ``version`` 0 means that nobody had told anything. What is done is at 100 %. Whether anything changed.
    """
    values = {"status": status, "percent": 100 if status == Status.DONE else percent, "blocker": blocker}
    before = held(initiative, version)
    changed = {name: [getattr(before, name), values[name]] for name in FIELDS if getattr(before, name) != values[name]}
    changed |= save_readings(initiative, by, day, readings)
    if not changed and before.version:
        return False
    write(before, by, version, values)
    _record(initiative, by, FollowUpVerb.UPDATED, changed)
    return True


def held(initiative: Initiative, version: int) -> Progress:
    """The standing as it is now, locked; ItemChanged where its version is another."""
    now = Progress.objects.select_for_update().filter(initiative=initiative).first()
    if (now.version if now else 0) != version:
        raise ItemChanged
    return now or Progress(initiative=initiative, version=0)


def write(before: Progress, by: User, version: int, values: Mapping[str, Any]) -> None:
    if before.version == 0:
        own = {**values, "changed_by": by}
        _made, written = Progress.objects.get_or_create(initiative=before.initiative, defaults=own)
    else:
        rows = Progress.objects.filter(pk=before.pk, version=version)
        stamp = {"version": F("version") + 1, "changed_by": by, "changed_at": timezone.now()}
        written = bool(rows.update(**values, **stamp))
    if not written:
        raise ItemChanged


def save_readings(initiative: Initiative, by: User, day: date, readings: Mapping[int, Decimal]) -> dict[str, list[Any]]:
    """One reading a day per measure; what the trail is told."""
    changed = {}
    for measure in initiative.measures.filter(pk__in=readings):
        old = measure.readings.filter(date=day).first()
        value = readings[measure.pk]
        if old is None or old.value != value:
            measure.readings.update_or_create(date=day, defaults={"value": value, "by": by})
            changed[f"{measure.name}{BETWEEN}{day}"] = [old.value if old else None, value]
    return changed


@transaction.atomic
def delete_reading(*, reading: Reading, by: User) -> None:
    """Takes a reading away; the trail keeps it. The item counts as changed."""
    initiative = reading.measure.initiative
    stamp = {"version": F("version") + 1, "changed_by": by, "changed_at": timezone.now()}
    Progress.objects.filter(initiative=initiative).update(**stamp)
    what = f"{reading.measure.name}{BETWEEN}{reading.date}"
    _record(initiative, by, FollowUpVerb.READING_REMOVED, {what: [reading.value, None]})
    reading.delete()


def _record(initiative: Initiative, by: User, action: FollowUpVerb, fields: dict[str, list[Any]]) -> None:
    record_change(
        engagement=initiative.engagement,
        by=by,
        chapter=CHAPTER,
        subject=subject_of(initiative),
        label=f"{initiative.key} {initiative.title}",
        action=action,
        fields=fields,
    )
