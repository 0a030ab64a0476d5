"""Two waves side by side, and what the next one could show, from what was voted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from maturity.framework.rules import Model, ModelDimension
from maturity.methods.change import Changes, ChangeState, Detectable, Detectables, WaveChange, changes, smallest_changes
from maturity.methods.noise import NoiseVerdict
from maturity.methods.scoring import CountedBallot
from maturity.web.names import fold

from .votes import SessionChoice, Vote, dimension_of, newest

# Of answers of the same person a year apart; a guess, and said to be one.
ASSUMED_CORRELATION = 0.5
Grouped = tuple[tuple[str, tuple[CountedBallot, ...]], ...]


@dataclass(frozen=True)
class Measurement:
    """A wave, or where there are none a session: something that was measured once. ``key`` stands in the address."""

    key: str
    name: str
    sessions: tuple[SessionChoice, ...]
    same_people: bool = False
    pk: int | None = None


@dataclass(frozen=True)
class ChangeRow:
    """One dimension, or the whole where ``dimension`` is None, in two waves."""

    dimension: ModelDimension | None
    found: WaveChange

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
        return self.found.verdict is NoiseVerdict.MORE_THAN_NOISE

    @property
    def too_few(self) -> bool:
        return self.found.state is ChangeState.TOO_FEW


@dataclass(frozen=True)
class WaveComparison:
    """Two moments, and every dimension's change between them."""

    before: Measurement
    after: Measurement
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
class Waves:
    """An engagement's waves and what they tell. ``waves``: all, also those without shown answers, by their first
    session; ``loose``: sessions in no wave; ``moments``: what can be compared, oldest first."""

    model: Model
    waves: tuple[Measurement, ...]
    loose: tuple[SessionChoice, ...]
    moments: tuple[Measurement, ...]
    comparison: WaveComparison | None
    others: Detectables | None
    same: Detectables | None

    @property
    def ahead(self) -> list[tuple[ModelDimension, Detectable, Detectable]]:
        """What the next wave could show of each dimension, with as many people of every department as in the last: by
        others, and by the same people."""
        if self.others is None or self.same is None:
            return []
        found = self.others.dimensions, self.same.dimensions
        return [(each, found[0][each.key], found[1][each.key]) for each in self.model.dimensions]


def moments_of(waves: Sequence[Measurement], voted: Sequence[SessionChoice]) -> tuple[Measurement, ...]:
    """The waves with shown answers, in the order of these; where there are no waves, the sessions."""
    if not waves:
        return tuple(Measurement(f"s{session.pk}", session.title, (session,)) for session in voted)
    return tuple(wave for wave in waves if set(wave.sessions) & set(voted))


def chosen_pair(moments: Sequence[Measurement], before: str, after: str) -> tuple[Measurement, Measurement] | None:
    """The two that were asked for in the address, in their order in time; the last two where that makes no sense."""
    if len(moments) < 2:
        return None
    asked = [moment for moment in moments if moment.key in (before, after)]
    first, second = asked if len(asked) == 2 else moments[-2:]
    return first, second


def waves_found(
    model: Model, votes: Sequence[Vote], waves: Sequence[Measurement], before: str = "", after: str = ""
) -> Waves:
    """What the waves tell; ``before`` and ``after``: the keys of the two to compare."""
    voted = tuple(dict.fromkeys(vote.session for vote in votes))
    placed = {session for wave in waves for session in wave.sessions}
    moments = moments_of(waves, voted)
    pair = chosen_pair(moments, before, after)
    last = grouped(model, votes, moments[-1].sessions) if moments else None
    return Waves(
        model=model,
        waves=tuple(waves),
        loose=tuple(session for session in voted if session not in placed),
        moments=moments,
        comparison=comparison_of(model, *pair, votes) if pair else None,
        others=detectable(last, 0.0) if last else None,
        same=detectable(last, ASSUMED_CORRELATION) if last else None,
    )


def comparison_of(model: Model, before: Measurement, after: Measurement, votes: Sequence[Vote]) -> WaveComparison:
    first, second = (grouped(model, votes, each.sessions, by_label=after.same_people) for each in (before, after))
    found = compared(first, second, paired=after.same_people)
    rows = tuple(ChangeRow(dimension, found.dimensions[dimension.key]) for dimension in model.dimensions)
    return WaveComparison(before, after, found, ChangeRow(None, found.overall), rows)


def grouped(
    model: Model, votes: Sequence[Vote], sessions: Collection[SessionChoice], *, by_label: bool = False
) -> Grouped:
    """The newest ballots of these sessions by dimension; ``by_label``: the same pseudonym is the same person."""
    ballots: dict[str, list[CountedBallot]] = {dimension.key: [] for dimension in model.dimensions}
    for vote in newest(vote for vote in votes if vote.session in sessions):
        person = fold(vote.label) if by_label else str(vote.participant)
        key = dimension_of(vote.statement)
        if key in ballots:
            ballots[key].append(CountedBallot(person, vote.department, vote.statement, vote.rung))
    return tuple((key, tuple(cast)) for key, cast in ballots.items())


@lru_cache(maxsize=64)
def compared(before: Grouped, after: Grouped, *, paired: bool) -> Changes:
    """The changes, worked out once for the same ballots."""
    return changes(dict(before), dict(after), paired=paired)


@lru_cache(maxsize=64)
def detectable(wave: Grouped, correlation: float) -> Detectables:
    """What a wave of as many people could show, worked out once for the same ballots."""
    return smallest_changes(dict(wave), correlation=correlation)
