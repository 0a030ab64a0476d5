"""What an engagement has and the file imported last does not: listed, and removed where nothing hangs on it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.assessment.models import Target
from maturity.channels.models import Channel, Handoff, Link, Path, System
from maturity.clients.models import Capacity, Department, Engagement, ImportedWorkbook, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.journey.models import CustomerRating, SetPiece, Touchpoint
from maturity.web.formats import MISSING
from maturity.web.languages import spoken
from maturity.web.sheets.book import Book
from maturity.web.sheets.names import called
from maturity.workshop.models import Participant
from roadmap.follow_up.models import Reading
from roadmap.initiatives.models import Benefit, Effort, Estimate, Initiative, Measure

from .workbook_rows import Keys, holders, model_of, querysets, routed
from .workbook_undo import NotTheLatest, latest_of

# Where a model's rows stand in the workbook.
SHEET_OF: dict[type[Model], str] = {
    Capacity: "Departments",
    Target: "Targets",
    Participant: "Ballots",
    Touchpoint: "Journey",
    CustomerRating: "Customer ratings",
    SetPiece: "Set pieces",
    Channel: "Channels",
    Handoff: "Handoffs",
    Path: "Paths",
    System: "Systems",
    Link: "Links",
    Initiative: "Initiatives",
    Effort: "Initiatives",
    Estimate: "Estimates",
    Benefit: "Benefits",
    Measure: "Measures",
    Reading: "Readings",
}

NAMED = 12


@dataclass
class AbsentRows:
    """One sheet's rows that the file lacks: those that can be removed, and those that stay, each with the reason."""

    sheet: str
    removable: list[Model] = field(default_factory=list)
    kept: list[tuple[Model, str]] = field(default_factory=list)
    channels: dict[int, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return called("sheet", self.sheet, spoken())

    @property
    def first(self) -> list[str]:
        """The first names of those that can be removed."""
        return [self.name_of(row) for row in self.removable[:NAMED]]

    @property
    def more(self) -> int:
        return len(self.removable) - len(self.first)

    @property
    def stays(self) -> list[tuple[str, str]]:
        """The names of those that stay, and why."""
        return [(self.name_of(row), why) for row, why in self.kept]

    def name_of(self, row: Model) -> str:
        """What a row is called in its sheet."""
        if isinstance(row, Path):
            return " > ".join(self.channels.get(key, MISSING) for key in row.route)
        return str(row.department if isinstance(row, Capacity) else row)


def absent_in(book: Book) -> dict[str, list[tuple[str, int]]]:
    """Model and key of what the file lacks, by sheet, as it is kept."""
    return {sheet: [(row._meta.label, row.pk) for row in rows] for sheet, rows in book.absent.items() if rows}


def absent_of(imported: ImportedWorkbook) -> list[AbsentRows]:
    """What the file lacked and is still there, in the order of the sheets."""
    found = []
    gone: dict[type[Model], set[int]] = {}
    # From the last sheet to the first: what points at other rows goes before them.
    channels = dict(imported.engagement.channels.values_list("pk", "name")) if imported.absent else {}
    for sheet, keys in reversed(imported.absent.items()):
        rows = AbsentRows(sheet, channels=channels)
        for model in dict.fromkeys(model_of(label) for label, _key in keys):
            wanted = [key for label, key in keys if label == model._meta.label]
            stored = model._base_manager.filter(pk__in=wanted).select_related()
            if hasattr(model, "archived_at"):
                stored = stored.filter(archived_at=None)
            sort_out(imported.engagement, rows, list(stored), gone)
        found.append(rows)
    return [rows for rows in reversed(found) if rows.removable or rows.kept]


def sort_out(engagement: Engagement, rows: AbsentRows, stored: list[Any], gone: dict[type[Model], set[int]]) -> None:
    """Which of the rows nothing hangs on; ``gone`` are those that would be removed before them."""
    if not stored:
        return
    model = type(stored[0])
    held = held_departments(engagement, stored, gone) if model is Capacity else held_rows(engagement, stored, gone)
    for row in stored:
        if row.pk in held:
            rows.kept.append((row, reason(held[row.pk])))
        else:
            rows.removable.append(row)
            gone.setdefault(model, set()).add(row.pk)


def held_rows(engagement: Engagement, stored: list[Any], gone: Keys) -> dict[int, Counter[type[Model]]]:
    model, keys = type(stored[0]), [row.pk for row in stored]
    found = holders(model, keys, {**gone, **parts_of(model, keys)})
    if model is Channel:
        for key, count in routed(engagement, gone).items():
            found.setdefault(key, Counter()).update(count)
    return found


def parts_of(model: type[Model], keys: Collection[int]) -> dict[type[Model], list[int]]:
    """Rows that are a part of others, and go with them: an initiative's efforts, and the lists that it has itself."""
    parts: dict[type[Model], list[int]] = {}
    for many in model._meta.local_many_to_many:
        through: Any = many.remote_field.through
        source = f"{many.m2m_field_name()}__in"
        parts[through] = list(through._base_manager.filter(**{source: keys}).values_list("pk", flat=True))
    if model is Initiative:
        parts[Effort] = list(Effort.objects.filter(initiative__in=keys).values_list("pk", flat=True))
    return parts


def held_departments(engagement: Engagement, stored: list[Any], gone: Keys) -> dict[int, Counter[type[Model]]]:
    """A department's part in this engagement is held by what of this engagement points at the department."""
    departments = {row.department_id: row.pk for row in stored}
    found: dict[int, Counter[type[Model]]] = {}
    for rows in querysets(engagement):
        for pointing in rows.model._meta.concrete_fields:
            if pointing.related_model is Department and rows.model is not Capacity:
                chosen = rows.filter(**{f"{pointing.name}__in": departments}).exclude(pk__in=gone.get(rows.model, ()))
                for key in chosen.values_list(pointing.attname, flat=True):
                    found.setdefault(departments[key], Counter())[rows.model] += 1
    return found


def reason(held: Counter[type[Model]]) -> str:
    """What hangs on a row, by sheet where a sheet has it."""
    words = []
    for model, count in held.items():
        sheet = SHEET_OF.get(model)
        if sheet is None:
            words.append(ngettext("%(count)d other thing", "%(count)d other things", count) % {"count": count})
        else:
            text = ngettext("%(count)d row of “%(sheet)s”", "%(count)d rows of “%(sheet)s”", count)
            words.append(text % {"count": count, "sheet": called("sheet", sheet, spoken())})
    return _("used by %(things)s") % {"things": ", ".join(dict.fromkeys(words))}


@transaction.atomic
def remove_absent(*, imported: ImportedWorkbook, by: User) -> int:
    """Remove what the file lacks and nothing hangs on; how many rows."""
    imported = ImportedWorkbook.objects.select_for_update().select_related("engagement").get(pk=imported.pk)
    if imported != latest_of(imported.engagement):
        raise NotTheLatest
    count = 0
    for rows in reversed(absent_of(imported)):
        for row in rows.removable:
            remove(row)
        count += len(rows.removable)
    if count:
        record_change(
            engagement=imported.engagement, by=by, action=Verb.REMOVED, row=imported, chapter="clients",
            fields={"rows": [count, 0]},
        )  # fmt: skip
    return count


def remove(row: Any) -> None:
    """Remove a row; a department too, where it takes part in nothing else."""
    row.delete()
    if isinstance(row, Capacity) and not holders(Department, [row.department_id], {}):
        row.department.delete()
