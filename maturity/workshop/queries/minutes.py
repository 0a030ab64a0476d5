"""The minutes of a session: what every statement came to, who took part, when, and how the meeting ended.

Nothing in them says when they were made, so that the same contents are the same bytes. They are a document, read at
once and whole, in as many queries whatever its size.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Final

from django.db.models import Count

from maturity.clients.models import Engagement
from maturity.web.languages import Language
from maturity.web.order import in_order

from ..domain.agenda import Agenda
from ..models import Participant, Session
from ..rules import SessionState
from .balls import Balls, balls_of
from .cards import CardBoard, board_of
from .preparing import agenda_of
from .results import Result, Results, results_of

STYLESHEETS: Final = (
    "maturity/tokens.css",
    "maturity/site.css",
    "maturity/workshop.css",
    "maturity/results.css",
    "maturity/minutes.css",
)


@dataclass(frozen=True)
class Present:
    """How many of a department took part."""

    department: str
    people: int


@dataclass(frozen=True)
class Held:
    """One piece of the agenda: when it was planned, and when it began; ``result`` is None for a break."""

    result: Result | None
    title: str
    minutes: int
    planned: datetime | None
    began: datetime | None


@dataclass(frozen=True)
class Minutes:
    """Everything that the minutes say."""

    results: Results
    language: Language
    present: tuple[Present, ...]
    held: tuple[Held, ...]
    board: CardBoard
    balls: Balls

    @property
    def session(self) -> Session:
        return self.results.session

    @property
    def people(self) -> int:
        return sum(each.people for each in self.present)

    @property
    def closed(self) -> bool:
        return self.session.state == SessionState.CLOSED

    @property
    def began(self) -> datetime | None:
        """When the first statement was opened."""
        return min((each.began for each in self.held if each.began), default=None)

    @property
    def told(self) -> tuple[Result, ...]:
        """The statements that something can be said about."""
        return tuple(each for each in self.results.results if each.seen or each.item.row.discussion)

    @property
    def left_out(self) -> tuple[Result, ...]:
        """The statements that were skipped or not reached."""
        return tuple(each for each in self.results.results if each not in self.told)

    @property
    def timed(self) -> bool:
        """Whether the agenda has times of day to tell."""
        return any(each.planned or each.began for each in self.held)


def minutes_of(engagement: Engagement, session_id: int, language: Language) -> Minutes:
    """The minutes as they are now, their texts in ``language``; Http404 where there is no such session."""
    results = results_of(engagement, session_id, language)
    session = results.session
    rows = [result.item.row for result in results.results]
    return Minutes(
        results=results,
        language=language,
        present=_present(session),
        held=_held(results, agenda_of(session, rows, session.breaks.all())),
        board=board_of(session),
        balls=balls_of(session),
    )


def _present(session: Session) -> tuple[Present, ...]:
    rows = (
        Participant.objects.filter(session=session, merged_into=None)
        .values_list("department__name")
        .annotate(people=Count("pk"))
    )
    return tuple(Present(*row) for row in in_order(rows, itemgetter(0)))


def _held(results: Results, agenda: Agenda) -> tuple[Held, ...]:
    by_key = {result.item.row.pk: result for result in results.results}
    start = results.session.starts_at
    return tuple(
        Held(
            result=by_key.get(slot.key) if slot.key else None,
            title=slot.title,
            minutes=slot.minutes,
            planned=start + timedelta(minutes=slot.begins) if start else None,
            began=by_key[slot.key].item.opened_at if slot.key else None,
        )
        for slot in agenda.slots
    )
