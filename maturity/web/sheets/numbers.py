"""Numbers as text, in the habits of three countries.

A lone point or comma before exactly three digits may be a thousands separator or a decimal sign. Both readings are
given; a column tries them against what it can hold (its range and decimals). Where both fit and differ, the cell is a
fault, so that nothing is ever wrong by a factor of thousand.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from ..names import visible

SPACES = re.compile("[\\s\u2019']+")
GROUPED = {
    (point, comma): re.compile(f"[0-9]{{1,3}}(?:{re.escape(point)}[0-9]{{3}})+(?:{re.escape(comma)}[0-9]+)?")
    for point, comma in ((".", ","), (",", "."))
}


def round_to(number: Decimal, places: int) -> Decimal:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return rounded or abs(rounded)  # never minus zero


def decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def readings(text: str, *, per_cent: bool = False) -> list[tuple[Decimal, bool]]:
    """What a text may mean as a number, each with whether its decimal sign is in doubt. None where it means none.

    >>> readings("1.234,5")
    [(Decimal('1234.5'), False)]
    >>> readings("1,234")
    [(Decimal('1234'), False), (Decimal('1.234'), True)]
    """
    body = SPACES.sub("\u00a0", visible(text).strip()).replace("−", "-")
    part = Decimal(1)
    if per_cent and body.endswith("%"):
        body, part = body[:-1].rstrip("\u00a0"), Decimal("0.01")
    sign = -1 if body.startswith("-") else 1
    body = body.lstrip("+-\u00a0") if body[:1] in "+-" else body
    if "\u00a0" in body:
        if not re.fullmatch("[0-9]{1,3}(?:\u00a0[0-9]{3})+(?:[.,][0-9]+)?", body):
            return []
        return [(sign * part * Decimal(body.replace("\u00a0", "").replace(",", ".")), False)]
    return [(sign * part * number, doubtful) for number, doubtful in separated(body)]


def separated(body: str) -> list[tuple[Decimal, bool]]:
    found = []
    for (point, comma), pattern in GROUPED.items():
        if pattern.fullmatch(body) and not body.startswith("0"):
            found.append((Decimal(body.replace(point, "").replace(comma, ".")), False))
    if re.fullmatch("[0-9]{1,30}(?:[.,][0-9]{1,30})?|[.,][0-9]{1,30}", body):
        found.append((Decimal(body.replace(",", ".")), bool(found)))
    return found


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros; as it was where that would be very long."""
    if abs(number.adjusted()) > 30:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
