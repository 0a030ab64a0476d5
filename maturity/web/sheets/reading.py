"""A workbook read by its declaration: tables of typed rows, what they name, and all that is wrong with them.

What can be told from the sheets alone is told here for every sheet alike: missing columns, cells that cannot be read,
rows that repeat a key, names that are not known. Chapters add what only they know.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from ..names import fold
from .cell_types import Unreadable, refuse_what_computes, shown
from .cells import Cell, FileSheet, Workbook, letters_of, merged_cells
from .declare import Column, Sheet
from .faults import Faults, WorkbookFaults
from .names import readings_of

SUGGESTED = 100


@dataclass(frozen=True)
class Count:
    """What an import does to one sheet's rows."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class SheetRow:
    """One row: its number in the file, its cells, and the values of those that could be read."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def key(self, names: Iterable[str]) -> tuple[str, ...] | None:
        """The values as they are compared; None where one is missing."""
        values = [self.values.get(name) for name in names]
        return None if None in values or "" in values else tuple(map(key_of, values))


def key_of(value: Any) -> str:
    """A value as keys are compared."""
    return "\n".join(map(key_of, value)) if isinstance(value, tuple) else fold(str(value))


class Table:
    """A sheet of the file: its title and headings as they stand there, and its rows."""

    def __init__(self, sheet: Sheet, title: str, faults: Faults) -> None:
        self.sheet, self.title, self.faults = sheet, title, faults
        self.headings: dict[str, str] = {}
        self.rows: list[SheetRow] = []

    def fault(self, row: SheetRow, column: str, expected: str, found: str | None = None) -> None:
        """Something wrong in one cell."""
        text = shown(row.cells.get(column)) if found is None else found
        self.faults.add(self.title, row.number, self.headings.get(column, column), text, expected)

    @property
    def columns(self) -> list[Column]:
        """The declared columns that the file has."""
        return [column for column in self.sheet.columns if column.name in self.headings]

    def keyed(self) -> Iterator[tuple[tuple[str, ...], SheetRow]]:
        """Rows with their key; none of a sheet that has no key, or where a part of it is missing."""
        for row in self.rows:
            key = row.key(self.sheet.key)
            if key:
                yield key, row


@dataclass
class Known:
    """Names that rows may refer to, by sort, and the things that they stand for (None while they are not saved)."""

    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    spelled: dict[str, dict[str, str]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    def learn(self, sort: str, name: str, thing: Any = None) -> None:
        key = fold(name)
        known = self.things.setdefault(sort, {})
        known[key] = known.get(key) if thing is None else thing
        self.spelled.setdefault(sort, {})[key] = name

    def has(self, sort: str, name: str) -> bool:
        """Also true where the sheet that would give the names could not be read: one fault is enough."""
        return sort in self.unsure or fold(name) in self.things.get(sort, {})

    def thing(self, sort: str, name: str) -> Any:
        return self.things[sort][fold(name)]

    def like(self, sort: str, name: str) -> str:
        """A known name that is nearly this one, or ""."""
        near = get_close_matches(fold(name)[:SUGGESTED], self.things.get(sort, {}), 1, 0.75)
        return self.spelled[sort][near[0]] if near else ""


@dataclass
class Book:
    """A workbook that is being imported."""

    tables: dict[str, Table] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    remarks: list[str] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    counts: dict[str, Count] = field(default_factory=dict)

    def rows(self, name: str) -> list[SheetRow]:
        """A sheet's rows; none where the file does not have it."""
        return self.tables[name].rows if name in self.tables else []


def read_book(file: Path | BinaryIO, sheets: Sequence[Sheet]) -> Book:
    """Read a file by its declaration; its faults are in ``book.faults``. WorkbookFaults where it is no workbook."""
    book, workbook = Book(), Workbook(file)
    declared = {sheet.name: sheet for sheet in sheets}
    for position, title in enumerate(workbook.titles):
        sheet = declared.get(readings_of("sheet").get(fold(title), ""))
        if sheet is None:
            book.remarks.append(_("Sheet “%(sheet)s” is not known and was left alone.") % {"sheet": title})
        elif sheet.name in book.tables:
            book.faults.add(title, None, "", title, _("each sheet once"))
        else:
            read_sheet(book, sheet, workbook, position)
    for sheet in sheets:
        if sheet.compulsory and sheet.name not in book.tables:
            book.faults.add("", None, "", "", _("a sheet “%(sheet)s”") % {"sheet": sheet.name})
    return book


def read_sheet(book: Book, sheet: Sheet, workbook: Workbook, position: int) -> None:
    table = Table(sheet, workbook.titles[position], book.faults)
    book.tables[sheet.name] = table
    try:
        raw = workbook.sheet(position)
    except WorkbookFaults as refused:
        if not refused.faults[0].sheet:
            raise
        book.faults.found.extend(refused.faults)
        doubt_names(book, sheet.columns)
        return
    if raw.hidden:
        book.remarks.append(_("Sheet “%(sheet)s” is hidden; it was read.") % {"sheet": raw.title})
    read_table(book, table, raw)


