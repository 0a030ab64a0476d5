"""The door: codes, links, keys, and how often one may be wrong."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from maturity.models import Participant, Session
from maturity.workshop.rules import hash_key, show_code
from maturity.workshop.services import attempts, close_session
from tests.factories import cast, rooms
from tests.maturity.workshop.test_pages import begin, browser_of

CODE = "/join/"


@pytest.fixture(autouse=True)
def nobody_guessed(db) -> None:
    cache.clear()


def join(client: Client, session: Session, **more: str):
    department = session.engagement.departments.get(name="Sales")
    door = reverse("join:door", args=[session.join_token])
    client.get(door)
    return client.post(door, {"department": department.pk, "language": "da"} | more, follow=True)


def test_door_says_who_asks_why_who_sees_what_and_how_long(session: Session) -> None:
    page = Client().get(reverse("join:door", args=[session.join_token])).content.decode()
    for words in (
        "Client A; the session is led by Ane",
        "Why",
        "Nobody sees an answer before",
        "until Client A has it",
    ):
        assert words in page
    assert Participant.objects.count() == 0


def test_key_is_in_a_cookie_that_no_script_reads_and_only_its_hash_is_kept(session: Session) -> None:
    client = Client()
    answer = join(client, session)
    cookie = client.cookies[f"room-{session.pk}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], len(cookie.value)) == (True, "Lax", "/join/", 22)
    assert Participant.objects.get().key_hash == hash_key(cookie.value)
    assert cookie.value not in answer.content.decode()
    assert [url for url, _status in answer.redirect_chain] == [f"/join/room/{session.pk}/"]


def test_reload_and_joining_again_are_the_same_participant(session: Session) -> None:
    client = Client()
    join(client, session)
    again = join(client, session)
    assert again.redirect_chain == [(f"/join/room/{session.pk}/", 302)]
    by_code = client.post(CODE, {"code": session.code}, follow=True)
    assert by_code.redirect_chain[-1][0] == f"/join/room/{session.pk}/"
    assert Participant.objects.count() == 1


def test_joining_twice_in_a_hurry_is_joining_once(session: Session) -> None:
    client = Client()
    door = reverse("join:door", args=[session.join_token])
    client.get(door)
    hurried = Client()
    hurried.cookies[f"room-{session.pk}"] = client.cookies[f"room-{session.pk}"].value
    department = session.engagement.departments.get(name="Sales").pk
    for each in (client, hurried):
        each.post(door, {"department": department, "language": "en"})
    assert Participant.objects.count() == 1


def test_browser_without_cookies_is_told(session: Session) -> None:
    door = reverse("join:door", args=[session.join_token])
    department = session.engagement.departments.get(name="Sales").pk
    answer = Client().post(door, {"department": department, "language": "en"})
    assert (answer.status_code, "must accept cookies" in answer.content.decode()) == (422, True)
    assert Participant.objects.count() == 0


def test_department_of_another_client_cannot_be_chosen(session: Session) -> None:
    foreign = cast.rival().departments.first()
    answer = join(Client(), session, department=str(foreign.pk))
    assert (answer.status_code, Participant.objects.count()) == (422, 0)


def test_phone_speaks_the_chosen_language(session: Session) -> None:
    begin(session)
    for language, text in (("da", "Udsagn"), ("sv", "Påstående"), ("en", "insight 1")):
        page = browser_of(rooms.phone(session, language=language)).get(
            reverse("join:room", args=[session.pk]), HTTP_ACCEPT_LANGUAGE="en"
        )
        assert text in page.content.decode()
        assert page.headers["Content-Language"][:2] == language
    client = browser_of(rooms.phone(session, language="en"))
    page = client.post(reverse("join:language", args=[session.pk]), {"language": "sv"}, follow=True)
    assert 'lang="sv"' in page.content.decode()
    assert Participant.objects.filter(language="sv").count() == 2


def test_wrong_codes_are_limited_per_address_and_right_ones_are_not(session: Session) -> None:
    stranger, room = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    wrong = "222222" if session.code != "222222" else "333333"
    statuses = [stranger.post(CODE, {"code": wrong}).status_code for _each in range(attempts.FROM_ONE_ADDRESS + 2)]
    assert statuses == [422] * attempts.FROM_ONE_ADDRESS + [429] * 2
    assert stranger.post(CODE, {"code": session.code}).status_code == 429
    assert {room.post(CODE, {"code": show_code(session.code)}).status_code for _each in range(100)} == {302}
    assert stranger.get(reverse("join:door", args=[session.join_token])).status_code == 200


def test_wrong_codes_are_limited_from_everywhere_too(session: Session, monkeypatch) -> None:
    monkeypatch.setattr(attempts, "FROM_EVERYWHERE", 5)
    for number in range(5):
        assert Client(REMOTE_ADDR=f"10.0.1.{number}").post(CODE, {"code": "nonsense!"}).status_code == 422
    assert Client(REMOTE_ADDR="10.0.2.1").post(CODE, {"code": session.code}).status_code == 429


def test_link_to_a_closed_session_leads_a_phone_to_its_own_answers(session: Session) -> None:
    client, door = Client(), reverse("join:door", args=[session.join_token])
    join(client, session)
    close_session(session=session, by=None)
    own = reverse("join:answers", args=[session.pk])
    assert [own in each.get(door).content.decode() for each in (client, Client())] == [True, False]
