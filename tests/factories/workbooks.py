"""Workbooks for tests: a small whole one as plain rows, and files made of rows."""

import copy
import io
import zipfile
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook

STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
Rows = list[list[Any]]
Sheets = dict[str, Rows]

SMALL: Sheets = {
    "Engagement": [
        ["key", "value"],
        ["organisation", "Nordlys A/S"],
        ["title", "Omnichannel"],
        ["language", "da"],
        ["currency", "DKK"],
        ["start", date(2027, 1, 1)],
        ["quarters", 8],
        ["discount rate", 0.08],
    ],
    "Departments": [
        ["department", "lead", "email", "capacity"],
        ["Salg", "Lærke Dahl", "lærke@nordlys.example", 6],
        ["IT", "Jonas Øster", None, 12.5],
    ],
    "Targets": [["dimension", "target", "reason"], ["customer-care", 4, "Det koster kunder"]],
    "Ballots": [
        ["session", "participant", "department", "statement", "round", "rung", "comment"],
        ["Workshop 1", "SAL-1", "Salg", "customer-care.1", 1, 3, "Vi svarer"],
        ["Workshop 1", "SAL-1", "Salg", "customer-care.1", 2, 4, None],
        ["Workshop 1", "IT-1", "IT", "customer-care.1", 1, None, None],
    ],
    "Journey": [
        [
            "journey", "persona", "stage", "order", "touchpoint", "phase", "channel", "department", "need", "promise",
            "own rating", "ending", "recognised by", "systems",
        ],
        ["Kunde", "Ida", "Købe", 1, "Bestiller", "during", "Web", "Salg", "Hurtigt", "Fem trin", 4, None, None, "CRM"],
        ["Kunde", "Ida", "Bruge", 2, "Ringer", "after", "Telefon", "IT", None, None, 3.5, "yes", None, None],
    ],
    "Customer ratings": [
        ["touchpoint", "score", "date", "comment"],
        ["Bestiller", 9, date(2026, 7, 31), None],
        ["Bestiller", 9, date(2026, 7, 31), None],
        ["Ringer", 3, None, "Lang kø"],
    ],
    "Set pieces": [
        ["touchpoint", "deviation", "likelihood", "consequence", "plan"],
        ["Ringer", "Ingen svarer", 3, 5, "Ring tilbage\nsamme dag"],
    ],
    "Channels": [
        [
            "channel", "kind", "department", "contacts per year", "cost per contact", "response rate",
            "response hours", "recognises by",
        ],
        ["Web", "digital", "Salg", 620000, 0.4, 0.031, 2, "cookie"],
        ["Telefon", "human", "IT", 165000, 48, 0.55, 0.1, None],
    ],
    "Handoffs": [
        ["from", "to", "share", "purpose", "identity follows", "estimated by"],
        ["Web", "Telefon", 0.17, "Få hjælp", "no", "IT"],
    ],
    "Paths": [["path", "customers", "conversions"], ["Web", 5130, 733], ["Web > Telefon > Web", 920, 216]],
    "Systems": [
        ["system", "department", "data held", "class", "data owner"],
        ["CRM", "Salg", "Kunder", "personal", "Salg"],
        ["Afregning", "IT", "Regninger", "internal", None],
    ],
    "Links": [["from", "to", "exchange", "should be", "reason"], ["CRM", "Afregning", "batch", "real time", None]],
    "Initiatives": [
        [
            "key", "title", "kind", "department", "executive", "other departments", "dimensions", "touchpoints",
            "after", "quarters", "effort", "one-off cost", "cost per year", "must", "not before",
            "reach", "confidence",
        ],
        ["A1", "Klager", "process", "Salg", None, "IT", "customer-care", "Ringer", None, 1, "Salg 6; IT 2.5", 120000, 0,
         "yes", None, 12000, 80],
        ["B1", "Portal", "software", "IT", "Direktør", None, None, None, "A1", 2, "IT 7", 850000, 90000, None, 2, None,
         None],
    ],
    "Estimates": [["initiative", "rater", "department", "value", "effort"], ["A1", "SAL-1", "Salg", 4, 2]],
    "Benefits": [
        ["initiative", "driver", "low", "likely", "high", "ramp", "source"],
        ["A1", "retention", 300000, 900000, 1600000, 3, "Workshop"],
    ],
    "Measures": [
        ["initiative", "measure", "kind", "unit", "baseline", "target", "review"],
        ["A1", "Svar i tide", "leading", "%", 61, 95.5, date(2027, 3, 31)],
    ],
    "Readings": [["measure", "date", "value"], ["Svar i tide", date(2027, 2, 26), 68.25]],
}  # fmt: skip


def small(**changed: Any) -> Sheets:
    """A copy of the small workbook, with some sheets replaced (``Set_pieces`` is Set pieces) or, by None, left out."""
    sheets = copy.deepcopy(SMALL) | {name.replace("_", " "): rows for name, rows in changed.items()}
    return {name: rows for name, rows in sheets.items() if rows is not None}


def with_cell(sheet: str, row: int, column: str, value: Any) -> Sheets:
    """The small workbook with one other cell; rows are counted as in the file, the heading is row 1."""
    sheets = small()
    rows = sheets[sheet]
    rows[row - 1][rows[0].index(column)] = value
    return sheets


def with_row(sheet: str, *row: Any) -> Sheets:
    """The small workbook with one more row."""
    sheets = small()
    sheets[sheet].append([*row, *[None] * (len(sheets[sheet][0]) - len(row))])
    return sheets


def book_of(sheets: Sheets) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return book


def file_of(sheets: Sheets | Workbook) -> io.BytesIO:
    out = io.BytesIO()
    (sheets if isinstance(sheets, Workbook) else book_of(sheets)).save(out)
    out.seek(0)
    return out


def cells(file: bytes) -> dict[str, Rows]:
    """Every cell of a file's sheets."""
    book = load_workbook(io.BytesIO(file))
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def changed(replace: dict[str, bytes], sheets: Sheets | None = None) -> io.BytesIO:
    """A small workbook with some parts replaced or added; shared texts are named as a part of it."""
    source = zipfile.ZipFile(file_of(sheets or small()))
    parts = {name: source.read(name) for name in source.namelist()} | replace
    if STRINGS in replace:
        relation = b'<Relationship Type="x/sharedStrings" Target="sharedStrings.xml" Id="s1"/></Relationships>'
        parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    out.seek(0)
    return out
