"""What the facilitator's console shows besides the board: time, what comes next, what was said, who is who."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from maturity.clients.models import Department, Engagement
from maturity.methods.agreement import within_group_agreement
from maturity.methods.scale import lower_median
from maturity.methods.suppression import SMALLEST_GROUP
from maturity.web.chapters import known_targets
from maturity.web.languages import spoken
from maturity.web.order import in_order
from maturity.web.process_cache import TEXTS, shared

from ..domain.pace import Pace, Pause, Slot, pace_of
from ..domain.proposals import Candidate, Proposal, propose
from ..domain.stopping import Verdict, verdict_on
from ..models import Ballot, Break, Dissent, Participant, Round, Session
from ..rules import ALONE, Activity, Moment, Phase
from .live import ConsoleState, Item

SAME_MEETING: Final = timedelta(hours=12)
LEANINGS: Final = 600.0  # seconds


@dataclass(frozen=True)
class Comment:
    """A comment on the statement before the room, as it may be hidden or shown again."""

    round: int
    ballot: int
    text: str
    hidden: bool


@dataclass(frozen=True)
class Leaning:
    """What is known of a statement, or of a dimension, from answers that were shown: how far the people are apart
    (0–1), and the rung that they are on."""

    disagreement: float
    rung: float


@dataclass(frozen=True)
class Facts:
    """What the console shows that changes with the session's version alone."""

    comments: tuple[Comment, ...]
    dissents: tuple[Dissent, ...]
    pauses: tuple[Pause, ...]
    departments: tuple[Department, ...]
    alone: Mapping[int, Leaning]
    dimensions: Mapping[int, Leaning]
    targets: Mapping[int, int]


@dataclass(frozen=True)
class Desk:
    """The board with what helps her to lead the room. ``proposal`` is about ``proposed``."""

    board: ConsoleState
    pace: Pace | None
    verdict: Verdict | None
    proposal: Proposal | None
    proposed: Item | None
    first: Item | None
    comments: tuple[Comment, ...]
    dissents: tuple[Dissent, ...]
    departments: tuple[Department, ...]


def desk_of(engagement: Engagement, board: ConsoleState, now: datetime) -> Desk:
    """The console of a board; its facts are fetched once for each version of the session."""
    current = board.current
    facts = shared(
        ("desk", board.session.code, board.session.version, current.dissents if current else "", spoken()),
        TEXTS,
        lambda: facts_of(engagement, board),
    )
    pace = pace_at(board, facts.pauses, now)
    proposal = propose(list(candidates(board, facts)), pace.left if pace else None)
    numbered = {item.number: item for item in board.items}
    return Desk(
        board=board,
        pace=pace,
        verdict=verdict(board),
        proposal=proposal,
        proposed=numbered[proposal.number] if proposal else None,
        first=numbered[proposal.first] if proposal else None,
        comments=tuple(each for each in facts.comments if is_told(board, each.round)),
        dissents=facts.dissents,
        departments=facts.departments,
    )


def is_told(board: ConsoleState, number: int) -> bool:
    """Whether a round is one of those on the screen, and enough people chose a rung in it."""
    found = board.distribution
    return found is not None and number in found.rounds and number not in found.too_few


def verdict(board: ConsoleState) -> Verdict | None:
    """The stop rule on the newest round, once it is shown."""
    if board.distribution is None or not board.moment.is_shown:
        return None
    return verdict_on(board.distribution, share=board.session.stop_share, by_rand=board.session.stop_by_rand)


def facts_of(engagement: Engagement, board: ConsoleState) -> Facts:
    """A fixed number of queries, whatever the session's size."""
    leanings = dict(leanings_of(engagement, board.session))
    by_dimension: dict[int, list[Leaning]] = defaultdict(list)
    for (_row, dimension, _round), leaning in leanings.items():
        by_dimension[dimension].append(leaning)
    current = board.current.row.pk if board.current else None
    return Facts(
        comments=tuple(comments_of(current)),
        dissents=tuple(Dissent.objects.filter(session_statement=current).select_related("department", "participant")),
        pauses=tuple(Pause(each.after, each.minutes) for each in Break.objects.filter(session=board.session)),
        departments=tuple(in_order(engagement.departments.all())),
        alone={row: leaning for (row, _dimension, number), leaning in leanings.items() if number == ALONE},
        dimensions={dimension: mean_leaning(found) for dimension, found in by_dimension.items()},
        targets=known_targets(engagement),
    )


def comments_of(statement: int | None) -> Iterable[Comment]:
    """The comments on a statement's rounds that were shown, as the room reads them: without an author."""
    rows = Ballot.revealed.filter(round__session_statement=statement, round__number__gt=ALONE).exclude(comment="")
    return (
        Comment(*row)
        for row in rows.order_by("comment").values_list("round__number", "pk", "comment", "comment_hidden")
    )


