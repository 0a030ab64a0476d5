"""Numbers as people type them: every habit is read, what could be two numbers is refused with both readings."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from maturity.web.fields import MoneyField, NameField, NumberField, ShareField, read_number
from maturity.web.languages import Language

LANGUAGES = ("en-gb", "da", "sv")


def reading(field: forms.Field, text: str, language: str = "da"):
    """What the field makes of a text, or the words with which it refuses."""
    with translation.override(language):
        try:
            return field.clean(text)
        except forms.ValidationError as refusal:
            return refusal.messages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u00a0567,25", "1234567.25"),
        ("1.234.567", "1234567"),
        ("1'234", "1234"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        ("−7", "-7"),
        (" 42 ", "42"),
        ("12345,678", "12345.678"),
    ],
)
def test_number_with_one_meaning_reads_alike_everywhere(language: str, text: str, number: str) -> None:
    assert reading(NumberField(decimal_places=4), text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en-gb", "1,234", "1234"),
        ("en-gb", "1.234", "1.234"),
        ("da", "1.234", "1234"),
        ("da", "1,234", "1.234"),
        ("sv", "1,234", "1.234"),
    ],
)
def test_number_with_one_separator_before_three_digits_is_read_as_the_language_writes_it(
    language: str, text: str, number: str
) -> None:
    assert reading(NumberField(decimal_places=4), text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text", "places", "words"),
    [
        ("sv", "1.234", 4, ("1234", "1,234")),
        ("en-gb", "1.234", 2, ("1234", "1.234")),
        ("da", "1,234", 0, ("1234", "1,234")),
    ],
)
def test_number_that_could_be_two_is_refused_with_both_readings(
    language: str, text: str, places: int, words: tuple[str, str]
) -> None:
    (message,) = reading(NumberField(decimal_places=places), text, language)
    assert all(word in message for word in words)


@pytest.mark.parametrize(
    "text", ["abc", "1 23", "1.23,4.5", "1e5", "--2", "NaN", "inf", "١٢", "1" * 60, "9" * 20, "12..", "1.234.56"]
)
def test_number_that_is_none_is_refused(text: str) -> None:
    assert isinstance(reading(NumberField(max_digits=14, decimal_places=2), text), list)


def test_number_out_of_range_is_refused_with_the_limit() -> None:
    field = NumberField(min_value=1, max_value=5)
    with translation.override("en-gb"):
        assert reading(field, "0", "en-gb") == ["Ensure this value is greater than or equal to 1."]
        assert reading(field, "5,5", "en-gb") == ["Ensure this value is less than or equal to 5."]


def test_number_with_too_many_decimals_is_refused() -> None:
    assert reading(NumberField(decimal_places=2), "1,2345", "en-gb") == [
        "Ensure that there are no more than 2 decimal places."
    ]


def test_number_left_empty_is_none() -> None:
    assert reading(NumberField(required=False), "  ") is None


@pytest.mark.parametrize("text", ["48", "48 kr.", "48,00", "DKK 48", "€48", "48 SEK", "48,-"])
def test_money_with_or_without_its_currency(text: str) -> None:
    assert reading(MoneyField(), text) == 48


def test_money_below_nothing_is_refused() -> None:
    assert isinstance(reading(MoneyField(), "-3"), list)


@pytest.mark.parametrize(
    ("text", "number"),
    [("45 %", "0.45"), ("0,45", "0.45"), ("0.5 %", "0.005"), ("100%", "1"), ("0", "0")],
)
def test_share_as_per_cent_or_as_fraction(text: str, number: str) -> None:
    assert reading(ShareField(), text) == Decimal(number)


@pytest.mark.parametrize("text", ["1", "45", "101 %", "-5 %", "half"])
def test_share_in_doubt_or_beyond_the_whole_is_refused(text: str) -> None:
    assert isinstance(reading(ShareField(), text), list)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["1234.5", "1234", "1.234", "0.06", "410000", "0.000001", "1234567.8912"])
def test_number_shown_again_is_read_as_the_same(language: str, number: str) -> None:
    with translation.override(language):
        field = NumberField(decimal_places=6)
        assert field.clean(field.prepare_value(Decimal(number))) == Decimal(number)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["0.17", "0.031", "1", "0", "0.000001"])
def test_share_shown_again_is_read_as_the_same(language: str, number: str) -> None:
    with translation.override(language):
        field = ShareField()
        assert field.clean(field.prepare_value(Decimal(number))) == Decimal(number)


def test_form_keeps_what_was_typed_and_shows_what_is_saved_in_the_readers_language() -> None:
    class Form(forms.Form):
        cost = MoneyField()

    with translation.override("da"):
        assert 'value="1.234,5"' in str(Form(initial={"cost": Decimal("1234.5000")})["cost"])
        assert 'value="12,,3"' in str(Form({"cost": "12,,3"})["cost"])


def test_reading_settles_nothing_that_is_ambiguous() -> None:
    with pytest.raises(ValueError, match=r"1234 or 1\.234"):
        read_number("1.234", Language.SWEDISH)


@pytest.mark.parametrize(
    ("typed", "name"), [("Mar\u00adketing\u200b", "Marketing"), (" \ufeffSalg ", "Salg"), ("👩\u200d💻", "👩\u200d💻")]
)
def test_name_is_what_is_seen_of_it(typed, name):
    assert NameField().clean(typed) == name


def test_name_of_nothing_that_is_seen_is_no_name():
    with pytest.raises(forms.ValidationError, match="required"):
        NameField().clean("\u200b \u00ad")
