"""A phone's live part is rendered once for many phones: it must be what its own page shows, and nobody else's."""

import re
from dataclasses import fields

import pytest
from django.test import Client

from maturity.models import Department, Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.queries.room import Room
from maturity.workshop.rules import Activity
from maturity.workshop.services.dissent import register_dissent
from tests.factories import rooms

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w{64}"')


@pytest.fixture
def phones(session: Session) -> list[rooms.Phone]:
    """Phones of two departments and three languages; the last two differ by nothing but who they are."""
    seats = [("Sales", "en"), ("IT", "da"), ("IT", "sv"), ("Sales", "en"), ("Sales", "en")]
    return [rooms.phone(session, department=department, language=language) for department, language in seats]


def browser_of(phone: rooms.Phone) -> Client:
    client = Client()
    client.cookies[f"room-{phone.participant.session_id}"] = phone.key
    return client


def live(phone: rooms.Phone) -> str:
    address = f"/join/room/{phone.participant.session_id}/live/?seen=0"
    return TOKEN.sub("token", browser_of(phone).get(address, headers={"Live": "part"}).content.decode())


def page(phone: rooms.Phone) -> str:
    """The whole page, which is made for this phone alone."""
    address = f"/join/room/{phone.participant.session_id}/"
    return TOKEN.sub("token", browser_of(phone).get(address).content.decode())


def begin(session: Session) -> None:
    services.go_on(session=session, after=session.current)


def answer(session: Session, phones: list[rooms.Phone]) -> None:
    rooms.vote(session, phones[0], 1, "Only <mine> & nobody’s")
    rooms.vote(session, phones[1], None)
    for phone in phones[3:]:
        rooms.vote(session, phone, 4)


def show(session: Session) -> None:
    session.refresh_from_db()
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)


def disagree(session: Session, phones: list[rooms.Phone]) -> None:
    session.refresh_from_db()
    register_dissent(participant=phones[0].participant, statement=session.current, text="I see it otherwise")


def vote_again(session: Session) -> None:
    session.refresh_from_db()
    services.open_second_round(session=session, statement=session.current)


def same(phones: list[rooms.Phone]) -> list[bool]:
    return [live(phone).strip() in page(phone) for phone in phones]


def test_live_part_is_what_the_phones_own_page_shows_in_every_moment(
    session: Session, phones: list[rooms.Phone]
) -> None:
    assert same(phones) == [True] * 5
    begin(session)
    assert same(phones) == [True] * 5
    answer(session, phones)
    assert same(phones) == [True] * 5
    show(session)
    assert same(phones) == [True] * 5
    disagree(session, phones)
    assert same(phones) == [True] * 5
    vote_again(session)
    answer(session, phones[:3])
    assert same(phones) == [True] * 5
    show(session)
    assert same(phones) == [True] * 5
    services.turn_to(session=session, activity=Activity.BREAK)
    assert same(phones) == [True] * 5
    services.close_session(session=session, by=None)
    assert same(phones) == [True] * 5


def test_phones_that_show_the_same_are_rendered_once(session: Session, phones: list[rooms.Phone]) -> None:
    begin(session)
    show(session)
    first, second = live(phones[3]), live(phones[4])
    assert first.replace("SAL-2", "SAL-3") == second
    assert sum(key[0] == "screen" for key in process_cache._kept) == 1


def test_own_words_are_on_no_other_phone(session: Session, phones: list[rooms.Phone]) -> None:
    begin(session)
    answer(session, phones)
    seen = [live(phone) for phone in phones]
    assert ["Only &lt;mine&gt; &amp; nobody’s" in each for each in seen] == [True, False, False, False, False]
    show(session)
    disagree(session, phones)
    seen = [live(phone) for phone in phones]
    assert ["I see it otherwise" in each for each in seen] == [True, False, False, False, False]
    labels = [phone.participant.label for phone in phones]
    assert [[label in each for label in labels] for each in seen] == [
        [own == each for own in labels] for each in labels
    ]


def test_label_and_department_are_text_and_never_markup(session: Session, phones: list[rooms.Phone]) -> None:
    begin(session)
    type(phones[0].participant).objects.filter(pk=phones[0].participant.pk).update(label="<b>SAL</b>")
    Department.objects.filter(name="Sales").update(name="Sales & <i>Co</i>")
    seen = live(phones[0])
    assert ("&lt;b&gt;SAL&lt;/b&gt;" in seen, "<b>" in seen, "<i>" in seen) == (True, False, False)


def test_every_part_of_a_room_is_known_as_shared_or_as_somebodys_own() -> None:
    """Whoever adds to Room what only one phone may show must take it from the sight in ``screens.as_seen`` too."""
    shared = {"session", "moment", "round_id", "number", "total", "wording", "rounds", "distribution", "rungs"}
    own = {"participant", "ballots", "dissent"}
    assert {field.name for field in fields(Room)} == shared | own | {"interval"}
