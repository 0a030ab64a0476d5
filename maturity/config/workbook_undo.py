"""An import taken back: what it made goes, what it changed or removed is as it was. All of it, or nothing."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.channels.models import Channel
from maturity.clients.models import Engagement, ImportedWorkbook, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.web.http import Refusal
from maturity.web.sheets.saving import BATCH

from .workbook_rows import Keys, digest, holders, model_of, routed, snapshot

NAMED = 3


class CannotBeUndone(Refusal):
    """Somebody worked on with what the import brought."""


class NotTheLatest(Refusal):
    """Only what was imported last can be looked back at: the rows of earlier files may have come again since."""

    def __init__(self) -> None:
        super().__init__(_("There is a later import; look at that one first."))


def latest_of(engagement: Engagement) -> ImportedWorkbook | None:
    """The latest import that has not been undone, whether it wrote anything or not."""
    return engagement.imports.filter(undone_at=None).select_related("engagement").first()


def undoable_of(engagement: Engagement) -> ImportedWorkbook | None:
    """The latest import that wrote something and has not been undone."""
    return engagement.imports.filter(undone_at=None).exclude(written={}).select_related("engagement").first()


@transaction.atomic
def undo_import(*, imported: ImportedWorkbook, by: User) -> Engagement | None:
    """Take an import back. The engagement, or None where the import had made it, so that it is gone now."""
    imported = ImportedWorkbook.objects.select_for_update().select_related("engagement").get(pk=imported.pk)
    engagement = imported.engagement
    if imported.undone_at is not None:
        raise CannotBeUndone(_("This import has been undone already."))
    if imported != undoable_of(engagement):
        raise NotTheLatest
    refuse_changed(imported)
    refuse_lost(imported)
    made = made_by(imported)
    refuse_held(engagement, made)
    for model in reversed(made):
        model._base_manager.filter(pk__in=made[model]).delete()
    put_back(imported)
    if Engagement in made:
        return None
    imported.undone_at = timezone.now()
    imported.save(update_fields=["undone_at"])
    record_change(engagement=engagement, by=by, action=Verb.UNDONE, row=imported, chapter="clients")
    return engagement


def made_by(imported: ImportedWorkbook) -> dict[type[Model], list[int]]:
    """The rows that the import made, those that others point at first."""
    return {model_of(label): list(map(int, rows)) for label, rows in imported.written["made"].items()}


def refuse_changed(imported: ImportedWorkbook) -> None:
    """Nothing that somebody changed since is overwritten."""
    now = snapshot(imported.engagement)
    changed = [
        (label, key)
        for label, key, after in left_behind(imported.written)
        if key in now.get(label, {}) and digest(now[label][key]) != after
    ]
    if changed:
        names = named([str(model_of(label)._base_manager.get(pk=key)) for label, key in changed[:NAMED]], len(changed))
        raise CannotBeUndone(
            _("This import cannot be undone: %(names)s has been changed since. Nothing was undone.") % {"names": names}
        )


def refuse_lost(imported: ImportedWorkbook) -> None:
    """What would come back still has its place: neither it nor what it points at was removed since."""
    lost = any(
        len(rows) > model_of(label)._base_manager.filter(pk__in=rows).count()
        for label, rows in imported.written["changed"].items()
    )
    if lost or any(points_nowhere(label, rows) for label, rows in coming_back(imported.written)):
        raise CannotBeUndone(
            _("This import cannot be undone: something that it changed has been removed since. Nothing was undone.")
        )


def coming_back(written: dict[str, dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Models, each with the values that its rows would have again."""
    for label, rows in written["changed"].items():
        yield label, [before for before, _after in rows.values()]
    for label, rows in written["removed"].items():
        yield label, list(rows.values())


def points_nowhere(label: str, rows: list[dict[str, Any]]) -> bool:
    """Whether one of the rows points at something that is not there any more."""
    for field in model_of(label)._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            wanted = {row[field.attname] for row in rows} - {None}
            there = field.remote_field.model._base_manager.filter(pk__in=wanted)
            if there.count() < len(wanted):
                return True
    return False


def left_behind(written: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Model, key and digest of the rows that the import made or changed."""
    for label, rows in written["made"].items():
        for key, after in rows.items():
            yield label, key, after
    for label, rows in written["changed"].items():
        for key, (_before, after) in rows.items():
            yield label, key, after


def refuse_held(engagement: Engagement, made: dict[type[Model], list[int]]) -> None:
    """Nothing that was added since goes with it."""
    held = [(model, key) for model, keys in made.items() for key in holders(model, keys, made)]
    held += [(Channel, key) for key in channels_held(engagement, made)]
    if held:
        rows = [model._base_manager.filter(pk=key).first() for model, key in held[:NAMED]]
        names = named([str(row) for row in rows], len(held))
        raise CannotBeUndone(
            _("This import cannot be undone: other things were added since to %(names)s. Nothing was undone.")
            % {"names": names}
        )


def channels_held(engagement: Engagement, made: Keys) -> set[int]:
    return routed(engagement, made).keys() & set(made.get(Channel, ()))


def named(names: list[str], count: int) -> str:
    """The first names, and how many more there are."""
    quoted = ", ".join(f"“{name}”" for name in names)
    more = count - len(names)
    if not more:
        return quoted
    words = ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more)
    return words % {"names": quoted, "more": more}


def put_back(imported: ImportedWorkbook) -> None:
    """What was changed is as it was, what was removed is there again; versions go on, so that editors are told."""
    for label, rows in imported.written["changed"].items():
        model = model_of(label)
        stored = model._base_manager.in_bulk([int(key) for key in rows])
        for key, (before, _after) in rows.items():
            restore(stored[int(key)], before)
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        model._base_manager.bulk_update(stored.values(), fields, batch_size=BATCH)
    for label, rows in imported.written["removed"].items():
        model = model_of(label)
        model._base_manager.bulk_create([restore(model(), values) for values in rows.values()], batch_size=BATCH)


def restore(row: Model, values: dict[str, Any]) -> Model:
    version = getattr(row, "version", 0)
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, field.to_python(values[field.attname]))
    if hasattr(row, "version"):
        row.version = version + 1
    return row
