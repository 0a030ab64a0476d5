"""What the live pages of a session show: where it is, who has answered, and what was said once it is revealed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from maturity.clients.models import Engagement
from maturity.web.languages import spoken
from maturity.web.order import in_order
from maturity.web.prepared import Prepared
from maturity.web.process_cache import COUNTS, ROOM, shared

from ..domain.distribution import Distribution, distribution
from ..models import Dissent, Participant, Round, Session, SessionStatement
from ..rules import ALONE, Action, Moment, Phase, may, moment_of, poll_interval, show_code
from .activity import stage_of
from .ballots import answers_of_all_rounds
from .texts import Wording, model_shared, rung_names, wording


@dataclass(frozen=True)
class DepartmentTurnout:
    """How many of a department's phones have answered; not what. ``late``: joined after the round was opened, and have
    not answered; ``names``: who is missing, where the session asks for names."""

    name: str
    answered: int
    joined: int
    late: int = 0
    names: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many have not answered, without those who came late."""
        return self.joined - self.answered - self.late


@dataclass(frozen=True)
class Turnout:
    """Who has answered in the newest round of the statement before the room."""

    departments: tuple[DepartmentTurnout, ...]

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.departments)

    @property
    def joined(self) -> int:
        return sum(each.joined for each in self.departments)

    @property
    def missing(self) -> int:
        return sum(each.missing for each in self.departments)

    @property
    def late(self) -> int:
        return sum(each.late for each in self.departments)

    @property
    def mark(self) -> str:
        """Changes whenever one of the counts does."""
        return "".join(f"-{each.answered}.{each.joined}" for each in self.departments)


@dataclass(frozen=True)
class Item:
    """One statement of a session: its place, where it is, and its texts."""

    row: SessionStatement
    number: int
    moment: Moment
    phases: tuple[Phase, ...]
    round_id: int | None
    opened_at: datetime | None
    wording: Wording
    dissents: str = ""

    @property
    def rounds(self) -> tuple[int, ...]:
        """The numbers of the rounds whose answers are shown."""
        return tuple(number for number, phase in enumerate(self.phases, start=1) if phase == Phase.REVEALED)

    @property
    def round(self) -> int:
        return len(self.phases)


@dataclass(frozen=True)
class ConsoleState:
    """A session as the console and the projector show it; the board of challenges is another thing."""

    session: Session
    items: tuple[Item, ...]
    current: Item | None
    moment: Moment
    turnout: Turnout
    distribution: Distribution | None
    rungs: dict[int, str]

    @property
    def mark(self) -> str:
        """What a live page holds; while it is current the page is."""
        dissents = self.current.dissents if self.current else ""
        return f"{self.session.version}{dissents}{self.turnout.mark}{stage_of(self.session).mark}"

    @property
    def interval(self) -> int:
        """Milliseconds until a live page asks again."""
        return poll_interval(self.turnout.joined)

    @property
    def code(self) -> str:
        return show_code(self.session.code or "")

    @property
    def following(self) -> Item | None:
        """The statement that going on leads to."""
        waiting = [item for item in self.items if not item.phases and not item.row.skipped_at]
        after = [item for item in waiting if self.current and item.number > self.current.number]
        return next(iter(after or waiting), None)

    @property
    def voted(self) -> int:
        return sum(bool(item.rounds) for item in self.items)

    def may(self, action: Action) -> bool:
        return may(self.moment, action)


def statement_rows(engagement: Engagement, session_id: int) -> "QuerySet[SessionStatement]":
    """A session's statements with their newest round in the room, the session and the texts' keys, in one query."""
    rounds = Round.objects.filter(session_statement=OuterRef("pk"), number__gt=ALONE)
    newest = rounds.order_by("-number")
    return (
        SessionStatement.objects.filter(session=session_id, session__engagement=engagement)
        .select_related("session", "statement__dimension__framework")
        .defer("statement__dimension__framework__source")
        .annotate(
            round_id=Subquery(newest.values("pk")[:1]),
            round_number=Subquery(newest.values("number")[:1]),
            round_phase=Subquery(newest.values("phase")[:1]),
            first_opened_at=Subquery(rounds.filter(number=1).values("opened_at")[:1]),
            **_dissent_figures(OuterRef("pk")),
        )
    )


def _dissent_figures(statement: OuterRef) -> dict[str, Subquery]:
    """How many dissents a statement has, and the newest; a changed dissent is a new row."""
    dissents = Dissent.objects.filter(session_statement=statement).order_by("-pk")
    counts = dissents.order_by().values("session_statement").annotate(count=Count("pk")).values("count")
    return {"dissent_count": Subquery(counts), "newest_dissent": Subquery(dissents.values("pk")[:1])}


def _dissent_mark(count: int | None, newest: int | None) -> str:
    """Changes whenever a dissent is registered, changed or taken back."""
    return f".{count}.{newest}" if count else ""


def items_of(engagement: Engagement, session_id: int, language: str) -> tuple[Item, ...]:
    """A session's statements in order; Http404 where the engagement has no such session."""
    rows = list(statement_rows(engagement, session_id))
    if not rows:
        raise Http404
    model = model_shared(rows[0].statement.dimension.framework)
    return tuple(
        _item(row, number, wording(model, row.statement, language)) for number, row in enumerate(rows, start=1)
    )


