"""The raw ballots of a session, for facilitators: pseudonyms instead of names, and only of rounds that were shown.

When a ballot was cast is left out: in a small room it would tell who cast it. Small departments can be recognised all
the same, which is why nobody but a facilitator gets this file.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.web.languages import Language, habits_of
from maturity.web.sheets.cell_types import CellType, PlainText, YesNo, whole
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.writing import write_workbook

from ..models import Ballot, Session
from ..rules import ALONE, MOST_ROUNDS
from .texts import model_shared

HEADINGS: Final[dict[str, str | Promise]] = {
    "session": gettext_lazy("Session"),
    "statement": gettext_lazy("Statement"),
    "text": gettext_lazy("Text of the statement"),
    "round": gettext_lazy("Round (0: before the meeting)"),
    "participant": gettext_lazy("Participant"),
    "department": gettext_lazy("Department"),
    "rung": gettext_lazy("Rung"),
    "unknown": gettext_lazy("Don’t know"),
    "responsible": gettext_lazy("Responsible for it"),
    "comment": gettext_lazy("Comment"),
}
# Spreadsheets compute what begins so, in a file without types too; an apostrophe before it makes it text.
COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True)
class Raw:
    """One ballot of a round that was shown; the fields in the order of the file's columns."""

    session: str
    statement: str
    text: str
    round: int
    participant: str
    department: str
    rung: int | None
    unknown: bool
    responsible: bool
    comment: str

    @property
    def values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in HEADINGS)


class RawSheet(Sheet):
    """A sheet that is only ever written: no import knows its names."""

    def title(self, language: str) -> str:
        return _("Raw ballots")

    def heading(self, column: Column, language: str) -> str:
        return str(HEADINGS[column.name])


KINDS: Final[tuple[CellType, ...]] = (
    PlainText(120),
    PlainText(80),
    PlainText(500),
    whole(ALONE, MOST_ROUNDS),
    PlainText(40),
    PlainText(120),
    whole(1, 5),
    YesNo(),
    YesNo(),
    PlainText(500),
)
SHEET: Final = RawSheet("Raw ballots", tuple(Column(name, kind) for name, kind in zip(HEADINGS, KINDS, strict=True)))


def raw_ballots(session: Session, language: str) -> list[Raw]:
    """Every ballot of the rounds that were shown, in the order in which statements stand and people came."""
    rows = (
        Ballot.revealed.filter(round__session_statement__session=session)
        .select_related("participant__department", "round__session_statement__statement__dimension__framework", "round")
        .defer("round__session_statement__statement__dimension__framework__source")
        .order_by("round__session_statement__position", "round__number", "participant")
    )
    return [_raw(session, row, language) for row in rows]


def _raw(session: Session, row: Ballot, language: str) -> Raw:
    statement = row.round.session_statement.statement
    key = f"{statement.dimension.key}.{statement.number}"
    return Raw(
        session=session.title,
        statement=key,
        text=model_shared(statement.dimension.framework).statement(key).text.in_(language),
        round=row.round.number,
        participant=row.participant.label,
        department=row.participant.department.name,
        rung=row.rung,
        unknown=row.rung is None,
        responsible=row.responsible,
        comment=_("hidden") if row.comment_hidden else row.comment,
    )


def as_xlsx(ballots: Iterable[Raw], language: Language) -> bytes:
    """An Excel workbook with one sheet; no cell is a formula."""
    return write_workbook([(SHEET, [ballot.values for ballot in ballots])], language)


def as_csv(ballots: Iterable[Raw], language: Language) -> bytes:
    """UTF-8 with its mark, so that Excel reads æ, ø and å; separated as the language's Excel expects it."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=habits_of(language).list_separator, lineterminator="\r\n").writerow
    write([str(heading) for heading in HEADINGS.values()])
    for ballot in ballots:
        write([cell(value) for value in ballot.values])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def cell(value: object) -> str:
    """A value as text that no spreadsheet computes.

    >>> cell("=1+1"), cell(3), cell(None), cell(" -2")
    ("'=1+1", '3', '', "' -2")
    """
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(COMPUTED) else text
