"""What is found from ballots, and who sees what of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.assessment import services
from maturity.assessment.queries.pages import assessment_page, dimension_page
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework
from maturity.models import Change, Target
from tests.factories import cast, rooms

pytestmark = pytest.mark.django_db
FIRST = "customer-insight.1"


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement


def row(engagement, key: str = "customer-insight"):
    page = assessment_page(engagement)
    return next(each for each in page.rows if each.dimension.key == key)


def test_assessment_without_ballots_has_too_few_answers(engagement, as_ane):
    assert not assessment_page(engagement).found
    assert "Too few answers to say where you stand" in as_ane.get(f"/engagements/{engagement.pk}/assessment/").text


def test_departments_weigh_alike_however_many_they_send(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [4, 4, 4], "IT": [2, 2, 2, 2, 2, 2]}})
    assert (row(engagement).score.mean, row(engagement).score.distribution) == (3.0, (0, 6, 0, 3, 0))


def test_newest_round_counts(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 1, 1]}})
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}}, round_number=2)
    assert row(engagement).score.mean == 3.0


def test_newest_session_counts_unless_one_is_chosen(engagement):
    first = rooms.voted(engagement, {FIRST: {"Sales": [1, 1, 1]}}, title="Spring")
    rooms.voted(engagement, {FIRST: {"Sales": [4, 4, 4]}}, title="Autumn")
    assert assessment_page(engagement).overall.mean == 4.0
    assert assessment_page(engagement, first.pk).overall.mean == 1.0


def test_ballots_of_an_open_round_are_not_read(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [2, 2, 2]}})
    rooms.voted(engagement, {FIRST: {"Sales": [5, 5, 5]}}, round_number=2, open_round=True)
    assert row(engagement).score.mean == 2.0


def test_split_room_is_said_in_words(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [2] * 7, "IT": [4] * 6}})
    assert "7 say Curious, 6 say Purposeful." in as_ane.get(f"/engagements/{engagement.pk}/assessment/").text


def test_department_of_two_is_part_of_the_whole_only(engagement):
    rooms.voted(engagement, {FIRST: {"Sales": [2, 2, 2], "IT": [4, 4, 4], "Service": [5, 5]}})
    page = assessment_page(engagement)
    shown = {name: found[0].mean for name, found, _overall in page.departments}
    assert (shown["Service"], page.any_hidden, page.overall.n) == (None, True, 8)
    assert None in (shown["Sales"], shown["IT"]), "one more is hidden, or subtraction would tell what Service said"


def test_gap_is_target_less_mean(engagement, ane):
    rooms.voted(engagement, {FIRST: {"Sales": [2, 2, 2]}})
    services.set_targets(engagement=engagement, by=ane, chosen={"customer-insight": (4, "The airport next door")})
    assert [(each.dimension.key, each.score.gap, each.reason) for each in assessment_page(engagement).gaps] == [
        ("customer-insight", 2.0, "The airport next door")
    ]


def test_targets_are_set_changed_and_taken_away_with_a_trail(engagement, as_ane):
    url = f"/engagements/{engagement.pk}/assessment/targets/"
    as_ane.post(url, {"recognition": "4", "recognition-reason": "Everybody expects it"})
    as_ane.post(url, {"recognition": "5", "recognition-reason": "Everybody expects it"})
    as_ane.post(url, {})
    assert Target.objects.count() == 0
    assert [each.fields["rung"] for each in Change.objects.order_by("pk")] == [[None, 4], [4, 5], [5, None]]


def test_reason_without_target_is_told_and_kept(engagement, as_ane):
    answer = as_ane.post(f"/engagements/{engagement.pk}/assessment/targets/", {"recognition-reason": "Because"})
    assert (answer.status_code, Target.objects.count()) == (422, 0)
    assert "There is a reason, but no target: choose a rung." in answer.text
    assert 'value="Because"' in answer.text


@pytest.mark.parametrize(("page", "answers"), [("", (200, 200, 200, 404)), ("targets/", (200, 403, 403, 404))])
def test_pages_by_role(client, engagement, ane, page, answers):
    people = (ane, cast.executive(engagement), cast.lead(engagement), cast.rival().organisation.users.get())
    for person, expected in zip(people, answers, strict=True):
        client.force_login(person)
        assert client.get(f"/engagements/{engagement.pk}/assessment/{page}").status_code == expected


def test_dimension_page_shows_both_rounds(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 1, 1, None]}})
    rooms.voted(engagement, {FIRST: {"Sales": [3, 3, 3]}}, round_number=2)
    page = dimension_page(engagement, "customer-insight")
    _statement, rounds, _movements = page.statements[0]
    assert [(each.number, each.score.mean, each.score.dont_know) for each in rounds] == [
        (1, 1.0, 1),
        (2, 3.0, 0),
    ]
    assert (
        "Workshop, round 2" in as_ane.get(f"/engagements/{engagement.pk}/assessment/dimensions/customer-insight/").text
    )


def test_unknown_dimension_is_not_there(engagement, as_ane):
    assert as_ane.get(f"/engagements/{engagement.pk}/assessment/dimensions/nonsense/").status_code == 404


def test_assessment_takes_as_many_queries_whatever_the_size(engagement, as_ane):
    def queries(voters):
        votes = {"Sales": [2] * voters, "IT": [3] * voters}
        rooms.voted(engagement, {FIRST: votes, "recognition.1": votes, "leadership.1": votes}, title=f"Of {voters}")
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(f"/engagements/{engagement.pk}/assessment/")
        return len(seen)

    assert len({queries(1), queries(3), queries(30)}) == 1
