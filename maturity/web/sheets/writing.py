"""Sheets out. Texts are texts, whatever they begin with: no cell that is written here is a formula."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .archive import ROWS
from .cell_types import KnownWord, Number, Out, PlainText, YesNo
from .declare import Column, Sheet
from .lists import Names
from .names import called, names_of

# What XML cannot hold, the carriage return that it would drop, and what Excel would take for such a character.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SEEMS_FORMULA = ("=", "+", "-", "@", "\t")
Rows = Iterable[Sequence[Any]]
Page = Any  # a write-only worksheet, whose attributes its type does not know


def write_workbook(sheets: Iterable[tuple[Sheet, Rows]], language: str, *, notes: bool = False) -> bytes:
    """An .xlsx file: headings in ``language``, frozen, with filters; ``notes`` says at each heading what it takes."""
    book = Workbook(write_only=True)
    for sheet, rows in sheets:
        write_sheet(book.create_sheet(sheet.title(language)), sheet, list(rows), language, notes=notes)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_sheet(page: Page, sheet: Sheet, rows: list[Sequence[Any]], language: str, *, notes: bool) -> None:
    last = get_column_letter(len(sheet.columns))
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = width(column, sheet.heading(column, language))
        offer_words(page, column, f"{letter}2:{letter}{ROWS + 1}", language)
    page.append([heading(page, sheet, column, language, notes=notes) for column in sheet.columns])
    for row in rows:
        page.append([cell(page, column, value, language) for column, value in zip(sheet.columns, row, strict=True)])


def heading(page: Page, sheet: Sheet, column: Column, language: str, *, notes: bool) -> Cell:
    made = WriteOnlyCell(page, sheet.heading(column, language))
    made.font = Font(bold=column.required)
    made.alignment = Alignment(vertical="top", wrap_text=True)
    if notes:
        made.comment = Comment(note(column), "", width=260, height=90)
    return made


def note(column: Column) -> str:
    """What the column takes, and whether it must be there."""
    need = _("Required: %(expected)s.") if column.required else _("Optional: %(expected)s.")
    return need % {"expected": column.kind.expected()}


def cell(page: Page, column: Column, value: Any, language: str) -> Cell | None:
    unsaid = value is None or value == "" or (value is False and column.default is False)
    out: Out = None if unsaid else column.kind.write(value, language)
    if out is None:
        return None
    if isinstance(out, str):
        return text_cell(page, out)
    made = WriteOnlyCell(page)
    made.value = out
    if isinstance(out, date):
        made.number_format = "yyyy-mm-dd"
    elif isinstance(column.kind, Number):
        made.number_format = number_format(column.kind)
    return made


def text_cell(page: Page, text: str) -> Cell:
    made = WriteOnlyCell(page, escaped(text))
    made.data_type = "s"
    made.quotePrefix = text.startswith(SEEMS_FORMULA)
    made.alignment = Alignment(vertical="top", wrap_text="\n" in text)
    return made


def number_format(kind: Number) -> str:
    if kind.share:
        return "0.0##%"
    return "#,##0.####" if kind.places > 2 else "#,##0.##" if kind.places else "0"


def escaped(text: str) -> str:
    """Characters that a sheet cannot hold, as Excel writes them: _x000D_."""
    return UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def width(column: Column, words: str) -> int:
    if isinstance(column.kind, Names) or (isinstance(column.kind, PlainText) and column.kind.limit > 200):
        return 40
    return max(24 if isinstance(column.kind, PlainText) else 12, len(words) + 4)


def offer_words(page: Page, column: Column, area: str, language: str) -> None:
    """A list to choose from where few words are possible. Words of other languages may still be typed."""
    where = column.kind.where if isinstance(column.kind, KnownWord) else "value: yes/no"
    if not isinstance(column.kind, KnownWord | YesNo):
        return
    words = ",".join(called(where, word, language) for word in names_of(where))
    offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    offer.add(area)
    page.data_validations.append(offer)
