"""Which departments' means on single statements may stand beside the means of the whole dimension.

A department of four is shown in a dimension; on its third statement two of the four said "don't know", so its mean
there is hidden. But its mean in the dimension less its means on the other statements is just that. So all means of a
dimension's page are looked at together: every round's, each department's in it, and the dimension's.

The mean of the whole dimension is shown in any case. Where a department of one or two skipped a statement, unrounded
means of the whole would tell its own; means with one decimal tell it to about a rung, no better. There the departments
are judged by the other figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from maturity.methods.scoring import Score, ScoreState
from maturity.methods.suppression import publishable

from .votes import Vote, newest, telling

# A session's title, a statement, and which round on it.
Round = tuple[str, str, int]
People = Mapping[str, set[str]]
Figure = dict[str, float]


def safe_rounds(votes: Sequence[Vote], rounds: Mapping[Round, Score], dimension: Score) -> dict[Round, Score]:
    """The scores of a dimension's rounds, with those departments hidden that would give fewer than three people away
    beside the rest. ``votes``: all of the dimension; ``dimension``: what is found of it on the same page."""
    people: dict[str, set[str]] = defaultdict(set)
    for vote in votes:
        if vote.rung is not None:
            people[cell_of(round_of(vote), vote.department)].add(str(vote.participant))
    beside = [whole(key, score, people) for key, score in rounds.items() if score.state is ScoreState.ENOUGH]
    *shown, everybody = dimension_figures(telling(newest(votes)), dimension) or [{}]
    asked = [(key, each.department) for key, score in rounds.items() for each in score.departments if each.shown]
    asked.sort(key=lambda each: (-len(people[cell_of(*each)]), each))
    figures = [everybody, *({cell_of(*each): 1.0} for each in asked)]
    _, *allowed = publishable(figures, people, beside=[*beside, *shown])
    hidden = {each for each, may in zip(asked, allowed, strict=True) if not may}
    return {key: without(key, score, hidden) for key, score in rounds.items()}


def round_of(vote: Vote) -> Round:
    return vote.session.title, vote.statement, vote.round


def cell_of(key: Round, department: str) -> str:
    """The name of a department's part of a round."""
    return f"{key} {department}"


def whole(key: Round, score: Score, people: People) -> Figure:
    """A round's mean: its departments weigh alike."""
    cells = [cell_of(key, each.department) for each in score.departments]
    return {cell: 1.0 for cell in cells if cell in people}


def dimension_figures(votes: Iterable[Vote], dimension: Score) -> list[Figure]:
    """The mean of each department that is shown, and of all; statements weigh alike in a department."""
    if dimension.state is not ScoreState.ENOUGH:
        return []
    cells: dict[str, set[str]] = defaultdict(set)
    for vote in votes:
        if vote.rung is not None:
            cells[vote.department].add(cell_of(round_of(vote), vote.department))
    means = {department: dict.fromkeys(sorted(own), 1 / len(own)) for department, own in cells.items()}
    shown = [means[each.department] for each in dimension.departments if each.shown]
    return [*shown, {cell: weight for mean in means.values() for cell, weight in mean.items()}]


def without(key: Round, score: Score, hidden: set[tuple[Round, str]]) -> Score:
    """The score with those departments as part of the whole only."""
    departments = tuple(
        replace(each, mean=None, difference=None, differs=False) if (key, each.department) in hidden else each
        for each in score.departments
    )
    return replace(score, departments=departments)
