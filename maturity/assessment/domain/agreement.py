"""How far the room agrees, dimension by dimension and over all statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import fsum
from typing import TypeVar

from maturity.framework.rules import Model, ModelDimension
from maturity.methods.agreement import (
    AlphaInterval,
    Disagreement,
    IntraclassCorrelation,
    Polarisation,
    RoomVerdict,
    a_wg,
    alpha_and_ac2_part,
    alpha_interval,
    disagreement,
    gwet_ac2,
    intraclass_correlation,
    polarisation,
    verdict,
)
from maturity.methods.scale import lower_median
from maturity.methods.scoring import CountedBallot, Score, ScoreState

from .findings import findings_of, people_shown
from .votes import Vote, ballots_of, dimension_of, newest, telling

Rows = tuple[tuple[int | None, ...], ...]
T = TypeVar("T")

RELIABLE = 0.7


@dataclass(frozen=True)
class Room:
    """What the people who answered have in common. ``alpha``, ``around_mean`` (mean a_wg) and ``between`` are None
    where they do not exist; ``around_mean_of`` counts the statements that have an a_wg, of ``statements``."""

    people: int
    statements: int
    verdict: RoomVerdict
    within: float
    around_mean: float | None
    around_mean_of: int
    alpha: AlphaInterval | None
    ac2: float
    rule: Disagreement
    ends: Polarisation
    between: IntraclassCorrelation | None

    @property
    def figures_part(self) -> bool:
        """Whether alpha is low only because there is hardly anything to tell apart."""
        return alpha_and_ac2_part(self.alpha.alpha if self.alpha else None, self.ac2)

    @property
    def share_between(self) -> float | None:
        """The share of the differences that lies between departments; what is below 0 is 0."""
        return max(0.0, self.between.single) if self.between else None

    @property
    def reliability(self) -> float | None:
        """How far a department's mean can be relied on, 0 to 1."""
        if self.between is None or self.between.mean is None:
            return None
        return max(0.0, self.between.mean)

    @property
    def reliable(self) -> bool:
        return (self.reliability or 0.0) >= RELIABLE


@dataclass(frozen=True)
class AgreementRow:
    """One dimension; ``room`` is None where too few answered, or nobody answered the same statement."""

    dimension: ModelDimension
    score: Score
    room: Room | None


@dataclass(frozen=True)
class AgreementPage:
    """``rows``: in the order of the model; ``whole``: over all statements of all dimensions with enough answers."""

    model: Model
    rows: tuple[AgreementRow, ...]
    whole: Room | None

    @property
    def found(self) -> bool:
        return bool(self.known)

    @property
    def known(self) -> tuple[AgreementRow, ...]:
        """The dimensions that something can be said about, where the room agrees least first."""
        rows = [(row, row.room) for row in self.rows if row.room is not None]
        order = (RoomVerdict.APART, RoomVerdict.SPREAD, RoomVerdict.AGREES)
        return tuple(
            row for row, _ in sorted(rows, key=lambda each: (order.index(each[1].verdict), round(each[1].within, 9)))
        )

    @property
    def agreed(self) -> tuple[AgreementRow, ...]:
        return self._with(RoomVerdict.AGREES)

    @property
    def spread(self) -> tuple[AgreementRow, ...]:
        return self._with(RoomVerdict.SPREAD)

    @property
    def apart(self) -> tuple[AgreementRow, ...]:
        return self._with(RoomVerdict.APART)

    @property
    def least(self) -> AgreementRow:
        """Where the room agrees least."""
        return self.known[0]

    @property
    def parting(self) -> tuple[AgreementRow, ...]:
        """The dimensions in which alpha is low though people agree."""
        return tuple(row for row in self.known if row.room and row.room.figures_part)

    @property
    def between_departments(self) -> AgreementRow | None:
        """Where the differences lie between departments most clearly, if their means can be relied on anywhere."""
        reliable = [row for row in self.known if row.room and row.room.reliable]
        return max(reliable, key=lambda row: row.room.share_between or 0.0 if row.room else 0.0, default=None)

    def _with(self, found: RoomVerdict) -> tuple[AgreementRow, ...]:
        return tuple(row for row in self.known if row.room and row.room.verdict is found)


def agreement_found(model: Model, votes: Sequence[Vote], targets: Mapping[str, int]) -> AgreementPage:
    """How far the room agrees; ``targets``: a rung by dimension."""
    found = findings_of(model, votes, targets).assessment
    ballots = ballots_by_dimension(model, votes)
    rows = tuple(
        AgreementRow(each, score, room_of(ballots[each.key], score))
        for each in model.dimensions
        for score in (found.dimensions[each.key],)
    )
    known = [row for row in rows if row.room]
    everything = tuple(ballot for row in known for ballot in ballots[row.dimension.key])
    return AgreementPage(model, rows, room_of(everything, found.overall) if known else None)


def ballots_by_dimension(model: Model, votes: Sequence[Vote]) -> dict[str, tuple[CountedBallot, ...]]:
    """The newest ballots of each dimension of the model."""
    counted: dict[str, list[Vote]] = {each.key: [] for each in model.dimensions}
    for vote in telling(newest(votes)):
        if dimension_of(vote.statement) in counted:
            counted[dimension_of(vote.statement)].append(vote)
    return {key: ballots_of(of_dimension) for key, of_dimension in counted.items()}


def room_of(ballots: Sequence[CountedBallot], score: Score) -> Room | None:
    """How far those who cast the ballots agree; ``score`` is what was found from the same ballots."""
    if score.state is not ScoreState.ENOUGH or score.agreement is None:
        return None
    rows = rows_of(ballots)
    middles = [lower_median([rung for rung in row if rung is not None]) for row in rows]
    rule = disagreement(middles)
    around = [found for column in zip(*rows, strict=True) if (found := or_none(partial(a_wg, column))) is not None]
    return Room(
        people=len(rows),
        statements=len(rows[0]),
        verdict=verdict(score.agreement, apart=rule.disagrees or score.split is not None),
        within=score.agreement,
        around_mean=fsum(around) / len(around) if around else None,
        around_mean_of=len(around),
        alpha=alpha_of(rows),
        ac2=gwet_ac2(rows),
        rule=rule,
        ends=polarisation(middles),
        between=between_departments(ballots, score),
    )


def rows_of(ballots: Sequence[CountedBallot]) -> Rows:
    """A row per person who chose a rung, a column per statement that was answered."""
    given = {
        (each.department, each.participant, each.statement): each.rung for each in ballots if each.rung is not None
    }
    people = sorted({(department, participant) for department, participant, _ in given})
    statements = sorted({statement for _, _, statement in given})
    return tuple(tuple(given.get((*person, statement)) for statement in statements) for person in people)


@lru_cache(maxsize=256)
def alpha_of(rows: Rows) -> AlphaInterval | None:
    """Alpha with its interval; None where it is undefined. Kept, since a page shows fourteen of them."""
    return or_none(partial(alpha_interval, rows))


def between_departments(ballots: Sequence[CountedBallot], score: Score) -> IntraclassCorrelation | None:
    """What lies between the departments that may be shown on their own; None where it is undefined."""
    people = people_shown(ballots, score)
    return or_none(partial(intraclass_correlation, tuple(people.values())))


def or_none(figure: Callable[[], T]) -> T | None:
    """The figure, or None where the textbook says that it is undefined."""
    try:
        return figure()
    except ValueError:
        return None
