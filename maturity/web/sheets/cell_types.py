"""What a column may hold: read from a cell, whatever habit it was typed in, and written to one."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import CharField, DecimalField, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..languages import spoken
from ..names import fold, visible
from .cells import Cell, Error, Formula
from .days import days_in
from .money import taken_apart
from .names import UNITS, called, names_of, no_answers, readings_of, yes_no
from .numbers import decimals, plain, readings, round_to

Out = str | int | Decimal | date | None
LONG_TEXT = 10_000
FIRST_DAY, LAST_DAY = date(1900, 3, 1), date(2199, 12, 31)
PER_QUARTER = re.compile("\\s?(?:/|pr|per|i|om)\\s?(?:kvartal(?:et)?|kvt|kv|quarter)$")
PER_CENT = re.compile("\\s?(?:pct|procent|proc|percent|per cent)\\.?$", re.IGNORECASE)
# What a database cannot hold: the character that is none, and halves of a pair.
UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


class Unreadable(ValueError):
    """A cell that a column cannot hold. The message says what would be right."""


class CellType(Protocol):
    """What a column holds."""

    def expected(self) -> str:
        """What would be right, in words."""

    def read(self, cell: Cell) -> Any:
        """The value of a cell that is not empty; Unreadable where it has none."""

    def write(self, value: Any, language: str) -> Out:
        """The cell for a value that is not None."""

    def names_in(self, value: Any) -> tuple[str, ...]:
        """The names that a value consists of, where the column names or refers to things."""


class One:
    """A kind whose value is one thing."""

    def names_in(self, value: Any) -> tuple[str, ...]:
        return (str(value),)


def shown(cell: Cell | None) -> str:
    """A cell as a reader of the sheet knows it."""
    if cell is None:
        return ""
    if isinstance(cell, Formula | Error):
        return cell.text
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return cell


def refuse_what_computes(cell: Cell) -> None:
    """A formula or an error is no value in any column."""
    if isinstance(cell, Formula):
        raise Unreadable(_("a value; copy the cells and paste them as values"))
    if isinstance(cell, Error):
        raise Unreadable(_("a value instead of an error"))


@dataclass(frozen=True)
class PlainText(One):
    """Words, at most ``limit`` characters. Space around them is dropped, and what cannot be seen in a name."""

    limit: int = LONG_TEXT

    def expected(self) -> str:
        return _("text of at most %(limit)d characters") % {"limit": self.limit}

    def read(self, cell: Cell) -> str:
        text = (shown(cell) if self.limit >= LONG_TEXT else visible(shown(cell))).strip()
        if len(text) > self.limit:
            raise Unreadable(
                _("at most %(limit)d characters instead of %(length)d") % {"limit": self.limit, "length": len(text)}
            )
        if UNHOLDABLE.search(text):
            raise Unreadable(_("text without characters that cannot be stored"))
        return text

    def write(self, value: str, language: str) -> Out:
        return str(value)


class Anything(One):
    """Whatever stands there: the column's rows are told apart elsewhere."""

    def expected(self) -> str:
        return _("a value")

    def read(self, cell: Cell) -> Cell:
        return cell

    def write(self, value: Out | Promise, language: str) -> Out:
        return str(value) if isinstance(value, Promise) else value


@dataclass(frozen=True)
class Number(One):
    """A number, rounded to ``places`` decimals. A ``share`` is a fraction of 1 that may be typed as per cent.

    ``thousands`` are likely: a separator before three digits is one if the column has fewer decimals than three.
    Where they are not, as in person-weeks, nobody can tell, and the cell is a fault. The column's ``unit`` may stand
    behind the number, as in ``12 uger``.
    """

    digits: int
    places: int
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    share: bool = False
    thousands: bool = True
    unit: str = ""

    def expected(self) -> str:
        if self.share:
            return _("a share from 0 to 1, such as 0.45 or 45%%") % {}
        words = _("a whole number") if self.places == 0 else _("a number")
        return ranged(words, self.low, self.high)

    def read(self, cell: Cell) -> Decimal | int:
        if isinstance(cell, Decimal):
            return self.held(cell)
        if not isinstance(cell, str):
            raise Unreadable(self.expected())
        text = PER_CENT.sub("%", visible(cell).strip()) if self.share else self.without_unit(cell)
        held = {held for reading in readings(text, per_cent=self.share) if (held := self.fitting(reading)) is not None}
        if len(held) > 1:
            first, second = sorted(held)
            raise Unreadable(
                _("%(first)s or %(second)s, without a separator that can be read as either")
                % {"first": plain(Decimal(first)), "second": plain(Decimal(second))}
            )
        if not held:
            raise Unreadable(self.expected())
        return held.pop()

    def without_unit(self, text: str) -> str:
        """A text that ends in a number with the column's unit, without the unit."""
        found = re.fullmatch("(.*[0-9])\\s*([^\\W\\d].*|%)", visible(text).strip(), re.DOTALL) if self.unit else None
        return found[1] if found and unit_word(found[2], self.unit) in UNITS[self.unit] else text

    def fitting(self, reading: tuple[Decimal, bool]) -> Decimal | int | None:
        """The reading of a text as held, or None. A doubtful decimal sign does not fit where decimals would be cut."""
        number, doubtful = reading
        if doubtful and self.thousands and decimals(number) > self.places:
            return None
        try:
            return self.held(number)
        except Unreadable:
            return None

    def held(self, number: Decimal) -> Decimal | int:
        if number and number.adjusted() >= self.digits - self.places:
            raise Unreadable(self.expected())
        rounded = round_to(number, self.places)
        if self.places == 0 and abs(number - rounded) > Decimal("1e-9"):
            raise Unreadable(self.expected())
        if (self.low is not None and rounded < self.low) or (self.high is not None and rounded > self.high):
            raise Unreadable(self.expected())
        return rounded if self.places else int(rounded)

    def write(self, value: Decimal | int, language: str) -> Out:
        return value


