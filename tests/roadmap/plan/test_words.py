"""What the chapter says, as small tables of result and sentence."""

from datetime import date
from typing import Any

import pytest

from maturity.models import Engagement
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.methods.scheduling import Binding, Found, Plan
from roadmap.plan.domain.inputs import PlanInputs
from roadmap.plan.domain.result import PlanResult
from roadmap.plan.words import findings, timetable

ENGAGEMENT = Engagement(pk=1, start=date(2027, 1, 1), currency="EUR", discount_rate="0.08")
A, B, C = (InitiativeFacts(pk, key, f"Title {key}", "data", 1, "IT") for pk, key in enumerate("ABC", start=1))
IT, SALES = 1, 2


def inputs(*initiatives: InitiativeFacts, **changed: Any) -> PlanInputs:
    values: dict[str, Any] = {
        "start": ENGAGEMENT.start,
        "quarters": 4,
        "yearly_rate": 0.08,
        "budget": None,
        "departments": {IT: "IT", SALES: "Sales"},
        "capacity": {IT: 10.0, SALES: None},
        "initiatives": initiatives,
        "pins": {},
    }
    return PlanInputs(**values | changed)


def result(starts: dict[int, int | None], **changed: Any) -> PlanResult:
    """A plan that is worth 300; what it leaves out does not pay."""
    plan: dict[str, Any] = {
        "start": {str(pk): start for pk, start in starts.items()},
        "value": 300.0,
        "finish": 0,
        "bound": 300.0,
        "optimal": True,
        "binding": (),
        "left_out": {},
    }
    plan |= {name: changed.pop(name) for name in tuple(changed) if name in plan}
    kept: dict[str, Any] = {"quarters": 4, "load": {}, "capacity": {IT: 10.0}, "spent": 0.0, "budget": None}
    return PlanResult(Plan(**plan), **kept | changed)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "There is no plan yet"),
        (result({1: 0, 2: None}), "1 of 2 initiatives pay and fit; together they are worth €300"),
        (result({1: 0}), "1 of 1 initiatives pay and fit; together they are worth €300"),
    ],
)
def test_finding_counts_what_the_plan_knew(found, sentence):
    assert findings.finding(inputs(A, B, C), found, ENGAGEMENT) == sentence


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            result({}),
            "Proven best: no plan under the departments’ capacity, the budget, the order and the horizon "
            "is worth more.",
        ),
        (
            result({}, optimal=False, bound=330.0),
            "At most 10.0% better is possible: no plan can be worth more, that much is proven.",
        ),
        (
            result({}, optimal=False, bound=330.0, stopped=True),
            "The search was stopped by hand; this is the best plan that it had found. "
            "At most 10.0% better is possible: no plan can be worth more, that much is proven.",
        ),
    ],
)
def test_proof_says_how_good_the_plan_is_proven_to_be(found, sentence):
    assert findings.proof(found) == sentence


@pytest.mark.parametrize(
    ("limit", "load", "sentence"),
    [
        (Binding(None, None, None), 0.0, "The budget is used up."),
        (
            Binding(None, None, 1.5, Found.PRICE),
            0.0,
            "The budget is used up. Each EUR more would add about 1.50, by the price of the bound.",
        ),
        (Binding("1", 0, None), 10.0, "<strong>IT</strong> is full in Q1\u00a02027."),
        (
            Binding("1", 0, 50.0, Found.TRIAL),
            10.0,
            "<strong>IT</strong> is full in Q1\u00a02027. One person-week more adds €50: planned anew with it.",
        ),
        (
            Binding("1", 0, 50.0, Found.PRICE),
            6.0,
            "<strong>IT</strong> has too little left in Q1\u00a02027 for what would come next. "
            "One person-week more would add about €50, by the price of the bound.",
        ),
    ],
)
def test_limit_says_what_binds_and_what_more_of_it_is_worth(limit, load, sentence):
    found = result({1: 0}, binding=(limit,), load={IT: (load, 0.0, 0.0, 0.0)})
    assert findings.held_back(inputs(A), found, ENGAGEMENT) == [sentence]
    assert findings.idle(inputs(A), found) == ""


def test_limit_of_which_more_was_tried_in_vain_stands_apart():
    found = result({1: 0}, binding=(Binding("1", 0, 0.0, Found.TRIAL), Binding("1", 2, 0.0, Found.TRIAL)))
    assert findings.held_back(inputs(A), found, ENGAGEMENT) == []
    assert findings.idle(inputs(A), found) == (
        "Short as well, but one person-week more alone adds nothing (planned anew with it): "
        "IT Q1\u00a02027, IT Q3\u00a02027."
    )


def test_limit_of_a_department_that_left_is_not_taken_for_the_budget():
    found = result({1: 0}, binding=(Binding("9", 0, 50.0, Found.TRIAL),))
    assert findings.held_back(inputs(A), found, ENGAGEMENT) == []


def test_name_of_a_department_is_escaped():
    found = result({1: 0}, binding=(Binding("1", 0, None),), load={IT: (10.0,)})
    named = inputs(A, departments={IT: "<IT> {0}"})
    assert findings.held_back(named, found, ENGAGEMENT) == ["<strong>&lt;IT&gt; {0}</strong> is full in Q1\u00a02027."]


@pytest.mark.parametrize(("budget", "note"), [(None, "no budget is set"), (900.0, "€450 of a budget of €900 is used")])
def test_key_figures_say_what_they_stand_on(budget, note):
    found = result({1: 1, 2: None}, budget=budget, spent=450.0, pins_cost=None if budget else 20.0)
    assert findings.key_figures(inputs(A, B, pins={2: 3}), found, ENGAGEMENT) == [
        ("Net present value", "€300", "likely benefits, less all costs"),
        ("One-off costs", "€0", note),
        ("Done by", "Q2\u00a02027", "1 initiative"),
        ("What pins cost", "–" if budget else "€20", "1 start is pinned by hand"),
    ]


def test_lanes_hold_bars_with_the_quarters_around_them():
    said = timetable.timetable(inputs(A, B), result({1: 1, 2: 0}, load={IT: (4.5, 0.0, 0.0, 0.0)}), ENGAGEMENT)
    names = [f"Q{n}\u00a02027" for n in range(1, 5)]
    assert said["quarters"] == names
    it, sales = said["lanes"]
    address = "/engagements/1/initiatives/"
    assert it == (
        "IT",
        [
            (B, f"{address}2/", range(0), 1, (names[0], names[0]), range(3)),
            (A, f"{address}1/", range(1), 1, (names[1], names[1]), range(2)),
        ],
        "person-weeks of 10",
        [("4.5", False), ("", False), ("", False), ("", False)],
    )
    assert sales[2] == "person-weeks; capacity not stated"
    assert said["list"] == [(B, names[0], "IT"), (A, names[1], "IT")]


def test_options_name_every_initiative_and_escape_its_title():
    strange = InitiativeFacts(7, "X", "<b>", "", 1, "IT")
    assert timetable.offered(inputs(A, strange)) == (
        '<option value="1">A Title A</option>\n<option value="7">X &lt;b&gt;</option>'
    )
