"""Several things in one cell: names, routes, and names with an amount."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..names import fold, visible
from .cell_types import Number, Out, PlainText, Unreadable
from .cells import CELL_LETTERS, Cell
from .numbers import plain


class Names:
    """Several names in one cell, between semicolons. A name that has one itself stands in double quotes."""

    separator = ";"

    def expected(self) -> str:
        return _("names with %(separator)s between them") % {"separator": self.separator}

    def read(self, cell: Cell) -> tuple[str, ...]:
        return tuple({fold(name): name for name in self.items(cell)}.values())

    def items(self, cell: Cell) -> list[str]:
        return split(visible(PlainText(CELL_LETTERS).read(cell)), self.separator)

    def write(self, value: Iterable[str], language: str) -> Out:
        return joined(value, self.separator) or None

    def names_in(self, value: tuple[str, ...]) -> tuple[str, ...]:
        return value


class Route(Names):
    """Names in an order that counts, and that may come again."""

    separator = ">"

    def read(self, cell: Cell) -> tuple[str, ...]:
        names = tuple(self.items(cell))
        if not names:
            raise Unreadable(self.expected())
        return names


BETWEEN_PAIRS = re.compile(r"(?<=\d)\s*(?:[,+&|/]|\sog\s|\soch\s|\sand\s)\s*(?=[^\W\d])")
WEEKS = Number(8, 2, 0, thousands=False)


@dataclass(frozen=True)
class Amounts(Names):
    """Names, each with an amount: ``IT 6; Marketing 4``."""

    amount: Number = WEEKS

    def expected(self) -> str:
        return _("names with an amount, such as %(example)s") % {"example": "IT 6; Marketing 2.5"}

    def read(self, cell: Cell) -> tuple[tuple[str, Decimal], ...]:  # type: ignore[override]  # pairs, not names
        found: dict[str, tuple[str, Decimal]] = {}
        for item in self.items(cell):
            name, amount = self.pair(item)
            if fold(name) in found:
                raise Unreadable(_("each name once; “%(name)s” stands there twice") % {"name": name})
            found[fold(name)] = (name, amount)
        return tuple(found.values())

    def pair(self, item: str) -> tuple[str, Decimal]:
        """One name with its amount. Commas between names are told from commas in numbers."""
        better = BETWEEN_PAIRS.sub("; ", item)
        if better != item:
            raise Unreadable(_("a semicolon between the names: “%(better)s”") % {"better": better})
        name, _space, amount = self.amount.without_unit(item).rpartition(" ")
        if not name.strip():
            raise Unreadable(self.expected())
        try:
            return name.strip(), Decimal(self.amount.read(amount))
        except Unreadable as unreadable:
            reason = _("%(expected)s; after “%(name)s” stands “%(amount)s”")
            words = {"expected": self.expected(), "name": name.strip()[:80], "amount": amount[:80]}
            raise Unreadable(reason % words) from unreadable

    def write(self, value: Iterable[tuple[str, Decimal]], language: str) -> Out:  # type: ignore[override]  # pairs, not names
        return joined((f"{name} {plain(amount)}" for name, amount in value), self.separator) or None

    def names_in(self, value: tuple[tuple[str, Decimal], ...]) -> tuple[str, ...]:  # type: ignore[override]  # pairs, not names
        return tuple(name for name, _amount in value)


def split(text: str, separator: str) -> list[str]:
    """The items of a cell. Lines separate as well.

    >>> split('IT; "Web; shop" ;; Sales', ";")
    ['IT', 'Web; shop', 'Sales']
    """
    ends = f"(?=[{separator}\n]|$)"
    items = re.finditer(f'[^\\S\n]*(?:"((?:[^"]|"")+)"[^\\S\n]*{ends}|([^{separator}\n]+))(?:[{separator}\n]|$)', text)
    found = (item[1].replace('""', '"') if item[1] else item[2] for item in items)
    return [name.strip() for name in found if name.strip()]


def joined(items: Iterable[str], separator: str) -> str:
    """The cell for items, which ``split`` takes apart again."""
    spaced = f" {separator} " if separator == ">" else f"{separator} "
    texts = map(str, items)
    return spaced.join(quoted(item) if re.search(f'[{separator}\n]|^"', item) else item for item in texts)


def quoted(item: str) -> str:
    return '"' + item.replace('"', '""') + '"'
