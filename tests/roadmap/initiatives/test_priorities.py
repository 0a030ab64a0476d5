"""The order of priority: how sure it is said to be, the other orders and what they lack, and what waits for what."""

import pytest
from django.http import QueryDict

from roadmap.initiatives.domain.order import Waits, waits_of
from roadmap.initiatives.domain.priorities import Asked, Scored, delay_of, priorities_of, rice_of
from roadmap.initiatives.queries.portfolio import portfolio_of
from roadmap.methods.precedence import Chain
from roadmap.models import Initiative
from tests.factories.initiatives import initiative

pytestmark = pytest.mark.django_db


def url(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/initiatives/{rest}"


def raters(department: str, *pairs: tuple[int, int]) -> dict[str, tuple[str, int, int]]:
    """Value and effort by R1, R2, … of one department."""
    return {f"R{n}": (department, value, effort) for n, (value, effort) in enumerate(pairs, start=1)}


@pytest.fixture
def three(engagement):
    """A1 is liked by all, A2 divides them, A3 leaves them cool; Sales owns them, and nobody there was asked."""
    initiative(engagement, "A1", raters=raters("IT", (5, 1), (4, 1), (5, 1)))
    initiative(engagement, "A2", raters=raters("IT", (1, 3), (5, 3), (3, 3)))
    initiative(engagement, "A3", raters=raters("IT", (3, 3), (3, 3), (2, 3)))


def priorities(engagement, **asked):
    return priorities_of(portfolio_of(engagement), Asked(**asked))


# How sure the order is


def test_order_says_who_is_surely_first_and_which_places_are_open(engagement, three):
    found = priorities(engagement, first=1)
    assert [line.row.key for line in found.lines] == ["A1", "A2", "A3"]
    assert (found.sureness.sure, found.sureness.contested, found.sureness.open_places) == (("A1",), (), ((2, 3),))
    assert [line.outdone_by for line in found.lines] == [(), ("A1",), ("A1", "A2")]
    assert (found.open_places, found.seats) == ("", ())


def test_open_places_are_said_in_words(engagement, three, as_ane):
    text = as_ane.get(url(engagement, "?first=2")).text
    assert "A1 is surely among the first 2;" in text
    assert "2 compete for place 2" in text
    assert "Places 2–3 are open: the estimates do not decide the order within." in text
    assert "rank-robustness" in text


def test_one_rater_each_does_not_say_how_sure(engagement, as_ane):
    initiative(engagement, "A1", raters=raters("IT", (5, 1)))
    initiative(engagement, "A2", raters=raters("IT", (2, 3)))
    found = priorities(engagement)
    assert (found.sureness, [line.standing for line in found.lines]) == (None, [None, None])
    assert "A1 stands first, but one rater each does not say how surely" in as_ane.get(url(engagement)).text


def test_owners_do_not_count_in_the_order(engagement):
    initiative(engagement, "A1", raters={"Bo": ("Sales", 5, 1), "Dan": ("IT", 2, 4)})
    initiative(engagement, "A2", raters={"Bo": ("Sales", 5, 1)})
    found = priorities(engagement)
    assert [(line.row.key, line.figure) for line in found.lines] == [("A1", 0.5)]
    assert [(row.key, lacks) for row, lacks in found.lacking] == [("A2", ("value",))]


def test_departments_alike_change_what_counts(engagement, as_ane):
    crowd = raters("IT", (2, 4), (2, 4), (2, 4))
    initiative(engagement, "A1", raters={**crowd, "Dan": ("Service", 5, 1)})
    initiative(engagement, "A2", raters={**raters("IT", (3, 4), (3, 4), (3, 4)), "Dan": ("Service", 2, 2)})
    assert [line.figure for line in priorities(engagement).lines] == [2.75 / 3.25, 2.75 / 3.5]
    assert [line.figure for line in priorities(engagement, alike=True).lines] == [3.5 / 2.5, 2.5 / 3]
    page = as_ane.get(url(engagement, "?view=alike&weigh=departments")).context["page"]
    assert [(seen.row.key, seen.summary.value) for seen in page.rows] == [("A1", 3.5), ("A2", 2.5)]
    assert page.priorities.asked == Asked(alike=True)


# Other orders


@pytest.mark.parametrize(
    ("said", "scored"),
    [
        ((1200, 3.0, 80, 6.0), Scored(160.0)),
        ((0, 3.0, 0, 6.0), Scored(0.0)),
        ((None, 3.0, None, 6.0), Scored(lacks=("reach", "confidence"))),
        ((1200, None, 80, 0.0), Scored(lacks=("value", "effort"))),
    ],
)
def test_rice_or_what_it_lacks(said, scored):
    assert rice_of(*said) == scored


@pytest.mark.parametrize(
    ("said", "scored"),
    [
        ((1200.0, 3), Scored(100.0)),
        ((0.0, 3), Scored(lacks=("benefit",))),
        ((1200.0, 0), Scored(lacks=("duration",))),
    ],
)
def test_cost_of_delay_or_what_it_lacks(said, scored):
    assert delay_of(*said) == scored


def test_rice_orders_what_states_reach_and_confidence_and_names_the_rest(engagement, as_ane):
    rated = raters("IT", (3, 2), (3, 2))
    initiative(engagement, "A1", raters=rated, effort={"IT": 6}, reach=1200, confidence=80)
    initiative(engagement, "A2", raters=rated, effort={"IT": 2}, reach=1200, confidence=50)
    initiative(engagement, "A3", raters=rated, effort={"IT": 2})
    found = priorities(engagement, by="rice")
    assert [(line.row.key, line.figure) for line in found.lines] == [("A2", 300.0), ("A1", 160.0)]
    text = as_ane.get(url(engagement, "?by=rice")).text
    assert "Most customers helped for each week of work: A2 Title A2" in text
    assert "1 initiative lacks what this order needs" in text
    assert [(lacks, [row.key for row in rows]) for lacks, rows in found.lacking_alike] == [
        (("reach", "confidence"), ["A3"])
    ]


def test_cost_of_delay_puts_the_short_one_first(engagement, as_ane):
    rated = raters("IT", (3, 2), (3, 2))
    initiative(engagement, "A1", raters=rated, quarters=3, benefit=1200)
    initiative(engagement, "A2", raters=rated, quarters=1, benefit=800)
    found = priorities(engagement, by="delay")
    assert [(line.row.key, line.figure, line.delay) for line in found.lines] == [("A2", 200, 200), ("A1", 100, 300)]
    assert "Waiting costs most at A2 Title A2" in as_ane.get(url(engagement, "?by=delay")).text


def test_initiative_says_its_figures_and_what_they_lack(engagement, as_ane):
    made = initiative(engagement, "A1", raters=raters("IT", (3, 2), (3, 2)), effort={"IT": 6}, reach=1200)
    assert "no confidence stated" in as_ane.get(url(engagement, f"{made.pk}/")).text
    Initiative.objects.filter(pk=made.pk).update(confidence=80)
    assert "160.0: 1,200 customers a quarter, 80 % sure" in as_ane.get(url(engagement, f"{made.pk}/")).text


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", Asked()),
        ("by=rice&first=3&weigh=departments", Asked("rice", 3, alike=True)),
        ("by=nonsense&first=many&weigh=x", Asked()),
        ("first=0", Asked(first=1)),
        ("first=-2", Asked()),
        ("first=12345", Asked()),
        ("first=²", Asked()),
    ],
)
def test_nonsense_in_the_address_counts_as_not_asked(query, asked):
    assert Asked.of(QueryDict(query)) == asked


