"""Lists of names in the order of the reader's language: one function for every list that people read.

The rules are those of Unicode CLDR for the languages of the product. Letters count before accents, accents before
capitals; spaces and signs come before figures, figures before letters; figures are read as numbers: Test 2, Test 12.
What a language counts as letters of its own stands behind z: æ ø å in Danish, with ä as æ, ö as ø, aa as å; å ä ö in
Swedish, with æ as ä, ø as ö; ü is a y in both. Elsewhere they are letters with an accent.

Databases do not do this: SQLite and PostgreSQL sort by code point or by the one language of the server, and no library
with these rules can be had on all systems without a compiler. The tests hold the results against ICU's own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from .languages import spoken
from .names import visible

T = TypeVar("T")
Place = tuple[int, int, str]
BEHIND_Z = "z\u0001", "z\u0002", "z\u0003"
# What Unicode does not take apart into a letter and an accent.
SPELLED = {"æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "ł": "l", "þ": "th", "ı": "i"}
# Letter → where it stands, and which of several there comes first.
OWN: dict[str, dict[str, tuple[str, int]]] = {
    "da": {
        "æ": (BEHIND_Z[0], 0),
        "ä": (BEHIND_Z[0], 1),
        "ø": (BEHIND_Z[1], 0),
        "ö": (BEHIND_Z[1], 1),
        "œ": (BEHIND_Z[1], 2),
        "å": (BEHIND_Z[2], 0),
        "aa": (BEHIND_Z[2], 1),
        "ü": ("y", 1),
    },
    "sv": {
        "å": (BEHIND_Z[0], 0),
        "ä": (BEHIND_Z[1], 0),
        "æ": (BEHIND_Z[1], 1),
        "ö": (BEHIND_Z[2], 0),
        "ø": (BEHIND_Z[2], 1),
        "œ": (BEHIND_Z[2], 2),
        "ü": ("y", 1),
    },
}
CAPITALS_FIRST = ("da",)
FIGURES, LETTERS = 1, 2
PIECE = re.compile("[0-9]+|aa|.", re.DOTALL | re.IGNORECASE)


def order_key(name: str, language: str | None = None) -> tuple[object, ...]:
    """By what names are sorted for a reader of this language, of the active one where none is given.

    >>> sorted(["Test 12", "Ål", "zoo", "Test 2", "Ärlig"], key=lambda name: order_key(name, "sv"))
    ['Test 2', 'Test 12', 'zoo', 'Ål', 'Ärlig']
    """
    return key_in(name, language or str(spoken()))


@lru_cache(maxsize=20_000)
def key_in(name: str, language: str) -> tuple[object, ...]:
    text = unicodedata.normalize("NFC", " ".join(visible(name).split()))
    places: list[Place] = []
    accents: list[int] = []
    for piece in PIECE.findall(text):
        for place, accent in placed(piece.casefold(), OWN.get(language, {})):
            places.append(place)
            accents.append(accent)
    capitals = text if language in CAPITALS_FIRST else text.swapcase()
    return places, accents, capitals, name


def placed(piece: str, own: dict[str, tuple[str, int]]) -> list[tuple[Place, int]]:
    """Where one character, number or double letter stands, and how far an accent moves it behind its plain letter."""
    if piece in own:
        letter, accent = own[piece]
        return [((LETTERS, 0, letter), accent)]
    if piece.isascii() and piece.isdecimal():
        return [((FIGURES, int(piece[:4000]), ""), 0)]
    return [place for letter in piece for place in plain(letter, own)]


def plain(letter: str, own: dict[str, tuple[str, int]]) -> list[tuple[Place, int]]:
    if letter in own:
        return [((LETTERS, 0, own[letter][0]), own[letter][1])]
    base = [one for one in unicodedata.normalize("NFD", SPELLED.get(letter, letter)) if not unicodedata.combining(one)]
    accented = int(base != [letter])
    return [((LETTERS if one.isalpha() else 0, 0, one), accented) for one in base]


def in_order(rows: Iterable[T], key: Callable[[T], str] = str) -> list[T]:
    """Rows by their names, in the reader's order; rows are named by what they are as text where no key is given."""
    return sorted(rows, key=lambda row: order_key(key(row)))
