"""Two waves side by side, and what the next one could show."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.assessment.models import Wave
from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Dimension, Model
from maturity.methods.change import Change, Changes, Detectable, Detectables, State, changes, smallest_changes
from maturity.methods.noise import Verdict
from maturity.methods.scoring import Ballot
from maturity.web.names import fold
from maturity.workshop.models import Ballot as BallotRow

from ..domain.votes import SessionChoice, Vote, newest
from .votes import VOTE_FIELDS

# Of answers of the same person a year apart; a guess, and said to be one.
ASSUMED_CORRELATION = 0.5
Grouped = tuple[tuple[str, tuple[Ballot, ...]], ...]


@dataclass(frozen=True)
class Moment:
    """A wave, or where there are none a session: something that was measured once. ``key`` stands in the address."""

    key: str
    name: str
    sessions: tuple[SessionChoice, ...]
    same_people: bool = False
    pk: int | None = None


@dataclass(frozen=True)
class ChangeRow:
    """One dimension, or the whole where ``dimension`` is None, in two waves."""

    dimension: Dimension | None
    found: Change

    @property
    def compared(self) -> bool:
        return self.found.change is not None

    @property
    def shown(self) -> float | None:
        """The change as the difference of the two figures beside it, each with one decimal."""
        if self.found.before is None or self.found.after is None:
            return None
        return round(self.found.after, 1) - round(self.found.before, 1)

    @property
    def real(self) -> bool:
        return self.found.verdict is Verdict.MORE_THAN_NOISE

    @property
    def too_few(self) -> bool:
        return self.found.state is State.TOO_FEW


@dataclass(frozen=True)
class Comparison:
    """Two moments, and every dimension's change between them."""

    before: Moment
    after: Moment
    changes: Changes
    overall: ChangeRow
    rows: tuple[ChangeRow, ...]

    @property
    def moved(self) -> tuple[ChangeRow, ...]:
        """The dimensions that changed more than noise, the largest change first."""
        real = [row for row in self.rows if row.real]
        return tuple(sorted(real, key=lambda row: -abs(row.found.change or 0)))

    @property
    def by_chance(self) -> float:
        """How many dimensions would look like more than noise although nothing changed."""
        compared = sum(row.found.verdict is not None for row in self.rows)
        return compared * (1 - self.changes.confidence)


@dataclass(frozen=True)
class NextRow:
    """What the next wave could show of one dimension: by others, as many as now, and by the same people."""

    dimension: Dimension
    others: Detectable
    same: Detectable


@dataclass(frozen=True)
class Ahead:
    """What the next wave could show, with as many people of every department as in ``moment``."""

    moment: Moment
    others: Detectable
    same: Detectable
    rows: tuple[NextRow, ...]

    @property
    def known(self) -> bool:
        return self.others.change is not None


@dataclass(frozen=True)
class WavesPage:
    """``moments``: what can be compared, oldest first; ``waves``: all, also those without shown answers."""

    model: Model
    waves: tuple[Moment, ...]
    loose: tuple[SessionChoice, ...]
    moments: tuple[Moment, ...]
    comparison: Comparison | None
    ahead: Ahead | None


@dataclass(frozen=True)
class Offer:
    """What a wave's form offers: sessions in no other wave, those chosen, and the other waves' names, folded."""

    sessions: tuple[tuple[int, str], ...]
    chosen: tuple[int, ...]
    names: frozenset[str]


@dataclass(frozen=True)
class Place:
    """``waves``: all, by id and name; ``wave``: the one that a session is in."""

    waves: tuple[tuple[int, str], ...]
    wave: int | None


def waves_page(engagement: Engagement, before: str = "", after: str = "") -> WavesPage:
    """The waves in three queries: the framework, the revealed ballots, the waves with their sessions."""
    model = model_of(framework_of(engagement))
    votes, labels = labelled_votes(engagement)
    waves = waves_of(engagement)
    voted = tuple(dict.fromkeys(vote.session for vote in votes))
    placed = {session for wave in waves for session in wave.sessions}
    loose = tuple(session for session in voted if session not in placed)
    moments = moments_of(waves, voted)
    pair = chosen_pair(moments, before, after)
    return WavesPage(
        model=model,
        waves=waves,
        loose=loose,
        moments=moments,
        comparison=comparison_of(model, *pair, votes, labels) if pair else None,
        ahead=ahead_of(model, moments[-1], votes) if moments else None,
    )


def labelled_votes(engagement: Engagement) -> tuple[list[Vote], Mapping[int, str]]:
    """Every revealed ballot, oldest session first, and the participants' pseudonyms."""
    rows = (
        BallotRow.revealed.in_earnest()
        .filter(round__session_statement__session__engagement=engagement)
        .order_by("round__session_statement__session__opened_at", "round__session_statement__session_id", "pk")
        .values_list(*VOTE_FIELDS, "participant__label")
    )
    votes, labels = [], {}
    for session, title, dimension, number, round_number, participant, *cast, label in rows:
        labels[participant] = fold(label)
        statement = f"{dimension}.{number}"
        votes.append(Vote(SessionChoice(session, title), statement, round_number, participant, *cast))
    return votes, labels


