"""The phone's page by HTTP: receipts, the mark of the responsible, names, dissent, and what it weighs."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from maturity.models import Ballot, Dissent, Participant, Session
from maturity.workshop import services
from maturity.workshop.rules import Activity, SessionState
from maturity.workshop.services.dissent import register_dissent
from maturity.workshop.services.sessions import bump
from maturity.workshop.views import room as views
from tests.factories import rooms
from tests.maturity.workshop.test_pages import begin, browser_of, show

SCRIPT = {"HTTP_ACCEPT": "application/json", "HTTP_LIVE": "part"}


def page_of(phone: rooms.Phone) -> str:
    return browser_of(phone).get(reverse("join:room", args=[phone.participant.session_id])).text


def send(phone: rooms.Phone, **ballot: object):
    return browser_of(phone).post(reverse("join:ballot", args=[phone.participant.session_id]), ballot, **SCRIPT)


def kept() -> list[tuple[int, int | None, str, bool, int]]:
    rows = Ballot.objects.order_by("round", "pk")
    return list(rows.values_list("round__number", "rung", "comment", "responsible", "sequence"))


def test_ballot_of_a_script_is_acknowledged_once_for_each_time_it_is_sent(session: Session) -> None:
    asked, phone = begin(session), rooms.phone(session)
    ballot = {"round": asked, "rung": 4, "comment": "why", "responsible": "yes", "sequence": 3}
    answers = [send(phone, **ballot) for _each in range(3)]
    assert [(answer.status_code, list(answer.json())) for answer in answers] == [(200, ["at"])] * 3
    assert kept() == [(1, 4, "why", True, 3)]


def test_ballot_whose_receipt_was_lost_is_acknowledged_after_the_reveal_too(session: Session) -> None:
    asked, phone = begin(session), rooms.phone(session)
    ballot = {"round": asked, "rung": 4, "comment": "why", "sequence": 3}
    send(phone, **ballot)
    show(session)
    assert send(phone, **ballot).status_code == 200
    late = send(phone, **ballot | {"rung": 5})
    assert (late.status_code, late.json()) == (
        409,
        {"reason": "The answers are shown; they can no longer be changed."},
    )
    assert send(phone, **ballot | {"rung": 5, "sequence": 4}).status_code == 409
    assert kept() == [(1, 4, "why", False, 3)]


def test_refusal_speaks_the_phones_language(session: Session) -> None:
    asked, phone = begin(session), rooms.phone(session, language="sv")
    show(session)
    reason = send(phone, round=asked, rung=4, sequence=1).json()["reason"]
    assert reason != "The answers are shown; they can no longer be changed."
    assert "svaren" in reason.lower()


def test_refused_ballot_is_not_cast_again_to_say_the_reason(session: Session, rf) -> None:
    """The session is opened again between the refusal and the sentence: answer and database still agree."""
    phone = rooms.phone(session, language="da")
    begin(session)
    sent = {"round": session.current.rounds.get().pk, "rung": "4", "sequence": "1"}
    request = rf.post("/", sent)
    request.COOKIES[views.cookie_of(session.pk)] = phone.key
    here = Session.objects.filter(pk=session.pk)
    here.update(state=SessionState.CLOSED, code=None, join_token=None)
    with pytest.raises(services.CannotCast) as refused:
        views.cast(request, session.pk)
    here.update(state=SessionState.OPEN, code=session.code, join_token=session.join_token)
    answer = views.refuse(request, session.pk, refused.value)
    assert (answer.status_code, json.loads(answer.content)) == (409, {"reason": "Sessionen er lukket."})
    assert not Ballot.objects.exists()


def test_ballot_of_the_pre_survey_is_refused_once_it_has_ended(session: Session) -> None:
    phone = rooms.phone(session)
    alone = session.statements.first().rounds.create(number=0, phase="revealed")
    Session.objects.filter(pk=session.pk).update(presurvey="ended")
    refused = send(phone, round=alone.pk, rung=4, sequence=1)
    assert (refused.status_code, refused.json()) == (409, {"reason": "The pre-survey has ended."})


def test_phone_that_has_not_joined_is_told_to_join(session: Session) -> None:
    asked = begin(session)
    stranger = rooms.Phone(Participant(session=session), "x" * 22)
    assert send(stranger, round=asked, rung=4).status_code == 403


def test_page_holds_the_number_of_the_next_answer_and_the_mark_of_the_responsible(session: Session) -> None:
    asked, phone = begin(session), rooms.phone(session)
    assert 'name="sequence" value="1"' in page_of(phone)
    assert not re.search(r'name="responsible"[^>]*checked', page_of(phone))
    form = {"round": asked, "rung": "2", "responsible": "yes", "sequence": "1"}
    browser_of(phone).post(reverse("join:ballot", args=[session.pk]), form)
    assert kept() == [(1, 2, "", True, 1)]
    assert 'name="sequence" value="2"' in page_of(phone)
    show(session)
    services.open_second_round(session=session, statement=session.current)
    second = page_of(phone)
    assert 'name="sequence" value="1"' in second
    assert re.search(r'name="responsible"[^>]*checked', second)
    assert "your first answer" in second


def test_live_part_stays_the_same_scene_while_a_round_is_open(session: Session) -> None:
    begin(session)
    phone = rooms.phone(session)

    def scene() -> str:
        return re.search(r'data-scene="([^"]*)"', page_of(phone)).group(1)

    before = scene()
    rooms.vote(session, phone, 3)
    bump(session)
    assert scene() == before
    show(session)
    shown = scene()
    assert shown != before
    bump(session)
    assert scene() != shown


def test_break_is_said_and_nobody_is_asked_anything(session: Session) -> None:
    phone = rooms.phone(session)
    services.turn_to(session=session, activity=Activity.BREAK)
    page = page_of(phone)
    assert ("A break" in page, 'name="rung"' in page) == (True, False)


def test_label_stands_in_the_lobby_and_while_voting(session: Session) -> None:
    phone = rooms.phone(session)
    assert "<strong>SAL-1</strong>" in page_of(phone)
    begin(session)
    assert "SAL-1" in page_of(phone)


def joined_with_a_name(session: Session) -> tuple[str, Participant]:
    client, door = Client(), reverse("join:door", args=[session.join_token])
    page = client.get(door).text
    sales = session.engagement.departments.get(name="Sales").pk
    client.post(door, {"department": sales, "language": "en", "name": " Bo "})
    return page, Participant.objects.latest("pk")


def test_name_is_asked_and_explained_only_where_the_session_asks_for_names(session: Session) -> None:
    page, participant = joined_with_a_name(session)
    assert ("Your name" in page, "no name, no address" in page, participant.name) == (False, True, "")
    Session.objects.filter(pk=session.pk).update(asks_names=True)
    page, participant = joined_with_a_name(session)
    assert ("no name, no address" in page, participant.name) == (False, "Bo")
    assert "Your name is seen only by those who lead the session" in page


def test_dissent_is_registered_changed_and_taken_back_from_the_phone(session: Session) -> None:
    begin(session)
    phone = rooms.phone(session)
    client = browser_of(phone)
    rooms.vote(session, phone, 3)
    address = reverse("join:dissent", args=[session.pk])

    def dissent(text: str) -> str:
        return client.post(address, {"statement": session.current.pk, "text": text}, follow=True).text

    assert "once the answers are shown" in dissent("Too early")
    show(session)
    assert "I do not agree with this" in page_of(phone)
    assert "Your dissent is registered." in dissent("We never asked the customers")
    assert ">We never asked the customers</textarea>" in dissent("We never asked the customers")
    dissent("We asked two")
    assert list(Dissent.objects.values_list("text", "participant", "department__name")) == [
        ("We asked two", phone.participant.pk, "Sales")
    ]
    assert "is taken back" in dissent("")
    assert Dissent.objects.count() == 0
    services.close_session(session=session, by=None)
    assert "The session is closed." in dissent("Late")


def test_dissent_at_another_sessions_statement_is_not_there(session: Session, ane) -> None:
    phone = rooms.phone(session)
    other = services.create_session(engagement=session.engagement, by=ane, title="Other", selection="full")
    foreign = other.statements.first()
    answer = browser_of(phone).post(reverse("join:dissent", args=[session.pk]), {"statement": foreign.pk, "text": "x"})
    assert answer.status_code == 404
    for nonsense in ("", "x", "0", str(2**70)):
        answer = browser_of(phone).post(reverse("join:dissent", args=[session.pk]), {"statement": nonsense})
        assert answer.status_code == 302


def test_dissent_of_another_phone_is_not_on_this_one(session: Session) -> None:
    begin(session)
    mine, other = rooms.phone(session), rooms.phone(session)
    show(session)
    register_dissent(statement=session.current, text="Marker", participant=other.participant)
    assert "Marker" not in page_of(mine)


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_phones_page_weighs_at_most_60_kb_as_it_travels(session: Session, language: str) -> None:
    begin(session)
    html = page_of(rooms.phone(session, language=language))
    linked = re.findall(r'(?:src|href)="/static/([^"]+)"', html)
    assert {"maturity/phone.js", "maturity/phone.css"} <= {*linked}
    assert not [name for name in linked if "htmx" in name]
    pieces = [html.encode(), *(Path(finders.find(name)).read_bytes() for name in linked)]
    assert sum(len(gzip.compress(piece)) for piece in pieces) < 60_000


def test_page_without_script_loads_itself_again_only_where_nobody_writes(session: Session) -> None:
    phone = rooms.phone(session)
    room = reverse("join:room", args=[session.pk])

    def reloads(query: str = "") -> bool:
        return 'http-equiv="refresh"' in browser_of(phone).get(room + query).text

    seen = [reloads()]
    begin(session)
    seen.append(reloads())
    show(session)
    assert [*seen, reloads(), reloads("?still=yes")] == [True, False, True, False]


def test_phone_of_a_closed_session_asks_seldom_and_is_back_when_it_is_opened_again(session: Session) -> None:
    phone = rooms.phone(session)
    services.close_session(session=session, by=None)
    assert 'data-poll="20000"' in page_of(phone)
    services.reopen_session(session=session, by=None, reason="One statement was forgotten")
    live = browser_of(phone).get(reverse("join:live", args=[session.pk]), {"seen": "2"}, HTTP_LIVE="part")
    assert ("You are in" in live.text, 'data-poll="700"' in live.text) == (True, True)
