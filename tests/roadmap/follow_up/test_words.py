"""What follow-up says, from results."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from maturity.models import User
from roadmap.follow_up import words
from roadmap.follow_up.domain import Planned
from roadmap.follow_up.queries import FollowedInitiative, FollowUpPage, ReadMeasure
from roadmap.follow_up.rules import Due
from roadmap.initiatives.domain.facts import DepartmentFacts, InitiativeFacts, MeasureFacts
from roadmap.models import Progress, Reading

START = date(2027, 1, 1)
SALES, IT = DepartmentFacts(1, "Sales"), DepartmentFacts(2, "IT")
ANSWERED = MeasureFacts(7, "Answered <b>", "", "%", None, None, date(2027, 2, 1), None)


def item(*due: Due, planned: Planned | None = None, progress: Progress | None = None) -> FollowedInitiative:
    facts = InitiativeFacts(1, "A1", "One shop", "", 1, "Sales")
    return FollowedInitiative(facts, progress or Progress(), planned, due, (ANSWERED, ANSWERED))


def page(*items: FollowedInitiative, department: DepartmentFacts | None = None) -> FollowUpPage:
    return FollowUpPage(items=items, departments=(SALES, IT), department=department, has_plan=True)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (page(), "Nothing to follow up yet"),
        (page(item()), "Nothing is due"),
        (page(item(planned=Planned(3, 4))), "Nothing is due; next is One shop, in Q3\u00a02027"),
        (page(item(Due.SILENT), item()), "1 of 2 items is due"),
        (page(item(Due.SILENT), item(Due.SILENT)), "2 of 2 items are due"),
        (page(item(Due.SILENT), department=SALES), "1 of your 1 items is due"),
        (page(item(Due.SILENT), item(Due.SILENT), department=IT), "2 of 2 items of IT are due"),
    ],
)
def test_finding(shown, said):
    assert words.finding(shown, SALES.pk, START) == said


def test_what_is_due():
    found = item(*Due, planned=Planned(1, 2))
    assert words.dues(found, START) == [
        "Starts in Q1\u00a02027 by the plan",
        "Done in Q2\u00a02027 by the plan",
        "Review 1 Feb 2027: Answered &lt;b&gt;<br>Review 1 Feb 2027: Answered &lt;b&gt;",
        "No word for 30 days",
    ]


@pytest.mark.parametrize(
    ("planned", "said"),
    [(None, "not planned"), (Planned(1, 1), "Q1\u00a02027"), (Planned(1, 2), "Q1\u00a02027 to Q2\u00a02027")],
)
def test_planned(planned, said):
    assert words.planned(planned, START) == said


@pytest.mark.parametrize(
    ("by", "said"), [(None, "10 Feb 2027"), (User(name="Dora", email="d@x.test"), "10 Feb 2027 by Dora")]
)
def test_who_told_news(by, said):
    at = datetime(2027, 2, 10, 12, tzinfo=UTC)
    assert words.told(item(progress=Progress(pk=1, changed_at=at, changed_by=by))) == said


def test_nobody_has_told_news():
    assert words.told(item()) == "no word yet"


@pytest.mark.parametrize(
    ("baseline", "target", "unit", "said"),
    [
        ("61", "95", "%", "from 61 to 95 %"),
        (None, "95", "%", "target 95 %"),
        ("61", None, "%", "baseline 61 %, no target"),
        (None, None, "%", "%"),
        (None, None, "", "–"),
    ],
)
def test_where_a_measure_goes(baseline, target, unit, said):
    amounts = [Decimal(each) if each else None for each in (baseline, target)]
    measure = MeasureFacts(7, "m", "", unit, *amounts, None, None)
    assert words.towards(ReadMeasure(measure, ())) == said
    read = ReadMeasure(measure, (Reading(date=date(2027, 2, 1), value=Decimal("68.50")),))
    assert words.hint(read) == f"{said} · last 68.5 on 1 Feb 2027"


@pytest.mark.parametrize(
    ("field", "before", "after", "said"),
    [
        ("status", "not started", "on track", "Status: Not started → On track"),
        ("percent", 40, 50, "Progress: 40 % → 50 %"),
        ("blocker", "", "No time", "Blocker: “No time”"),
        ("blocker", "No time", "No money", "Blocker: “No time” → “No money”"),
        ("blocker", "No time", "", "Blocker gone: “No time”"),
        ("Answered · 2027-02-10", None, "68.50", "Answered, 10 Feb 2027: 68.5"),
        ("Answered · 2027-02-10", "68.50", "70", "Answered, 10 Feb 2027: 68.5 → 70"),
        ("Answered · 2027-02-10", "68.50", None, "Answered, 10 Feb 2027: 68.5 → deleted"),
    ],
)
def test_change_in_words(field, before, after, said):
    assert words.changed(field, before, after) == said


def test_translations_of_the_sentences_stay():
    with translation.override("da"):
        shown = page(item(Due.SILENT), item(), department=IT)
        assert words.finding(shown, SALES.pk, START) != "1 of 2 items of IT is due"
        assert words.towards(ReadMeasure(ANSWERED._replace(target=Decimal(95)), ())).startswith("mål")
