"""What one has said is one's own: to see, to take along, to delete."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import Ball, Ballot, Card, Dissent, Participant, Session
from maturity.workshop import services
from maturity.workshop.rules import CardKind
from maturity.workshop.services.answers import delete_answers
from tests.factories import rooms
from tests.maturity.workshop.test_pages import begin, browser_of, show


@pytest.fixture
def phone(session: Session) -> rooms.Phone:
    """One that answered a statement that is shown and one that is not, disagreed, wrote a card and dropped a ball."""
    phone, other = rooms.phone(session), rooms.phone(session)
    begin(session)
    rooms.vote(session, phone, 4, "Shown words")
    rooms.vote(session, other, 2, "Others' words")
    show(session)
    mine = phone.participant
    Dissent.objects.create(session_statement=session.current, participant=mine, text="Dissenting words")
    Card.objects.create(session=session, participant=mine, kind=CardKind.CHALLENGE, text="Card words")
    Card.objects.create(session=session, participant=other.participant, kind=CardKind.AREA, text="Others' card")
    Ball.objects.create(session=session, participant=mine, score=4, word="Ball words")
    services.go_on(session=session, after=session.current)
    rooms.vote(session, phone, None, "Blind words")
    Participant.objects.filter(pk=mine.pk).update(name="Bo")
    return phone


def page(phone: rooms.Phone, name: str = "answers") -> str:
    return browser_of(phone).get(reverse(f"join:{name}", args=[phone.participant.session_id])).text


def ballots(phone: rooms.Phone) -> list[tuple[int | None, str]]:
    return list(Ballot.objects.filter(participant=phone.participant).order_by("pk").values_list("rung", "comment"))


def test_page_shows_all_that_one_said_and_nothing_of_others(phone: rooms.Phone) -> None:
    words = page(phone)
    for own in ("Shown words", "Blind words", "Dissenting words", "Card words", "Ball words", "SAL-1", "4 Rung 4"):
        assert own in words, own
    assert "Others&#x27;" not in words
    assert words.count("Nobody has seen it yet") == 1


def test_file_holds_the_same(phone: rooms.Phone) -> None:
    answer = browser_of(phone).get(reverse("join:answers_file", args=[phone.participant.session_id]))
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="answers-{phone.participant.session_id}.json"'
    )
    found = json.loads(answer.text)
    assert [found[key] for key in ("session", "department", "label", "name", "language")] == [
        "Autumn",
        "Sales",
        "SAL-1",
        "Bo",
        "en",
    ]
    told = [
        (each["statement"], each["round"], each["rung"], each["comment"], each["open"]) for each in found["ballots"]
    ]
    assert told == [("insight.1", 1, 4, "Shown words", False), ("insight.2", 1, None, "Blind words", True)]
    assert found["dissents"] == [{"text": "insight 1", "dissent": "Dissenting words"}]
    assert found["cards"] == [{"kind": "Challenge", "text": "Card words"}]
    assert found["ball"] == {"score": 4, "word": "Ball words"}


def test_deleting_takes_words_and_blind_answers_and_leaves_what_the_room_has_seen(
    phone: rooms.Phone, session: Session
) -> None:
    before = Session.objects.get().version
    answer = browser_of(phone).post(reverse("join:delete_answers", args=[session.pk]), follow=True)
    assert "Deleted: your comments" in answer.text
    assert ballots(phone) == [(4, "")]
    assert sorted(Ballot.objects.exclude(participant=phone.participant).values_list("rung", "comment")) == [
        (2, "Others' words")
    ]
    assert list(Card.objects.values_list("text", flat=True)) == ["Others' card"]
    assert list(Ball.objects.values_list("score", "word")) == [(4, "")]
    assert (Dissent.objects.count(), Participant.objects.get(pk=phone.participant.pk).name) == (0, "")
    assert Session.objects.get().version == before + 1


def test_ballot_deleted_while_the_round_is_open_can_be_cast_anew(phone: rooms.Phone, session: Session) -> None:
    delete_answers(participant=phone.participant)
    rooms.vote(session, phone, 5)
    assert ballots(phone) == [(4, ""), (5, "")]


def test_closed_session_keeps_what_it_has_and_says_so_kindly(phone: rooms.Phone, session: Session) -> None:
    session.refresh_from_db()
    show(session)
    services.close_session(session=session, by=None)
    words = page(phone)
    assert ("Delete what I wrote" in words, "The session is closed: your answers are part" in words) == (False, True)
    refused = browser_of(phone).post(reverse("join:delete_answers", args=[session.pk]), follow=True)
    assert "ask whoever led it" in refused.text
    assert ballots(phone) == [(4, "Shown words"), (None, "Blind words")]


def test_comment_that_the_facilitator_hid_is_still_ones_own(phone: rooms.Phone) -> None:
    Ballot.objects.filter(comment="Shown words").update(comment_hidden=True)
    words = page(phone)
    assert ("Shown words" in words, "has hidden this comment" in words) == (True, True)


def test_answers_without_any_say_so(session: Session) -> None:
    assert "You have not answered anything yet" in page(rooms.phone(session))


def test_answers_open_with_the_own_key_alone(phone: rooms.Phone, session: Session, as_ane: Client) -> None:
    other = rooms.phone(session)
    assert "Shown words" not in page(other) + page(other, "answers_file")
    for client in (Client(), as_ane):
        for name in ("answers", "answers_file"):
            answer = client.get(reverse(f"join:{name}", args=[session.pk]))
            assert (answer.status_code, answer.headers["Location"]) == (302, "/join/")
        client.post(reverse("join:delete_answers", args=[session.pk]))
    assert len(ballots(phone)) == 2


def test_answers_cost_five_queries_however_many_they_are(
    phone: rooms.Phone, session: Session, django_assert_num_queries
) -> None:
    client, address = browser_of(phone), reverse("join:answers", args=[session.pk])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    session.refresh_from_db()
    show(session)
    services.go_on(session=session, after=session.current)
    rooms.vote(session, phone, 1)
    with django_assert_num_queries(5):
        client.get(address)
