"""Net promoter scores, and how they moved from one half-year to the next."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.journey.domain.scores import Periods, movement_of
from maturity.journey.queries.scores import scores_page
from maturity.journey.queries.touchpoint import touchpoint_page
from maturity.methods.noise import NoiseVerdict
from maturity.models import CustomerRating
from tests.factories import cast, journeys

pytestmark = pytest.mark.django_db
NEWEST = date(2026, 9, 30)
BEFORE = NEWEST - timedelta(weeks=30)


@pytest.fixture
def bill(engagement, ane):
    journeys.journey(engagement, ane, {"Buy": ["Order"], "Use": ["First bill"]})
    return journeys.touchpoint(engagement, "First bill")


@pytest.fixture
def url(engagement):
    return f"/engagements/{engagement.pk}/journey/scores/"


def rate(touchpoint, day, **counts):
    scores = [score for name, n in counts.items() for score in [{"high": 10, "middle": 7, "low": 3}[name]] * n]
    CustomerRating.objects.bulk_create(CustomerRating(touchpoint=touchpoint, score=score, date=day) for score in scores)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 9, 30), "after"),
        (date(2026, 4, 2), "after"),
        (date(2026, 4, 1), "before"),
        (date(2025, 10, 2), "before"),
        (date(2025, 10, 1), "earlier"),
        (None, "undated"),
    ],
)
def test_half_years_are_whole_weeks_and_end_with_the_newest_day(day, period):
    assert Periods(NEWEST).of(day) == period


def test_change_of_many_answers_is_more_than_noise(engagement, bill, url, as_ane):
    rate(bill, BEFORE, high=80, middle=60, low=60)
    rate(bill, NEWEST, high=130, middle=40, low=30)
    line = scores_page(engagement).journeys[0].whole
    assert (line.n, line.movement.n_before, line.movement.n_after) == (400, 200, 200)
    assert (line.movement.shown, line.movement.change.verdict) == (0.4, NoiseVerdict.MORE_THAN_NOISE)
    text = as_ane.get(url).text
    assert "Customer: the net promoter score moved +40 points, more than noise" in text


def test_change_of_few_answers_is_noise_and_says_what_could_be_seen(engagement, bill, url, as_ane):
    rate(bill, BEFORE, high=4, middle=3, low=3)
    rate(bill, NEWEST, high=5, middle=3, low=2)
    movement = scores_page(engagement).journeys[0].touchpoints[0].movement
    assert (movement.shown, movement.change.verdict, round(movement.detectable, 2)) == (0.2, NoiseVerdict.NOISE, 0.79)
    assert "the net promoter score moved +20 points, no more than noise" in as_ane.get(url).text


def test_ratings_without_a_date_are_in_no_period_and_that_is_said(engagement, bill, url, as_ane):
    rate(bill, None, high=5)
    assert scores_page(engagement).periods is None
    assert "No rating has a date, so no change can be told." in as_ane.get(url).text
    rate(bill, NEWEST, high=4)
    found = scores_page(engagement).journeys[0].whole
    assert (found.n, found.movement.undated, found.movement.n_after, found.movement.change) == (9, 5, 4, None)
    assert "5 ratings without a date are in no period." in as_ane.get(url).text


def test_whole_journey_is_all_its_touchpoints_but_not_archived_ones(engagement, ane, bill):
    from maturity.journey.services import add_touchpoint, archive_touchpoint

    away = add_touchpoint(engagement=engagement, by=ane, stage=bill.stage, name="Away")
    rate(away, NEWEST, low=9)
    archive_touchpoint(engagement=engagement, by=ane, touchpoint=away)
    rate(bill, NEWEST, high=3)
    rate(journeys.touchpoint(engagement, "Order"), NEWEST, low=3)
    journey = scores_page(engagement).journeys[0]
    assert [(line.row.name, line.n, line.score.score) for line in (journey.whole, *journey.touchpoints)] == [
        ("Customer", 6, 0.0),
        ("Order", 3, -1.0),
        ("First bill", 3, 1.0),
    ]


def test_fewer_than_three_answers_have_no_score(engagement, bill, url, as_ane):
    rate(bill, NEWEST, high=2)
    assert scores_page(engagement).journeys[0].whole.score is None
    assert "Too few customers have been asked" in as_ane.get(url).text


def test_without_ratings_nobody_has_been_asked(engagement, url, as_ane):
    assert "No customer has been asked yet" in as_ane.get(url).text
    assert movement_of({}).change is None


def test_touchpoint_says_how_its_own_score_moved(engagement, bill, as_ane):
    rate(bill, BEFORE, high=80, middle=60, low=60)
    rate(bill, NEWEST, high=130, middle=40, low=30)
    assert touchpoint_page(bill).movement == scores_page(engagement).journeys[0].touchpoints[0].movement
    text = " ".join(as_ane.get(f"/engagements/{engagement.pk}/journey/touchpoints/{bill.pk}/").text.split())
    assert "in the half-year before 10 (200 answers), in the latest 50 (200 answers): <strong>+40</strong>" in text


def test_map_shows_the_journeys_score(engagement, bill, as_ane):
    rate(bill, None, high=3, low=1)
    text = as_ane.get(f"/engagements/{engagement.pk}/journey/").text
    assert "The journey’s net promoter score is 50" in text


def test_scores_by_role(client, engagement, ane, bill, url):
    people = (ane, cast.executive(engagement), cast.lead(engagement), cast.rival().organisation.users.get())
    for person, expected in zip(people, (200, 200, 200, 404), strict=True):
        client.force_login(person)
        assert client.get(url).status_code == expected


def test_scores_take_as_many_queries_whatever_the_size(engagement, bill, url, as_ane):
    def counted(n: int) -> int:
        rate(bill, NEWEST, high=n)
        rate(journeys.touchpoint(engagement, "Order"), BEFORE, low=n)
        with CaptureQueriesContext(connection) as queries:
            as_ane.get(url)
        return len(queries)

    as_ane.get(url)
    assert counted(1) == counted(3) == counted(30)
