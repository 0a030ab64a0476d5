"""One round in a sentence: agreement, two camps or a middle, with nobody left out."""

import pytest
from django.template.loader import render_to_string

from maturity.workshop.domain.distribution import Answer, distribution

RUNGS = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def sentence(*rungs: int | None) -> str:
    """What is said of a round in which these rungs were chosen, by a person each."""
    found = distribution([Answer(1, 1, "Sales", rung, "") for rung in rungs], [1])
    return render_to_string("workshop/_finding.html", {"middle": found.latest, "rungs": RUNGS})


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