def leanings_of(engagement: Engagement, session: Session) -> Iterable[tuple[tuple[int, int, int], Leaning]]:
    """By session statement, dimension and round: what was said in the newest round that was shown, of three people at
    least. Other rehearsals say nothing.

    A round that was shown changes hardly any more, and a thousand people make 78,000 ballots: so each round is read
    once in ten minutes, and after a reveal the new one alone.
    """
    newest = newest_rounds(engagement, session)
    known: dict[int, Leaning | None] = shared(("leanings", session.code, session.pk), LEANINGS, dict)
    unknown = [round_id for round_id, _number in newest.values() if round_id not in known]
    if unknown:
        known.update({round_id: leaning_of(rungs) for round_id, rungs in rungs_in(unknown).items()})
    for (row, dimension), (round_id, number) in newest.items():
        leaning = known.get(round_id)
        if leaning is not None:
            yield (row, dimension, number), leaning


def leaning_of(rungs: list[int]) -> Leaning | None:
    """None of fewer than three people; ``rungs`` ascending."""
    if len(rungs) < SMALLEST_GROUP:
        return None
    return Leaning(1 - within_group_agreement(rungs), lower_median(rungs))


def newest_rounds(engagement: Engagement, session: Session) -> dict[tuple[int, int], tuple[int, int]]:
    """By session statement and dimension the id and the number of the newest round that was shown."""
    rows = (
        Round.objects.filter(
            Q(session_statement__session__rehearsal=False) | Q(session_statement__session=session),
            session_statement__session__engagement=engagement,
            phase=Phase.REVEALED,
        )
        .order_by("number")
        .values_list("session_statement", "session_statement__statement__dimension", "pk", "number")
    )
    return {(row, dimension): (round_id, number) for row, dimension, round_id, number in rows}


def rungs_in(rounds: list[int]) -> dict[int, list[int]]:
    """The rungs that people chose in these rounds, ascending; none where nobody did, or the round is not revealed."""
    found: dict[int, list[int]] = {round_id: [] for round_id in rounds}
    rows = (
        Ballot.revealed.filter(round__in=rounds)
        .order_by("round", "rung")
        .values("round", "rung")
        .annotate(people=Count("pk"))
        .values_list("round", "rung", "people")
    )
    for round_id, rung, people in rows:
        if rung is not None:
            found[round_id] += [rung] * people
    return found


def mean_leaning(found: list[Leaning]) -> Leaning:
    return Leaning(sum(each.disagreement for each in found) / len(found), sum(each.rung for each in found) / len(found))


def candidates(board: ConsoleState, facts: Facts) -> Iterable[Candidate]:
    """The statements that wait, those after the one before the room first."""
    waiting = [item for item in board.items if not item.phases and not item.row.skipped_at]
    here = board.current.number if board.current else 0
    for item in sorted(waiting, key=lambda item: (item.number < here, item.number)):
        dimension = item.row.statement.dimension_id
        alone, before = facts.alone.get(item.row.pk), facts.dimensions.get(dimension)
        known, target = alone or before, facts.targets.get(dimension)
        yield Candidate(
            number=item.number,
            minutes=minutes_of(item),
            disagreement=known.disagreement if known else None,
            alone=alone is not None,
            gap=max(0.0, target - known.rung) if known and target is not None else None,
        )


def minutes_of(item: Item) -> int:
    """What a statement was given, whether it is skipped or not."""
    return item.row.minutes or item.row.session.minutes


def pace_at(board: ConsoleState, pauses: Iterable[Pause], now: datetime) -> Pace | None:
    """How the meeting stands; None before it has begun, in its pre-survey, and in a break, when time is not counted."""
    session, current = board.session, board.current
    opened = [item.opened_at for item in board.items if item.opened_at]
    if not opened or board.moment in (Moment.PRESURVEY, Moment.CLOSED) or session.activity == Activity.BREAK:
        return None
    begun = min(opened)
    on_the_day = session.starts_at is not None and abs(begun - session.starts_at) < SAME_MEETING
    slots = [Slot(minutes_of(item), begun=bool(item.phases), left=is_left(board, item)) for item in board.items]
    return pace_of(
        slots,
        tuple(pauses),
        start=session.starts_at if on_the_day and session.starts_at else begun,
        since=current.opened_at if current else None,
        now=now,
        length=session.length,
    )


def is_left(board: ConsoleState, item: Item) -> bool:
    """Whether the room is through with a statement: voted on and gone on, or skipped."""
    return bool(item.phases or item.row.skipped_at) and item != board.current


@dataclass(frozen=True)
class Attendant:
    """A participant in the list by which two phones of one person are merged. ``answers``: how many rounds he has
    answered, not what."""

    participant: Participant
    answers: int


def attendants_of(session: Session) -> tuple[Attendant, ...]:
    """Who has joined, by department; one query."""
    rows = (
        Participant.objects.filter(session=session)
        .select_related("department", "merged_into")
        .annotate(answers=Count("ballots"))
        .order_by("pk")
    )
    return tuple(Attendant(row, row.answers) for row in in_order(rows, lambda row: row.department.name))
