"""Form fields for numbers, money and shares, read as people write them in the reader's language.

``1234,5``, ``1.234,5``, ``1,234.5`` and ``1 234,5`` are the same number in every language. Where one separator stands
before exactly three digits (``1.234``) the language decides: a thousand in Danish, one and a bit in English. Where it
cannot decide, the number is refused and both readings are shown, so that nothing is wrong by a factor of thousand.
What is in the database is shown again as the reader's language writes it.
"""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, ngettext

from .formats import plain
from .languages import Language, language_of

LONGEST = 40
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
LONE = re.compile(r"[0-9]*[.,]?[0-9]+|[0-9]+[.,]")
GROUPED = {
    " ": re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?"),
    ".": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
    ",": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
}
THOUSANDS = {Language.ENGLISH: ",", Language.DANISH: ".", Language.SWEDISH: " "}
DECIMAL_SIGN = {Language.ENGLISH: ".", Language.DANISH: ",", Language.SWEDISH: ","}
CURRENCY = re.compile(r"^(?:[A-Za-z]{3}|kr\.?|[€$£])(?=[\s0-9])\s*|\s*(?:[A-Za-z]{3}|kr\.?|[€$£]|,-)$", re.IGNORECASE)


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
    body = SPACES.sub(" ", text.strip()).replace("−", "-")
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
    if separator == THOUSANDS[language]:
        return grouped
    if separator == DECIMAL_SIGN[language]:
        return lone
    raise Ambiguous(grouped, lone)


def decimals(number: Decimal) -> int:
    """How many decimals a number has, trailing zeros left out."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


class NumberField(forms.Field):
    """A number with at most ``places`` decimals and ``digits`` digits, from ``low`` to ``high``; empty is None."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write a number, such as %(example)s."),
        "ambiguous": gettext_lazy(
            "This can be read as %(first)s or as %(second)s. Write it without a separator between thousands."
        ),
        "digits": gettext_lazy("This number is too large."),
        "low": gettext_lazy("The smallest possible is %(limit)s."),
        "high": gettext_lazy("The largest possible is %(limit)s."),
    }

    def __init__(
        self,
        *,
        places: int = 2,
        digits: int = 14,
        low: Decimal | int | None = None,
        high: Decimal | int | None = None,
        **options: Any,
    ) -> None:
        self.places, self.digits, self.low, self.high = places, digits, low, high
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A number as the reader writes it; what was typed stays as it was typed."""
        return plain(value) if isinstance(value, int | float | Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        number = self.read(str(value))
        if number and number.adjusted() >= self.digits - self.places:
            raise self.fault("digits")
        return number

    def read(self, text: str) -> Decimal:
        """The number in ``text``; ValidationError with what would be right."""
        language = language_of(get_language())
        try:
            number = read_number(text, language)
        except Ambiguous as both:
            raise self.two_readings(both.grouped, both.lone) from both
        except ValueError as error:
            raise self.fault("invalid", example=self.example()) from error
        self.check_decimals(text, number)
        return number

    def check_decimals(self, text: str, number: Decimal) -> None:
        """More decimals than the field holds: a fault, and most likely thousands where there are exactly three."""
        if decimals(number) <= self.places:
            return
        body = text.strip().lstrip("+-−")
        for separator in ".,":
            if GROUPED[separator].fullmatch(body) and LONE.fullmatch(body):
                raise self.two_readings(Decimal(body.replace(separator, "")), abs(number))
        message = ngettext("At most %(n)d decimal.", "At most %(n)d decimals.", self.places)
        raise ValidationError(message, code="places", params={"n": self.places})

    def two_readings(self, grouped: Decimal, lone: Decimal) -> ValidationError:
        sign = DECIMAL_SIGN[language_of(get_language())]
        return self.fault("ambiguous", first=str(grouped).replace(".", sign), second=str(lone).replace(".", sign))

    def example(self) -> str:
        return plain(Decimal("1234.5") if self.places else 1234)

    def fault(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.low is not None and value < self.low:
            raise self.fault("low", limit=str(self.prepare_value(self.low)))
        if self.high is not None and value > self.high:
            raise self.fault("high", limit=str(self.prepare_value(self.high)))


class MoneyField(NumberField):
    """An amount that is not negative. A currency before or after the number is allowed and dropped: ``48 kr.``"""

    def __init__(self, *, low: Decimal | int | None = 0, **options: Any) -> None:
        super().__init__(low=low, **options)

    def read(self, text: str) -> Decimal:
        return super().read(CURRENCY.sub("", text.strip()))


class ShareField(NumberField):
    """A fraction of 1, shown as per cent: ``45 %``, ``45`` and ``0.45`` are the same; a bare ``1`` is refused."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write a share, such as %(example)s."),
        "one": gettext_lazy("Write 1 % or 100 %."),
    }

    def __init__(self, *, places: int = 6, **options: Any) -> None:
        super().__init__(places=places, digits=places + 4, low=0, high=1, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int | float | Decimal):
            return f"{plain(value * 100)}\u00a0%"
        return value

    def example(self) -> str:
        return "45\u00a0%"

    def read(self, text: str) -> Decimal:
        body = text.strip()
        if body.endswith("%"):
            return super().read(body[:-1]) / 100
        number = super().read(body)
        if number == 1:
            raise self.fault("one")
        return number / 100 if number > 1 else number
