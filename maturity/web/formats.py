"""Numbers, money and dates as the reader's language writes them (Unicode CLDR, by Babel).

Every function takes ``language`` (a code of ours); without it the active language is used. ``None`` is
written as a dash: what is missing is never shown as 0.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)
from django.utils import timezone

from .languages import Habits, habits_of, language_of, spoken

MISSING = "–"
MILLION = 1_000_000
SMALLEST_P = 0.001
Number = int | float | Decimal


def habits(language: str | None = None) -> Habits:
    """How a language of ours is written; the active one where none is given."""
    return habits_of(language_of(language) if language else spoken())


def locale_of(language: str | None = None) -> Locale:
    """The CLDR locale of a language of ours; of the active one where none is given."""
    return habits(language).cldr


def number(value: Number | None, digits: int = 1, language: str | None = None) -> str:
    """``1234.5`` → ``1,234.5``, ``1.234,5``, ``1 234,5``, always with ``digits`` decimals."""
    if value is None:
        return MISSING
    if not round(value, digits):
        value = 0  # never −0.0
    locale = locale_of(language)
    return ("−" if value < 0 else "") + grouped(value, digits, locale)


def grouped(value: Number, digits: int, locale: Locale) -> str:
    """A number without its sign, with thousands apart: as Babel's ``#,##0.00``, at half of its time.

    Tables of a large plan hold thousands of numbers, and Babel reads the pattern anew for each.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return f"{abs(exact):,.{digits}f}".translate(separators(locale))


@cache
def separators(locale: Locale) -> dict[int, str]:
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})


def signed(value: Number | None, digits: int = 1, language: str | None = None) -> str:
    """A change with its sign: ``0.25`` is ``+0.3``, what is written as nothing has none."""
    if value is None or round(value, digits) == 0:
        return number(value if value is None else 0.0, digits, language)
    return f"{'+' if value > 0 else ''}{number(value, digits, language)}"


def p_value(p: float, language: str | None = None) -> str:
    """Three decimals, or ``< 0.001`` where they would all be nothing."""
    return number(p, 3, language) if p >= SMALLEST_P else f"<\u00a0{number(SMALLEST_P, 3, language)}"


def decimal_pattern(digits: int) -> str:
    return "#,##0." + "0" * digits if digits else "#,##0"


def plain(value: Number | None, language: str | None = None) -> str:
    """A number with the decimals that it has, at most six: ``4``, ``4.25``."""
    if value is None:
        return MISSING
    return format_decimal(value, format="#,##0.######", locale=locale_of(language)).replace("-", "−")


def share(value: Number | None, digits: int = 0, language: str | None = None) -> str:
    """A fraction of 1 as per cent: ``0.45`` → ``45%``, ``45 %``."""
    if value is None:
        return MISSING
    written = habits(language)
    pattern = decimal_pattern(digits) + written.share
    return format_percent(value, format=pattern, locale=written.cldr).replace("-", "−")


def money(value: Number | None, currency: str, language: str | None = None) -> str:
    """Whole units of a currency: ``1.250.000 kr.``"""
    if value is None:
        return MISSING
    written = habits(language)
    before, behind = around(currency, written)
    return ("−" if value < 0 else "") + before + grouped(value, 0, written.cldr) + behind


@cache
def around(currency: str, written: Habits) -> tuple[str, str]:
    """What stands before and behind an amount."""
    symbol = get_currency_symbol(currency, written.cldr)
    return (spaced(f"{symbol}0")[:-1], "") if written.money.startswith("¤") else ("", f"\u00a0{symbol}")


CODE_BEFORE_FIGURE = re.compile(r"([A-Z]{3})(?=[\d−-])")


def spaced(text: str) -> str:
    """A currency code never touches its figure, as a symbol may: ``DKK 1,250``, ``€1,250``; a true minus."""
    return CODE_BEFORE_FIGURE.sub("\\1\u00a0", text.replace("-", "−"))


def price(value: Number | None, currency: str, language: str | None = None) -> str:
    """What one costs: ``48 kr.``, but ``0,06 kr.`` and ``9,80 kr.`` where whole units would hide what matters."""
    if value is None:
        return MISSING
    written = habits(language)
    pattern = written.money if value == round(value) else written.money.replace("0", "0.00", 1)
    text = format_currency(value, currency, locale=written.cldr, currency_digits=False, format=pattern)
    return spaced(text)


def short_money(value: Number | None, currency: str, language: str | None = None) -> str:
    """Money rounded to be read aloud: ``1,2 mio. kr.``, ``1,2 mn kr``, ``DKK 1.2M``; three figures below a million."""
    if value is None:
        return MISSING
    amount = float(value)
    if abs(amount) < MILLION:
        return money(float(f"{amount:.3g}"), currency, language)
    rounded = to_a_tenth(Decimal(str(value)))
    return spaced(format_compact_currency(rounded, currency, locale=locale_of(language), fraction_digits=1))


def to_a_tenth(amount: Decimal) -> Decimal:
    """To a tenth of a million, of a thousand million, …; a half goes up, as readers expect, not to the even figure."""
    step = Decimal(10) ** (amount.adjusted() // 3 * 3 - 1)
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def day(value: date | None, language: str | None = None) -> str:
    """``22 November 2026``, ``22. november 2026``, ``2026-11-22``."""
    if value is None:
        return MISSING
    written = habits(language)
    return format_date(value, written.day, locale=written.cldr)


def short_day(value: date | None, language: str | None = None) -> str:
    """``22 Nov 2026``, ``22. nov. 2026``, ``2026-11-22``: for tables."""
    if value is None:
        return MISSING
    written = habits(language)
    return format_date(value, written.short_day, locale=written.cldr)


def clock(value: datetime | None, language: str | None = None) -> str:
    """``14:05``, ``14.05`` in Danish, in the site's time zone."""
    if value is None:
        return MISSING
    return format_time(timezone.localtime(value).time(), "short", locale=locale_of(language))


def moment(value: datetime | None, language: str | None = None) -> str:
    """A day and a time of day."""
    if value is None:
        return MISSING
    local = timezone.localtime(value)
    return f"{short_day(local.date(), language)} {format_datetime(local, habits(language).time)}"


def add_quarters(start: date, quarters: int) -> date:
    """The first day of the calendar quarter ``quarters`` after the one that ``start`` falls in."""
    index = start.year * 4 + (start.month - 1) // 3 + quarters
    return date(index // 4, index % 4 * 3 + 1, 1)


def quarter(start: date, number_from_1: int | None, language: str | None = None) -> str:
    """Quarter 1, 2, … of a plan that starts in ``start``, by name: ``Q1 2027``, ``1. kvt. 2027``, ``kv 1 2027``."""
    if number_from_1 is None:
        return MISSING
    first = add_quarters(start, number_from_1 - 1)
    return habits(language).quarter.format(q=(first.month + 2) // 3, y=first.year).replace(" ", "\u00a0")
