"""Two waves side by side, and what the next one could show, from what was voted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.framework.rules import Dimension, Model
from maturity.methods.change import Change, Changes, Detectable, Detectables, State, changes, smallest_changes
from maturity.methods.noise import Verdict
from maturity.methods.scoring import Ballot

from .votes import SessionChoice, Vote, dimension_of, newest

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
        key = dimension_of(vote.statement)
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
