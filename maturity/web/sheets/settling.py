"""What all sheets of a workbook tell together: totals, keys that come again, unknown names, foreign money."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..names import fold
from .book import Book, Doubt, SheetRow, Table
from .cell_types import Money, Unreadable, shown
from .cells import Formula
from .declare import Column
from .lists import Amounts, Names, Route, joined
from .money import foreign
from .reading import filled, learn_names, read_row

SUGGESTED = 100
OF_A_MODEL = ("dimension", "statement")
BETWEEN_NAMES = re.compile(r"\s*(?:,|;|/|\||\+|&|→|⇒|[-=]?>|\s(?:og|och|and)\s|\s[-–]\s|\n)\s*")


def settle(book: Book) -> None:
    """Tell the faults that need all sheets, and what the database knows."""
    for table in sorted(book.tables.values(), key=gives_no_names):
        for doubt in table.doubts:
            settle_doubt(book, table, doubt)
    for table in book.tables.values():
        if not table.sheet.summed:
            refuse_repeated(table)
    refuse_unknown_names(book)
    refuse_foreign_money(book)


def gives_no_names(table: Table) -> bool:
    return not any(column.names for column in table.columns)


def settle_doubt(book: Book, table: Table, doubt: Doubt) -> None:
    """Keep a row that looks like a total or a note where something is really called so; else say to delete it."""
    row = doubt.row
    if is_real(book, table, doubt):
        read_row(table, row)
        table.rows = sorted([*table.rows, row], key=lambda one: one.number)
        learn_names(book, table, [row])
        return
    expected = _("only rows of data: this looks like a totals row; delete it")
    if doubt.note:
        expected = _("only rows of data: this looks like a note; delete it or move it to another sheet")
    elif doubt.column and table.sheet.by_name[doubt.column].names:
        expected = _(
            "only rows of data: this looks like a totals row; delete it "
            "(or, if something is really called so, add it on the site first)"
        )
    table.fault(row, doubt.column or next(iter(row.cells)), expected, doubt.label or None)


def is_real(book: Book, table: Table, doubt: Doubt) -> bool:
    column = table.sheet.by_name.get(doubt.column)
    key = fold(doubt.label)
    if column is not None and column.names:
        return book.known.things.get(column.names, {}).get(key) is not None or key in referred(book, column.names)
    if column is not None and column.refers:
        return key in book.known.things.get(column.refers, {})
    needed = (doubt.row.cells.get(one.name) for one in table.columns if one.required)
    return bool(doubt.label) and all(filled(cell) and not isinstance(cell, Formula) for cell in needed)


def referred(book: Book, sort: str) -> set[str]:
    """Folded names of one sort that rows refer to."""
    return {
        fold(name)
        for table in book.tables.values()
        for column in table.columns
        if column.refers == sort
        for row in table.rows
        for name in names_in(column, row)
    }


def names_in(column: Column, row: SheetRow) -> tuple[str, ...]:
    return column.kind.names_in(row[column.name]) if row[column.name] else ()


def refuse_repeated(table: Table) -> None:
    first: dict[tuple[str, ...], int] = {}
    for key, row in table.keyed():
        if key in first:
            expected = _("each %(key)s once; row %(row)d has it already") % {
                "key": ", ".join(table.heading(name) for name in table.sheet.key),
                "row": first[key],
            }
            found = " · ".join(shown(row.cells.get(name)) or str(row[name]) for name in table.sheet.key)
            table.fault(row, table.sheet.key[-1], expected, found)
        first.setdefault(key, row.number)


def sum_repeated(book: Book) -> None:
    """Rows of one key become one row where their sheet is of sums; exports by week or device always repeat keys."""
    for table in book.tables.values():
        if table.sheet.summed:
            sum_rows(book, table)


def sum_rows(book: Book, table: Table) -> None:
    together: dict[tuple[str, ...], list[SheetRow]] = {}
    for key, row in table.keyed():
        together.setdefault(key, []).append(row)
    several = [rows for rows in together.values() if len(rows) > 1]
    for rows in several:
        for column in table.sheet.summed:
            total(table, rows, column)
    if several:
        table.rows = [rows[0] for rows in together.values()]
        added = sum(len(rows) - 1 for rows in several)
        remark = ngettext(
            "Sheet “%(sheet)s”: %(count)d row repeats an earlier “%(key)s”; their numbers were added up.",
            "Sheet “%(sheet)s”: %(count)d rows repeat an earlier “%(key)s”; their numbers were added up.",
            added,
        )
        headings = ", ".join(table.heading(name) for name in table.sheet.key)
        book.remarks.append(remark % {"sheet": table.title, "count": added, "key": headings})


def total(table: Table, rows: list[SheetRow], name: str) -> None:
    kind: Any = table.sheet.by_name[name].kind
    try:
        rows[0].values[name] = kind.held(Decimal(sum(row[name] or 0 for row in rows)))
    except Unreadable as unreadable:
        table.fault(rows[-1], name, str(unreadable))


def refuse_unknown_names(book: Book) -> None:
    """Every name that refers to something refers to something known."""
    givers = {column.names: table.title for table in book.tables.values() for column in table.columns if column.names}
    strange = {sort for sort in OF_A_MODEL if not any(book.known.has(sort, name) for name in referred(book, sort))}
    for table in book.tables.values():
        for column in table.columns:
            if not column.refers:
                continue
            for row in table.rows:
                for name in names_in(column, row):
                    if not book.known.has(column.refers, name):
                        refuse_unknown(book, table, row, column, name, givers, strange)


def refuse_unknown(
    book: Book, table: Table, row: SheetRow, column: Column, name: str, givers: dict[str, str], strange: Collection[str]
) -> None:
    giver = givers.get(column.refers)
    expected = _("a name from sheet “%(sheet)s”") % {"sheet": giver} if giver else _("a name that the engagement has")
    if column.refers in OF_A_MODEL:
        expected = _("a key of the engagement's maturity model, such as “%(key)s”") % {"key": example(book, column)}
        if column.refers in strange:
            expected = _("%(expected)s; this workbook is of another model, which is loaded first, under “%(page)s”") % {
                "expected": expected,
                "page": _("Frameworks"),
            }
    # Looking for a likely name is slow where there are many, and a statement's number is nothing like another.
    suggested = column.refers != "statement" and len(book.faults.found) < SUGGESTED
    near = book.known.like(column.refers, name) if suggested else ""
    better = separated(book, column, name) if suggested else ""
    if better:
        expected = _("“%(better)s”, with “%(separator)s” between the names") % {
            "better": better,
            "separator": separator(column),
        }
    elif near:
        expected = _("%(expected)s, perhaps “%(near)s”") % {"expected": expected, "near": near}
    table.fault(row, column.name, expected, name)


def example(book: Book, column: Column) -> str:
    return next(iter(book.known.spelled.get(column.refers, {}).values()), "customer-insight.1")


def separator(column: Column) -> str:
    return column.kind.separator if isinstance(column.kind, Names) else ";"


def separated(book: Book, column: Column, name: str) -> str:
    """Known names that stand there with something else between them, as they should; "" where they do not."""
    if not isinstance(column.kind, Names | Route) or isinstance(column.kind, Amounts):
        return ""
    parts = [part for part in BETWEEN_NAMES.split(name) if part]
    known = len(parts) > 1 and all(book.known.has(column.refers, part) for part in parts)
    return joined(parts, separator(column)) if known else ""


def refuse_foreign_money(book: Book) -> None:
    """Money is in the engagement's currency; nobody exchanges it here."""
    for table in book.tables.values() if book.currency else ():
        for column in table.columns:
            if isinstance(column.kind, Money):
                for row in table.rows:
                    cell = row.cells.get(column.name)
                    if isinstance(cell, str) and foreign(cell, book.currency):
                        expected = _("an amount in the engagement's currency, %(currency)s")
                        table.fault(row, column.name, expected % {"currency": book.currency})
