"""Owner and expert votes: marked, not mixed, and nobody picked out."""

import pytest

from maturity.workshop.domain.distribution import Answer, Distribution, distribution
from maturity.workshop.domain.owners import may_be_told_apart


def found(**votes: list[tuple[int | None, bool]]) -> Distribution:
    answers = [Answer(1, 1, name, rung, "", owner) for name, given in votes.items() for rung, owner in given]
    return distribution(answers, [1])


def several(count: int, rung: int | None, *, owner: bool = False) -> list[tuple[int | None, bool]]:
    return [(rung, owner)] * count


def test_no_marks_tell_nothing_about_owners() -> None:
    assert found(Sales=several(6, 3)).owners is None


def test_owners_and_others_are_shown_beside_each_other() -> None:
    told = found(Sales=several(3, 5, owner=True) + several(4, 2)).owners
    assert (told.marks, told.answers, told.owners.rung, told.others.rung) == (3, 7, 5, 2)
    assert [(group.kind, [cell.counts[0] for cell in group.cells]) for group in told.groups] == [
        ("owners", [0, 0, 0, 0, 3, 0]),
        ("others", [0, 4, 0, 0, 0, 0]),
    ]


@pytest.mark.parametrize(
    "votes",
    [
        {"Sales": several(2, 5, owner=True) + several(6, 2)},  # two owners
        {"Sales": several(6, 5, owner=True) + several(2, 2)},  # two others
        {"Sales": several(2, 5, owner=True) + several(1, None, owner=True) + several(6, 2)},  # two who chose a rung
        # Owners less the Sales department is the one owner in IT.
        {"Sales": several(4, 5, owner=True), "IT": several(1, 4, owner=True) + several(4, 2)},
        # With the one who does not know, the others of IT are four; without them, and so they alone, three.
        {"Sales": several(4, 5, owner=True), "IT": several(3, 2) + several(3, 3) + several(1, None, owner=True)},
    ],
)
def test_only_the_marks_are_told_where_somebody_could_be_picked_out(votes) -> None:
    told = found(**votes).owners
    assert (told.marks > 0, told.groups, told.owners, told.others) == (True, (), None, None)


def test_departments_that_are_only_shown_together_give_nobody_away() -> None:
    marks = {("Sales", True): 2, ("Sales", False): 1, ("IT", True): 1, ("IT", False): 2}
    assert may_be_told_apart(marks, marks, hidden={"Sales", "IT"})
    assert not may_be_told_apart(marks | {("HR", True): 1}, marks | {("HR", True): 1}, hidden={"Sales", "IT"})


def test_too_few_answers_tell_no_marks() -> None:
    assert found(Sales=several(2, 4, owner=True)).owners is None
