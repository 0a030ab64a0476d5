"""What is wrong with a workbook: values that say where, what was found and what would be right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.web.http import Refusal

from ..names import INVISIBLE

LISTED = 1_000
SHOWN = 80
HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class SheetFault:
    """One fault. ``sheet`` and ``column`` are named as in the file; "" and None where the fault is not in one place.

    ``found`` is what stands in the cell, shortened ("" for an empty one); ``expected`` says what would be right, in the
    reader's language. ``cell`` is its place as spreadsheets write it, such as C7.
    """

    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    cell: str = field(default="", compare=False)

    def __str__(self) -> str:
        found = _("found “%(found)s”") % {"found": self.found} if self.found else _("found nothing")
        sentence = _("%(found)s, expected %(expected)s.") % {"found": found, "expected": self.expected}
        return f"{self.place}: {sentence}" if self.place else sentence[:1].upper() + sentence[1:]

    @property
    def place(self) -> str:
        """Where it is: sheet “Ballots”, row 7, column “rung”."""
        parts = (
            _("Sheet “%(sheet)s”") % {"sheet": self.sheet} if self.sheet else "",
            _("row %(row)d") % {"row": self.row} if self.row else "",
            _("column “%(column)s”") % {"column": self.column} if self.column else "",
        )
        return ", ".join(part for part in parts if part)


class WorkbookFaults(Refusal):
    """The workbook cannot be imported, and nothing was. ``faults`` are the first 1,000; ``more`` counts the others.

    ``remarks`` are what was noticed besides, in sentences.
    """

    status = 422

    def __init__(self, faults: tuple[SheetFault, ...], more: int = 0, remarks: Sequence[str] = ()) -> None:
        count = len(faults) + more
        super().__init__(
            ngettext(
                "The workbook has %(count)d fault, so nothing was imported.",
                "The workbook has %(count)d faults, so nothing was imported.",
                count,
            )
            % {"count": count}
        )
        self.faults = faults
        self.more = more
        self.remarks = tuple(remarks)

    def __str__(self) -> str:
        return "\n".join([self.reason, *self.lines()])

    def lines(self) -> list[str]:
        """Every fault as a sentence; the last line says how many are not listed."""
        rest = [_("… and %(more)d more.") % {"more": self.more}] if self.more else []
        return [*map(str, self.faults), *rest]


class Faults:
    """Collects faults while a workbook is read and checked."""

    def __init__(self) -> None:
        self.found: list[SheetFault] = []
        self.more = 0

    def add(self, sheet: str, row: int | None, column: str, found: str, expected: str, cell: str = "") -> None:
        if len(self.found) < LISTED:
            self.found.append(SheetFault(sheet, row, column, shortened(found), expected, cell))
        else:
            self.more += 1

    def stop(self, remarks: Sequence[str] = (), sheets: Sequence[str] = ()) -> None:
        """Raise WorkbookFaults where there are any: in the order of the file's sheets and rows, what has none first."""
        places = {title: place for place, title in enumerate(sheets)}
        if self.found:
            found = sorted(self.found, key=lambda fault: (places.get(fault.sheet, -1), fault.row or 0))
            raise WorkbookFaults(tuple(found), self.more, remarks)


def refusal(found: str, expected: str) -> WorkbookFaults:
    """A file that is refused as a whole."""
    return WorkbookFaults((SheetFault("", None, "", shortened(found), expected),))


def shortened(text: str) -> str:
    """A text as a fault quotes it: not too long, and what nobody sees by its number: Marketing‹U+200B›.

    Halves of a pair, which no page can show, stand there as files write them.
    """
    short = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    short = INVISIBLE.sub(lambda hidden: f"‹U+{ord(hidden[0]):04X}›", short)
    return HALVES.sub(lambda half: f"_x{ord(half[0]):04X}_", short)
