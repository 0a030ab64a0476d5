"""The engagement workbook in and out: every chapter's sheets, in order.

An import is whole or nothing. All sheets are read and checked, every fault is told at once, and only then is anything
written, in one transaction. What the file lacks is left as it is: a missing sheet or column, and rows that only the
database has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from maturity.clients import workbook as clients
from maturity.clients.models import Engagement, ImportedWorkbook, Organisation, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.framework.models import Dimension, EngagementFramework, Framework, Statement
from maturity.framework.queries import available_frameworks
from maturity.framework.services import shipped_framework, use_framework
from maturity.web.languages import speaking, spoken
from maturity.web.names import fold
from maturity.web.sheets.book import Book, Count
from maturity.web.sheets.declare import Sheet
from maturity.web.sheets.faults import SheetFault, WorkbookFaults
from maturity.web.sheets.names import called
from maturity.web.sheets.reading import read_book
from maturity.web.sheets.settling import settle, sum_repeated

from .workbook_absent import absent_in
from .workbook_rows import CHAPTERS, Rows, difference, snapshot, without_new

__all__ = ["Count", "Imported", "SheetFault", "WorkbookFaults", "blank_workbook", "export_workbook", "import_workbook"]

SHEETS: tuple[Sheet, ...] = tuple(sheet for chapter in CHAPTERS for sheet in chapter.SHEETS)


@dataclass(frozen=True)
class Imported:
    """What an import did: the engagement, per sheet how many rows, and what it left alone, in sentences.

    After a mere check the engagement is as it would have been; it is not in the database if it was not before.
    """

    engagement: Engagement
    created: bool
    counts: dict[str, Count]
    remarks: tuple[str, ...]
    kept: ImportedWorkbook | None = None

    @property
    def sheets(self) -> list[tuple[str, Count]]:
        """What each sheet is called in the reader's language, and what was done with its rows."""
        return [(called("sheet", name, spoken()), count) for name, count in self.counts.items()]

    @property
    def lacking(self) -> int:
        """How many rows the engagement has and the file does not."""
        return sum(map(len, self.kept.absent.values())) if self.kept else 0

    @property
    def changes_nothing(self) -> bool:
        return not self.created and not any(count.made or count.changed for count in self.counts.values())


def import_workbook(file: Path | BinaryIO, *, facilitator: User | None = None, check: bool = False) -> Imported:
    """Import a workbook into the engagement of its organisation and title, which is made where there is none.

    ``facilitator`` is who imports: only organisations that they facilitate are looked at, and a new one gets them.
    Without anybody, as from the command line, all are. ``check`` does all but keep it. Raises WorkbookFaults.
    """
    book = read_book(file, SHEETS)
    with transaction.atomic():
        home = clients.find_home(book, facilitator)
        framework = learn(book, home.organisation, home.engagement)
        settle(book)
        for chapter in CHAPTERS:
            chapter.check(book, home.engagement)
        sum_repeated(book)
        book.faults.stop(book.remarks, [table.title for table in book.tables.values()])
        before = snapshot(home.engagement) if home.engagement else None
        organisation = home.organisation
        engagement = clients.save_engagement(book, home, facilitator)
        if before is None:
            before = without_new(snapshot(engagement), engagement, organisation)
        if framework is not None:
            use_framework(engagement=engagement, framework=framework, by=facilitator)
        for chapter in CHAPTERS:
            chapter.save(book, engagement, facilitator)
        kept = keep_import(book, engagement, before, facilitator)
        imported = Imported(engagement, home.engagement is None, book.counts, tuple(book.remarks), kept)
        keep_trail(imported, facilitator)
        transaction.set_rollback(check)
    return imported


def keep_import(book: Book, engagement: Engagement, before: Rows, by: User | None) -> ImportedWorkbook | None:
    """What the import did and what the file lacks; None where neither is anything."""
    written, absent = difference(before, snapshot(engagement)), absent_in(book)
    if not any(written.values()):
        written = {}
    if not absent and not written:
        return None
    return ImportedWorkbook.objects.create(
        engagement=engagement, by=by, name=book.name[:200], written=written, absent=absent
    )


def learn(book: Book, organisation: Organisation | None, engagement: Engagement | None) -> Framework | None:
    """What rows may refer to, from the database. The framework that the engagement is to use, where it has none yet."""
    used = EngagementFramework.objects.filter(engagement=engagement).select_related("framework").first()
    framework = used.framework if used is not None and engagement is not None else fitting_framework(book, organisation)
    for dimension in framework.dimensions.all():
        book.known.learn("dimension", dimension.key, dimension)
    for statement in statements_of(framework):
        book.known.learn("statement", str(statement), statement)
    if engagement is not None:
        for chapter in CHAPTERS:
            chapter.learn(book, engagement)
    return None if used is not None and engagement is not None else framework


def fitting_framework(book: Book, organisation: Organisation | None) -> Framework:
    """The framework that ships with the product, unless the sheets use keys that only one of the organisation's has."""
    shipped = shipped_framework()
    wanted = {fold(row["dimension"]) for row in book.rows("Targets") if row["dimension"]}
    wanted |= {fold(row["statement"]).rpartition(".")[0] for row in book.rows("Ballots") if row["statement"]}
    own = available_frameworks(organisation).exclude(organisation=None) if organisation is not None else ()
    return next((one for one in (shipped, *own) if wanted <= keys_of(one)), shipped)


def keys_of(framework: Framework) -> set[str]:
    return {fold(key) for key in Dimension.objects.filter(framework=framework).values_list("key", flat=True)}


def statements_of(framework: Framework) -> Iterator[Statement]:
    yield from Statement.objects.filter(dimension__framework=framework).select_related("dimension")


def keep_trail(imported: Imported, by: User | None) -> None:
    if not imported.changes_nothing:
        engagement = imported.engagement
        record_change(
            engagement=engagement,
            by=by,
            chapter="clients",
            subject=f"engagement:{engagement.pk}",
            label=engagement.title,
            action=Verb.IMPORTED,
        )


def export_workbook(engagement: Engagement, language: str = "en") -> bytes:
    """The engagement as an .xlsx file, headings and words in ``language``; importing it gives the same engagement."""
    from maturity.web.sheets.writing import write_workbook  # openpyxl: 20 MB, and only writing needs it

    sheets = [part for chapter in CHAPTERS for part in chapter.export(engagement)]
    return write_workbook(sheets, language)


def blank_workbook(language: str) -> bytes:
    """A workbook to fill in: example rows that make a small whole engagement, and at each heading what it takes."""
    from maturity.web.sheets.writing import write_workbook  # openpyxl: 20 MB, and only writing needs it

    with speaking(language):
        return write_workbook(examples(), language, notes=True)


def examples() -> list[tuple[Sheet, Sequence[Sequence[Any]]]]:
    return [(sheet, sheet.example_rows) for sheet in SHEETS]
