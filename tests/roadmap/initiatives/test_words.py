"""What the chapter says, as small tables of result and sentence."""

from datetime import date

import pytest

from roadmap.initiatives import words
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.domain.priorities import Asked, Line, Priorities, Sureness
from roadmap.methods.prioritisation import summarise

ONE = InitiativeFacts(pk=1, key="A1", title="Welcome letter", kind="process", department_id=1, department="Sales")


def order(by: str = "ratio", *, first: int = 1, sureness: Sureness | None = None) -> Priorities:
    line = Line(ONE, 1, 2.0, summarise((), "Sales").all)
    return Priorities(Asked(by=by), first, (line,), (), sureness)


@pytest.mark.parametrize(
    ("priorities", "sentence"),
    [
        (Priorities(Asked(), 1, (), (), None), "No initiative has what this order needs"),
        (order("rice"), "Most customers helped for each week of work: A1 Welcome letter"),
        (order("delay"), "Waiting costs most at A1 Welcome letter"),
        (order(), "A1 stands first, but one rater each does not say how surely"),
        (order(sureness=Sureness((), ("A1",), (), ())), "Whoever is asked, the same one comes first"),
        (order(first=3, sureness=Sureness((), ("A1",), (), ())), "Whoever is asked, the same 3 come first"),
        (order(first=3, sureness=Sureness((), (), ("A1", "A2"), ())), "Which 3 come first is open: 2 compete"),
        (
            order(first=3, sureness=Sureness((), ("A1",), ("A2", "A3", "A4"), ())),
            "A1 is surely among the first 3; 3 compete for places 2–3",
        ),
    ],
)
def test_order_says_what_comes_first_and_how_surely(priorities, sentence):
    assert words.priorities_finding(priorities) == sentence


@pytest.mark.parametrize(("tilt", "shown"), [(None, "–"), (1.5, "+1.5"), (0.0, "0.0"), (-1.0, "−1.0")])
def test_tilt_has_its_sign(tilt, shown):
    assert words.signed(tilt) == shown


@pytest.mark.parametrize(
    ("slack", "sentence"),
    [(None, ""), (0, "critical path"), (1, "1 quarter of slack"), (2, "2 quarters of slack")],
)
def test_slack_in_words(slack, sentence):
    assert words.slack_in_words(slack) == sentence


def test_line_says_what_an_initiative_is():
    assert words.about(ONE, date(2027, 1, 1)) == "Process · 1 quarter"
