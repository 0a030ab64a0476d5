"""The votes behind one dimension."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from maturity.assessment.models import Target
from maturity.charts.ladder import Strip
from maturity.clients.models import Engagement
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import Dimension, Model, Statement
from maturity.methods.agreement import within_group_agreement
from maturity.methods.scoring import Score, State, score

from .page import strip_of, targets_of
from .votes import Vote, ballots_of, votes_of


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


@dataclass(frozen=True)
class DimensionPage:
    """The votes behind one dimension's figures, statement by statement, round by round."""

    model: Model
    dimension: Dimension
    target: Target | None
    statements: tuple[StatementRow, ...]


def dimension_page(engagement: Engagement, dimension_key: str) -> DimensionPage | None:
    """The rounds behind one dimension in three queries; None where the framework has no such dimension."""
    model = model_of(framework_of(engagement))
    dimension = next((each for each in model.dimensions if each.key == dimension_key), None)
    if dimension is None:
        return None
    target = targets_of(engagement).get(dimension_key)
    rounds: dict[str, dict[tuple[str, int], list[Vote]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes_of(engagement, round__session_statement__statement__dimension__key=dimension_key):
        rounds[vote.statement][vote.session.title, vote.round].append(vote)
    statements = tuple(
        StatementRow(
            statement,
            tuple(
                round_row(session, number, cast, target) for (session, number), cast in rounds[statement.key].items()
            ),
        )
        for statement in dimension.statements
    )
    return DimensionPage(model, dimension, target, statements)


def round_row(session: str, number: int, votes: Sequence[Vote], target: Target | None) -> RoundRow:
    found = score(ballots_of(votes), target.rung if target else None)
    rungs = [vote.rung for vote in votes if vote.rung is not None]
    agreement = within_group_agreement(rungs) if len(rungs) >= 2 and found.state == State.ENOUGH else None
    return RoundRow(session, number, found, strip_of(found), agreement)
