"""Numbers, money and dates as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal

from maturity.web import formats

NBSP = "\u00a0"


@pytest.mark.parametrize(("language", "expected"), [("en", "1,234.5"), ("da", "1.234,5"), ("sv", f"1{NBSP}234,5")])
def test_number(language, expected):
    assert formats.number(Decimal("1234.5"), 1, language) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "45%"), ("da", f"45{NBSP}%"), ("sv", f"45{NBSP}%")])
def test_share(language, expected):
    assert formats.share(0.45, 0, language) == expected


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (-5_912_345, "en", f"−DKK{NBSP}5.9M"),
        (5_912_345, "da", f"5,9{NBSP}mio.{NBSP}kr."),
        (67_213, "da", f"67.200{NBSP}kr."),
        (67_213, "en", f"DKK{NBSP}67,200"),
        (0, "da", f"0{NBSP}kr."),
    ],
)
def test_short_money_is_read_aloud(value, language, expected):
    assert formats.short_money(value, "DKK", language) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_250_000, "1,3 mio. kr."),
        (-1_250_000, "−1,3 mio. kr."),
        (1_249_999, "1,2 mio. kr."),
        (999_960_000, "1 mia. kr."),
        (1_450_000_000, "1,5 mia. kr."),
    ],
)
def test_half_of_what_is_shown_goes_up(value, expected):
    assert formats.short_money(value, "DKK", "da").replace(NBSP, " ") == expected


def test_swedish_crowns_in_swedish():
    assert formats.short_money(1_200_000, "SEK", "sv") == f"1,2{NBSP}mn{NBSP}kr"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "22 November 2026"), ("da", "22. november 2026"), ("sv", "2026-11-22")]
)
def test_day(language, expected):
    assert formats.day(date(2026, 11, 22), language) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "14:05"), ("da", "14.05"), ("sv", "14:05")])
def test_clock_is_local(language, expected):
    assert formats.clock(datetime(2026, 11, 22, 13, 5, tzinfo=UTC), language) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "Q1 2027"), (4, "Q4 2027"), (5, "Q1 2028"), (12, "Q4 2029"), (None, "–")]
)
def test_quarter_counts_calendar_quarters_from_the_start(number, expected):
    assert formats.quarter(date(2027, 2, 15), number, "en").replace(NBSP, " ") == expected


@pytest.mark.parametrize("function", [formats.number, formats.plain, formats.share, formats.day, formats.moment])
def test_what_is_missing_is_a_dash_and_never_nought(function):
    assert function(None) == "–"


NUMBERS = [0, -0.3, 0.5, 1.5, 2.5, -1234567.891, 999.995, 1e15, -1e-9, Decimal("1234.5000"), Decimal("-0.5"), 10**12]


@pytest.mark.parametrize("language", ["en", "da", "sv"])
@pytest.mark.parametrize("value", NUMBERS)
def test_numbers_and_money_are_those_of_babel(value, language):
    """We write them ourselves because a page holds thousands; the plain way is Babel's."""
    locale = formats.locale_of(language)
    for digits in (0, 1, 2):
        shown = value if round(value, digits) else 0
        plain = format_decimal(shown, format=formats.decimal_pattern(digits), locale=locale).replace("-", "−")
        assert formats.number(value, digits, language) == plain
    for currency in ("DKK", "SEK", "EUR", "USD", "NOK"):
        pattern = formats.habits(language).money
        plain = format_currency(value, currency, locale=locale, currency_digits=False, format=pattern)
        assert formats.money(value, currency, language) == formats.spaced(plain)
