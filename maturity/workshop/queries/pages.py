"""The chapter's sessions, and what a new one can ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Final

from django.db.models import Count, Q

from maturity.clients.models import Capacity, Engagement
from maturity.framework.models import EngagementFramework
from maturity.web.order import in_order

from ..models import Participant, Session
from ..rules import ALONE, Phase, Presurvey, SessionState

ARRIVAL: Final = timedelta(hours=1)  # before the start, people come in


@dataclass(frozen=True)
class Headcount:
    """How many of a department took part."""

    department: str
    people: int


class Stage(StrEnum):
    """How far a session is, as the list tells it."""

    PREPARED = "prepared"
    PRESURVEY = "presurvey"
    RUNNING = "running"
    CLOSED = "closed"


@dataclass(frozen=True)
class Meeting:
    """A session in the list: how many statements it has, on how many a vote was opened and answers were shown, who
    took part."""

    session: Session
    statements: int
    opened: int
    shown: int
    departments: tuple[Headcount, ...]

    @property
    def people(self) -> int:
        return sum(each.people for each in self.departments)

    @property
    def stage(self) -> Stage:
        if self.session.state == SessionState.CLOSED:
            return Stage.CLOSED
        if self.session.presurvey == Presurvey.OPEN:
            return Stage.PRESURVEY
        return Stage.RUNNING if self.opened else Stage.PREPARED

    def is_due(self, now: datetime) -> bool:
        """Whether a prepared session is near: it starts within the hour, or people are in and no start is set."""
        starts = self.session.starts_at
        return starts <= now + ARRIVAL if starts else bool(self.departments)


def meetings_of(engagement: Engagement) -> tuple[Meeting, ...]:
    """The engagement's sessions, open ones first, then the newest; two queries. A rehearsal is the facilitator's own
    affair."""
    begun = Q(statements__rounds__number__gt=ALONE)
    sessions = engagement.sessions.annotate(
        asked=Count("statements", distinct=True),
        opened=Count("statements", distinct=True, filter=begun),
        shown=Count("statements", distinct=True, filter=begun & Q(statements__rounds__phase=Phase.REVEALED)),
    ).order_by("-state", "-opened_at", "-pk")
    if not engagement.viewer.facilitates:
        sessions = sessions.filter(rehearsal=False)
    people = _headcounts(engagement)
    return tuple(Meeting(each, each.asked, each.opened, each.shown, people.get(each.pk, ())) for each in sessions)


def _headcounts(engagement: Engagement) -> dict[int, tuple[Headcount, ...]]:
    rows = (
        Participant.objects.filter(session__engagement=engagement, merged_into=None)
        .values_list("session", "department__name")
        .annotate(people=Count("pk"))
    )
    found: dict[int, tuple[Headcount, ...]] = {}
    for session, department, people in in_order(rows, itemgetter(1)):
        found[session] = (*found.get(session, ()), Headcount(department, people))
    return found


def missing_for(engagement: Engagement) -> str:
    """What a session needs first: ``departments``, a ``framework``, or nothing."""
    if EngagementFramework.objects.filter(engagement=engagement).exists():
        return ""
    return "framework" if Capacity.objects.filter(engagement=engagement).exists() else "departments"
