"""When two names are one name to people, whatever the case of their letters and whatever cannot be seen in them.

Databases fold case in their own ways: SQLite knows only ASCII, and holds Økonomi and økonomi apart. Names are therefore
compared here; unique constraints remain as the last word between two who write at once.
"""

import re
import unicodedata
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


# Characters without a shape that come along from chats, slides, web pages and PDFs: soft hyphens, spaces of no width,
# marks of direction and of byte order, letters that are blank. Those that change what is seen are not among them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Joiners shape emoji and some scripts; beside letters of ours they are as invisible as the others.
OURS = "\u0000-\u058f\u1e00-\u206f"
USELESS_JOINER = re.compile(f"(?<![^{OURS}])[\u200c\u200d]+|[\u200c\u200d]+(?![^{OURS}])")
LIKE_HYPHEN = str.maketrans("\u2010\u2011", "--")


def visible(text: str) -> str:
    """A text without the characters that nobody sees.

    >>> visible("Mar\\u00adketing\\u200b") == "Marketing"
    True
    """
    return text if text.isascii() else USELESS_JOINER.sub("", INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """A name as it is compared: what is seen of it, composed letters, no case, single spaces inside, none around.

    >>> fold("  Kunde\\u00a0 REJSE ") == fold("kunde rej\\u200bse")
    True
    """
    return " ".join(unicodedata.normalize("NFC", visible(text)).casefold().translate(LIKE_HYPHEN).split())


def named(rows: "QuerySet[Row]", name: str, field: str = "name") -> Row | None:
    """The first of ``rows`` that has this name in ``field``; None where there is none. Reads all rows: give it few."""
    wanted = fold(name)
    return next((row for row in rows if fold(getattr(row, field)) == wanted), None)
