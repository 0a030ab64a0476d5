"""The chapter's reading pages: its sessions, and what one of them found."""

from dataclasses import dataclass

from django.db.models import Count, Q

from maturity.clients.models import Engagement
from maturity.framework.models import Statement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Model

from ..models import Participant, Session
from ..rules import ALONE, Phase
from .ballots import Distribution, distribution, revealed_answers
from .live import Item, items_of
from .texts import model_shared, rung_names


@dataclass(frozen=True)
class Headcount:
    """How many of a department took part."""

    department: str
    people: int


@dataclass(frozen=True)
class Meeting:
    """A session in the list: how many statements it has, on how many answers were shown, and who took part."""

    session: Session
    statements: int
    shown: int
    departments: tuple[Headcount, ...]

    @property
    def people(self) -> int:
        return sum(each.people for each in self.departments)


def meetings_of(engagement: Engagement) -> tuple[Meeting, ...]:
    """The engagement's sessions, open ones first, then the newest; two queries."""
    sessions = engagement.sessions.annotate(
        asked=Count("statements", distinct=True),
        shown=Count(
            "statements",
            distinct=True,
            filter=Q(statements__rounds__phase=Phase.REVEALED, statements__rounds__number__gt=ALONE),
        ),
    ).order_by("-state", "-opened_at", "-pk")
    people = _headcounts(engagement)
    return tuple(Meeting(each, each.asked, each.shown, people.get(each.pk, ())) for each in sessions)


def _headcounts(engagement: Engagement) -> dict[int, tuple[Headcount, ...]]:
    rows = (
        Participant.objects.filter(session__engagement=engagement, merged_into=None)
        .values_list("session", "department__name")
        .annotate(people=Count("pk"))
        .order_by("session", "department__name")
    )
    found: dict[int, tuple[Headcount, ...]] = {}
    for session, department, people in rows:
        found[session] = (*found.get(session, ()), Headcount(department, people))
    return found


@dataclass(frozen=True)
class Result:
    """One statement's result; None where its answers were never shown."""

    item: Item
    distribution: Distribution | None
    decided: str


@dataclass(frozen=True)
class Results:
    """What a session found, statement by statement."""

    session: Session
    results: tuple[Result, ...]
    rungs: dict[int, str]

    @property
    def shown(self) -> int:
        return sum(result.distribution is not None for result in self.results)

    @property
    def split(self) -> int:
        """On how many statements the newest round is split in two camps."""
        newest = (result.distribution.latest for result in self.results if result.distribution)
        return sum(middle is not None and middle.split is not None for middle in newest)


def results_of(engagement: Engagement, session_id: int, language: str) -> Results:
    """All that was shown in a session; two queries whatever its size, and one more in a minute for the texts."""
    items = items_of(engagement, session_id, language)
    rungs = rung_names(model_shared(items[0].row.statement.dimension.framework), language)
    answers = revealed_answers(item.row.pk for item in items if item.rounds)
    return Results(
        session=items[0].row.session,
        rungs=rungs,
        results=tuple(
            Result(
                item,
                distribution(answers.get(item.row.pk, []), item.rounds) if item.rounds else None,
                rungs.get(item.row.decided_rung or 0, ""),
            )
            for item in items
        ),
    )


@dataclass(frozen=True)
class Offer:
    """What a new session can ask: the model, and the row behind each of its statements."""

    model: Model
    ids: dict[str, int]


def offer_for(engagement: Engagement) -> Offer:
    """The statements to choose from; NoFramework where none was chosen. Two queries."""
    framework = framework_of(engagement)
    rows = Statement.objects.filter(dimension__framework=framework).values_list("dimension__key", "number", "pk")
    return Offer(model_of(framework), {f"{dimension}.{number}": pk for dimension, number, pk in rows})
