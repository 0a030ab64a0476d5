"""What a session found, statement by statement: every round that was shown, what was decided on which evidence, and who
does not agree. The session's page, the minutes and the report read it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.http import Http404

from maturity.clients.models import Engagement
from maturity.methods.agreement import within_group_agreement

from ..domain.distribution import Answer, Distribution, Middle, distribution
from ..domain.stopping import Verdict, newest_rungs, verdict_on
from ..models import Dissent, Session
from ..rules import ALONE, SessionState
from .ballots import answers_of_all_rounds
from .live import Item, items_of
from .texts import model_shared, rung_names

BOTH: Final = 2  # rounds side by side in one distribution


class Show(StrEnum):
    """Which statements a reader wants to see."""

    ALL = ""
    SPLIT = "split"
    UNDECIDED = "undecided"
    DISSENT = "dissent"
    CAPPED = "capped"


class Movement(StrEnum):
    """What became of the room between its first round and its newest one."""

    CLOSER = "closer"
    APART = "apart"
    SAME = "same"
    SPLIT = "split"


@dataclass(frozen=True)
class Seen:
    """One round, everybody together: how many chose each rung, lowest first, how many said "don't know", and the round
    in words; without figures where fewer than three chose a rung. Round 0 was before the meeting."""

    number: int
    counts: tuple[int, ...] = ()
    unknown: int = 0
    middle: Middle | None = None

    @property
    def alone(self) -> bool:
        return self.number == ALONE


@dataclass(frozen=True)
class Objection:
    """A dissent with the department that it came from, if that was said."""

    department: str
    text: str


@dataclass(frozen=True)
class Result:
    """One statement's result. ``seen``: the rounds that were shown, the pre-survey first; ``distribution``: the last
    two rounds in the room by department, None where the room never saw one."""

    item: Item
    seen: tuple[Seen, ...]
    distribution: Distribution | None
    verdict: Verdict | None
    comments: tuple[str, ...]
    dissents: tuple[Objection, ...]
    decided: str
    evidenced: str

    @property
    def in_room(self) -> tuple[Seen, ...]:
        return tuple(each for each in self.seen if not each.alone)

    @property
    def split(self) -> bool:
        """Whether the newest round is split in two camps."""
        latest = self.distribution.latest if self.distribution else None
        return latest is not None and latest.split is not None

    @property
    def shown(self) -> bool:
        return self.distribution is not None

    @property
    def undecided(self) -> bool:
        """Whether the room has seen its answers and nobody wrote down what follows from them."""
        return self.shown and not self.decided and not self.item.row.decision

    @property
    def agreement(self) -> float | None:
        """r_wg of the newest round; None where too few chose a rung."""
        rungs = newest_rungs(self.distribution) if self.distribution and self.verdict else []
        return within_group_agreement(rungs) if rungs else None

    @property
    def moved(self) -> tuple[Movement, Middle, Middle] | None:
        """From the first round in the room to the newest: by the share within one rung of the middle, unless the newest
        is split: two camps may both be near a middle that nobody holds."""
        told = [each.middle for each in self.in_room if each.middle]
        if len(told) < BOTH:
            return None
        first, last = told[0], told[-1]
        before, after = first.near * last.answers, last.near * first.answers
        kind = Movement.SAME if before == after else Movement.CLOSER if after > before else Movement.APART
        return Movement.SPLIT if last.split else kind, first, last

    def belongs_to(self, show: Show) -> bool:
        wanted = {
            Show.ALL: True,
            Show.SPLIT: self.split,
            Show.UNDECIDED: self.undecided,
            Show.DISSENT: bool(self.dissents),
            Show.CAPPED: self.item.row.capped,
        }
        return wanted[show]


@dataclass(frozen=True)
class Results:
    """What a session found. ``results``: in the order of the session; all of them, whatever is chosen to be seen."""

    session: Session
    results: tuple[Result, ...]
    rungs: dict[int, str]
    show: Show = Show.ALL

    @property
    def chosen(self) -> tuple[Result, ...]:
        """The statements that the reader wants to see."""
        return tuple(result for result in self.results if result.belongs_to(self.show))

    @property
    def shown(self) -> int:
        return sum(result.shown for result in self.results)

    @property
    def split(self) -> int:
        return self.count(Show.SPLIT)

    @property
    def undecided(self) -> int:
        return self.count(Show.UNDECIDED)

    @property
    def dissenting(self) -> int:
        return self.count(Show.DISSENT)

    @property
    def capped(self) -> int:
        return self.count(Show.CAPPED)

    @property
    def filters(self) -> tuple[tuple[Show, int], ...]:
        """What can be chosen, and how many statements each would show; nothing that would show none."""
        return tuple((show, self.count(show)) for show in Show if show is Show.ALL or self.count(show))

    def count(self, show: Show) -> int:
        return sum(result.belongs_to(show) for result in self.results)


def results_of(engagement: Engagement, session_id: int, language: str, show: Show = Show.ALL) -> Results:
    """All that was shown in a session; three queries whatever its size, and one more in a minute for the texts."""
    items = items_of(engagement, session_id, language)
    return found_in(items, items, language, show)


def result_of(engagement: Engagement, session_id: int, statement_id: int, language: str) -> Results:
    """One statement's result; Http404 where the session does not ask it. As many queries."""
    items = items_of(engagement, session_id, language)
    wanted = [item for item in items if item.row.pk == statement_id]
    if not wanted:
        raise Http404
    return found_in(items, wanted, language, Show.ALL)


