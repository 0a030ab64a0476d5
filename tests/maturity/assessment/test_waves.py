"""What changed between waves, and which sessions are a wave."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maturity.assessment import services
from maturity.assessment.queries.pages import dimension_page
from maturity.assessment.queries.waves import waves_page
from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework
from maturity.methods.noise import NoiseVerdict
from maturity.models import Change, Session, Wave, WaveSession
from tests.factories import cast, rooms

pytestmark = pytest.mark.django_db
FIRST = "customer-insight.1"


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement


@pytest.fixture
def url(engagement):
    return f"/engagements/{engagement.pk}/assessment/waves/"


def spring(engagement):
    return rooms.voted(engagement, {FIRST: {"Sales": [1, 2, 3, 4, 2, 3]}}, title="Spring")


def autumn(engagement):
    return rooms.voted(engagement, {FIRST: {"Sales": [2, 3, 4, 5, 3, 3]}}, title="Autumn")


def wave(engagement, ane, name, *sessions, same_people=False):
    pks = [session.pk for session in sessions]
    return services.save_wave(engagement=engagement, by=ane, name=name, sessions=pks, same_people=same_people)


def test_without_answers_there_is_nothing_to_compare(url, as_ane):
    assert "There is nothing to compare yet" in as_ane.get(url).text


def test_one_session_says_what_the_next_wave_could_show(engagement, url, as_ane):
    spring(engagement)
    page = waves_page(engagement)
    assert (page.comparison, page.others.overall.people, round(page.others.overall.change, 2)) == (None, 6, 1.63)
    assert "The next wave could show a change of 1.6 rungs or more" in as_ane.get(url).text


def test_two_sessions_are_compared_where_there_are_no_waves(engagement, url, as_ane):
    spring(engagement)
    autumn(engagement)
    found = waves_page(engagement).comparison
    assert (found.before.name, found.after.name, found.changes.paired) == ("Spring", "Autumn", False)
    assert (found.overall.shown, found.overall.found.verdict) == (pytest.approx(0.8), NoiseVerdict.NOISE)
    assert "No change since Spring that can be told from chance (+0.8)" in as_ane.get(url).text


def test_same_pseudonyms_are_the_same_people_only_where_the_facilitator_says_so(engagement, ane, url, as_ane):
    first, second = spring(engagement), autumn(engagement)
    wave(engagement, ane, "One", first)
    later = wave(engagement, ane, "Two", second)
    assert waves_page(engagement).comparison.overall.found.verdict is NoiseVerdict.NOISE
    services.save_wave(engagement=engagement, by=ane, name="Two", sessions=[second.pk], same_people=True, wave=later)
    found = waves_page(engagement).comparison.overall.found
    assert (found.people_both, found.verdict) == (6, NoiseVerdict.MORE_THAN_NOISE)
    assert "0.8 rungs up since One: more than noise" in as_ane.get(url).text


def test_wave_of_two_sessions_counts_the_newest_ballots_of_each_statement(engagement, ane):
    first, second = spring(engagement), autumn(engagement)
    third = rooms.voted(engagement, {FIRST: {"Sales": [5, 5, 4]}}, title="Winter")
    wave(engagement, ane, "Two", second, third)
    wave(engagement, ane, "One", first)
    page = waves_page(engagement)
    assert [each.name for each in page.moments] == ["One", "Two"]
    assert page.comparison.overall.found.people_after == 3


def test_address_says_which_two_are_compared_and_nonsense_is_the_last_two(engagement, url, as_ane):
    pks = [each(engagement).pk for each in (spring, autumn)]
    rooms.voted(engagement, {FIRST: {"Sales": [5, 5, 4]}}, title="Winter")
    asked = waves_page(engagement, before=f"s{pks[1]}", after=f"s{pks[0]}").comparison
    assert (asked.before.name, asked.after.name) == ("Spring", "Autumn")
    for before, after in [("", ""), ("s0", "w9"), (f"s{pks[0]}", f"s{pks[0]}")]:
        found = waves_page(engagement, before, after).comparison
        assert (found.before.name, found.after.name) == ("Autumn", "Winter")
    assert as_ane.get(url, {"before": "\x00", "after": "w" * 500}).status_code == 200


def test_fewer_than_three_people_are_not_compared(engagement, url, as_ane):
    spring(engagement)
    rooms.voted(engagement, {FIRST: {"Sales": [5, 5]}}, title="Autumn")
    assert waves_page(engagement).comparison.overall.found.change is None
    text = as_ane.get(url).text
    assert "Spring and Autumn cannot be compared" in text
    assert "Too few answers in one of the two." in text


def test_ballots_of_an_open_round_are_not_compared(engagement):
    spring(engagement)
    rooms.voted(engagement, {FIRST: {"Sales": [5, 5, 5]}}, title="Autumn", open_round=True)
    assert waves_page(engagement).comparison is None


def test_rehearsals_are_neither_compared_nor_offered(engagement, url, as_ane):
    spring(engagement)
    autumn(engagement)
    engagement.sessions.filter(title="Autumn").update(rehearsal=True)
    assert waves_page(engagement).comparison is None
    assert "Autumn" not in as_ane.get(f"{url}add/").text


def test_wave_is_added_changed_and_removed_with_a_trail(engagement, url, as_ane):
    session, other = spring(engagement), autumn(engagement)
    as_ane.post(f"{url}add/", {"name": "One", "sessions": [session.pk]})
    made = Wave.objects.get()
    as_ane.post(f"{url}{made.pk}/edit/", {"name": "First", "sessions": [other.pk], "same_people": "on"})
    made.refresh_from_db()
    assert (made.name, made.same_people, [place.session for place in made.places.all()]) == ("First", True, [other])
    as_ane.post(f"{url}{made.pk}/remove/")
    assert (Wave.objects.count(), WaveSession.objects.count(), engagement.sessions.count()) == (0, 0, 2)
    assert [(each.action, each.fields.get("sessions")) for each in Change.objects.order_by("pk")] == [
        ("added", ["", "Spring"]),
        ("changed", ["Spring", "Autumn"]),
        ("removed", ["Autumn", ""]),
    ]


def test_session_is_in_one_wave_at_most(engagement, ane, url, as_ane):
    session = spring(engagement)
    wave(engagement, ane, "One", session)
    answer = as_ane.post(f"{url}add/", {"name": "Two", "sessions": [session.pk]})
    assert (answer.status_code, WaveSession.objects.count()) == (422, 1)
    with pytest.raises(services.SessionTaken):
        wave(engagement, ane, "Two", session)


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({}, "This field is required."),
        ({"name": " oNE "}, "There is a wave with this name already."),
        ({"name": "Two", "sessions": ["999999"]}, "is not one of the available choices"),
        ({"name": "Two", "sessions": ["x"]}, "is not one of the available choices"),
    ],
)
def test_wave_that_makes_no_sense_is_told_and_nothing_is_saved(engagement, ane, url, as_ane, sent, fault):
    wave(engagement, ane, "One")
    answer = as_ane.post(f"{url}add/", sent)
    assert (answer.status_code, Wave.objects.count()) == (422, 1)
    assert fault in answer.text


def test_another_clients_session_cannot_be_taken(engagement, url, as_ane):
    rival = cast.rival()
    EngagementFramework.objects.get_or_create(engagement=rival, defaults={"framework": shipped_framework()})
    foreign = spring(rival)
    assert as_ane.post(f"{url}add/", {"name": "One", "sessions": [foreign.pk]}).status_code == 422
    assert Wave.objects.count() == 0


@pytest.mark.parametrize(("page", "answers"), [("", (200, 200, 200, 404)), ("add/", (200, 403, 403, 404))])
def test_waves_by_role(client, engagement, ane, url, page, answers):
    people = (ane, cast.executive(engagement), cast.lead(engagement), cast.rival().organisation.users.get())
    for person, expected in zip(people, answers, strict=True):
        client.force_login(person)
        assert client.get(url + page).status_code == expected


def test_waves_take_as_many_queries_whatever_the_size(engagement, ane, url, as_ane):
    def queries(voters, named):
        for number in range(2):
            votes = {"Sales": [2] * voters, "IT": [3] * voters}
            session = rooms.voted(engagement, {FIRST: votes}, title=f"Of {voters}, {number}")
            if number < named:
                wave(engagement, ane, session.title, session)
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(url)
        return len(seen)

    assert len({queries(1, 0), queries(3, 2), queries(12, 2)}) == 1


def test_room_that_moved_between_its_rounds_is_told_on_the_dimensions_page(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 2, 3, 4, 2, 3]}})
    rooms.voted(engagement, {FIRST: {"Sales": [2, 3, 4, 5, 3, 3]}}, round_number=2)
    _statement, _rounds, movements = dimension_page(engagement, "customer-insight").statements[0]
    row = movements["Workshop"]
    assert (len(movements), row.found.people_both, row.real) == (1, 6, True)
    text = as_ane.get(f"/engagements/{engagement.pk}/assessment/dimensions/customer-insight/").text
    assert "Workshop, from round 1 to round 2: <strong>+0.8</strong>" in text


def test_one_round_has_not_moved_and_too_few_are_not_told(engagement, as_ane):
    rooms.voted(engagement, {FIRST: {"Sales": [1, 2, 3]}, "customer-insight.2": {"Sales": [1, 2]}})
    rooms.voted(engagement, {"customer-insight.2": {"Sales": [2, 2]}}, round_number=2)
    movements = [each for *_, each in dimension_page(engagement, "customer-insight").statements]
    assert (movements[0], movements[1]["Workshop"].compared) == ({}, False)
    url = f"/engagements/{engagement.pk}/assessment/dimensions/customer-insight/"
    assert "from round 1 to round 2" not in as_ane.get(url).text


def test_session_is_put_into_a_wave_from_its_own_page(engagement, as_ane):
    session = rooms.open_session(engagement)
    url = reverse("assessment:place", args=[engagement.pk, session.pk])

    assert as_ane.post(url, {"wave": "new"}).status_code == 422
    as_ane.post(url, {"wave": "new", "name": "Spring"})
    spring = engagement.waves.get()
    assert [place.session for place in spring.places.all()] == [session]
    assert as_ane.post(url, {"wave": "new", "name": "spring"}).status_code == 422

    other = engagement.waves.create(name="Autumn")
    as_ane.post(url, {"wave": other.pk})
    assert ([*spring.places.all()], other.places.get().session) == ([], session)
    as_ane.post(url, {"wave": "none"})
    assert [*other.places.all()] == []


def test_rehearsal_is_in_no_wave(engagement, as_ane):
    session = rooms.open_session(engagement)
    Session.objects.filter(pk=session.pk).update(rehearsal=True)
    assert as_ane.get(reverse("assessment:place", args=[engagement.pk, session.pk])).status_code == 404
