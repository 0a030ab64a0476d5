"""A session being prepared: what it asks and when, what may still be changed, and what others may be added."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists
from django.http import Http404

from maturity.clients.models import Engagement
from maturity.web.chapters import Askables, askables
from maturity.web.languages import text_in

from ..domain.agenda import Agenda, agenda
from ..models import Break, Participant, Round, Session, SessionStatement
from ..rules import ALONE, Presurvey, SessionState
from .live import statement_rows
from .texts import Wording, model_shared, wording

SETTINGS: Final = ("title", "starts_at", "length", "minutes", "stop_share", "stop_by_rand", "asks_names")


@dataclass(frozen=True)
class Freedom:
    """What may still be changed. Times, minutes and breaks always may, while the session is open."""

    statements: bool
    order: bool
    stop_rule: bool
    names: bool


@dataclass(frozen=True)
class Line:
    """One statement of the session: its row, its place from 1, its texts."""

    row: SessionStatement
    place: int
    wording: Wording


@dataclass(frozen=True)
class Preparation:
    """A session as its facilitator prepares it. ``addable``: what it does not ask, under its headings, by its row;
    ``stored``: what is stored, by the names of the page's fields."""

    session: Session
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...]
    agenda: Agenda
    free: Freedom
    addable: Sequence[tuple[str, Mapping[int, str]]]
    stored: dict[str, Any]

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN


def preparation_of(engagement: Engagement, session_id: int, language: str) -> Preparation:
    """A session with its agenda; four queries, and one more in a minute for the texts. Http404 where the engagement
    has no such session."""
    joined = Exists(Participant.objects.filter(session=session_id))
    rows = list(statement_rows(engagement, session_id).annotate(joined=joined))
    if not rows:
        raise Http404
    session, framework = rows[0].session, rows[0].statement.dimension.framework
    model, breaks = model_shared(framework), tuple(Break.objects.filter(session=session_id))
    asked = {row.statement_id for row in rows}
    return Preparation(
        session=session,
        lines=tuple(
            Line(row, place, wording(model, row.statement, language)) for place, row in enumerate(rows, start=1)
        ),
        breaks=breaks,
        agenda=agenda_of(session, rows, breaks),
        free=freedom(
            session,
            begun=any(row.round_id for row in rows),  # type: ignore[attr-defined]  # annotated
            joined=rows[0].joined,
        ),
        addable=addable_to(asked, askables(engagement), language),
        stored=stored_of(session, rows, breaks),
    )


def addable_to(asked: Collection[int], offered: Askables, language: str) -> list[tuple[str, dict[int, str]]]:
    """What a session does not ask yet, under its headings; a heading without any is left out."""
    left = (
        (heading, {pk: text_in(language, text) for pk, text in texts.items() if pk not in asked})
        for heading, texts in offered
    )
    return [(text_in(language, heading), texts) for heading, texts in left if texts]


def freedom(session: Session, *, begun: bool, joined: bool) -> Freedom:
    """What may still be changed: ``begun`` once the room has voted, ``joined`` once anybody is in.

    The stop rule is fixed before anybody votes, alone or in the room; who is asked for a name is told so on the page
    where he joins.
    """
    asked = begun or session.presurvey != Presurvey.NONE
    return Freedom(statements=not asked, order=not begun, stop_rule=not asked, names=not joined)


def freedom_now(session: Session) -> Freedom:
    """The same, read from the database."""
    rounds = Round.objects.filter(session_statement__session=session, number__gt=ALONE)
    return freedom(session, begun=rounds.exists(), joined=session.participants.exists())


def stored_of(session: Session, rows: Sequence[SessionStatement], breaks: Sequence[Break]) -> dict[str, Any]:
    """What is stored of a preparation, by the names of the page's fields: the session's own, ``place-<row>`` from 1,
    ``minutes-<row>`` and ``break-<place>``. A start is told to the minute."""
    minutes = {each.after: each.minutes for each in breaks}
    return (
        {name: getattr(session, name) for name in SETTINGS}
        | {"starts_at": session.starts_at and session.starts_at.replace(second=0, microsecond=0)}
        | {f"place-{row.pk}": place for place, row in enumerate(rows, start=1)}
        | {f"minutes-{row.pk}": row.minutes for row in rows}
        | {f"break-{place}": minutes.get(place) for place in range(len(rows) + 1)}
    )


def agenda_of(session: Session, rows: Iterable[SessionStatement], breaks: Iterable[Break]) -> Agenda:
    """The agenda of a session: ``rows`` in order, each with its own minutes or the session's; a skipped one takes
    none."""
    return agenda(
        [(row.pk, minutes_of(session, row)) for row in rows],
        {each.after: (each.minutes, each.title) for each in breaks},
        session.starts_at,
        session.length,
    )


def minutes_of(session: Session, row: SessionStatement) -> int:
    """How long a statement may take."""
    return 0 if row.skipped_at else row.minutes or session.minutes
