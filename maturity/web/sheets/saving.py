"""Rows of a sheet to rows of the database: what is new is made, what differs changed, what the file lacks kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model

from .book import Book, Count, SheetRow, Table
from .lists import Names

M = TypeVar("M", bound=Model)
Key = tuple[str, ...]
BATCH = 500


@dataclass
class SavedRows(Generic[M]):
    """One sheet's rows as saved, by key, and which of them are new or different."""

    rows: dict[Key, M] = field(default_factory=dict)
    made: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)

    def count(self) -> Count:
        return Count(len(self.made), len(self.changed), len(self.rows) - len(self.made) - len(self.changed))


def save_rows(
    book: Book,
    name: str,
    model: type[M],
    stored: Mapping[Any, M],
    *,
    fixed: Mapping[str, Any],
    extra: Callable[[SheetRow], Mapping[str, Any]] = lambda row: {},
) -> SavedRows[M]:
    """Save one sheet's rows and count them.

    ``stored`` are the rows that there are, by key; ``fixed`` are the values that every new row has; ``extra`` gives
    values that no single column holds. Models with a ``version`` count it up, so that somebody who edits the row at
    the same time is told.
    """
    table, saved = book.tables[name], SavedRows[M]()
    for key, row in table.keyed():
        values = {**attributes(book, table, row), **extra(row)}
        thing = stored.get(key)
        if thing is None:
            thing = model(**{**fixed, **values})
            saved.made.append(key)
        elif any(getattr(thing, name) != value for name, value in values.items()):
            change(thing, values)
            saved.changed.append(key)
        saved.rows[key] = thing
    model._default_manager.bulk_create([saved.rows[key] for key in saved.made], batch_size=BATCH)
    update(model, [saved.rows[key] for key in saved.changed])
    learn(book, table, saved)
    book.counts[name] = saved.count()
    book.absent[name] = [thing for key, thing in stored.items() if key not in saved.rows]
    return saved


def also_changed(book: Book, name: str, model: type[M], saved: SavedRows[M], keys: Iterable[Key]) -> None:
    """Rows that differ in more than their own fields: counted as changed, unless they are new or were so already."""
    more = sorted(set(keys) - {*saved.made, *saved.changed})
    for key in more:
        change(saved.rows[key], {})
    update(model, [saved.rows[key] for key in more])
    saved.changed += more
    book.counts[name] = saved.count()


def attributes(book: Book, table: Table, row: SheetRow) -> dict[str, Any]:
    """The values of one row's plain columns as the model's fields; a reference is the id of what it names."""
    return {
        column.attribute: reference(book, column.refers, row[column.name]) if column.refers else row[column.name]
        for column in table.columns
        if column.field and not isinstance(column.kind, Names)
    }


def reference(book: Book, sort: str, name: str | None) -> Any:
    return book.known.thing(sort, name).pk if name else None


def change(thing: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(thing, name, value)
    if hasattr(thing, "version"):
        thing.version += 1


def update(model: type[M], changed: list[M]) -> None:
    fields = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=BATCH)


def learn(book: Book, table: Table, saved: SavedRows[M]) -> None:
    """The names that the sheet gives now stand for saved rows."""
    for column in table.columns:
        if column.names:
            for key, row in table.keyed():
                book.known.learn(column.names, row[column.name], saved.rows[key])
