"""How a chapter says what its sheets are: once, for reading, for the blank workbook and for the export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .cell_types import CellType, KnownWord, PlainText
from .lists import Names
from .names import called


@dataclass(frozen=True)
class Column:
    """One column, by its English name.

    ``field`` is the model's field, ``department__name`` for a name that refers to a row; "" where the chapter saves it
    itself. ``names`` is the sort of thing that the column gives a name to, ``refers`` the sort that it names: such a
    name must be known. ``default`` is the value of an empty cell.
    """

    name: str
    kind: CellType
    field: str = ""
    required: bool = False
    names: str = ""
    refers: str = ""
    default: Any = None

    @property
    def empty(self) -> Any:
        """The value of an empty cell."""
        if self.default is not None or (self.refers and not isinstance(self.kind, Names)):
            return self.default
        if isinstance(self.kind, Names):
            return ()
        return "" if isinstance(self.kind, PlainText | KnownWord) else None

    @property
    def attribute(self) -> str:
        """What the value is called on a row of the model: a reference is kept by id."""
        return f"{self.field.split('__')[0]}_id" if self.refers else self.field


@dataclass(frozen=True)
class Sheet:
    """One sheet. Its rows are told apart by the ``key`` columns; without a key, rows may be alike.

    ``summed`` are the columns in which rows of one key are added up; without them, each key may come once.
    ``examples`` are the rows of the blank workbook: values by the columns' names.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    examples: Sequence[Mapping[str, Any]] = ()
    compulsory: bool = False

    @property
    def where(self) -> str:
        return f"column of {self.name}"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def fields(self) -> tuple[str, ...]:
        """What ``values_list`` needs for an export of sheets whose columns are all plain."""
        return tuple(column.field for column in self.columns)

    @property
    def example_rows(self) -> list[list[Any]]:
        """The examples as rows, a value per column."""
        return [[example.get(column.name) for column in self.columns] for example in self.examples]

    def title(self, language: str) -> str:
        return called("sheet", self.name, language)

    def heading(self, column: Column, language: str) -> str:
        return called(self.where, column.name, language)
