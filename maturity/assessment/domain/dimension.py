"""The votes behind one dimension."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maturity.charts.ladder import Segment, Strip, segments
from maturity.framework.rules import Model, ModelDimension, ModelStatement
from maturity.methods.agreement import within_group_agreement
from maturity.methods.departments import Heterogeneity, PooledMean, Pooling
from maturity.methods.scoring import DepartmentScore, Score, ScoreState, score

from .agreement import Room, ballots_by_dimension, room_of
from .findings import findings_of
from .movement import movements_of
from .owners import Owners, owners_of
from .page import DimensionRow, row_of, strip_of
from .small_groups import Round, safe_rounds
from .votes import Vote, ballots_of, dimension_of
from .waves import ChangeRow


@dataclass(frozen=True)
class RoundRow:
    """One round on one statement: the whole room's ballots, and how far they agree."""

    session: str
    number: int
    score: Score
    strip: Strip
    agreement: float | None


@dataclass(frozen=True)
class DimensionPage:
    """The votes behind one dimension's figures, statement by statement, round by round.

    ``statements``: each with its rounds in the order they were held, and how the room moved from the first to the
    second, by session. ``departments``: each with what is left of its own mean when chance is taken out; None where
    nothing may be shown, or nothing can be pooled.
    """

    model: Model
    row: DimensionRow
    statements: tuple[tuple[ModelStatement, Sequence[RoundRow], Mapping[str, ChangeRow]], ...]
    probabilities: tuple[Segment, ...]
    departments: tuple[tuple[DepartmentScore, PooledMean | None], ...]
    pooling: Pooling | None
    compared: int
    room: Room | None
    owners: Owners | None

    @property
    def dimension(self) -> ModelDimension:
        return self.row.dimension

    @property
    def pulled_together(self) -> bool:
        """Whether the departments' means do not vary more than noise makes them."""
        return self.pooling is not None and self.pooling.state is Heterogeneity.NO_MORE_THAN_NOISE


def dimension_found(
    model: Model, dimension: ModelDimension, votes: Sequence[Vote], targets: Mapping[str, int], reason: str
) -> DimensionPage:
    """What one dimension says and the rounds behind it. ``votes`` are of all dimensions, for departments are compared
    over all of them at once."""
    found = findings_of(model, votes, targets)
    whole, pooling = found.assessment.dimensions[dimension.key], found.pools.get(dimension.key)
    own = [vote for vote in votes if dimension_of(vote.statement) == dimension.key]
    return DimensionPage(
        model=model,
        row=row_of(dimension, whole, found.differences[dimension.key], reason),
        statements=statements_of(dimension, own, targets.get(dimension.key), whole),
        probabilities=segments(whole.probabilities or ()),
        departments=tuple(
            (each, pooling.groups.get(each.department) if pooling else None) for each in whole.departments
        ),
        pooling=pooling,
        compared=sum(each.test is not None for each in found.differences.values()),
        room=room_of(ballots_by_dimension(model, votes)[dimension.key], whole),
        owners=owners_of(own),
    )


def statements_of(
    dimension: ModelDimension, votes: Sequence[Vote], target: int | None, found: Score
) -> tuple[tuple[ModelStatement, Sequence[RoundRow], Mapping[str, ChangeRow]], ...]:
    """The dimension's statements with their rounds. Departments that a subtraction from the dimension's own figures
    would tell are hidden."""
    rounds: dict[str, dict[tuple[str, int], list[Vote]]] = {
        each.key: defaultdict(list) for each in dimension.statements
    }
    known = [vote for vote in votes if vote.statement in rounds]
    for vote in known:
        rounds[vote.statement][vote.session.title, vote.round].append(vote)
    scores: dict[Round, Score] = {
        (session, key, number): score(ballots_of(cast), target)
        for key, held in rounds.items()
        for (session, number), cast in held.items()
    }
    safe = safe_rounds(known, scores, found)
    return tuple(
        (
            each,
            [round_row(*held, cast, safe[held[0], each.key, held[1]]) for held, cast in rounds[each.key].items()],
            movements_of(rounds[each.key]),
        )
        for each in dimension.statements
    )


def round_row(session: str, number: int, votes: Iterable[Vote], found: Score) -> RoundRow:
    rungs = [vote.rung for vote in votes if vote.rung is not None]
    agreement = within_group_agreement(rungs) if len(rungs) >= 2 and found.state == ScoreState.ENOUGH else None
    return RoundRow(session, number, found, strip_of(found), agreement)
