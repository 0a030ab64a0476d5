"""A workbook read by its declaration.

What can be told from the sheets alone is told for every sheet alike: missing columns and cells that cannot be read
here, totals, repeated keys and unknown names in `settling`. Chapters add what only they know.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from ..languages import spoken
from ..names import fold, visible
from .book import Book, Doubt, SheetRow, Table
from .cell_types import PlainText, Unreadable, refuse_what_computes, shown
from .cells import Cell, FileSheet, Workbook, letters_of, merged_cells
from .declare import Column, Sheet
from .faults import WorkbookFaults, shortened
from .headings import match_headings
from .names import readings_of
from .totals import computes_alone, is_note, is_total


def read_book(file: Path | BinaryIO, sheets: Sequence[Sheet]) -> Book:
    """Read a file by its declaration; its faults are in ``book.faults``. WorkbookFaults where it is no workbook."""
    book, workbook = Book(name=PurePath(getattr(file, "name", None) or str(file)).name), Workbook(file)
    declared = {sheet.name: sheet for sheet in sheets}
    for position, title in enumerate(workbook.titles):
        sheet = declared.get(readings_of("sheet").get(fold(title), ""))
        if sheet is None:
            book.remarks.append(_("Sheet “%(sheet)s” is not known and was left alone.") % {"sheet": shortened(title)})
        elif sheet.name in book.tables:
            book.faults.add(title, None, "", title, _("each sheet once"))
        else:
            read_sheet(book, sheet, workbook, position)
    for sheet in sheets:
        if sheet.compulsory and sheet.name not in book.tables:
            refuse_absent(book, sheet, workbook.titles)
    return book


def refuse_absent(book: Book, sheet: Sheet, titles: Sequence[str]) -> None:
    """The reader's name for the sheet, and what the file has instead where it has none of ours."""
    found = _("sheets %(titles)s") % {"titles": ", ".join(titles)} if titles else ""
    expected = _("a sheet “%(sheet)s”") % {"sheet": sheet.title(spoken())}
    book.faults.add("", None, "", "" if book.tables else found, expected)


def read_sheet(book: Book, sheet: Sheet, workbook: Workbook, position: int) -> None:
    table = book.tables[sheet.name] = Table(sheet, workbook.titles[position], book.faults)
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
    match_headings(book, table, raw)
    doubt_names(book, [column for column in table.sheet.columns if column.name not in table.headings])
    refuse_merged(table, raw)
    above: set[str] = set()
    for number, cells in raw.rows:
        named = {name: cells[place] for name, place in table.places.items() if filled(cells.get(place))}
        if number <= table.header or not named:
            continue
        row = SheetRow(number, named, {})
        doubt = None if table.sheet.compulsory else doubted(table, row, cells, above)
        if doubt is None:
            read_row(table, row)
            table.rows.append(row)
            above.update(fold(shown(cell)) for cell in named.values() if isinstance(cell, str))
        else:
            table.doubts.append(doubt)
    learn_names(book, table, table.rows)


def doubted(table: Table, row: SheetRow, cells: dict[int, Cell], above: set[str]) -> Doubt | None:
    """What makes a row look like no data: its first text, or that it has none and only adds up."""
    place, label = next(
        ((at, one) for at, one in sorted(cells.items()) if isinstance(one, str) and filled(one)), (0, "")
    )
    if not is_total(label, above) and not is_note(label) and not (not label and computes_alone(row.cells.values())):
        return None
    column = next((name for name, at in table.places.items() if at == place), "")
    return Doubt(row, label, column, note=is_note(label))


def doubt_names(book: Book, columns: Iterable[Column]) -> None:
    book.known.unsure.update(column.names for column in columns if column.names)


def filled(cell: Cell | None) -> bool:
    return bool(visible(cell).strip()) if isinstance(cell, str) else cell is not None


def refuse_merged(table: Table, raw: FileSheet) -> None:
    """Of merged cells only the first holds a value: what the others seem to hold would be lost."""
    last = raw.rows[-1][0] if raw.rows else 0
    for top, left, bottom, right in merged_cells(raw.merged):
        name = next((name for name, place in table.places.items() if left <= place <= right), None)
        if name is not None and table.header <= bottom and top <= last:
            area = f"{letters_of(left)}{top}:{letters_of(right)}{bottom}"
            found = _("merged cells %(area)s") % {"area": area}
            place = f"{letters_of(left)}{top}"
            table.faults.add(table.title, top, table.headings[name], found, _("a value in each cell"), place)


def read_row(table: Table, row: SheetRow) -> None:
    """Fill in the row's values, and tell the faults of those that cannot be."""
    for column in table.columns:
        cell = row.cells.get(column.name)
        if cell is None:
            row.values[column.name] = column.empty
            if column.required:
                table.fault(row, column.name, needed(column))
            continue
        try:
            refuse_what_computes(cell)
            row.values[column.name] = column.kind.read(cell)
        except Unreadable as unreadable:
            table.fault(row, column.name, str(unreadable))
    for column in table.sheet.columns:
        if column.default is not None and column.name not in table.headings:
            row.values[column.name] = column.default


def needed(column: Column) -> str:
    """What would be right in an empty cell that must not be empty."""
    return _("text: the cell must not be empty") if isinstance(column.kind, PlainText) else column.kind.expected()


def learn_names(book: Book, table: Table, rows: Iterable[SheetRow]) -> None:
    """What the rows give names to; a cell that cannot be read still gives its name, so that one fault stays one."""
    for column in table.columns:
        if column.names:
            for row in rows:
                book.known.learn(column.names, str(row[column.name] or shown(row.cells.get(column.name))).strip())