def test_filters_of_the_list_and_the_order_keep_each_other(engagement, three, as_ane):
    text = as_ane.get(url(engagement, "?by=delay&first=2&weigh=departments&kind=data&must=yes")).text
    for name, value in (("by", "delay"), ("first", "2"), ("weigh", "departments"), ("kind", "data"), ("must", "yes")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text


# What waits for what


def test_critical_path_and_slack(engagement, as_ane):
    data = initiative(engagement, "A1", quarters=2)
    initiative(engagement, "A2", quarters=3, after=[data])
    initiative(engagement, "A3", quarters=1, after=[data])
    initiative(engagement, "A4", quarters=1)
    assert waits_of(portfolio_of(engagement)) == Waits(
        chains=(Chain(("A1", "A2"), 5, 0), Chain(("A1", "A3"), 3, 2)),
        critical=("A1", "A2"),
        slack={"A1": 0, "A2": 0, "A3": 2},
    )
    text = as_ane.get(url(engagement)).text
    assert "The critical path takes 5 quarters: A1 → A2" in text
    assert "2 quarters of slack" in text


def test_circle_is_named_instead_of_a_path(engagement, as_ane):
    first = initiative(engagement, "A1")
    second = initiative(engagement, "A2", after=[first])
    first.after.add(second)
    assert waits_of(portfolio_of(engagement)) == Waits(circle=("A1", "A2", "A1"))
    assert "These wait for each other: A1 → A2 → A1. Take one of the links away." in as_ane.get(url(engagement)).text


def test_nothing_is_said_where_nothing_waits(engagement):
    initiative(engagement, "A1")
    assert waits_of(portfolio_of(engagement)) is None


# The form


def test_reach_and_confidence_are_kept_and_checked(engagement, as_ane):
    made = initiative(engagement, "A1")
    said = {
        "key": "A1",
        "title": "One policy",
        "department": made.department_id,
        "quarters": "1",
        "one_off_cost": "0",
        "cost_per_year": "0",
    }
    edit = url(engagement, f"{made.pk}/edit/")
    assert "confidence" in as_ane.post(edit, {**said, "confidence": "101"}).context["form"].errors
    assert as_ane.post(edit, {**said, "reach": "12,000", "confidence": "80"}).status_code == 302
    made.refresh_from_db()
    assert (made.reach, made.confidence) == (12000, 80)
    assert made.engagement.changes.latest("pk").fields["confidence"] == [None, 80]
