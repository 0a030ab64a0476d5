"""What the rooms decided follows the result: claims beyond the evidence, dissents, and the owners' marks."""

import pytest
from django.urls import reverse

from maturity.assessment.domain.outcomes import Dissenter, Outcome
from maturity.assessment.queries.outcomes import outcomes_of
from maturity.assessment.queries.pages import dimension_page
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework
from maturity.models import Ballot, Dissent, Session, SessionStatement
from tests.factories import rooms

pytestmark = pytest.mark.django_db
FIRST, SECOND = "customer-insight.1", "customer-insight.2"


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement


def decide(session: Session, **fields: object) -> SessionStatement:
    statement = session.statements.first()
    SessionStatement.objects.filter(pk=statement.pk).update(**fields)
    return statement


def mark(session: Session, *labels: str) -> None:
    Ballot.objects.filter(participant__session=session, participant__label__in=labels).update(responsible=True)


def test_outcome_is_that_of_the_newest_session(engagement, django_assert_num_queries):
    first = rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}}, title="Spring")
    decide(first, decided_rung=2, decision="Earlier")
    second = rooms.voted(engagement, {FIRST: {"Sales": [4, 4, 4]}}, title="Autumn")
    statement = decide(second, decided_rung=4, decision="Now", evidenced_rung=3, evidence="One report")
    sales = engagement.departments.get(name="Sales")
    Dissent.objects.create(session_statement=statement, department=sales, text="Too kind")
    Dissent.objects.create(session_statement=statement, text="Too hard")
    with django_assert_num_queries(1):
        (found,) = outcomes_of(engagement, "customer-insight")
    dissents = (Dissenter("Sales", "Too kind"), Dissenter("", "Too hard"))
    assert found == Outcome(FIRST, "Autumn", second.pk, 1, 4, "Now", 3, "One report", dissents)
    assert (found.capped, outcomes_of(engagement, "customer-care")) == (True, ())


def test_rehearsals_and_what_was_never_shown_decide_nothing(engagement):
    rehearsed = rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}}, title="Rehearsal")
    decide(rehearsed, decided_rung=2)
    Session.objects.filter(pk=rehearsed.pk).update(rehearsal=True)
    unshown = rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}}, title="Open", open_round=True)
    decide(unshown, decided_rung=3)
    assert outcomes_of(engagement) == ()


def test_page_says_claimed_and_evidenced_and_who_dissents(engagement, as_ane):
    session = rooms.voted(engagement, {FIRST: {"Sales": [4, 4, 4]}})
    statement = decide(session, decided_rung=4, evidenced_rung=3)
    Dissent.objects.create(session_statement=statement, text="Too kind")
    url = reverse("assessment:outcomes", args=[engagement.pk, "customer-insight"])
    assert url in as_ane.get(reverse("assessment:dimension", args=[engagement.pk, "customer-insight"])).text
    page, fragment = as_ane.get(url).text, as_ane.get(url, HTTP_HX_REQUEST="true").text
    for answer in (page, fragment):
        assert ("claimed 4, evidenced 3" in answer, "Too kind" in answer) == (True, True)
    assert ("<h1>" in page, "<h1>" in fragment) == (True, False)


def test_owners_are_told_apart_where_that_tells_of_nobody(engagement, as_ane):
    votes = {"Sales": [5, 5, 4, 2, 3, 2], "IT": [4, 5, 5, 2, 2, 3]}
    session = rooms.voted(engagement, {FIRST: votes, SECOND: votes})
    mark(session, "SAL-1", "SAL-2", "SAL-3", "IT-1", "IT-2", "IT-3")
    owners = dimension_page(engagement, "customer-insight").owners
    assert (owners.marked, owners.people, round(owners.tilt.tilt, 2)) == (6, 12, 2.33)
    assert round(owners.without, 2) == 2.33
    page = as_ane.get(reverse("assessment:dimension", args=[engagement.pk, "customer-insight"])).text
    assert "6 of 12 said “I am responsible for this”." in page
    assert "Without them the mean is 2.3 instead of 3.5." in page


@pytest.mark.parametrize("marked", [["SAL-1", "SAL-2"], ["SAL-1", "SAL-2", "SAL-3"], ["SAL-1", "SAL-2", "IT-1"]])
def test_owners_stay_in_the_whole_where_a_subtraction_would_tell(engagement, marked):
    session = rooms.voted(engagement, {FIRST: {"Sales": [5, 5, 4, 2], "IT": [4, 5, 5, 2]}})
    mark(session, *marked)
    owners = dimension_page(engagement, "customer-insight").owners
    assert (owners.marked, owners.tilt, owners.without) == (len(marked), None, None)


def test_nobody_marked_is_nothing_to_tell(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [5, 5, 4, 2]}})
    assert dimension_page(engagement, "customer-insight").owners is None


def test_what_was_answered_alone_is_named_so(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [2, 2, 3]}}, round_number=0)
    rooms.voted(engagement, {FIRST: {"Sales": [4, 4, 4]}})
    page = as_ane.get(reverse("assessment:dimension", args=[engagement.pk, "customer-insight"])).text
    assert ("Workshop, before the meeting" in page, "Workshop, round 1" in page) == (True, True)
