"""What sheets, columns and words are called in English, Danish and Swedish.

The names are in ``names.csv``: where it stands, and the three languages. Any of them is understood in any file.
"""

import csv
from functools import cache
from pathlib import Path

from ..names import fold

LANGUAGES = ("en", "da", "sv")
TABLE = Path(__file__).with_name("names.csv")
YES = ("y", "j", "x", "✓", "true", "sand", "sandt", "sant", "1")
NO = ("n", "false", "falsk", "falskt", "0")


@cache
def names_of(where: str) -> dict[str, dict[str, str]]:
    """English name → language → name, for one part of the table: ``sheet``, ``column of Paths``, ``value: phase``."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["where"] == where]
    return {row["en"]: {language: row[language] for language in LANGUAGES} for row in rows}


@cache
def readings_of(where: str) -> dict[str, str]:
    """Folded name in any language → English name. English wins where a word means two things."""
    named = names_of(where)
    readings = {fold(name): english for english, names in named.items() for name in names.values()}
    return readings | {fold(english): english for english in named}


def called(where: str, english: str, language: str) -> str:
    """What ``english`` is called in ``language``."""
    return names_of(where)[english][language]


@cache
def yes_no() -> dict[str, bool]:
    """Folded word → what it answers."""
    words = {word: english == "yes" for word, english in readings_of("value: yes/no").items()}
    return words | dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