def read_table(book: Book, table: Table, raw: FileSheet) -> None:
    places = match_headings(book, table, raw)
    missing = [column for column in table.sheet.columns if column.name not in table.headings]
    header = raw.rows[0][0] if raw.rows else None
    for column in missing:
        if column.required:
            book.faults.add(table.title, header, column.name, "", _("a column with this heading"))
    doubt_names(book, missing)
    refuse_merged(table, raw, places)
    for number, cells in raw.rows[1:]:
        named = {column.name: cells[place] for place, column in places.items() if filled(cells.get(place))}
        if named:
            table.rows.append(read_row(table, number, named))
    learn_names(book, table)
    refuse_repeated(table)


def doubt_names(book: Book, columns: Iterable[Column]) -> None:
    book.known.unsure.update(column.names for column in columns if column.names)


def filled(cell: Cell | None) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def match_headings(book: Book, table: Table, raw: FileSheet) -> dict[int, Column]:
    """Place → column, from the first row that is not empty."""
    places: dict[int, Column] = {}
    for place, cell in sorted(raw.rows[0][1].items()) if raw.rows else ():
        heading = shown(cell).strip()
        name = readings_of(table.sheet.where).get(fold(heading.rstrip("*")), "")
        column = table.sheet.by_name.get(name)
        if column is None:
            remark = _("Sheet “%(sheet)s”: column %(place)s “%(heading)s” is not known and was left alone.")
            book.remarks.append(remark % {"sheet": table.title, "place": letters_of(place), "heading": heading[:80]})
        elif name in table.headings:
            book.faults.add(table.title, raw.rows[0][0], heading, heading, _("each column once"))
        else:
            table.headings[name] = heading
            places[place] = column
    return places


def refuse_merged(table: Table, raw: FileSheet, places: dict[int, Column]) -> None:
    """Of merged cells only the first holds a value: what the others seem to hold would be lost."""
    last = raw.rows[-1][0] if raw.rows else 0
    for top, left, bottom, right in merged_cells(raw.merged):
        place = next((place for place in places if left <= place <= right), None)
        if place is not None and raw.rows[0][0] <= bottom and top <= last:
            area = f"{letters_of(left)}{top}:{letters_of(right)}{bottom}"
            heading = table.headings[places[place].name]
            found = _("merged cells %(area)s") % {"area": area}
            table.faults.add(table.title, top, heading, found, _("a value in each cell"))


def read_row(table: Table, number: int, cells: dict[str, Cell]) -> SheetRow:
    row = SheetRow(number, cells, {})
    for column in table.columns:
        cell = cells.get(column.name)
        if cell is None:
            row.values[column.name] = column.empty
            if column.required:
                table.fault(row, column.name, column.kind.expected())
            continue
        try:
            refuse_what_computes(cell)
            row.values[column.name] = column.kind.read(cell)
        except Unreadable as unreadable:
            table.fault(row, column.name, str(unreadable))
    for column in table.sheet.columns:
        if column.default is not None and column.name not in table.headings:
            row.values[column.name] = column.default
    return row


def learn_names(book: Book, table: Table) -> None:
    """What the rows give names to; a cell that cannot be read still gives its name, so that one fault stays one."""
    for column in table.columns:
        if column.names:
            for row in table.rows:
                book.known.learn(column.names, str(row[column.name] or shown(row.cells.get(column.name))).strip())


def refuse_repeated(table: Table) -> None:
    first: dict[tuple[str, ...], int] = {}
    for key, row in table.keyed():
        if key in first:
            expected = _("each %(key)s once; row %(row)d has it already") % {
                "key": ", ".join(table.headings.get(name, name) for name in table.sheet.key),
                "row": first[key],
            }
            found = " · ".join(shown(row.cells.get(name)) or str(row[name]) for name in table.sheet.key)
            table.fault(row, table.sheet.key[-1], expected, found)
        first.setdefault(key, row.number)


def refuse_unknown_names(book: Book) -> None:
    """Every name that refers to something refers to something known."""
    givers = {column.names: table.title for table in book.tables.values() for column in table.columns if column.names}
    for table in book.tables.values():
        for column in table.columns:
            if not column.refers:
                continue
            for row in table.rows:
                for name in column.kind.names_in(row[column.name]) if row[column.name] else ():
                    if not book.known.has(column.refers, name):
                        refuse_unknown(book, table, row, column, name, givers)


def refuse_unknown(book: Book, table: Table, row: SheetRow, column: Column, name: str, givers: dict[str, str]) -> None:
    giver = givers.get(column.refers)
    expected = _("a name from sheet “%(sheet)s”") % {"sheet": giver} if giver else _("a name that the engagement has")
    if column.refers in ("dimension", "statement"):
        expected = _("a key of the engagement's maturity model")
    # Looking for a likely name is slow where there are many, and a statement's number is nothing like another.
    suggested = column.refers != "statement" and len(book.faults.found) < SUGGESTED
    near = book.known.like(column.refers, name) if suggested else ""
    if near:
        expected = _("%(expected)s, perhaps “%(near)s”") % {"expected": expected, "near": near}
    table.fault(row, column.name, expected, name)
