"""Forty writers at once for some seconds: nobody is told that the database is locked."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from maturity.models import Ballot, Session
from maturity.web import process_cache
from maturity.web.editing import Edit
from maturity.workshop import services
from maturity.workshop.rules import new_key
from tests.factories import cast, databases, rooms

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 40
SECONDS = 10


@pytest.fixture
def room(transactional_db, tmp_path: Path) -> Iterator[Session]:
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        session = rooms.open_session(cast.engagement(facilitator=cast.ane()))
        services.go_on(session=session, after=None)
        session.refresh_from_db()
        yield session


def work(act: Callable[[int], object], until: float, errors: list[str]) -> int:
    """How often ``act`` could be done until then."""
    done = 0
    while time.monotonic() < until:
        try:
            act(done)
        except OperationalError as error:
            errors.append(str(error))
        done += 1
    connections.close_all()
    return done


def test_forty_writers_are_never_told_that_the_database_is_locked(room: Session) -> None:
    round_id, sales = room.current.rounds.get().pk, room.engagement.departments.get(name="Sales")
    statement = room.statements.select_related("session__engagement").get(pk=room.current_id)
    phones = [rooms.phone(room) for _each in range(WRITERS)]

    def voting(phone: rooms.Phone) -> Callable[[int], object]:
        return lambda number: services.cast_ballot(
            session_id=room.pk, round_id=round_id, key=phone.key, rung=number % 5 + 1, sequence=number
        )

    def noting(number: int) -> object:
        return services.record_notes(statement=statement, by=None, edit=Edit({"discussion": f"Said {number}"}))

    def joining(_number: int) -> object:
        return services.join_session(session=room, key=new_key(), department=sales, language="en")

    acts = [voting(phone) for phone in phones[:-2]] + [noting, joining]
    errors: list[str] = []
    done: list[int] = []
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=lambda act=act: done.append(work(act, until, errors))) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (len(done), min(done) > 0) == (WRITERS, True)
    assert Ballot.objects.count() == WRITERS - 2
