"""Cells as people type them: names in three languages, numbers, days, words, lists."""

import itertools
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext

from maturity.config.workbook import SHEETS
from maturity.web.languages import speaking, whole_languages
from maturity.web.names import fold
from maturity.web.sheets.cell_types import (
    Day,
    KnownWord,
    Money,
    Number,
    PlainText,
    RungOrNot,
    Unreadable,
    YesNo,
    refuse_what_computes,
    whole,
)
from maturity.web.sheets.cells import Error, Formula
from maturity.web.sheets.lists import Amounts, Names, Route, joined, split
from maturity.web.sheets.names import names_of, readings_of

MONEY = Number(14, 2, 0)
DAY = datetime(2026, 11, 22)  # noqa: DTZ001 - a spreadsheet's days have no zone
PRICE = Number(12, 4, 0)
WEEKS = Number(8, 2, 0, thousands=False)
SHARE = Number(7, 6, 0, 1, share=True)
RATING = Number(3, 2, 1, 5)
ANY = Number(16, 4)


def test_names_have_all_that_is_declared():
    assert set(names_of("sheet")) == {sheet.name for sheet in SHEETS}
    for sheet in SHEETS:
        assert set(names_of(sheet.where)) == set(sheet.by_name)


@pytest.mark.parametrize("where", ["sheet", *(sheet.where for sheet in SHEETS)])
def test_names_mean_one_thing_in_any_language(where):
    read = readings_of(where)
    for english, language in itertools.product(names_of(where), whole_languages()):
        assert read[fold(names_of(where)[english][language])] == english


@pytest.mark.parametrize(
    ("kind", "typed", "held"),
    [
        (MONEY, "1.234,5", Decimal("1234.50")),
        (MONEY, "1,234.5", Decimal("1234.50")),
        (MONEY, "1 234,5", Decimal("1234.50")),
        (MONEY, "1\u00a0234,5", Decimal("1234.50")),
        (MONEY, "1\u202f234\u202f567", Decimal(1234567)),
        (MONEY, "1'234.50", Decimal("1234.50")),
        (MONEY, " 1.234.567 ", Decimal(1234567)),
        (MONEY, "1234,5", Decimal("1234.50")),
        (MONEY, ",5", Decimal("0.50")),
        # Money has two decimals, so three digits after the only separator are thousands.
        (MONEY, "1.234", Decimal(1234)),
        (MONEY, "1,234", Decimal(1234)),
        (whole(), "1.234", 1234),
        # A rating ends at 5 and a share at 1, so there the same separator is a decimal sign.
        (RATING, "4,5", Decimal("4.50")),
        (SHARE, "0,125", Decimal("0.125")),
        (SHARE, "45 %", Decimal("0.45")),
        (SHARE, "45,5%", Decimal("0.455")),
        (SHARE, "0.45", Decimal("0.45")),
        (ANY, "-12,5", Decimal("-12.50")),
        (ANY, "−12,5", Decimal("-12.50")),
        (whole(1, 5), "3,0", 3),
        (whole(1, 5), Decimal("2.9999999999999996"), 3),
        (MONEY, Decimal("0.30000000000000004"), Decimal("0.30")),
        (SHARE, Decimal("3.1E-2"), Decimal("0.031")),
    ],
)
def test_number_as_people_type_it(kind, typed, held):
    assert kind.read(typed) == held


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (PRICE, "1.234", "1.234 or 1234, without a separator that can be read as either"),
        (WEEKS, "1,250", "1.25 or 1250, without a separator that can be read as either"),
        (ANY, "12,500", "12.5 or 12500, without a separator that can be read as either"),
        (MONEY, "1.23.456", "a number of at least 0"),
        (MONEY, "12 34", "a number of at least 0"),
        (MONEY, "45 %", "a number of at least 0"),
        (MONEY, "mange", "a number of at least 0"),
        (MONEY, "1e5", "a number of at least 0"),
        (MONEY, "-1", "a number of at least 0"),
        (MONEY, "nan", "a number of at least 0"),
        (MONEY, "١٢", "a number of at least 0"),
        (MONEY, Decimal("1E+999999"), "a number of at least 0"),
        (MONEY, True, "a number of at least 0"),
        (MONEY, DAY, "a number of at least 0"),
        (SHARE, Decimal("1.5"), "a share from 0 to 1, such as 0.45 or 45%"),
        (SHARE, "62", "a share from 0 to 1, such as 0.45 or 45%"),
        (whole(1, 5), Decimal(7), "a whole number from 1 to 5"),
        (whole(1, 5), Decimal("3.5"), "a whole number from 1 to 5"),
    ],
)
def test_number_that_is_none_or_two_is_refused(kind, typed, expected):
    with pytest.raises(Unreadable) as refused:
        kind.read(typed)
    assert str(refused.value) == expected


