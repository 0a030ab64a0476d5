"""A participant's key opens nothing but their own ballots: every address of the room, with every wrong key."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from maturity.models import Ball, Ballot, Card, Dissent, Dot, Participant, Session
from maturity.workshop import join_urls, services
from tests.factories import rooms
from tests.maturity.workshop.test_pages import begin, browser_of, login

MARKER = "marker-7f3a"
HEADERS = {"page": {}, "part": {"HTTP_LIVE": "part"}, "receipt": {"HTTP_ACCEPT": "application/json"}}
NO_WAY_IN = {204, 286, 302, 403, 405}


def in_the_room() -> list[URLPattern]:
    return [each for each in join_urls.urlpatterns if "session_id" in each.pattern.converters]


def address_of(pattern: URLPattern, session: Session) -> str:
    """The pattern's address in this session; other ids in it are 1, which is nobody's."""
    values = {name: session.pk if name == "session_id" else 1 for name in pattern.pattern.converters}
    return reverse(f"join:{pattern.name}", kwargs=values)


def sent(session: Session) -> dict[str, str]:
    """Something for every form of the room."""
    voting = session.current.rounds.last()
    return {
        "round": str(voting.pk), "rung": "5", "comment": "Not mine", "sequence": "99", "language": "sv",
        "statement": str(session.current_id), "text": "Not mine", "kind": "area", "score": "5", "word": "Not mine",
        "key": "k-1",
    }  # fmt: skip


def kept() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in (Participant, Ballot, Dissent, Card, Dot, Ball)]


@pytest.fixture
def room(session: Session) -> Session:
    """A round is open, and Bo has voted in it."""
    begin(session)
    return session


@pytest.fixture
def bo(room: Session) -> rooms.Phone:
    phone = rooms.phone(room)
    rooms.vote(room, phone, 4, MARKER)
    return phone


def strangers(room: Session, bo: rooms.Phone, ane) -> dict[str, Client]:
    other = services.create_session(engagement=room.engagement, by=ane, title="Other", selection="full")
    elsewhere = rooms.phone(other)
    renamed, hashed = Client(), Client()
    renamed.cookies[f"room-{room.pk}"] = elsewhere.key
    hashed.cookies[f"room-{room.pk}"] = bo.participant.key_hash
    return {
        "without a cookie": Client(),
        "another session's phone": browser_of(elsewhere),
        "another session's key under this one's name": renamed,
        "the hash that the database keeps": hashed,
        "the facilitator": login(ane),
    }


def test_no_address_of_the_room_opens_without_a_key_to_it(room: Session, bo: rooms.Phone, ane) -> None:
    clients, before = strangers(room, bo, ane), kept()
    for pattern in in_the_room():
        for who, client in clients.items():
            for headers in HEADERS.values():
                for method in ("get", "post"):
                    data = {"seen": "0"} if method == "get" else sent(room)
                    answer = getattr(client, method)(address_of(pattern, room), data, **headers)
                    assert answer.status_code in NO_WAY_IN, (pattern.name, who, method)
                    assert MARKER not in answer.content.decode()
    assert kept() == before


def test_another_participants_key_shows_and_changes_its_own_alone(room: Session, bo: rooms.Phone) -> None:
    cleo = rooms.phone(room)
    client, own = browser_of(cleo), Ballot.objects.filter(participant=bo.participant).values().get()
    for pattern in in_the_room():
        for headers in HEADERS.values():
            seen = client.get(address_of(pattern, room), {"seen": "0"}, **headers)
            client.post(address_of(pattern, room), sent(room) | {"participant": str(bo.participant.pk)}, **headers)
            assert MARKER not in seen.content.decode(), pattern.name
            assert bo.participant.label not in seen.content.decode(), pattern.name
    assert Ballot.objects.filter(participant=bo.participant).values().get() == own
    assert Participant.objects.get(pk=bo.participant.pk).language == "en"


def test_facilitators_log_in_and_a_key_of_another_session_do_not_add_up(room: Session, bo: rooms.Phone, ane) -> None:
    facilitator = login(ane)
    facilitator.cookies[f"room-{room.pk + 1}"] = bo.key
    answer = facilitator.get(reverse("join:room", args=[room.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/join/")


def test_key_is_in_no_address_page_or_file(room: Session, bo: rooms.Phone) -> None:
    client = browser_of(bo)
    for pattern in in_the_room():
        answer = client.get(address_of(pattern, room), {"seen": "0"})
        told = f"{answer.headers} {answer.content.decode()}".replace(str(client.cookies), "")
        assert bo.key not in told, pattern.name
        assert bo.participant.key_hash not in told, pattern.name


def test_phone_still_reads_what_was_shown_after_the_close_and_changes_nothing(room: Session, bo: rooms.Phone) -> None:
    services.reveal_round(session=room, round_id=room.current.rounds.get().pk, by=None)
    services.close_session(session=room, by=None)
    before = kept()
    client = browser_of(bo)
    assert client.get(reverse("join:room", args=[room.pk])).status_code == 200
    answer = client.post(reverse("join:ballot", args=[room.pk]), sent(room), HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()) == (409, {"reason": "The session is closed."})
    assert kept() == before
