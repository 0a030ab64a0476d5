"""How far the room agrees: the figures, the finding in words, and who may read them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.assessment.queries.pages import agreement_page
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework
from maturity.methods.agreement import RoomVerdict
from tests.factories import cast, rooms

pytestmark = pytest.mark.django_db
FIRST, SECOND = "customer-insight.1", "customer-insight.2"


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement


def seen(client, engagement) -> str:
    return " ".join(client.get(f"/engagements/{engagement.pk}/assessment/agreement/").text.split())


def test_agreement_without_ballots_says_that_there_are_too_few(engagement, as_ane):
    assert not agreement_page(engagement).found
    assert "Too few answers to say how far the room agrees" in seen(as_ane, engagement)


def test_agreement_of_two_people_is_not_told(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 5]}})
    assert agreement_page(engagement).whole is None
    assert "Too few answers to say how far the room agrees" in seen(as_ane, engagement)


def test_room_that_agrees_is_said_to(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [2, 2, 3], "IT": [2, 3, 3]}})
    page = agreement_page(engagement)
    assert [(row.dimension.key, row.room.verdict) for row in page.known] == [("customer-insight", RoomVerdict.AGREES)]
    assert "The room agrees on the one dimension that was voted on, Customer insight" in seen(as_ane, engagement)


def test_divided_room_comes_first_with_its_camps(engagement, as_ane):
    rooms.voted(
        engagement,
        {FIRST: {"Sales": [3, 3, 3], "IT": [3, 3, 4]}, "recognition.1": {"Sales": [2, 2, 2], "IT": [4, 4, 4]}},
    )
    page = agreement_page(engagement)
    assert [row.dimension.key for row in page.known] == ["recognition", "customer-insight"]
    assert page.least.room.rule.disagrees
    text = seen(as_ane, engagement)
    assert "The room agrees on 1 of 2 dimensions; on Recognition and context it is divided" in text
    assert "3 say Curious, 3 say Purposeful." in text
    assert "Far apart: 3 of 6 stand on the two lowest rungs, 3 on the two highest." in text


def test_answers_that_are_all_equal_have_no_alpha_and_full_ac2(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3], "IT": [3, 3, 3]}})
    found = agreement_page(engagement).least.room
    assert (found.alpha, found.ac2, found.figures_part, found.between) == (None, 1.0, True, None)
    text = seen(as_ane, engagement)
    assert "All answers are equal: alpha does not exist" in text
    assert "Too few departments to say." in text


def test_what_lies_between_departments_is_a_share_with_its_reliability(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 1, 2], "IT": [4, 4, 5]}})
    found = agreement_page(engagement).least.room
    assert (found.between.groups, found.between.people, found.reliable) == (2, 6, True)
    assert round(found.share_between, 2) == 0.93


def test_what_lies_between_departments_is_not_told_where_one_may_not_be_shown(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 1, 2], "IT": [4, 4, 5], "Service": [5, 5]}})
    found = agreement_page(engagement).least.room
    assert (found.people, found.between, found.share_between, found.reliable) == (8, None, None, False)


def test_a_wg_says_of_how_many_statements_it_is(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [2, 3, 3, 4]}, SECOND: {"Sales": [1, 1, 1, 2]}})
    found = agreement_page(engagement).least.room
    assert (found.around_mean, found.around_mean_of, found.statements) == (0.75, 1, 2)


def test_dimension_page_says_the_rule_and_alpha(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 2, 2]}, SECOND: {"Sales": [4, 5, 5]}})
    text = " ".join(as_ane.get(f"/engagements/{engagement.pk}/assessment/dimensions/customer-insight/").text.split())
    assert "Not far apart: the middle four tenths lie on" in text
    assert "Alpha is 0." in text


def test_agreement_takes_as_many_queries_whatever_the_size(engagement, as_ane):
    def queries(voters):
        votes = {"Sales": [2] * voters, "IT": [3] * voters}
        rooms.voted(engagement, {FIRST: votes, "recognition.1": votes, "leadership.1": votes}, title=f"Of {voters}")
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(f"/engagements/{engagement.pk}/assessment/agreement/")
        return len(seen)

    assert len({queries(1), queries(3), queries(30)}) == 1


def test_agreement_by_role(client, engagement, ane):
    people = (ane, cast.executive(engagement), cast.lead(engagement), cast.rival().organisation.users.get())
    for person, expected in zip(people, (200, 200, 200, 404), strict=True):
        client.force_login(person)
        assert client.get(f"/engagements/{engagement.pk}/assessment/agreement/").status_code == expected