def _item(row: Any, number: int, words: Wording) -> Item:
    """``row`` as annotated above. All rounds but the newest have been revealed: a round opens after a reveal."""
    earlier = (Phase.REVEALED,) * ((row.round_number or 1) - 1)
    phases = (*earlier, Phase(row.round_phase)) if row.round_id else ()
    return Item(
        row=row,
        number=number,
        moment=moment_of(row.session.state, phases),
        phases=phases,
        round_id=row.round_id,
        opened_at=row.first_opened_at,
        wording=words,
        dissents=_dissent_mark(row.dissent_count, row.newest_dissent),
    )


def board_of(engagement: Engagement, session_id: int, language: str) -> ConsoleState:
    """A session as it is now, its texts in ``language``; three queries, and one more in a minute for the texts."""
    items = items_of(engagement, session_id, language)
    session = items[0].row.session
    current = next((item for item in items if item.row.pk == session.current_id), None)
    shown = current.rounds if current else ()
    answers = answers_of_all_rounds([current.row.pk]) if current and shown else {}
    return ConsoleState(
        session=session,
        items=items,
        current=current,
        moment=moment_of(session.state, current.phases if current else (), session.activity, session.presurvey),
        turnout=turnout_of(session, current.round_id if current else None),
        distribution=distribution(answers.get(current.row.pk, []), shown) if current and shown else None,
        rungs=rung_names(model_shared(items[0].row.statement.dimension.framework), language),
    )


NOW = ("id", "code", "version", "asks_names", "activity", "balls_shown_at")


def _state_of(session_id: int, engagement_id: int) -> "QuerySet[Any, Any]":
    rounds = Round.objects.filter(session_statement=OuterRef("current"), number__gt=ALONE)
    return (
        Session.objects.filter(pk=session_id, engagement=engagement_id)
        .order_by()
        .annotate(newest=Subquery(rounds.order_by("-number").values("pk")[:1]), **_dissent_figures(OuterRef("current")))
        .values_list(*NOW, "newest", "dissent_count", "newest_dissent")
    )


STATE = Prepared(_state_of)


def mark_of(engagement_id: int, session_id: int) -> str:
    """What a live page of this session holds while it is current: a query for the session, and the shared counts."""
    found = STATE.rows(session_id, engagement_id)
    if not found:
        raise Http404
    *now, newest, dissents, newest_dissent = found[0]
    session = Session.from_db(DEFAULT_DB_ALIAS, NOW, now)
    counts = f"{turnout_of(session, newest).mark}{stage_of(session).mark}"
    return f"{session.version}{_dissent_mark(dissents, newest_dissent)}{counts}"


def turnout_of(session: Session, round_id: int | None) -> Turnout:
    """Who has answered in this round, by department; counted at most four times a second."""
    return shared(
        ("turnout", session.pk, session.code, session.version, round_id, spoken()),
        COUNTS,
        lambda: _count(session, round_id),
    )


def _count(session: Session, round_id: int | None) -> Turnout:
    return Turnout(tuple(_by_name(session, round_id) if session.asks_names else _by_number(session, round_id)))


def _phones(session: Session, round_id: int | None) -> "QuerySet[Participant]":
    """Who has joined, each with her answer in this round if any, and whether she came after it was opened."""
    opened = Round.objects.filter(pk=round_id or 0).values("opened_at")[:1]
    return Participant.objects.filter(session=session, merged_into=None).annotate(
        answer=FilteredRelation("ballots", condition=Q(ballots__round=round_id or 0)), opened_at=Subquery(opened)
    )


def _by_number(session: Session, round_id: int | None) -> list[DepartmentTurnout]:
    late = Q(answer__pk=None, joined_at__gt=F("opened_at"))
    rows = (
        _phones(session, round_id)
        .values("department__name")
        .annotate(answered=Count("answer__pk"), joined=Count("pk"), late=Count("pk", filter=late))
        .values_list("department__name", "answered", "joined", "late")
    )
    return [DepartmentTurnout(*row) for row in in_order(rows, itemgetter(0))]


def _by_name(session: Session, round_id: int | None) -> list[DepartmentTurnout]:
    """As by number, with the names of those who are missing; a phone without a name is called by its label."""
    rows: dict[str, list[Any]] = defaultdict(list)
    found = _phones(session, round_id).annotate(answered=F("answer__pk")).order_by("pk")
    people_of = found.values_list("department__name", "answered", "joined_at", "opened_at", "name", "label")
    for each in in_order(people_of, itemgetter(0)):
        rows[each[0]].append(each[1:])
    turnout = []
    for department, people in rows.items():
        silent = [each for each in people if each[0] is None]
        missing = [name or label for _none, joined, opened, name, label in silent if not opened or joined <= opened]
        answered, late = len(people) - len(silent), len(silent) - len(missing)
        turnout.append(DepartmentTurnout(department, answered, len(people), late, tuple(missing)))
    return turnout


def phones_in(session_id: int, code: str | None) -> int:
    """How many phones have joined, as of a few seconds ago: it sets the pace of polling."""
    return shared(
        ("phones", session_id, code),
        ROOM,
        lambda: Participant.objects.filter(session=session_id, merged_into=None).count(),
    )
