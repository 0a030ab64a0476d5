"""Fifty phones and the real server: all vote in half a second while they poll, and see the reveal."""

import random
from collections.abc import Iterator

import pytest

from tests.bench.load import Call, play
from tests.bench.served import home, rooms, served
from tests.bench.workshop import Room, ballots_in, lines, rung_of

PHONES = 50


@pytest.fixture(scope="module")
def room() -> Iterator[tuple[Room, str]]:
    with home() as environment:
        made = rooms(environment, [PHONES])[0]
        with served(environment, f"/join/room/{made['session']}/live/?seen={made['version']}") as server:
            yield Room.on(server, made), f"file:{environment['MATURITY_HOME']}/maturity.sqlite3"


def test_every_acknowledged_ballot_of_a_voting_and_polling_room_is_stored(room: tuple[Room, str]) -> None:
    session, database = room
    chance = random.Random(1)
    votes = [Call(chance.random() / 2, phone, session.vote(phone, 1)) for phone in range(PHONES)]
    polls = [Call(chance.random(), phone, session.poll(phone)) for phone in range(PHONES)]
    with lines(session, PHONES) as phones:
        outcome = play(phones, [*votes, *polls])
    assert outcome.statuses == {200: PHONES, 204: PHONES}
    assert ballots_in(database, session.round) == {f"P-{phone}": (rung_of(phone, 1), 1) for phone in range(PHONES)}


def test_room_that_holds_an_old_version_is_given_its_screen(room: tuple[Room, str]) -> None:
    session, _database = room
    with lines(session, PHONES) as phones:
        outcome = play(phones, [Call(0.0, phone, session.poll(phone, version=1)) for phone in range(PHONES)])
    assert outcome.statuses == {200: PHONES}
