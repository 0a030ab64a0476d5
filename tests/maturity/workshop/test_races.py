"""Two things at once: a ballot and the reveal, two reveals, many phones. Real threads, real transactions."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from maturity.models import Ballot, Change, Participant, Session, User
from maturity.web import process_cache
from maturity.web.http import Refusal
from maturity.workshop import services
from maturity.workshop.rules import new_key
from tests.factories import cast, databases, rooms
from tests.maturity.workshop.test_pages import login

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(transactional_db, nothing_shared, tmp_path: Path) -> Iterator[Session]:
    with databases.on_disk(tmp_path / "room.sqlite3"):
        session = rooms.open_session(cast.engagement(facilitator=cast.ane()))
        services.go_on(session=session, after=None)
        session.refresh_from_db()
        yield session


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run these in threads that start together; what each gave, or the refusal that it met."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = act()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_no_ballot_is_kept_after_the_reveal_and_none_that_was_acknowledged_is_lost(room: Session) -> None:
    phones = [rooms.phone(room) for _each in range(12)]
    round_id = room.current.rounds.get().pk

    def vote(phone: rooms.Phone) -> Callable[[], object]:
        return lambda: services.cast_ballot(session_id=room.pk, round_id=round_id, key=phone.key, rung=3)

    def reveal() -> int:
        services.reveal_round(session=room, round_id=round_id, by=None)
        return Ballot.objects.count()

    *voted, seen = at_once(*[vote(phone) for phone in phones], reveal)
    kept = [result for result in voted if isinstance(result, services.Receipt)]
    assert Ballot.objects.count() == seen == len(kept)
    assert {type(result) for result in voted} <= {services.Receipt, services.CannotCast}


def test_two_facilitators_who_reveal_at_once_are_one_reveal(room: Session) -> None:
    round_id, version = room.current.rounds.get().pk, room.version
    results = at_once(*[lambda: services.reveal_round(session=room, round_id=round_id, by=None)] * 4)
    room.refresh_from_db()
    assert (sorted(results), room.version) == ([False, False, False, True], version + 1)
    assert Change.objects.filter(action="revealed").count() == 1


def test_phone_that_sends_its_ballot_many_times_at_once_has_one(room: Session) -> None:
    phone, round_id = rooms.phone(room), room.current.rounds.get().pk
    results = at_once(*[lambda: services.cast_ballot(session_id=room.pk, round_id=round_id, key=phone.key, rung=2)] * 8)
    assert {type(result) for result in results} == {services.Receipt}
    assert list(Ballot.objects.values_list("participant__label", "rung")) == [("SAL-1", 2)]


def test_whole_room_that_joins_at_once_has_one_label_each(room: Session) -> None:
    sales = room.engagement.departments.get(name="Sales")

    def come_in() -> None:
        services.join_session(session=room, key=new_key(), department=sales, language="en")

    at_once(*[come_in] * 10)
    labels = Participant.objects.values_list("label", flat=True)
    assert sorted(labels) == sorted(f"SAL-{number}" for number in range(1, 11))


def test_going_on_pressed_twice_at_once_goes_on_once(room: Session) -> None:
    services.reveal_round(session=room, round_id=room.current.rounds.get().pk, by=None)
    at_once(*[lambda: services.go_on(session=room, after=room.current)] * 2)
    room.refresh_from_db()
    assert room.current.position == 2


def two_facilitators(room: Session) -> list[Client]:
    """Ane, and a colleague who facilitates too, each at their own computer."""
    colleague = cast.person(name="Frida")
    room.engagement.organisation.members.create(user=colleague, role="facilitator")
    return [login(User.objects.get(name="Ane")), login(colleague)]


def test_reveal_pressed_on_two_computers_at_once_is_one_reveal_and_neither_is_told_off(room: Session) -> None:
    phones = [rooms.phone(room) for _each in range(4)]
    for phone in phones:
        rooms.vote(room, phone, 3)
    address = reverse("workshop:reveal", args=[room.engagement_id, room.pk, room.current.rounds.get().pk])
    version = room.version
    answers = at_once(*[lambda each=each: each.post(address).status_code for each in two_facilitators(room) * 3])
    room.refresh_from_db()
    assert (answers, room.version) == ([302] * 6, version + 1)
    assert (Change.objects.filter(action="revealed").count(), Ballot.objects.count()) == (1, 4)


def test_second_round_pressed_on_two_computers_at_once_is_one_round(room: Session) -> None:
    services.reveal_round(session=room, round_id=room.current.rounds.get().pk, by=None)
    address = reverse("workshop:second_round", args=[room.engagement_id, room.pk, room.current_id])
    answers = at_once(*[lambda each=each: each.post(address).status_code for each in two_facilitators(room)])
    assert answers == [302, 302]
    assert list(room.current.rounds.values_list("number", "phase")) == [(1, "revealed"), (2, "voting")]


def test_second_computer_takes_over_by_the_same_log_in_where_the_first_was_closed(room: Session) -> None:
    laptop, tablet = login(User.objects.get(name="Ane")), login(User.objects.get(name="Ane"))
    here = [room.engagement_id, room.pk]
    console = reverse("workshop:console", args=here)
    assert laptop.get(console).status_code == 200
    rooms.vote(room, rooms.phone(room), 3)
    process_cache.forget()
    # The laptop is closed without logging out: nothing of the session was only there.
    seen = tablet.get(console).context["board"]
    assert (seen.moment, seen.turnout.answered) == ("voting", 1)
    tablet.post(reverse("workshop:reveal", args=[*here, room.current.rounds.get().pk]))
    tablet.post(reverse("workshop:go_on", args=[*here, room.current_id]))
    # It is opened again: its next poll shows where the session is by now.
    caught_up = laptop.get(reverse("workshop:board", args=here), {"seen": "0"}, HTTP_HX_REQUEST="true")
    assert caught_up.context["board"].current.number == 2
    # A step that it still shows has been taken, and is not taken twice.
    assert laptop.post(reverse("workshop:go_on", args=[*here, room.current_id])).status_code == 302
    room.refresh_from_db()
    assert room.current.position == 2


def test_rehearsal_that_ends_while_phones_vote_and_join_leaves_nothing(room: Session) -> None:
    rehearsal = services.rehearse(session=room, by=None, people={})
    services.go_on(session=rehearsal, after=None)
    phones = [rooms.phone(rehearsal) for _each in range(6)]
    rehearsal.refresh_from_db()
    round_id, sales = rehearsal.current.rounds.get().pk, rehearsal.engagement.departments.get(name="Sales")

    def vote(phone: rooms.Phone) -> Callable[[], object]:
        return lambda: services.cast_ballot(session_id=rehearsal.pk, round_id=round_id, key=phone.key, rung=3)

    def come_in() -> object:
        return services.join_session(session=rehearsal, key=new_key(), department=sales, language="en")

    results = at_once(
        *[vote(phone) for phone in phones], come_in, come_in, lambda: services.end_rehearsal(session=rehearsal)
    )
    allowed = {services.Receipt, services.CannotCast, services.NotNow, Participant, type(None)}
    assert {type(result) for result in results} <= allowed
    assert (Ballot.objects.count(), Participant.objects.count()) == (0, 0)
    assert list(Session.objects.all()) == [room]


def test_console_open_twice_lets_simulated_people_act_once(room: Session) -> None:
    departments = room.engagement.departments.values_list("pk", flat=True)
    rehearsal = services.rehearse(session=room, by=None, people=dict.fromkeys(departments, 5))
    Session.objects.filter(pk=rehearsal.pk).update(opened_at="2026-01-01T12:00Z")
    at_once(*[lambda: services.play_along(session=rehearsal)] * 6)
    assert Participant.objects.filter(session=rehearsal).count() == 15
