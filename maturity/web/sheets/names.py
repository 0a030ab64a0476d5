"""What sheets, columns and words are called in the languages of the product.

The names are in ``names.csv``: where it stands, and a column for each language. Any of them is understood in any file.
A name that a language lacks falls back to the nearest language.
"""

import csv
from functools import cache
from pathlib import Path

from ..languages import text_in
from ..names import fold

TABLE = Path(__file__).with_name("names.csv")
YES = ("y", "j", "x", "✓", "true", "sand", "sandt", "sant", "1")
NO = ("n", "false", "falsk", "falskt", "0")
# What people write where they have no answer; the words of the phone are in the table.
NO_ANSWER_TOO = (
    *("?", "??", "-", "–", "—", "−", "n/a", "na", "n.a.", "i.t.", "i/t", "e.t.", "e/t"),
    *("dont know", "do not know", "i don't know", "no answer", "not answered", "not applicable", "unknown"),
    *(
        "det ved jeg ikke",
        "jeg ved ikke",
        "jeg ved det ikke",
        "ved det ikke",
        "ved ej",
        "intet svar",
        "ikke besvaret",
        "ikke relevant",
        "ukendt",
    ),
    *(
        "det vet jag inte",
        "jag vet inte",
        "vet ej",
        "inget svar",
        "ej besvarad",
        "ej relevant",
        "inte relevant",
        "ej tillämpligt",
        "okänt",
    ),
)
# What may stand behind a number, by what the column counts in.
UNITS = {
    "quarters": ("q", "kv", "kvt", "kvartal", "kvartaler", "quarter", "quarters"),
    "weeks": (
        *("u", "uge", "uger", "v", "vecka", "veckor", "w", "week", "weeks", "mandeuger", "manveckor"),
        *("pu", "personuge", "personuger", "pv", "personvecka", "personveckor", "pw", "person-week", "person-weeks"),
    ),
    "hours": ("h", "t", "time", "timer", "tim", "timme", "timmar", "hour", "hours", "hrs"),
    "per cent": ("%", "procent", "proc", "pct", "percent", "per cent"),
}


@cache
def names_of(where: str) -> dict[str, dict[str, str]]:
    """English name → language → name, for one part of the table: ``sheet``, ``column of Paths``, ``value: phase``."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["where"] == where]
    return {row["en"]: {code: name for code, name in row.items() if code != "where" and name} for row in rows}


@cache
def readings_of(where: str) -> dict[str, str]:
    """Folded name in any language → English name. English wins where a word means two things."""
    named = names_of(where)
    readings = {fold(name): english for english, names in named.items() for name in names.values()}
    return readings | {fold(english): english for english in named}


def called(where: str, english: str, language: str) -> str:
    """What ``english`` is called in ``language``."""
    return text_in(language, names_of(where)[english])


@cache
def yes_no() -> dict[str, bool]:
    """Folded word → what it answers."""
    words = {word: english == "yes" for word, english in readings_of("value: yes/no").items()}
    return words | dict.fromkeys(YES, True) | dict.fromkeys(NO, False)


@cache
def no_answers() -> frozenset[str]:
    """Folded words that say that there is no answer."""
    return frozenset(fold(word) for word in (*NO_ANSWER_TOO, *readings_of("value: no answer")))