def waves_of(engagement: Engagement) -> tuple[Moment, ...]:
    """The waves by their first session; those without sessions last."""
    sessions: dict[tuple[int, str, bool], list[SessionChoice]] = defaultdict(list)
    opened: dict[tuple[int, str, bool], float] = {}
    rows = engagement.waves.order_by("places__session__opened_at", "places__session_id", "pk").values_list(
        "pk", "name", "same_people", "places__session_id", "places__session__title", "places__session__opened_at"
    )
    for pk, name, same_people, session, title, opened_at in rows:
        wave = (pk, name, same_people)
        opened.setdefault(wave, opened_at.timestamp() if opened_at else math.inf)
        if session is not None:
            sessions[wave].append(SessionChoice(session, title))
    ordered = sorted(opened, key=lambda wave: (opened[wave], wave[0]))
    return tuple(
        Moment(f"w{pk}", name, tuple(sessions[pk, name, same_people]), same_people, pk)
        for pk, name, same_people in ordered
    )


def moments_of(waves: Sequence[Moment], voted: Sequence[SessionChoice]) -> tuple[Moment, ...]:
    """The waves with shown answers, in the order of these; where there are no waves, the sessions."""
    if not waves:
        return tuple(Moment(f"s{session.pk}", session.title, (session,)) for session in voted)
    return tuple(wave for wave in waves if set(wave.sessions) & set(voted))


def chosen_pair(moments: Sequence[Moment], before: str, after: str) -> tuple[Moment, Moment] | None:
    """The two that were asked for in the address, in their order in time; the last two where that makes no sense."""
    if len(moments) < 2:
        return None
    asked = [moment for moment in moments if moment.key in (before, after)]
    first, second = asked if len(asked) == 2 else moments[-2:]
    return first, second


def comparison_of(
    model: Model, before: Moment, after: Moment, votes: Sequence[Vote], labels: Mapping[int, str]
) -> Comparison:
    names = labels if after.same_people else {}
    first, second = (grouped(model, votes, moment.sessions, names) for moment in (before, after))
    found = compared(first, second, paired=after.same_people)
    rows = tuple(ChangeRow(dimension, found.dimensions[dimension.key]) for dimension in model.dimensions)
    return Comparison(before, after, found, ChangeRow(None, found.overall), rows)


def ahead_of(model: Model, moment: Moment, votes: Sequence[Vote]) -> Ahead:
    wave = grouped(model, votes, moment.sessions, {})
    others, same = detectable(wave, 0.0), detectable(wave, ASSUMED_CORRELATION)
    rows = tuple(
        NextRow(dimension, others.dimensions[dimension.key], same.dimensions[dimension.key])
        for dimension in model.dimensions
    )
    return Ahead(moment, others.overall, same.overall, rows)


def grouped(
    model: Model, votes: Sequence[Vote], sessions: Collection[SessionChoice], labels: Mapping[int, str]
) -> Grouped:
    """The newest ballots of these sessions by dimension; people by pseudonym where ``labels`` has them."""
    ballots: dict[str, list[Ballot]] = {dimension.key: [] for dimension in model.dimensions}
    for vote in newest(vote for vote in votes if vote.session in sessions):
        person = labels.get(vote.participant, str(vote.participant))
        key = vote.statement.rpartition(".")[0]
        if key in ballots:
            ballots[key].append(Ballot(person, vote.department, vote.statement, vote.rung))
    return tuple((key, tuple(cast)) for key, cast in ballots.items())


@lru_cache(maxsize=64)
def compared(before: Grouped, after: Grouped, *, paired: bool) -> Changes:
    """The changes, worked out once for the same ballots."""
    return changes(dict(before), dict(after), paired=paired)


@lru_cache(maxsize=64)
def detectable(wave: Grouped, correlation: float) -> Detectables:
    """What a wave of as many people could show, worked out once for the same ballots."""
    return smallest_changes(dict(wave), correlation=correlation)


def wave_offer(engagement: Engagement, wave: Wave | None) -> Offer:
    """What the form of a wave, or of a new one, offers, in two queries."""
    waves = list(engagement.waves.values_list("pk", "name"))
    own = wave.pk if wave else None
    rows = (
        engagement.sessions.filter(rehearsal=False)
        .order_by("opened_at", "pk")
        .values_list("pk", "title", "wave_place__wave_id")
    )
    free = [(pk, title, place) for pk, title, place in rows if place in (None, own)]
    return Offer(
        sessions=tuple((pk, title) for pk, title, _place in free),
        chosen=tuple(pk for pk, _title, place in free if place is not None),
        names=frozenset(fold(name) for pk, name in waves if pk != own),
    )


def place_of(engagement: Engagement, session: int) -> Place:
    """The waves that a session may be put into, and the one that it is in; two queries."""
    found = engagement.sessions.filter(pk=session).values_list("wave_place__wave_id", flat=True).first()
    return Place(tuple(engagement.waves.values_list("pk", "name")), found)
