"""The sheet of ballots. A session that a workbook brings is over: its rounds are revealed, nothing in it changes."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement, User
from maturity.framework.models import Statement
from maturity.web.names import fold
from maturity.web.sheets.book import Book, Count, SheetRow, Table
from maturity.web.sheets.cell_types import PlainText, RungOrNot, text, whole
from maturity.web.sheets.declare import Column, Sheet
from maturity.web.sheets.saving import BATCH

from .models import Ballot, Participant, Round, Session, SessionStatement
from .rules import ALONE, MOST_ROUNDS, Phase, SessionState

BALLOTS = Sheet(
    "Ballots",
    (
        Column("session", text(Session, "title"), required=True),
        Column("participant", text(Participant, "label"), required=True),
        Column("department", PlainText(120), required=True, refers="department"),
        Column("statement", PlainText(80), required=True, refers="statement"),
        Column("round", whole(ALONE, MOST_ROUNDS), default=1),
        Column("rung", RungOrNot(9, 0, 1, 5)),
        Column("comment", text(Ballot, "comment")),
    ),
    key=("session", "participant", "statement", "round"),
    examples=(
        {
            "session": gettext_lazy("Workshop 1"),
            "participant": "A-1",
            "department": gettext_lazy("Marketing"),
            "statement": "customer-insight.1",
            "round": 1,
            "rung": 3,
        },
        {
            "session": gettext_lazy("Workshop 1"),
            "participant": "A-2",
            "department": gettext_lazy("Customer service"),
            "statement": "customer-insight.1",
            "round": 1,
        },
    ),
)
SHEETS = (BALLOTS,)
REVEALED = (
    "participant__session__title",
    "participant__label",
    "participant__department__name",
    "round__session_statement__statement__dimension__key",
    "round__session_statement__statement__number",
    "round__number",
    "rung",
    Case(When(comment_hidden=True, then=Value("")), default="comment"),
)
COMPARED = ("department", "rung", "comment")
Cast = dict[tuple[str, ...], dict[str, Any]]


def learn(book: Book, engagement: Engagement) -> None:
    """Sessions are named by their own sheet alone."""


def check(book: Book, engagement: Engagement | None) -> None:
    """One department per participant, and nothing else than what was cast in sessions that were held."""
    if "Ballots" in book.tables:
        refuse_two_departments(book.tables["Ballots"])
        if engagement is not None:
            refuse_other_ballots(book.tables["Ballots"], engagement)


def refuse_two_departments(table: Table) -> None:
    first: dict[tuple[str, ...], SheetRow] = {}
    for row in table.rows:
        who = row.key(("session", "participant"))
        if who is None or not row["department"]:
            continue
        before = first.setdefault(who, row)
        if fold(before["department"]) != fold(row["department"]):
            expected = _("one department for each participant of a session; row %(row)d says “%(department)s”")
            table.fault(row, "department", expected % {"row": before.number, "department": before["department"]})


def refuse_other_ballots(table: Table, engagement: Engagement) -> None:
    """Ballots that have been shown never change: a session that is there must be the same in the file."""
    held = {fold(title): title for title in engagement.sessions.values_list("title", flat=True)}
    cast = revealed(engagement)
    seen: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for key, row in table.keyed():
        if key[0] in held:
            seen[key[0]].add(key)
            refuse_other_ballot(table, row, cast[key[0]].get(key))
    for title, keys in seen.items():
        missing = len(cast[title].keys() - keys)
        if missing:
            expected = _("all ballots of session “%(session)s”, which has been held (missing: %(count)d)")
            words = expected % {"session": held[title], "count": missing}
            table.faults.add(table.title, None, table.headings["session"], held[title], words)


def refuse_other_ballot(table: Table, row: SheetRow, stored: dict[str, Any] | None) -> None:
    if stored is None:
        table.fault(row, "session", _("a session that has not been held here: this ballot was not cast in it"))
        return
    for name in COMPARED:
        if name in table.headings and name in row.values and comparable(row[name]) != comparable(stored[name]):
            was = stored[name] if stored[name] not in (None, "") else _("empty")
            table.fault(row, name, _("what was cast in the session (%(was)s): it cannot change") % {"was": was})


def comparable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def revealed(engagement: Engagement) -> dict[str, Cast]:
    """Session → key → the ballot's values, of rounds that have been revealed: others are nobody's to see."""
    cast: dict[str, Cast] = defaultdict(dict)
    for row in revealed_ballots(engagement):
        values = dict(zip((column.name for column in BALLOTS.columns), row, strict=True))
        key = tuple(fold(str(values[name])) for name in BALLOTS.key)
        cast[key[0]][key] = values
    return cast


def revealed_ballots(engagement: Engagement) -> list[tuple[Any, ...]]:
    """The rows of the sheet, in the order in which people came and statements stand."""
    found = (
        Ballot.revealed.in_earnest()
        .filter(round__session_statement__session__engagement=engagement)
        .order_by("participant__session", "participant", "round__number", "round__session_statement__position")
    )
    rows = found.values_list(*REVEALED)
    return [(*row[:3], f"{row[3]}.{row[4]}", *row[5:]) for row in rows]


def save(book: Book, engagement: Engagement, by: User | None) -> None:
    if "Ballots" not in book.tables:
        return
    held = {fold(title) for title in engagement.sessions.values_list("title", flat=True)}
    new: dict[str, list[SheetRow]] = defaultdict(list)
    same = 0
    for key, row in book.tables["Ballots"].keyed():
        if key[0] in held:
            same += 1
        else:
            new[key[0]].append(row)
    for rows in new.values():
        save_session(book, engagement, rows)
    book.counts["Ballots"] = Count(made=sum(map(len, new.values())), unchanged=same)


def save_session(book: Book, engagement: Engagement, rows: list[SheetRow]) -> None:
    session = Session.objects.create(
        engagement=engagement, title=rows[0]["session"], state=SessionState.CLOSED, closed_at=timezone.now()
    )
    rounds = save_rounds(book, session, rows)
    participants = save_participants(book, session, rows)
    ballots = [
        Ballot(
            round=rounds[book.known.thing("statement", row["statement"]).pk, row["round"]],
            participant=participants[fold(row["participant"])],
            rung=row["rung"],
            comment=row["comment"] or "",
        )
        for row in rows
    ]
    Ballot.objects.bulk_create(ballots, batch_size=BATCH)


def save_rounds(book: Book, session: Session, rows: list[SheetRow]) -> dict[tuple[int, int], Round]:
    """Statement and number → round. Statements stand in the framework's order; round 0 is the pre-survey's."""
    numbers: dict[Statement, set[int]] = defaultdict(lambda: {1})
    for row in rows:
        numbers[book.known.thing("statement", row["statement"])].update(earlier(row["round"]))
    places = SessionStatement.objects.bulk_create(
        SessionStatement(session=session, statement=statement, position=position)
        for position, statement in enumerate(sorted(numbers, key=place_of), start=1)
    )
    now = timezone.now()
    rounds = Round.objects.bulk_create(
        Round(session_statement=place, number=number, phase=Phase.REVEALED, revealed_at=now)
        for place in places
        for number in sorted(numbers[place.statement])
    )
    return {(one.session_statement.statement_id, one.number): one for one in rounds}


def earlier(number: int) -> range:
    """A round and those that came before it; the pre-survey is nobody's condition."""
    return range(1, number + 1) if number > ALONE else range(ALONE, ALONE + 1)


def place_of(statement: Statement) -> tuple[int, int]:
    return statement.dimension.position, statement.number


def save_participants(book: Book, session: Session, rows: list[SheetRow]) -> dict[str, Participant]:
    first = {fold(row["participant"]): row for row in reversed(rows)}
    people = Participant.objects.bulk_create(
        Participant(
            session=session,
            label=row["participant"],
            department=book.known.thing("department", row["department"]),
            language=session.engagement.language,
        )
        for row in sorted(first.values(), key=lambda row: row.number)
    )
    return {fold(one.label): one for one in people}


def rows(engagement: Engagement) -> tuple[QuerySet[Any], ...]:
    """What the sheets write, those that others point at first."""
    return (
        Session.objects.filter(engagement=engagement),
        SessionStatement.objects.filter(session__engagement=engagement),
        Round.objects.filter(session_statement__session__engagement=engagement),
        Participant.objects.filter(session__engagement=engagement),
        Ballot.objects.filter(participant__session__engagement=engagement),
    )


def export(engagement: Engagement) -> Iterator[tuple[Sheet, list[tuple[Any, ...]]]]:
    yield BALLOTS, revealed_ballots(engagement)
