"""The languages of the product: the one list that settings, forms, formats, sheets, texts and pages read.

A language is added by one line in ``KNOWN``; what is not translated into it falls back, text by text. Django calls
English ``en-gb``; files, forms, the database and the command line call it ``en``.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from babel import Locale
from django.utils import translation
from django.utils.translation import trans_real


@dataclass(frozen=True)
class Habits:
    """How a language is called and written. What CLDR knows of ``locale`` (separators, months) is not repeated here.

    ``whole``: every text of the product must be there in this language; else texts fall back, first to ``falls_back``,
    at last to English. Dates are CLDR patterns, ``money`` and ``share`` what stands around a figure.
    """

    name: str
    django_code: str
    locale: str
    whole: bool = False
    falls_back: tuple[str, ...] = ()
    day: str = "long"
    short_day: str = "medium"
    time: str = "HH:mm"
    quarter: str = "Q{q} {y}"
    money: str = "#,##0\u00a0¤"
    share: str = "\u00a0%"

    @cached_property
    def cldr(self) -> Locale:
        return Locale.parse(self.locale)

    @property
    def decimal_sign(self) -> str:
        return str(self.cldr.number_symbols["latn"]["decimal"])

    @property
    def thousands(self) -> str:
        """What stands between thousands; any kind of space is a space."""
        return str(self.cldr.number_symbols["latn"]["group"]).replace("\u00a0", " ").replace("\u202f", " ")

    @property
    def list_separator(self) -> str:
        """What stands between the cells of a .csv file: a comma may be the decimal sign."""
        return ";" if self.decimal_sign == "," else ","


KNOWN: dict[str, Habits] = {
    "en": Habits("English", "en-gb", "en_GB", whole=True, money="¤#,##0", share="%"),
    "da": Habits("Dansk", "da", "da", whole=True, time="HH.mm", quarter="{q}. kvt. {y}"),
    "sv": Habits("Svenska", "sv", "sv", whole=True, day="yyyy-MM-dd", short_day="yyyy-MM-dd", quarter="kv {q} {y}"),
}


class Language(str):
    """A language of the product by its code; ValueError for a code that is none."""

    __slots__ = ()
    ENGLISH: ClassVar["Language"]
    DANISH: ClassVar["Language"]
    SWEDISH: ClassVar["Language"]

    def __new__(cls, code: str) -> "Language":
        if code not in KNOWN:
            raise ValueError(f"{code!r} is no language of the product")
        return super().__new__(cls, code)

    @property
    def value(self) -> str:
        return str(self)

    @property
    def label(self) -> str:
        """The language's name in itself."""
        return KNOWN[self].name


Language.ENGLISH, Language.DANISH, Language.SWEDISH = (Language(code) for code in ("en", "da", "sv"))


def languages() -> list[Language]:
    """All of them, in the order in which a reader is offered them."""
    return [Language(code) for code in KNOWN]


def language_choices() -> list[tuple[str, str]]:
    """Codes and names for a field. A field takes the function, so that no migration follows a new language."""
    return [(code, habits.name) for code, habits in KNOWN.items()]


def whole_languages() -> tuple[str, ...]:
    """The codes of the languages in which no text may be missing."""
    return tuple(code for code, habits in KNOWN.items() if habits.whole)


def habits_of(code: str) -> Habits:
    """How a language is written; as English where the product does not know it."""
    return KNOWN.get(code, KNOWN["en"])


def text_in(language: str, texts: Mapping[str, str]) -> str:
    """The text in this language, else in the nearest that it falls back to, at last in English.

    >>> text_in("sv", {"en": "Rung", "da": "Trin"})
    'Rung'
    """
    chain = (language, *habits_of(language).falls_back, "en")
    return next((texts[code] for code in chain if texts.get(code)), "")


def django_language(language: str) -> str:
    """The code that Django knows a language of ours by: ``en`` is British English."""
    return habits_of(language).django_code


def language_of(django_code: str | None) -> Language:
    """The language of ours that a Django code stands for; English where there is none."""
    prefix = (django_code or "").split("-")[0]
    return Language(prefix) if prefix in KNOWN else Language.ENGLISH


def let_page_texts_fall_back() -> None:
    """Let gettext say in the languages that a language falls back to, in turn, what it lacks; Django knows English
    alone."""
    for habits in KNOWN.values():
        rest: Any = None
        for code in reversed(habits.falls_back):
            nearer: Any = copy(trans_real.translation(django_language(code)))  # a copy: it falls back on its own too
            if rest is not None:
                nearer._fallback = rest
            rest = nearer
        if rest is not None:
            # add_fallback would put it behind English, and give it to all languages that end there.
            trans_real.translation(habits.django_code)._fallback = rest  # type: ignore[attr-defined]


def spoken() -> Language:
    """The language that is spoken now."""
    return language_of(translation.get_language())


def speaking(language: str) -> AbstractContextManager[None]:
    """``with speaking("da"):`` everything inside is said in that language."""
    return translation.override(django_language(language))
