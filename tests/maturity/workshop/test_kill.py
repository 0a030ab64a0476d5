"""The server is killed in the middle of a round: what was acknowledged is there, and everybody is still in."""

import http.client
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from maturity.demo import serving
from maturity.models import Ballot, Participant, Session
from maturity.workshop import services
from tests.factories import cast, databases, rooms

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes"),
]
HOST, FIRST_PORT = "127.0.0.1", 8600
PHONES = 8
PATIENCE = 60  # seconds, for a machine that is busy with other things
TOKEN = "a" * 32


class Server:
    """The production server on the test's own database."""

    def __init__(self, home: Path) -> None:
        self.port = serving.free_port(HOST, FIRST_PORT)
        self.environment = os.environ | {
            "MATURITY_HOME": str(home),
            "MATURITY_VENV": "off",
            "ALLOWED_HOSTS": HOST,
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": databases.url(),
        }
        self.start()

    def start(self) -> None:
        self.process: subprocess.Popen[bytes] = serving.start(serving.server_command(HOST, self.port), self.environment)
        serving.await_answer(self.process, HOST, self.port)

    def kill(self) -> None:
        """Without warning, all its processes at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Voter(threading.Thread):
    """A phone that changes its mind all the time, and sends every change until it is acknowledged."""

    def __init__(self, phone: rooms.Phone, session: Session, port: int) -> None:
        super().__init__()
        self.pk, self.room, self.port = phone.participant.pk, session.pk, port
        self.round_id = session.current.rounds.get().pk
        self.headers = {
            "Cookie": f"room-{session.pk}={phone.key}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Live": "part",
        }
        self.chance = random.Random(self.pk)
        self.acknowledged: tuple[int, int] = (0, 0)  # sequence and rung
        self.refusals: list[tuple[int, bytes]] = []
        self.ended = threading.Event()

    def run(self) -> None:
        for sequence in range(1, 1_000_000):
            rung = self.chance.randint(1, 5)
            while not self.ended.is_set() and not self.deliver(sequence, rung):
                time.sleep(0.1)
            if self.ended.is_set():
                return
            time.sleep(0.01)

    def deliver(self, sequence: int, rung: int) -> bool:
        """Whether there was an answer."""
        body = urlencode({"round": self.round_id, "rung": rung, "sequence": sequence})
        typed = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        try:
            status, answer = self.ask("POST", f"/join/room/{self.room}/ballot/", body, typed)
        except (OSError, http.client.HTTPException):
            return False
        if status == 200:
            self.acknowledged = (sequence, rung)
        else:
            self.refusals.append((status, answer))
        return True

    def poll(self, seen: int) -> int:
        """The answer's status; 0 while nobody answers."""
        try:
            return self.ask("GET", f"/join/room/{self.room}/live/?seen={seen}", None, {})[0]
        except (OSError, http.client.HTTPException):
            return 0

    def ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> tuple[int, bytes]:
        line = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            line.request(method, path, body, self.headers | more)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()


@pytest.fixture
def room(transactional_db, nothing_shared, tmp_path: Path) -> Iterator[Session]:
    with databases.on_disk(tmp_path / "room.sqlite3"):
        session = rooms.open_session(cast.engagement(facilitator=cast.ane()))
        services.go_on(session=session, after=None)
        session.refresh_from_db()
        yield session


@pytest.fixture
def server(room: Session, tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "home")
    yield made
    with suppress(ProcessLookupError):
        made.kill()


@pytest.fixture
def voters(room: Session, server: Server) -> Iterator[list[Voter]]:
    made = [Voter(rooms.phone(room), room, server.port) for _each in range(PHONES)]
    for voter in made:
        voter.start()
    yield made
    for voter in made:
        voter.ended.set()
    for voter in made:
        voter.join()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.02)


def stored() -> dict[int, tuple[int, int]]:
    return {
        pk: (sequence, rung) for pk, sequence, rung in Ballot.objects.values_list("participant", "sequence", "rung")
    }


def test_killed_server_loses_no_acknowledged_ballot_and_nobody_has_to_join_again(
    room: Session, server: Server, voters: list[Voter]
) -> None:
    wait_until(lambda: all(voter.acknowledged[0] >= 5 for voter in voters))
    server.kill()
    at_the_kill = {voter.pk: voter.acknowledged for voter in voters}
    kept = stored()
    # What was stored but not yet acknowledged may be one change ahead of what the phone knows; never behind it.
    assert all(at_the_kill[pk] == kept[pk] or at_the_kill[pk][0] + 1 == kept[pk][0] for pk in at_the_kill)

    server.start()
    wait_until(lambda: all(voter.acknowledged[0] > at_the_kill[voter.pk][0] + 2 for voter in voters))
    version = Session.objects.get(pk=room.pk).version
    wait_until(lambda: all(voter.poll(0) == 200 for voter in voters))
    assert [(voter.poll(version), voter.poll(0)) for voter in voters] == [(204, 200)] * PHONES
    for voter in voters:
        voter.ended.set()
        voter.join()
    assert [voter.refusals for voter in voters] == [[]] * PHONES
    assert stored() == {voter.pk: voter.acknowledged for voter in voters}
    assert Participant.objects.count() == PHONES


def test_round_goes_on_to_its_reveal_after_the_kill_and_is_closed_to_late_ballots(
    room: Session, server: Server, voters: list[Voter]
) -> None:
    wait_until(lambda: all(voter.acknowledged[0] >= 3 for voter in voters))
    server.kill()
    server.start()
    wait_until(lambda: voters[0].poll(0) == 200)
    assert services.reveal_round(session=room, round_id=room.current.rounds.get().pk, by=None)
    shown = stored()
    wait_until(lambda: all(voter.refusals for voter in voters))
    assert stored() == shown
    status, answer = voters[0].refusals[0]
    assert (status, json.loads(answer)) == (
        409, {"reason": "The answers are shown; they can no longer be changed."},
    )  # fmt: skip
