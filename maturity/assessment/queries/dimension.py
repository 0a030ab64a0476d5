"""The votes behind one dimension."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from maturity.assessment.models import Target
from maturity.charts.ladder import Segment, Strip, segments
from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Dimension, Model, Statement
from maturity.methods.agreement import within_group_agreement
from maturity.methods.departments import Heterogeneity, PooledMean, Pooling
from maturity.methods.scoring import DepartmentScore, Score, State, score

from ..domain.agreement import Room, ballots_by_dimension, room_of
from ..domain.findings import findings_of
from ..domain.movement import RoundMovement, movements_of
from ..domain.owners import Owners, owners_of
from ..domain.small_groups import safe_rounds
from ..domain.votes import Vote, ballots_of, dimension_of
from .facts import rungs_aimed_at, targets_of
from .page import Row, row_of, strip_of
from .votes import votes_of


@dataclass(frozen=True)
class RoundRow:
    """One round on one statement: the whole room's ballots, and how far they agree."""

    session: str
    number: int
    score: Score
    strip: Strip
    agreement: float | None


@dataclass(frozen=True)
class StatementRow:
    statement: Statement
    rounds: tuple[RoundRow, ...]
    movements: tuple[RoundMovement, ...] = ()


@dataclass(frozen=True)
class DepartmentLine:
    """A department's own mean with what is left of it when chance is taken out; ``pooled`` is None where nothing may
    be shown, or nothing can be pooled."""

    score: DepartmentScore
    pooled: PooledMean | None


@dataclass(frozen=True)
class DimensionPage:
    """The votes behind one dimension's figures, statement by statement, round by round."""

    model: Model
    dimension: Dimension
    target: Target | None
    statements: tuple[StatementRow, ...]
    row: Row
    probabilities: tuple[Segment, ...]
    departments: tuple[DepartmentLine, ...]
    pooling: Pooling | None
    compared: int
    room: Room | None
    owners: Owners | None

    @property
    def pulled_together(self) -> bool:
        """Whether the departments' means do not vary more than noise makes them."""
        return self.pooling is not None and self.pooling.state is Heterogeneity.NO_MORE_THAN_NOISE


def dimension_page(engagement: Engagement, dimension_key: str) -> DimensionPage | None:
    """What one dimension says and the rounds behind it, in three queries; None where the framework has no such
    dimension. All votes are read, for departments are compared over all dimensions at once."""
    model = model_of(framework_of(engagement))
    dimension = next((each for each in model.dimensions if each.key == dimension_key), None)
    if dimension is None:
        return None
    targets, votes = targets_of(engagement), votes_of(engagement)
    found = findings_of(model, votes, rungs_aimed_at(targets))
    score_found = found.assessment.dimensions[dimension_key]
    pooling = found.pools.get(dimension_key)
    return DimensionPage(
        model=model,
        dimension=dimension,
        target=targets.get(dimension_key),
        statements=safe_statements(statement_rows(dimension, votes, targets.get(dimension_key)), votes, score_found),
        row=row_of(dimension, score_found, targets, found.differences[dimension_key]),
        probabilities=segments(score_found.probabilities or ()),
        departments=tuple(
            DepartmentLine(each, pooling.groups.get(each.department) if pooling else None)
            for each in score_found.departments
        ),
        pooling=pooling,
        compared=sum(each.test is not None for each in found.differences.values()),
        room=room_of(ballots_by_dimension(model, votes)[dimension_key], score_found),
        owners=owners_of(vote for vote in votes if dimension_of(vote.statement) == dimension_key),
    )


def statement_rows(dimension: Dimension, votes: Sequence[Vote], target: Target | None) -> tuple[StatementRow, ...]:
    """The dimension's statements, each with its rounds in the order they were held."""
    rounds: dict[str, dict[tuple[str, int], list[Vote]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes:
        rounds[vote.statement][vote.session.title, vote.round].append(vote)
    return tuple(
        StatementRow(
            statement,
            tuple(
                round_row(session, number, cast, target) for (session, number), cast in rounds[statement.key].items()
            ),
            movements_of(rounds[statement.key]),
        )
        for statement in dimension.statements
    )


def safe_statements(
    statements: Sequence[StatementRow], votes: Sequence[Vote], found: Score
) -> tuple[StatementRow, ...]:
    """The statements with those departments hidden that a subtraction from the dimension's own figures would tell."""
    keys = {row.statement.key for row in statements}
    scores = {(each.session, row.statement.key, each.number): each.score for row in statements for each in row.rounds}
    safe = safe_rounds([vote for vote in votes if vote.statement in keys], scores, found)
    return tuple(
        replace(
            row,
            rounds=tuple(
                replace(each, score=safe[each.session, row.statement.key, each.number]) for each in row.rounds
            ),
        )
        for row in statements
    )


def round_row(session: str, number: int, votes: Sequence[Vote], target: Target | None) -> RoundRow:
    found = score(ballots_of(votes), target.rung if target else None)
    rungs = [vote.rung for vote in votes if vote.rung is not None]
    agreement = within_group_agreement(rungs) if len(rungs) >= 2 and found.state == State.ENOUGH else None
    return RoundRow(session, number, found, strip_of(found), agreement)