DAYS = [
    DAY,
    DAY.replace(hour=14, minute=5),
    "2026-11-22",
    " 2026-11-22 00:00:00 ",
    "2026-11-22T14:05:00+01:00",
    "22-11-2026",
    "22/11-2026",
    "22/11/2026",
    "22.11.2026",
    "22. 11. 2026",
    "22-11-2026 14.05",
    "22. november 2026",
    "den 22. november 2026",
    "søndag den 22. november 2026",
    "22 nov. 2026",
    "22 NOV 2026",
    "22 November 2026",
    "November 22, 2026",
    "22\u00a0november\u200b 2026",
    "2026/11/22",
]


@pytest.mark.parametrize("typed", DAYS)
def test_day_as_people_type_it(typed):
    assert Day().read(typed) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3.4.2026", date(2026, 4, 3)),
        ("3/4-2026", date(2026, 4, 3)),
        ("3 maj 2026", date(2026, 5, 3)),
        ("3. okt. 2026", date(2026, 10, 3)),
        ("1 mars 2026", date(2026, 3, 1)),
        ("1. marts 2026", date(2026, 3, 1)),
        ("05-05-2026", date(2026, 5, 5)),
    ],
)
def test_day_before_month_where_nobody_writes_otherwise(typed, day):
    assert Day().read(typed) == day


@pytest.mark.parametrize("typed", ["03/04/2026", "03-04-2026", "3/4/2026"])
def test_day_that_could_be_another_is_refused_with_both(typed):
    with pytest.raises(Unreadable) as refused:
        Day().read(typed)
    assert str(refused.value) == "2026-04-03 or 2026-03-04, written like this: it can be read as either"


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-13-01", "i dag", "0026-11-22", "31-02-2026", "22-11-26", "22. nonsens 2026", "november 2026"),
        *("٢٢-١١-٢٠٢٦", "2026_11_22", "2026-11-22x", Decimal(46348), True),
    ],
)
def test_day_that_is_none_is_refused(typed):
    with pytest.raises(Unreadable, match="a date such as 2026-11-22"):
        Day().read(typed)


CASH = Money(14, 2, 0)
QUARTERS = whole(0, 40, unit="quarters")


@pytest.mark.parametrize(
    ("kind", "typed", "held"),
    [
        (CASH, "kr. 1,20", Decimal("1.20")),
        (CASH, "1.200.000 kr", Decimal(1200000)),
        (CASH, "1.200.000 kr.", Decimal(1200000)),
        (CASH, "DKK 1 000", Decimal(1000)),
        (CASH, "1\u00a0000 SEK", Decimal(1000)),
        (CASH, "1200,-", Decimal(1200)),
        (CASH, "kr. 1.200,-", Decimal(1200)),
        (CASH, "500:-", Decimal(500)),
        (CASH, "€1,234.50", Decimal("1234.50")),
        (CASH, "12 €", Decimal(12)),
        (CASH, "8\u200b", Decimal(8)),
        (CASH, "1200", Decimal(1200)),
        (QUARTERS, "3 kvartaler", 3),
        (QUARTERS, "3 kvt.", 3),
        (QUARTERS, "1 quarter", 1),
        (Number(8, 2, 0, unit="weeks"), "12 uger", Decimal(12)),
        (Number(8, 2, 0, unit="weeks"), "6,5 veckor", Decimal("6.5")),
        (Number(8, 2, 0, unit="hours"), "2 timer", Decimal(2)),
        (Number(8, 2, 0, unit="weeks"), "6,5 pu/kvartal", Decimal("6.5")),
        (Number(8, 2, 0, unit="weeks"), "12 personuger pr. kvartal", Decimal(12)),
        (SHARE, "8 pct.", Decimal("0.08")),
        (SHARE, "8 procent", Decimal("0.08")),
        (whole(0, 100, unit="per cent"), "80 %", 80),
        (SHARE, "8\u00a0%", Decimal("0.08")),
    ],
)
def test_money_and_units_as_people_type_them(kind, typed, held):
    assert kind.read(typed) == held


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (CASH, "1200 tkr"),
        (CASH, "1,2 mio. kr."),
        (CASH, "kr"),
        (CASH, "1_000"),
        (CASH, "12 uger"),
        (QUARTERS, "12 uger"),
        (QUARTERS, "1_0"),
        (QUARTERS, "3 %"),
        (whole(), "12 kvartaler"),
        (Number(8, 2, 0, unit="weeks"), "12 dage"),
        (Number(8, 2, 0, unit="weeks"), "12 uger pr. måned"),
    ],
)
def test_money_and_units_of_another_kind_are_refused(kind, typed):
    with pytest.raises(Unreadable):
        kind.read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ved ikke",
        "Vet inte",
        "don't know",
        "Don’t know",
        "N/A",
        "?",
        "–",
        "-",
        "i.t.",
        "e.t.",
        "Ved ikke\u200b",
        "Ved ikke.",
        " ukendt ",
    ],
)
def test_rung_that_is_not_known_is_no_answer(typed):
    assert RungOrNot(9, 0, 1, 5).read(typed) is None


