"""A faulty file, given back with its faults in it: cells coloured, a comment at each, and a sheet that lists them all.

openpyxl reads here what the reader has read under limits before: all parts are unpacked and counted once more, also
those that an import never looks at, and a file of very many cells is not given back. What openpyxl does not know
(pictures, charts, slicers) is not in the copy.
"""

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink

from maturity.web.http import Refusal

from .archive import DAMAGE, Archive
from .faults import SheetFault, WorkbookFaults
from .writing import SEEMS_FORMULA, escaped

# Together some three seconds of work and a hundred megabytes.
MARKED_CELLS, MARKED_VALUES = 300_000, 100_000
AUTHOR = "maturity workbench"
COLOUR = PatternFill("solid", fgColor="FFFFC7CE")
UNREADABLE = (*DAMAGE, KeyError, TypeError, AttributeError, BadZipFile, InvalidFileException, ParseError)
NEVER_READ = (*UNREADABLE, DefusedXmlException)
LONGEST_TITLE = 31


class CannotBeMarked(Refusal):
    """The file holds what openpyxl cannot read."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_("This file cannot be given back with its faults marked; the list of faults stays."))


def can_be_marked(content: bytes, faults: Iterable[SheetFault]) -> bool:
    """Whether faults have places, and the whole file stays within the reader's limits, and within those of marking."""
    if not any(fault.sheet for fault in faults):
        return False
    found: Counter[str] = Counter()

    def start(element: str, _attributes: dict[str, str]) -> None:
        found[element] += 1

    try:
        archive = Archive(BytesIO(content))
        for part in sorted(archive.names):
            if part.endswith((".xml", ".rels", ".vml")):
                archive.read(part, start, ignore, ignore)
            else:
                archive.skip(part)
    except WorkbookFaults:
        return False
    return found["c"] <= MARKED_CELLS and found["v"] + found["is"] <= MARKED_VALUES


def ignore(_event: str) -> None:
    """What is only counted."""


def with_faults_marked(content: bytes, faults: Sequence[SheetFault]) -> bytes:
    """The file with its faults in it; CannotBeMarked where openpyxl does not read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: the page says so
            book = load_workbook(BytesIO(content), keep_links=False)
            forget_older_marks(book)
            for fault in faults:
                mark(book, fault)
            list_faults(book, faults)
            out = BytesIO()
            book.save(out)
    except NEVER_READ as error:
        raise CannotBeMarked from error
    return out.getvalue()


def forget_older_marks(book: Workbook) -> None:
    """A copy may come back with fewer faults: what is mended is not coloured any more."""
    if _("Faults") in book.sheetnames and book[_("Faults")]["A1"].value == _("Sheet"):
        book.remove(book[_("Faults")])
    pages: Any = book.worksheets
    for page in pages:
        # The cells that there are: a table up to the last of them may be seventeen thousand million.
        for cell in page._cells.values():
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment, cell.fill = None, PatternFill()


def mark(book: Workbook, fault: SheetFault) -> None:
    """Colour the cell and say there what is wrong, behind what is said there already."""
    if not fault.cell or fault.sheet not in book.sheetnames:
        return
    cell: Any = book[fault.sheet][fault.cell]
    said = [cell.comment.text] if cell.comment else []
    words = _("Found: %(found)s\nRight: %(expected)s")
    said.append(words % {"found": fault.found or _("empty"), "expected": fault.expected})
    cell.comment = Comment(escaped("\n\n".join(said)), AUTHOR, width=320, height=120)
    cell.fill = COLOUR


def list_faults(book: Workbook, faults: Sequence[SheetFault]) -> None:
    """The first sheet: every fault with its place, a click away."""
    page: Any = book.create_sheet(_("Faults")[:LONGEST_TITLE], 0)
    headings = (_("Sheet"), _("Row"), _("Column"), _("Found"), _("What would be right"))
    for place, heading in enumerate(headings, start=1):
        write(page.cell(1, place), heading).font = Font(bold=True)
    for number, fault in enumerate(faults, start=2):
        texts = (fault.sheet, fault.row, fault.column, fault.found, fault.expected)
        for place, value in enumerate(texts, start=1):
            write(page.cell(number, place), value)
        if fault.cell:
            quoted = fault.sheet.replace("'", "''")
            link = Hyperlink(ref=f"C{number}", location=f"'{quoted}'!{fault.cell}", display=fault.column)
            page.cell(number, 3).hyperlink = link
            page.cell(number, 3).font = Font(underline="single", color="FF0563C1")
    for letter, width in zip("ABCDE", (20, 8, 24, 32, 70), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    book.active = 0


def write(cell: Cell, value: str | int | None) -> Cell:
    """A text is a text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = escaped(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(SEEMS_FORMULA)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    else:
        cell.value = value
    return cell
