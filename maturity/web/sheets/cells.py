"""The cells of a workbook's sheets, as values: text, numbers, days, yes and no; formulas and errors as what they are.

Numbers stay exact (`Decimal` of what the file says). Only cells that hold something are kept.
"""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from maturity.web.formats import number

from .archive import ROWS, Archive, damaged, too_large
from .faults import SheetFault, WorkbookFaults, refusal

COLUMNS = 200
CELLS = 250_000
MANY_EMPTY = 100_000
STRINGS = 250_000
STYLES = 65_490  # as Excel's own limit
LETTERS = 12_000_000
CELL_LETTERS = 32_767
MERGED = 1_000
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")
FIRST_DAYS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a spreadsheet's days have no zone


@dataclass(frozen=True)
class Formula:
    """A cell that computes."""

    text: str


@dataclass(frozen=True)
class Error:
    """A cell that shows an error such as #N/A."""

    text: str


Cell = str | Decimal | bool | datetime | Formula | Error


@dataclass
class FileSheet:
    """A sheet as it is in the file: rows of column number → cell, both counted from 1, and its merged ranges."""

    title: str
    hidden: bool
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def letters_of(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """A → 1, AA → 27; 0 for what is no column."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as _x0001_, in Excel and by us; large ones as the halves of a pair.

    >>> unescaped("_xD83D__xDE00_ x_x0041_")
    '😀 xA'
    """
    if "_x" not in text:
        return text
    halves = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return (
        halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") if paired(halves) else halves
    )


def paired(text: str) -> bool:
    return re.search("[\ud800-\udbff][\udc00-\udfff]", text) is not None


class Workbook:
    """The sheets of a file: their titles at once, their cells when asked for."""

    def __init__(self, file: Path | BinaryIO) -> None:
        self.archive = Archive(file)
        self.cells = self.empty = 0
        self.since_1904 = False
        self.parts: list[tuple[str, bool, str]] = []
        self.strings: list[str] = []
        self.dated: list[bool] = []
        self.read_contents()

    @property
    def titles(self) -> list[str]:
        return [title for title, _hidden, _part in self.parts]

    def sheet(self, position: int) -> FileSheet:
        """The cells of one sheet; WorkbookFaults where it is too large."""
        title, hidden, part = self.parts[position]
        reader = SheetReader(self, FileSheet(title, hidden))
        try:
            self.archive.read(part, reader.start, reader.end, reader.text)
        except WorkbookFaults as refused:
            raise self.mostly_empty() if self.empty > MANY_EMPTY else refused from None
        return reader.sheet

    def mostly_empty(self) -> WorkbookFaults:
        """Too large for its formats, not for what it holds."""
        found = _("more than %(count)s formatted but empty cells") % {"count": number(self.empty, 0)}
        return refusal(
            found, _("a workbook without them: delete the empty rows and columns below and beside the tables")
        )

    def read_contents(self) -> None:
        book = next((path for kind, path in self.relations("", "").values() if kind == "officeDocument"), None)
        if book is None or book not in self.archive.names:
            raise refusal(_("a file that is not an Excel workbook"), _("a workbook saved as .xlsx"))
        folder, name = posixpath.split(book)
        related = self.relations(folder, name)
        self.read_titles(book, related)
        paths = {kind: path for kind, path in related.values() if path in self.archive.names}
        if "sharedStrings" in paths:
            strings = StringsReader()
            self.archive.read(paths["sharedStrings"], strings.start, strings.end, strings.text)
            self.strings = strings.strings
        if "styles" in paths:
            self.read_styles(paths["styles"])

    def relations(self, folder: str, name: str) -> dict[str, tuple[str, str]]:
        """Relation id → kind and part."""
        found: dict[str, tuple[str, str]] = {}
        part = posixpath.join(folder, "_rels", f"{name}.rels")

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

        if part in self.archive.names:
            self.archive.read(part, start, ignore, ignore)
        return found

    def read_titles(self, part: str, related: dict[str, tuple[str, str]]) -> None:
        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "workbookPr":
                self.since_1904 = attributes.get("date1904") in ("1", "true")
            if element == "sheet":
                relation = next((value for name, value in attributes.items() if name.endswith(" id")), "")
                kind, path = related.get(relation, ("", ""))
                if kind == "worksheet" and path in self.archive.names:
                    self.parts.append(
                        (attributes.get("name", ""), "state" in attributes and attributes["state"] != "visible", path)
                    )

        self.archive.read(part, start, ignore, ignore)

    def read_styles(self, part: str) -> None:
        """Which cell styles show a number as a day."""
        own: dict[str, str] = {}
        shown: dict[str, bool] = {}
        inside = False

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if element == "numFmt":
                own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
            inside = inside or element == "cellXfs"
            if inside and element == "xf":
                number = attributes.get("numFmtId", "0")
                shown[number] = shown[number] if number in shown else shows_day(number, own)
                self.dated.append(shown[number])
                if len(self.dated) > STYLES:
                    raise too_large()

        def end(element: str) -> None:
            nonlocal inside
            inside = inside and element != "cellXfs"

        self.archive.read(part, start, end, ignore)


def ignore(*_event: object) -> None:
    """What is not needed of a part."""


def shows_day(number: str, own: dict[str, str]) -> bool:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    built_in = BUILTIN_FORMATS.get(int(number)) if number.isdecimal() and len(number) < 6 else None
    return bool(is_date_format(own.get(number) or built_in or "General"))


class StringsReader:
    """Texts that cells share. Pronunciation marks (rPh) are no part of the text."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.parts: list[str] = []
        self.inside = self.aside = False
        self.letters = self.length = 0

    def start(self, element: str, _attributes: dict[str, str]) -> None:
        if element == "si":
            self.parts, self.length = [], 0
        self.aside = self.aside or element == "rPh"
        self.inside = element == "t" and not self.aside

    def end(self, element: str) -> None:
        self.inside = False
        if element == "rPh":
            self.aside = False
        if element == "si":
            self.strings.append(unescaped("".join(self.parts)))
            if len(self.strings) > STRINGS:
                raise too_large()

    def text(self, text: str) -> None:
        if self.inside:
            self.parts.append(text)
            self.length += len(text)
            self.letters += len(text)
            if self.letters > LETTERS or self.length > 8 * CELL_LETTERS:
                raise too_large()


class SheetReader:
    """Gathers one sheet's cells while its part is read."""

    def __init__(self, book: Workbook, sheet: FileSheet) -> None:
        self.book, self.sheet = book, sheet
        self.row: dict[int, Cell] = {}
        self.row_number = self.column = self.length = 0
        self.kind = self.style = ""
        self.value: list[str] = []
        self.formula: list[str] | None = None
        self.into: list[str] | None = None
        self.aside = False
        self.columns: dict[str, int] = {}

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            self.start_cell(attributes)
        elif element == "row":
            number = attributes.get("r", "")
            self.row_number = int(number) if number.isdecimal() and len(number) < 9 else self.row_number + 1
            self.row, self.column = {}, 0
        elif element == "f":
            self.formula = self.into = []
        elif element == "mergeCell" and len(self.sheet.merged) < MERGED:
            self.sheet.merged.append(attributes.get("ref", ""))
        else:
            self.aside = self.aside or element == "rPh"
            self.into = self.value if element in ("v", "t") and not self.aside else None

    def start_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = column_of(letters)
        self.column = self.columns[letters] or self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value, self.length, self.formula = [], 0, None

    def end(self, element: str) -> None:
        self.into = None
        if element == "c":
            self.keep(self.cell())
        elif element == "row" and self.row:
            self.sheet.rows.append((self.row_number, self.row))
        elif element == "rPh":
            self.aside = False

    def text(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)
            self.length += len(text)
            if self.length > 8 * CELL_LETTERS:
                raise too_large()

    def keep(self, cell: Cell | None) -> None:
        # Cells that are only formatted are many in ordinary files; the archive's limits bound them.
        if cell is None or cell == "":
            self.book.empty += 1
            return
        self.book.cells += 1
        if self.book.cells > CELLS:
            raise self.crowded(_("at most %(count)s cells in the workbook") % {"count": number(CELLS, 0)})
        if self.row_number > ROWS + 1:
            raise self.crowded(_("at most %(count)s rows") % {"count": number(ROWS, 0)})
        if self.column > COLUMNS:
            raise self.crowded(_("at most %(count)s columns") % {"count": COLUMNS})
        self.row[self.column] = cell

    def crowded(self, expected: str) -> WorkbookFaults:
        found = _("cell %(cell)s") % {"cell": f"{letters_of(self.column)}{self.row_number}"}
        return WorkbookFaults((SheetFault(self.sheet.title, None, "", found, expected),))

    def cell(self) -> Cell | None:
        if self.formula is not None:
            return Formula("=" + "".join(self.formula))
        text = "".join(self.value)
        if self.kind in ("inlineStr", "str"):
            return unescaped(text)
        if not text:
            return None
        if self.kind == "s":
            return self.shared(text)
        if self.kind == "b":
            return text.strip() in ("1", "true")
        if self.kind == "e":
            return Error(text)
        return day_of(text) if self.kind == "d" else self.number(text)

    def shared(self, text: str) -> str:
        if not re.fullmatch("\\s*[0-9]{1,9}\\s*", text) or int(text) >= len(self.book.strings):
            raise damaged()
        return self.book.strings[int(text)]

    def number(self, text: str) -> Cell:
        # Stricter than Decimal, which takes 1_000 and the digits of every script.
        if not NUMBER.fullmatch(text.strip()):
            if re.search("\\d", text):
                return text
            raise damaged()
        number = Decimal(text.strip())
        dated = self.style.isdecimal() and len(self.style) < 6 and self.book.dated[int(self.style) :][:1] == [True]
        return (day_from(number, since_1904=self.book.since_1904) or number) if dated else number


def day_from(number: Decimal, *, since_1904: bool) -> datetime | None:
    """The day that a spreadsheet's number stands for; None outside 1900 to 9999."""
    if not 0 <= number < 2_958_466:
        return None
    # Day 60 is the 29th of February 1900, which never was: before it, days are counted from one day later.
    early = timedelta(days=1) if number < 60 and not since_1904 else timedelta()
    try:
        return FIRST_DAYS[since_1904] + early + timedelta(days=float(number))
    except OverflowError:
        return None


def day_of(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text


def merged_cells(ranges: Iterable[str]) -> list[tuple[int, int, int, int]]:
    """Merged ranges as first row, first column, last row, last column; what is no range is left out."""
    found = (re.fullmatch("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", text) for text in ranges)
    return [(int(one[2]), column_of(one[1]), int(one[4]), column_of(one[3])) for one in found if one]
