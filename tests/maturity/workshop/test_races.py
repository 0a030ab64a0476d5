"""Two things at once: a ballot and the reveal, two reveals, many phones. Real threads, real transactions."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from maturity.models import Ballot, Change, Participant, Session
from maturity.web.http import Refusal
from maturity.workshop import services
from maturity.workshop.rules import new_key
from tests.factories import cast, databases, rooms

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
