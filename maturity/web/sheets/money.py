"""Money as text: an amount with its currency before or after it, as ``1.200.000 kr``, ``DKK 1 000``, ``€ 12``."""

import re
from functools import cache

from babel.numbers import list_currencies

from ..names import visible

CODE = "[A-Za-z]{3}"
SIGNS = {
    "kr": frozenset({"DKK", "SEK", "NOK", "ISK"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"}),
    "¥": frozenset({"JPY", "CNY"}),
}
WORD = f"(?:{CODE}(?![A-Za-z])|kr(?![A-Za-z])\\.?|[€£$¥])"
AMOUNT = re.compile(
    f"(?P<sign>[-+−]?)\\s*(?P<before>{WORD})?\\s*(?P<number>[-+−]?\\s*[0-9.,](?:[0-9.,'’\\s]*[0-9])?)"
    f"(?:[,.:][-–—])?\\s*(?P<after>{WORD})?",
    re.IGNORECASE,
)


@cache
def codes() -> frozenset[str]:
    return frozenset(list_currencies())


def taken_apart(text: str) -> tuple[str, tuple[str, ...]]:
    """The number of an amount, as text, and the words for its currency; the whole text where it is no amount.

    >>> taken_apart("1.200.000 kr"), taken_apart("tkr 5")
    (('1.200.000', ('kr',)), ('tkr 5', ()))
    """
    body = visible(text).strip()
    found = AMOUNT.fullmatch(body)
    words = [word for word in (found["before"], found["after"]) if word] if found else []
    if not found or any(not currencies(word) for word in words):
        return body, ()
    return found["sign"] + found["number"], tuple(words)


def currencies(word: str) -> frozenset[str]:
    """The currencies that a word may stand for."""
    code = word.upper()
    return SIGNS.get(word.lower().rstrip("."), frozenset({code} if code in codes() else ()))


def foreign(text: str, currency: str) -> str:
    """The first word of an amount that names another currency than this; "" where there is none."""
    return next((word for word in taken_apart(text)[1] if currency not in currencies(word)), "")
