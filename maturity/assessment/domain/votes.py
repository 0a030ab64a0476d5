"""What revealed ballots say together: the newest of each statement, and those that a subtraction would not tell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from maturity.methods.scoring import CountedBallot
from maturity.methods.suppression import SMALLEST_GROUP


@dataclass(frozen=True)
class SessionChoice:
    """A session that has shown answers, to choose the picture's ballots by."""

    pk: int
    title: str


@dataclass(frozen=True)
class Vote:
    """One revealed ballot with where it was cast. ``label``: the participant's pseudonym as typed."""

    session: SessionChoice
    statement: str
    round: int
    participant: int
    department: str
    rung: int | None
    responsible: bool = False
    label: str = ""


def newest(votes: Iterable[Vote]) -> list[Vote]:
    """Of each statement the newest session that has shown answers to it, and there the newest round."""
    by_statement: dict[str, dict[tuple[int, int], list[Vote]]] = defaultdict(lambda: defaultdict(list))
    order: dict[int, int] = {}
    for vote in votes:
        place = order.setdefault(vote.session.pk, len(order))
        by_statement[vote.statement][place, vote.round].append(vote)
    return [vote for rounds in by_statement.values() for vote in rounds[max(rounds)]]


def telling(votes: Iterable[Vote]) -> list[Vote]:
    """The newest votes without those that a subtraction would tell: where statements are hidden because they are too
    few people's, and these are too few together, the dimension less its other statements would give them away."""
    votes = list(votes)
    exposed = exposed_statements(votes)
    return [vote for vote in votes if vote.statement not in exposed]


def exposed_statements(votes: Iterable[Vote]) -> set[str]:
    """Statements of fewer than three people in a dimension that shows others and hides fewer than three people."""
    choosers: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for vote in votes:
        if vote.rung is not None:
            choosers[dimension_of(vote.statement)][vote.statement].add(vote.participant)
    exposed: set[str] = set()
    for statements in choosers.values():
        few = {statement for statement, people in statements.items() if len(people) < SMALLEST_GROUP}
        hidden = set().union(*(statements[statement] for statement in few))
        if len(few) < len(statements) and len(hidden) < SMALLEST_GROUP:
            exposed |= few
    return exposed


def dimension_of(statement: str) -> str:
    """The key of a statement's dimension: ``recognition`` of ``recognition.2``."""
    return statement.rpartition(".")[0]


def ballots_of(votes: Iterable[Vote]) -> tuple[CountedBallot, ...]:
    return tuple(CountedBallot(str(vote.participant), vote.department, vote.statement, vote.rung) for vote in votes)
