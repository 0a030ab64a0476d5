"""What the workshop says of its results, without any page: one round in a sentence with nobody left out, several
rounds, those responsible, what comes next, when a statement begins."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation

from maturity.workshop.domain.agenda import Slot, agenda
from maturity.workshop.domain.distribution import Answer, Owners, distribution
from maturity.workshop.domain.proposals import Proposal, Reason
from maturity.workshop.words import console, preparing
from maturity.workshop.words.rounds import drift, finding, owners, round_name, said

RUNGS = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def sentence(*rungs: int | None) -> str:
    """What is said of a round in which these rungs were chosen, by a person each."""
    found = distribution([Answer(1, 1, "Sales", rung, "") for rung in rungs], [1])
    return finding(found.latest, RUNGS)


@pytest.mark.parametrize(
    ("rungs", "expected"),
    [
        ([2, 2, 2], "All 3 who chose a rung say Two"),
        ([2, None, 2, 2], "All 3 who chose a rung say Two"),
        ([2, 2, 3], "3 of 3 are within one rung of Two"),
        ([1, 2, 2, 5], "3 of 4 are within one rung of Two"),
        ([2, 2, 4], "2 say Two, 1 says Four"),
        ([1, 3, 4], "1 says One, 2 say Three or higher"),
        ([1, 2, 2, 4, 5], "3 say Two or lower, 2 say Four or higher"),
        ([2] * 7 + [4] * 6, "7 say Two, 6 say Four"),
        ([2] * 6 + [3] + [4] * 6, "6 say Two, 1 says Three, 6 say Four"),
    ],
)
def test_round_in_words(rungs, expected) -> None:
    assert sentence(*rungs) == expected


def test_camps_hold_everybody_who_chose_a_rung() -> None:
    found = distribution([Answer(1, 1, "Sales", rung, "") for rung in (1, 1, 2, 2, 3, 4, 5, 5, None)], [1])
    assert sum(camp.people for camp in found.latest.camps) == found.latest.answers == 8


def found_in(*rounds: list[int | None]):
    """What was said in rounds 1, 2, …, in which these rungs were chosen, by a person each."""
    answers = [Answer(1, number, "Sales", rung, "") for number, each in enumerate(rounds, start=1) for rung in each]
    return distribution(answers, range(1, len(rounds) + 1))


FEW = "Fewer than three chose a rung: too few to be shown."


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([[2, 2, 2]], [("", "All 3 who chose a rung say Two.")]),
        ([[2, 2]], [("", FEW)]),
        (
            [[2, 2, 2], [3, 3, 3]],
            [
                ("First round:", "All 3 who chose a rung say Two."),
                ("Second round:", "All 3 who chose a rung say Three."),
            ],
        ),
        (
            [[1, 1, 1], [2, 2, 2], [3, 3, 3]],
            [("Second round:", "All 3 who chose a rung say Two."), ("Round 3:", "All 3 who chose a rung say Three.")],
        ),
        (
            [[2, 2, 2], [3]],
            [
                ("First round:", "All 3 who chose a rung say Two."),
                ("", "In one of the rounds fewer than three chose a rung: too few to be shown."),
            ],
        ),
    ],
)
def test_rounds_in_words(rounds, expected) -> None:
    assert said(found_in(*rounds), RUNGS) == expected


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([[2, 2, 2]], ""),
        ([[1, 3, 5], [3, 3, 3]], "The room moved closer: 3 of 3 within one rung, before 1 of 3."),
        ([[3, 3, 3], [1, 3, 5]], "The room moved apart: 1 of 3 within one rung, before 3 of 3."),
        ([[3, 3, 3], [2, 2, 2]], "The room is as close as before: 3 of 3 within one rung."),
    ],
)
def test_drift_in_words(rounds, expected) -> None:
    assert drift(found_in(*rounds)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "Before the meeting"), (1, "First round"), (2, "Second round"), (3, "Round 3")],
)
def test_round_has_a_name(number, expected) -> None:
    assert round_name(number) == expected


def test_those_responsible_in_words() -> None:
    they, others = found_in([2, 2, 2]).latest, found_in([4, 4, 4]).latest
    marked = "3 of 6 said “I am responsible for this”."
    assert owners(None, RUNGS) == ""
    assert owners(Owners(3, 6, (), they, others), RUNGS) == (
        f"{marked} They: All 3 who chose a rung say Two. Without them: All 3 who chose a rung say Four."
    )
    assert owners(Owners(3, 6), RUNGS) == (
        f'{marked} <span class="quiet">What they said stays in the whole: shown apart it would tell what single people '
        "answered.</span>"
    )


def desk(current=None, first=1, reason=Reason.ORDER, gap=None, fits=None):
    """A console that proposes statement 3."""
    return SimpleNamespace(
        board=SimpleNamespace(current=current),
        proposal=Proposal(3, reason, gap, fits, first),
        proposed=SimpleNamespace(number=3),
        pace=SimpleNamespace(ends=datetime(2026, 9, 1, 9, 30, tzinfo=UTC)),
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (desk(current="one"), "Go on to statement 3"),
        (desk(first=3), "Open the first statement"),
        (desk(first=1), "Open statement 3"),
        (SimpleNamespace(proposal=None, proposed=None), ""),
    ],
)
def test_button_says_what_comes_next(found, expected) -> None:
    assert console.go_on(found) == expected


ORDER = "It comes next in the order."


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (desk(), ORDER),
        (desk(gap=1.5), ORDER),
        (
            desk(reason=Reason.GAP, gap=1.5),
            "Proposed because this dimension is the furthest below its target. Rungs below the target: 1.5.",
        ),
        (desk(reason=Reason.PRESURVEY), "Proposed because the answers given alone were the furthest apart here."),
        (desk(reason=Reason.DIMENSION), "Proposed because earlier answers in this dimension were the furthest apart."),
    ],
)
def test_why_a_statement_is_proposed(found, expected) -> None:
    assert console.why_next(found) == expected


def test_no_statement_fits_any_more() -> None:
    with translation.override("en"):
        said_then = console.why_next(desk(fits=False))
    assert said_then.startswith(f"{ORDER} No statement fits before ")


@pytest.mark.parametrize(
    ("slot", "expected"),
    [(Slot(1, 0, 5), "after 0 min"), (Slot(1, 15, 5), "after 15 min"), (Slot(1, 15, 0), "–")],
)
def test_when_a_statement_begins(slot, expected) -> None:
    assert preparing.begins(slot) == expected


def test_breaks_have_no_place_among_the_statements() -> None:
    found = agenda([(7, 5), (9, 10)], {1: (15, "Coffee")})
    assert preparing.planned(found) == {7: "after 0 min", 9: "after 20 min"}


def test_those_responsible_in_danish() -> None:
    with translation.override("da"):
        danish = owners(Owners(3, 6, (), found_in([2, 2, 2]).latest, found_in([4, 4, 4]).latest), RUNGS)
    assert ("They:" in danish, "Without them:" in danish, "Two" in danish) == (False, False, True)
