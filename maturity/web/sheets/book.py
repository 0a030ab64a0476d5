"""A workbook as it was read: tables of typed rows, what they name, and all that is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from ..names import fold
from .cell_types import shown
from .cells import Cell, letters_of
from .declare import Column, Sheet
from .faults import Faults

LONGEST_NAME = 100


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


@dataclass
class Doubt:
    """A row, not read yet, that looks like a total or a note: its label and where this stands, if in a column."""

    row: SheetRow
    label: str
    column: str
    note: bool


class Table:
    """A sheet of the file: its title and headings as they stand there, and its rows.

    ``places`` says where each column stands, ``header`` in which row the headings do, ``language`` in which language.
    """

    def __init__(self, sheet: Sheet, title: str, faults: Faults) -> None:
        self.sheet, self.title, self.faults = sheet, title, faults
        self.headings: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.header, self.language = 1, "en"
        self.rows: list[SheetRow] = []
        self.doubts: list[Doubt] = []

    def fault(self, row: SheetRow, column: str, expected: str, found: str | None = None) -> None:
        """Something wrong in one cell."""
        text = shown(row.cells.get(column)) if found is None else found
        place = f"{letters_of(self.places[column])}{row.number}" if column in self.places else ""
        self.faults.add(self.title, row.number, self.heading(column), text, expected, place)

    def heading(self, column: str) -> str:
        """A column's heading as it stands in the file, or as it would in the file's language."""
        return self.headings.get(column) or self.sheet.heading(self.sheet.by_name[column], self.language)

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
        near = get_close_matches(fold(name)[:LONGEST_NAME], self.things.get(sort, {}), 1, 0.75)
        return self.spelled[sort][near[0]] if near else ""


@dataclass
class Book:
    """A workbook that is being imported."""

    tables: dict[str, Table] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    remarks: list[str] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    counts: dict[str, Count] = field(default_factory=dict)
    absent: dict[str, list[Any]] = field(default_factory=dict)  # rows that are there and not in the file, by sheet
    currency: str = ""
    name: str = ""

    def rows(self, name: str) -> list[SheetRow]:
        """A sheet's rows; none where the file does not have it."""
        return self.tables[name].rows if name in self.tables else []