@dataclass(frozen=True)
class Money(Number):
    """An amount, with or without a currency; whether that is the engagement's is seen when this is known."""

    def read(self, cell: Cell) -> Decimal | int:
        return super().read(taken_apart(cell)[0] if isinstance(cell, str) else cell)


@dataclass(frozen=True)
class RungOrNot(Number):
    """A number, or the words for having no answer, which are no number."""

    def read(self, cell: Cell) -> Decimal | int | None:  # type: ignore[override]  # no answer is none
        said = fold(cell).replace("’", "'") if isinstance(cell, str) else None
        unknown = said is not None and not no_answers().isdisjoint({said, said.rstrip(".!")})
        return None if unknown else super().read(cell)

    def expected(self) -> str:
        return _("%(number)s, or empty for “don’t know”") % {"number": super().expected()}


def unit_word(text: str, unit: str) -> str:
    """The word for the unit, without full stops; what is counted per quarter may say so."""
    words = fold(text).replace(".", "")
    return PER_QUARTER.sub("", words) if unit == "weeks" else words


def ranged(words: str, low: Decimal | int | None, high: Decimal | int | None) -> str:
    if low is not None and high is not None:
        return _("%(number)s from %(low)s to %(high)s") % {"number": words, "low": low, "high": high}
    if low is not None:
        return _("%(number)s of at least %(low)s") % {"number": words, "low": low}
    return words


def whole(low: int | None = None, high: int | None = None, digits: int = 9, *, unit: str = "") -> Number:
    """A whole number."""
    return Number(digits, 0, low, high, unit=unit)


@dataclass(frozen=True)
class Day(One):
    """A day: Excel's own, or typed as people of our countries do. A time of day is dropped."""

    def expected(self) -> str:
        return _("a date such as 2026-11-22")

    def read(self, cell: Cell) -> date:
        day = cell.date() if isinstance(cell, datetime) else self.typed(cell)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise Unreadable(self.expected())
        return day

    def typed(self, cell: Cell) -> date:
        days = days_in(cell) if isinstance(cell, str) else []
        if not days:
            raise Unreadable(self.expected())
        if len(days) > 1:
            readings = {"first": days[0].isoformat(), "second": days[1].isoformat()}
            raise Unreadable(_("%(first)s or %(second)s, written like this: it can be read as either") % readings)
        return days[0]

    def write(self, value: date, language: str) -> Out:
        return value if FIRST_DAY <= value <= LAST_DAY else value.isoformat()


@dataclass(frozen=True)
class YesNo(One):
    """Yes or no, in three languages."""

    def expected(self) -> str:
        return _("yes or no")

    def read(self, cell: Cell) -> bool:
        answer = cell if isinstance(cell, bool) else yes_no().get(fold(shown(cell)))
        if answer is None:
            raise Unreadable(self.expected())
        return answer

    def write(self, value: bool, language: str) -> Out:
        return called("value: yes/no", "yes" if value else "no", language)


@dataclass(frozen=True)
class KnownWord(One):
    """One of a few words, such as a phase; stored in English."""

    group: str

    def expected(self) -> str:
        words = [called(self.where, word, spoken()) for word in names_of(self.where)]
        return _("one of %(words)s") % {"words": ", ".join(words)}

    @property
    def where(self) -> str:
        return f"value: {self.group}"

    def read(self, cell: Cell) -> str:
        word = readings_of(self.where).get(fold(shown(cell)))
        if word is None:
            raise Unreadable(self.expected())
        return word

    def write(self, value: str, language: str) -> Out:
        return called(self.where, value, language) if value else None


def text(model: type[Model], field: str) -> PlainText:
    """Text as long as the model's field takes it."""
    column = model._meta.get_field(field)
    limit = column.max_length if isinstance(column, CharField) else None
    return PlainText(limit or LONG_TEXT)


def number(
    model: type[Model],
    field: str,
    low: int | None = None,
    high: int | None = None,
    *,
    share: bool = False,
    thousands: bool = True,
    unit: str = "",
) -> Number:
    """A number with the digits and decimals that the model's decimal field takes."""
    return Number(*digits_of(model, field), low, high, share, thousands, unit)


def money(model: type[Model], field: str, low: int | None = None) -> Money:
    """An amount in the engagement's currency."""
    return Money(*digits_of(model, field), low)


def digits_of(model: type[Model], field: str) -> tuple[int, int]:
    column = model._meta.get_field(field)
    if not isinstance(column, DecimalField):
        raise TypeError(f"{model.__name__}.{field} is not a decimal field")
    return column.max_digits, column.decimal_places


def share(model: type[Model], field: str) -> Number:
    """A fraction of 1."""
    return number(model, field, 0, 1, share=True)
