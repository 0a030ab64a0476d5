"""Which row of a sheet holds its headings, and which column each of them is.

People put titles above their tables, and units, notes and colons behind a heading. The row with the most known headings
is the one; what stands above it is left alone and said.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..languages import languages, spoken
from ..names import fold
from .book import Book, Table
from .cell_types import shown
from .cells import Cell, FileSheet, letters_of
from .declare import Sheet
from .faults import shortened
from .names import called, readings_of

LOOKED_AT = 25
QUOTED = 8
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|,.*|[*:%]+")
NAME = re.compile(r"\s(?:name|navn|namn)$")


def spellings(heading: str) -> Iterator[str]:
    """How a heading may be meant: as it stands, without what stands beside it, without the word for a name."""
    folded = fold(heading)
    bare = " ".join(ASIDE.sub(" ", folded).split())
    yield from (folded, bare, NAME.sub("", bare))


def matched(sheet: Sheet, cells: dict[int, Cell]) -> dict[int, str]:
    """Place → English name of the column. A heading that fits exactly is taken before one that only nearly fits."""
    readings = readings_of(sheet.where)
    found: dict[int, str] = {}
    for closeness in range(3):
        for place, cell in sorted(cells.items()):
            name = readings.get(tuple(spellings(shown(cell)))[closeness], "")
            # Where it fits exactly twice, both are kept: somebody has to say which is meant.
            if name in sheet.by_name and place not in found and (closeness == 0 or name not in found.values()):
                found[place] = name
    return dict(sorted(found.items()))


def row_of_headings(sheet: Sheet, raw: FileSheet) -> int:
    """Where in the sheet's filled rows the headings stand; the first row where none is known."""
    known = [len(set(matched(sheet, cells).values())) for _number, cells in raw.rows[:LOOKED_AT]]
    return known.index(max(known)) if known else 0


def match_headings(book: Book, table: Table, raw: FileSheet) -> None:
    """Find the headings, and say what is not known."""
    at = row_of_headings(table.sheet, raw)
    table.header, cells = raw.rows[at] if raw.rows else (1, {})
    for number, above in raw.rows[:at]:
        remark = _("Sheet “%(sheet)s”: row %(row)d “%(text)s” stands above the headings and was left alone.")
        text = " ".join(shown(cell) for _place, cell in sorted(above.items()))
        book.remarks.append(remark % {"sheet": table.title, "row": number, "text": shortened(text)})
    names = matched(table.sheet, cells)
    for place, cell in sorted(cells.items()):
        heading = shown(cell).strip()
        name = names.get(place, "")
        if not name:
            remark = _("Sheet “%(sheet)s”: column %(place)s “%(heading)s” is not known and was left alone.")
            words = {"sheet": table.title, "place": letters_of(place), "heading": shortened(heading)}
            book.remarks.append(remark % words)
        elif name in table.headings:
            place_of = f"{letters_of(place)}{table.header}"
            book.faults.add(table.title, table.header, heading, heading, _("each column once"), place_of)
        else:
            table.headings[name], table.places[name] = heading, place
    table.language = language_of_file(table)
    refuse_missing(book, table, cells)


def language_of_file(table: Table) -> str:
    """The language in which most headings are; the reader's where several are as likely."""
    first = [spoken(), *(language for language in languages() if language != spoken())]
    where = table.sheet.where
    return max(
        first,
        key=lambda code: sum(
            fold(called(where, name, code)) in spellings(text) for name, text in table.headings.items()
        ),
    )


def refuse_missing(book: Book, table: Table, cells: dict[int, Cell]) -> None:
    quoted = ", ".join(f"“{shortened(shown(cell).strip())}”" for _place, cell in sorted(cells.items())[:QUOTED])
    for column in table.sheet.columns:
        if column.required and column.name not in table.headings:
            expected = _("a column with this heading")
            if quoted:
                expected = _("a column with this heading; row %(row)d was read as the headings: %(headings)s") % {
                    "row": table.header,
                    "headings": quoted,
                }
            heading = table.sheet.heading(column, table.language)
            book.faults.add(table.title, table.header, heading, "", expected)
