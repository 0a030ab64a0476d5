"""The ballots of a session that everybody may see."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Value, When

from ..domain.distribution import Answer
from ..models import Ballot
from ..rules import ALONE


def answers_alone(statements: Iterable[int]) -> dict[int, list[Answer]]:
    """What the pre-survey gave for these session statements, once it has ended, in one query."""
    return _answers(statements, round__number=ALONE)


def answers_of_all_rounds(statements: Iterable[int]) -> dict[int, list[Answer]]:
    """All that was answered to these session statements, in rounds that have been revealed, the pre-survey's too, in
    one query."""
    return _answers(statements)


def _answers(statements: Iterable[int], **rounds: int) -> dict[int, list[Answer]]:
    rows = (
        Ballot.revealed.filter(round__session_statement__in=statements, **rounds)
        .order_by("round__number", "pk")
        .values_list(
            "round__session_statement",
            "round__number",
            "participant__department__name",
            "rung",
            Case(When(comment_hidden=True, then=Value("")), default="comment"),
            "responsible",
            "participant",
        )
    )
    found: dict[int, list[Answer]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Answer(*row))
    return found
