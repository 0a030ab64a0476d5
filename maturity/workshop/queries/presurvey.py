"""The pre-survey: what one phone shows of it, who has answered, and, once it has ended, what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Q

from maturity.clients.models import Engagement
from maturity.methods.suppression import SMALLEST_GROUP
from maturity.web.order import in_order

from ..domain.distribution import Distribution, distribution
from ..models import Participant, Round, Session, own_ballot
from ..rules import ALONE, Presurvey, may_see
from .ballots import answers_alone
from .live import Item, items_of
from .room import Own
from .texts import Wording, model_shared, rung_names, wording


@dataclass(frozen=True)
class Alone:
    """One statement of the pre-survey on one phone. ``answered``: how many of all this participant has answered;
    ``unanswered``: the place of the next one that waits for an answer, None where none does."""

    statement: int
    round_id: int
    number: int
    total: int
    wording: Wording
    ballot: Own | None
    answered: int
    unanswered: int | None

    @property
    def before(self) -> int | None:
        """The place of the statement before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The place of the statement after this one."""
        return self.number + 1 if self.number < self.total else None

    @property
    def next_sequence(self) -> int:
        """What the next answer of this phone is numbered."""
        return self.ballot.sequence + 1 if self.ballot else 1


def alone_of(participant: Participant, wished: str = "") -> Alone | None:
    """The statement at the place that was ``wished`` for, else the first one not answered, else the first; one query.

    None where no statement is asked alone.
    """
    rounds = _rounds(participant)
    if not rounds:
        return None
    waiting = [place for place, each in enumerate(rounds, start=1) if not each.author]
    place = int(wished) if wished.isdecimal() and wished.isascii() and len(wished) <= len(str(len(rounds))) else 0
    number = place if 1 <= place <= len(rounds) else next(iter(waiting), 1)
    later = [each for each in waiting if each > number]
    asked = rounds[number - 1]
    statement = asked.session_statement.statement
    return Alone(
        statement=asked.session_statement_id,
        round_id=asked.pk,
        number=number,
        total=len(rounds),
        wording=wording(model_shared(statement.dimension.framework), statement, participant.language),
        ballot=_own(asked, participant),
        answered=len(rounds) - len(waiting),
        unanswered=next((each for each in (*later, *waiting) if each != number), None),
    )


def _rounds(participant: Participant) -> list[Any]:
    """Round 0 of every statement in order, each with this participant's ballot and nobody else's."""
    own = {name: F(f"own__{name}") for name in ("rung", "comment", "responsible", "sequence", "cast_at")}
    return list(
        Round.objects.filter(session_statement__session=participant.session_id, number=ALONE)
        .select_related("session_statement__statement__dimension__framework")
        .defer("session_statement__statement__dimension__framework__source")
        .annotate(own=own_ballot(participant))
        .annotate(author=F("own__participant"), **own)
        .order_by("session_statement__position", "pk")
    )


def _own(asked: Any, participant: Participant) -> Own | None:
    if not asked.author or not may_see(asked.phase, author=asked.author, viewer=participant.pk):
        return None
    return Own(asked.number, asked.rung, asked.comment, asked.responsible, asked.sequence, asked.cast_at)


@dataclass(frozen=True)
class DepartmentProgress:
    """How many of a department have joined, answered something, and answered everything; not what."""

    name: str
    joined: int
    begun: int
    finished: int


def progress_of(session: Session) -> tuple[DepartmentProgress, ...]:
    """Who has answered in the pre-survey, by department; two queries whatever the size."""
    asked = Round.objects.filter(session_statement__session=session, number=ALONE).count()
    people = (
        Participant.objects.filter(session=session, merged_into=None)
        .annotate(answers=Count("ballots", filter=Q(ballots__round__number=ALONE)))
        .order_by("pk")
        .values_list("department__name", "answers")
    )
    found: dict[str, list[int]] = {}
    for department, answers in in_order(people, itemgetter(0)):
        found.setdefault(department, []).append(answers)
    return tuple(
        DepartmentProgress(name, len(each), sum(map(bool, each)), sum(number >= asked > 0 for number in each))
        for name, each in found.items()
    )


@dataclass(frozen=True)
class AnsweredAlone:
    """One statement's answers before the meeting; None where nothing was asked."""

    item: Item
    distribution: Distribution | None


@dataclass(frozen=True)
class Findings:
    """What the pre-survey gave, the most divided statements first."""

    session: Session
    statements: tuple[AnsweredAlone, ...]
    rungs: dict[int, str]

    @property
    def told(self) -> int:
        """On how many statements enough chose a rung for it to be shown."""
        return sum(bool(each.distribution and each.distribution.latest) for each in self.statements)

    @property
    def split(self) -> int:
        return sum(
            bool(each.distribution and each.distribution.latest and each.distribution.latest.split)
            for each in self.statements
        )

    @property
    def smallest(self) -> int:
        return SMALLEST_GROUP


def findings_of(engagement: Engagement, session_id: int, language: str) -> Findings:
    """What was answered before the meeting, in the order of the session; two queries, none of ballots while the
    pre-survey is open. Http404 where the engagement has no such session."""
    items = items_of(engagement, session_id, language)
    session = items[0].row.session
    before = before_of(session, (item.row.pk for item in items))
    return Findings(
        session=session,
        statements=tuple(AnsweredAlone(item, before.get(item.row.pk)) for item in items),
        rungs=rung_names(model_shared(items[0].row.statement.dimension.framework), language),
    )


def before_of(session: Session, statements: Iterable[int]) -> Mapping[int, Distribution]:
    """What was answered to these session statements before the meeting; nothing, and no query, unless the session's
    pre-survey has ended."""
    if session.presurvey != Presurvey.ENDED:
        return {}
    return {pk: distribution(answers, (ALONE,)) for pk, answers in answers_alone(statements).items()}