@pytest.mark.parametrize("language", whole_languages())
def test_words_of_the_phone_are_no_answer(language):
    with speaking(language):
        assert RungOrNot(9, 0, 1, 5).read(gettext("Don’t know")) is None
        assert RungOrNot(9, 0, 1, 5).read(gettext("I don’t know")) is None


@pytest.mark.parametrize("typed", ["måske", "0", "ikke"])
def test_rung_that_is_neither_number_nor_no_answer_is_refused(typed):
    with pytest.raises(Unreadable, match="or empty for “don’t know”"):
        RungOrNot(9, 0, 1, 5).read(typed)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("ja", True),
        ("Ja ", True),
        ("YES", True),
        ("x", True),
        ("nej", False),
        ("no", False),
        (True, True),
        (Decimal(0), False),
    ],
)
def test_yes_and_no_in_three_languages(typed, answer):
    assert YesNo().read(typed) is answer


@pytest.mark.parametrize("typed", ["menneskelig", "Mänsklig", " HUMAN "])
def test_word_in_three_languages(typed):
    assert KnownWord("kind of channel").read(typed) == "human"


def test_word_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(Unreadable, match=r"^one of before, during, after$"):
        KnownWord("phase").read("sometimes")


@pytest.mark.parametrize(
    ("cell", "text"), [("  Salg ", "Salg"), (Decimal(42), "42"), (Decimal("2.50"), "2.5"), ("=1+1", "=1+1")]
)
def test_text_is_what_stands_there(cell, text):
    assert PlainText(20).read(cell) == text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("x" * 21, "at most 20 characters instead of 21"), ("a\x00b", "text without characters that cannot be stored")],
)
def test_text_that_cannot_be_kept_is_refused(cell, expected):
    with pytest.raises(Unreadable, match=expected):
        PlainText(20).read(cell)


@pytest.mark.parametrize("cell", [Formula("=1+1"), Error("#N/A")])
def test_what_computes_is_refused(cell):
    with pytest.raises(Unreadable):
        refuse_what_computes(cell)


@pytest.mark.parametrize("separator", [";", ">"])
@pytest.mark.parametrize(
    "names",
    [["IT"], ["IT", "Web; shop", 'The "best" > rest'], ['"A"', "B"], ["two\nlines", "B"], ['"', '""'], [";", ">"]],
)
def test_list_of_any_names_can_be_taken_apart_again(names, separator):
    assert split(joined(names, separator), separator) == names


def test_list_as_people_type_it():
    assert Names().read(" IT;  Salg ;;\nit; ") == ("it", "Salg")
    assert Route().read("Web>App > Web") == ("Web", "App", "Web")
    assert Amounts().read("IT 6; Kunde service 2,5") == (("IT", Decimal(6)), ("Kunde service", Decimal("2.5")))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("IT", "names with an amount, such as IT 6; Marketing 2.5"),
        ("6", "names with an amount, such as IT 6; Marketing 2.5"),
        ("IT six", "names with an amount, such as IT 6; Marketing 2.5; after “IT” stands “six”"),
        ("IT 6; it 2", "each name once; “it” stands there twice"),
        ("IT 3, Salg 2", "a semicolon between the names: “IT 3; Salg 2”"),
        ("IT 3 + Salg 2", "a semicolon between the names: “IT 3; Salg 2”"),
        ("IT 3 og Salg 2", "a semicolon between the names: “IT 3; Salg 2”"),
        ("IT 3,5,Salg 2", "a semicolon between the names: “IT 3,5; Salg 2”"),
    ],
)
def test_amounts_that_cannot_be_read_say_why(typed, expected):
    with pytest.raises(Unreadable) as refused:
        Amounts().read(typed)
    assert str(refused.value) == expected


def test_amounts_may_have_their_unit():
    assert Amounts(amount=Number(8, 2, 0, unit="weeks")).read("IT 6 uger; Salg 2,5 pu") == (
        ("IT", Decimal(6)),
        ("Salg", Decimal("2.5")),
    )