def found_in(items: Sequence[Item], wanted: Sequence[Item], language: str, show: Show) -> Results:
    session = items[0].row.session
    rungs = rung_names(model_shared(items[0].row.statement.dimension.framework), language)
    answers = answers_of_all_rounds(item.row.pk for item in wanted)
    dissents = dissents_of(item.row.pk for item in wanted)
    results = (_result(session, item, answers.get(item.row.pk, []), dissents, rungs) for item in wanted)
    return Results(session=session, results=tuple(results), rungs=rungs, show=show)


def _result(
    session: Session,
    item: Item,
    answers: Sequence[Answer],
    dissents: dict[int, tuple[Objection, ...]],
    rungs: dict[int, str],
) -> Result:
    found = distribution(answers, item.rounds) if item.rounds else None
    all_rounds = [*_earlier(session, answers, item.rounds), *([found] if found else [])]
    return Result(
        item=item,
        seen=tuple(each for part in all_rounds for each in seen_in(part)),
        distribution=found,
        verdict=verdict_on(found, share=session.stop_share, by_rand=session.stop_by_rand) if found else None,
        comments=tuple(comment for part in all_rounds for comment in part.comments),
        dissents=dissents.get(item.row.pk, ()),
        decided=rungs.get(item.row.decided_rung or 0, ""),
        evidenced=rungs.get(item.row.evidenced_rung or 0, ""),
    )


def _earlier(session: Session, answers: Sequence[Answer], rounds: Sequence[int]) -> list[Distribution]:
    """The pre-survey, where somebody answered it, and the rounds before the last two, each by itself.

    What was said alone must not lead the room: it is kept back until the first round has been shown.
    """
    may_lead = not rounds and session.state == SessionState.OPEN
    numbers = [ALONE] if any(answer.round == ALONE for answer in answers) and not may_lead else []
    return [distribution(answers, [number]) for number in (*numbers, *rounds[:-BOTH])]


def seen_in(found: Distribution) -> tuple[Seen, ...]:
    """The rounds of a distribution, everybody together."""
    middles = {middle.round: middle for middle in found.middles}
    return tuple(_seen(found, place, number, middles.get(number)) for place, number in enumerate(found.rounds))


def _seen(found: Distribution, place: int, number: int, middle: Middle | None) -> Seen:
    if middle is None or found.whole is None:
        return Seen(number)
    *counts, unknown = (cell.counts[place] or 0 for cell in found.whole.cells)
    return Seen(number, tuple(counts), unknown, middle)


def dissents_of(statements: Iterable[int]) -> dict[int, tuple[Objection, ...]]:
    """The dissents at these session statements, in the order in which they were registered; one query."""
    rows = Dissent.objects.filter(session_statement__in=list(statements)).values_list(
        "session_statement", "department__name", "text"
    )
    found: dict[int, list[Objection]] = defaultdict(list)
    for statement, department, text in rows:
        found[statement].append(Objection(department or "", text))
    return {statement: tuple(said) for statement, said in found.items()}
