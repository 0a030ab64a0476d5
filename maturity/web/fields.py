"""Form fields for numbers, money and shares, read as people write them in the reader's language; what a field offers.

``1234,5``, ``1.234,5``, ``1,234.5`` and ``1 234,5`` are the same number in every language. Where one separator stands
before exactly three digits (``1.234``) the language decides: a thousand in Danish, one and a bit in English. Where it
cannot decide, the number is refused and both readings are shown, so that nothing is wrong by a factor of thousand.
What is in the database is shown again as the reader's language writes it.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from .formats import plain
from .languages import Language, habits_of, spoken
from .names import visible
from .order import in_order

LONGEST = 40
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
LONE = re.compile(r"[0-9]*[.,]?[0-9]+|[0-9]+[.,]")
GROUPED = {
    " ": re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?"),
    ".": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
    ",": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
}
CURRENCY = re.compile(r"^(?:[A-Za-z]{3}|kr\.?|[€$£])(?=[\s0-9])\s*|\s*(?:[A-Za-z]{3}|kr\.?|[€$£]|,-)$", re.IGNORECASE)


def offer_rows(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let a ModelChoiceField choose among these rows, which are offered by name."""
    chosen_by = cast(forms.ModelChoiceField[Any], field)
    chosen_by.iterator = ChoicesByName
    chosen_by.queryset = rows


def offer_rows_as_they_come(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let a ModelChoiceField choose among rows that have an order of their own, such as the stages of a journey."""
    cast(forms.ModelChoiceField[Any], field).queryset = rows


class ChoicesByName(ModelChoiceIterator):  # type: ignore[type-arg]  # generic in the stubs alone
    """The choices of a field in the order of the reader's language."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, in_order(self.queryset, self.field.label_from_instance))


def offer_choices(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a ChoiceField choose among these values, each with its words."""
    cast(forms.ChoiceField, field).choices = list(choices)


class NameField(forms.CharField):
    """A name as it is seen: characters that nobody sees, which come along when it is pasted, are left out."""

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value) or "").strip()


class Ambiguous(ValueError):
    """A text that is two numbers: ``grouped``, its separator between thousands, and ``lone``, before decimals."""

    def __init__(self, grouped: Decimal, lone: Decimal) -> None:
        super().__init__(f"{grouped} or {lone}")
        self.grouped, self.lone = grouped, lone


def read_number(text: str, language: Language) -> Decimal:
    """The number that ``text`` says to a reader of ``language``. ``ValueError`` where it says none, or two.

    >>> read_number("1.234,5", Language.ENGLISH), read_number("1.234", Language.DANISH)
    (Decimal('1234.5'), Decimal('1234'))
    """
    body = SPACES.sub(" ", visible(text).strip()).replace("−", "-")
    sign, body = (-1, body[1:].lstrip()) if body.startswith("-") else (1, body.removeprefix("+").lstrip())
    if len(body) > LONGEST:
        raise ValueError("too long for a number")
    separator = next((each for each, pattern in GROUPED.items() if pattern.fullmatch(body)), None)
    lone = Decimal(body.replace(",", ".")) if LONE.fullmatch(body) else None
    if separator is None:
        if lone is None:
            raise ValueError("not a number")
        return sign * lone
    grouped = Decimal(body.replace(separator, "").replace(",", "."))
    return sign * (grouped if lone is None else settled(separator, grouped, lone, language))


def settled(separator: str, grouped: Decimal, lone: Decimal, language: Language) -> Decimal:
    """Which of two readings the language means."""
    if separator == habits_of(language).thousands:
        return grouped
    if separator == habits_of(language).decimal_sign:
        return lone
    raise Ambiguous(grouped, lone)


def decimals(number: Decimal) -> int:
    """How many decimals a number has, trailing zeros left out."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


class NumberField(forms.DecimalField):
    """Django's DecimalField, read and shown in the reader's language; give it ``decimal_places`` and ``max_digits``."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A number as the reader writes it; what was typed stays as it was typed."""
        return plain(value) if isinstance(value, int | float | Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as the stubs of DecimalField do
        if not isinstance(value, str):
            return super().to_python(value)
        return self.read(value) if value.strip() else None

    def read(self, text: str) -> Decimal:
        """The number in ``text``; ValidationError with what would be right."""
        try:
            number = read_number(text, spoken())
        except Ambiguous as both:
            raise two_readings(both.grouped, both.lone) from both
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if self.decimal_places is not None and decimals(number) > self.decimal_places:
            self.refuse_thousands(text.strip().lstrip("+-−"))
        return number

    def refuse_thousands(self, body: str) -> None:
        """More decimals than the field holds, after one separator: most likely a thousand of another language."""
        for separator in ".,":
            if GROUPED[separator].fullmatch(body) and LONE.fullmatch(body):
                raise two_readings(Decimal(body.replace(separator, "")), Decimal(body.replace(",", ".")))


def two_readings(grouped: Decimal, lone: Decimal) -> ValidationError:
    sign = habits_of(spoken()).decimal_sign
    message = _("This can be read as %(first)s or as %(second)s. Write it without a separator between thousands.")
    first, second = (str(number).replace(".", sign) for number in (grouped, lone))
    return ValidationError(message, code="ambiguous", params={"first": first, "second": second})


class MoneyField(NumberField):
    """An amount that is not negative. A currency before or after the number is allowed and dropped: ``48 kr.``"""

    def __init__(self, *, min_value: Decimal | int | None = 0, **options: Any) -> None:
        super().__init__(min_value=min_value, **options)

    def read(self, text: str) -> Decimal:
        return super().read(CURRENCY.sub("", text.strip()))


class ShareField(NumberField):
    """A fraction of 1, typed as per cent (``45 %``) or as a fraction (``0.45``) and shown as per cent."""

    def prepare_value(self, value: Any) -> Any:
        return f"{plain(value * 100)}\u00a0%" if isinstance(value, int | float | Decimal) else value

    def read(self, text: str) -> Decimal:
        body = text.strip()
        found = super().read(body.removesuffix("%"))
        if body.endswith("%"):
            found /= 100
        elif found >= 1:
            # 1 may be meant as 1 % or as 100 %.
            raise ValidationError(_("Write it as per cent (45%) or as a fraction of 1 (0.45)."), code="share")
        if not 0 <= found <= 1:
            raise ValidationError(_("A share is from 0% to 100%."), code="share")
        return found
