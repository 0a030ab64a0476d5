"""When two names are one name to people, whatever the case of their letters.

Databases fold case in their own ways: SQLite knows only ASCII, and holds Økonomi and økonomi apart. Names are therefore
compared here; unique constraints remain as the last word between two who write at once.
"""

import unicodedata
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def fold(text: str) -> str:
    """A name as it is compared: composed letters, no case, no space around it, single spaces inside.

    >>> fold("  Kunde\\u00a0 REJSE ") == fold("kunde rejse")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def named(rows: "QuerySet[Row]", name: str, field: str = "name") -> Row | None:
    """The first of ``rows`` that has this name in ``field``; None where there is none. Reads all rows: give it few."""
    wanted = fold(name)
    return next((row for row in rows if fold(getattr(row, field)) == wanted), None)
