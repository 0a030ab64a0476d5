"""Rows that people put below a table and that are no data: totals, averages, sources and notes.

What looks like one is never taken for data, and never left out in silence: it is a fault that says to delete the row.
Something may really be called so. Then it is there already, or another row of the workbook names it, and is kept.
"""

import re
from collections.abc import Collection

from ..names import fold
from .cells import Cell, Formula

TOTALS = (
    *(
        "i alt",
        "ialt",
        "total",
        "totalt",
        "totaler",
        "totals",
        "total sum",
        "sum",
        "sum i alt",
        "summa",
        "summa totalt",
    ),
    *("grand total", "hovedtotal", "totalsum", "totalsumma", "slutsum", "slutsumma", "subtotal", "subtotaler"),
    *("sub-total", "subtotals", "delsum", "delsumma", "mellemsum", "mellansumma", "deltotal", "delsummor"),
    *("gennemsnit", "gns", "gnsn", "middel", "middelværdi", "median", "medelvärde", "medel", "snitt", "genomsnitt"),
    *(
        "average",
        "avg",
        "mean",
        "antal",
        "antal i alt",
        "antal totalt",
        "count",
        "total count",
        "tilsammen",
        "sammanlagt",
    ),
    *("samlet", "samlet sum", "samlet antal", "sammenlagt", "totalt antal", "totalbelopp", "total amount", "i allt"),
    *("sum total", "total i alt", "minimum", "maksimum", "maximum", "overall total"),
)
ENDINGS = ("i alt", "total", "totalt", "summa", "sum", "subtotal", "average", "gennemsnit", "medelvärde")
NOTES = (
    *("kilde", "kilder", "note", "noter", "obs", "nb", "n.b", "bemærk", "bemærkning", "bemærkninger", "anm", "fodnote"),
    *("anmærkning", "källa", "källor", "not", "noter", "notera", "anmärkning", "fotnot", "kommentar", "kommentarer"),
    *("source", "sources", "notes", "nota bene", "footnote", "remark", "remarks", "comment", "comments", "observera"),
    *("opdateret", "sidst opdateret", "uppdaterad", "senast uppdaterad", "updated", "last updated", "udskrevet"),
    *("forklaring", "förklaring", "legend", "p.s", "ps"),
)
BEHIND = r"\s*[:=.–-]*\s*(?:\([^()]*\)|[-+–]?[0-9].*)?"
TOTAL = re.compile(f"[-–=* ]*(?:{'|'.join(map(re.escape, TOTALS))}){BEHIND}[-–=* ]*")
NOTE = re.compile(
    f"[*] ?\\S.*|[*( ]*(?:{'|'.join(map(re.escape, NOTES))})(?: ?[0-9]+)?(?: ?[:!].*|\\. ?:?.*)", re.DOTALL
)
COMPUTED = re.compile(r"=\s*(?:SUM|SUBTOTAL|AVERAGE|COUNT|COUNTA|AGGREGATE|MEDIAN)\(", re.IGNORECASE)


def is_total(text: str, names_above: Collection[str] = ()) -> bool:
    """Whether a label is a total's; also "Marketing i alt" below rows of Marketing (``names_above`` are folded).

    >>> is_total("I alt:"), is_total("Sum 2027"), is_total("Total care"), is_total("IT Total", {"it"})
    (True, True, False, True)
    """
    folded = fold(text)
    group = next((folded.removesuffix(f" {end}") for end in ENDINGS if folded.endswith(f" {end}")), None)
    return TOTAL.fullmatch(folded) is not None or group in names_above


def is_note(text: str) -> bool:
    """Whether a label begins a source or a note.

    >>> is_note("Kilde: HR, januar 2027"), is_note("Note 1: tal fra 2025"), is_note("Obs-gruppen")
    (True, True, False)
    """
    return NOTE.fullmatch(fold(text)) is not None


def computes_alone(cells: Collection[Cell]) -> bool:
    """A row that only adds up others, without any words."""
    return bool(cells) and all(isinstance(cell, Formula) and COMPUTED.match(cell.text) for cell in cells)
