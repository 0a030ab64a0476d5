"""A room full of phones on one machine: how long a vote takes, how large a room may be, what idle phones cost.

The server is the real one, in processes of its own; the crowd runs in this process, on the same processors. Phones vote
and poll, each over its own connection, at the server's pace. Latencies count from the moment at which a phone wanted to
ask (see ``load``). Every trial that others on this machine could spoil is done several times, and the median counts.
"""

import http.client
import random
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any, Final

from maturity.demo import serving
from tests.bench import empty
from tests.bench.load import BROKEN, Call, Outcome, connect, play, request
from tests.bench.served import Server, home, postgres, python, rooms, running, served
from tests.bench.table import Row

PHONES: Final = 1000
STEPS: Final = (2000, 3000, 4000, 5000, 6000)
ENOUGH: Final = 0.1  # seconds: the largest 95th percentile at which a room still votes well
REPEATS: Final = 3
BEFORE: Final = 1.0  # seconds of polling before the first vote, and after the last
IDLE_SECONDS: Final = 8.0
STEADY: Final = (1500, 3.0)  # requests, seconds: the pace at which a vote is set beside an empty view
RUSH: Final = (64, 2000)  # connections that ask without a pause, requests
REPORTS: Final = 8
TOKEN: Final = "a" * 32
KILOBYTE: Final = 1024
ASSET: Final = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|webmanifest))"')


@dataclass(frozen=True)
class Room:
    """A session with its phones, on a server."""

    server: Server
    session: int
    round: int
    engagement: int
    statement: int
    version: int
    facilitator: str
    keys: Sequence[str]

    @classmethod
    def on(cls, server: Server, made: dict[str, Any]) -> "Room":
        return cls(server=server, **made)

    @property
    def path(self) -> str:
        return f"/join/room/{self.session}/"

    def cookies(self, phone: int) -> str:
        return f"csrftoken={TOKEN}; room-{self.session}={self.keys[phone]}"

    def poll(self, phone: int, version: int | None = None) -> bytes:
        return request("GET", f"{self.path}live/?seen={version or self.version}", self.cookies(phone))

    def vote(self, phone: int, sequence: int, path: str = "") -> bytes:
        body = f"round={self.round}&rung={rung_of(phone, sequence)}&comment=&sequence={sequence}".encode()
        headers = f"Accept: application/json\r\nX-CSRFToken: {TOKEN}\r\n"
        return request("POST", path or f"{self.path}ballot/", self.cookies(phone), body, headers)

    def interval(self) -> float:
        """Seconds until a phone asks again, as the server says to one that has nothing new to show."""
        with closing(http.client.HTTPConnection(*self.server.address, timeout=20)) as connection:
            connection.request("GET", f"{self.path}live/?seen={self.version}", headers={"Live": "part"})
            return int(connection.getresponse().headers["Poll-Interval"]) / 1000


def rung_of(phone: int, sequence: int) -> int:
    return (phone + sequence) % 5 + 1


def rows() -> Iterator[Row]:
    with home() as environment:
        python(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        made = rooms(environment, [PHONES, *STEPS])
        with served(environment, f"/join/room/{made[0]['session']}/live/?seen={made[0]['version']}") as server:
            room, *larger = [Room.on(server, each) for each in made]
            database = f"file:{environment['MATURITY_HOME']}/maturity.sqlite3"
            yield from votes(room, database)
            yield from break_point(larger, database)
            yield from idle(room)
            yield from cost(room, environment)
            yield from beside_postgres(room)
            yield from beside_a_job(room, environment, database)
            yield weight(room)
            yield from reveal(room, database)


# Votes


@dataclass(frozen=True)
class Trial:
    """What came of one room's vote: its ballots, its polls, and how many ballots are not stored as acknowledged."""

    votes: Outcome
    polls: Outcome
    lost: int

    @property
    def errors(self) -> int:
        return sum(
            count
            for outcome in (self.votes, self.polls)
            for status, count in outcome.statuses.items()
            if status not in (200, 204)
        )


def trial(room: Room, seconds: float, database: str, seed: int = 1) -> Trial:
    """The whole room votes within ``seconds``, each phone once, while all poll."""
    chance = random.Random(seed)
    sequence = empty_round(database, room.round)
    phones = range(len(room.keys))
    casts = [Call(BEFORE + chance.random() * seconds, each, room.vote(each, sequence)) for each in phones]
    outcome = played(room, [*casts, *polls(room, BEFORE + seconds + BEFORE, chance)])
    voted, polled = outcome.of(b"POST"), outcome.of(b"GET")
    kept = {answer.call.phone for answer in voted.answers if answer.status == 200}
    stored = ballots_in(database, room.round)
    wrong = [phone for phone in kept if stored.get(f"P-{phone}") != (rung_of(phone, sequence), sequence)]
    return Trial(voted, polled, len(wrong) + abs(len(stored) - len(kept)))


def polls(room: Room, until: float, chance: random.Random) -> list[Call]:
    """Every phone asks once in an interval, from some moment in the first on."""
    interval, found = room.interval(), []
    for phone in range(len(room.keys)):
        due = chance.random() * interval
        while due < until:
            found.append(Call(due, phone, room.poll(phone)))
            due += interval
    return found


def played(room: Room, calls: Sequence[Call], more: int = 0) -> Outcome:
    """The outcome of these calls by the room's phones, and ``more`` connections beside theirs."""
    with lines(room, len(room.keys) + more) as phones:
        return play(phones, calls)


@contextmanager
def lines(room: Room, number: int) -> Iterator[Any]:
    found = connect(room.server.address, number)
    try:
        yield found
    finally:
        for line in found:
            line.close()


def empty_round(database: str, round_id: int) -> int:
    """Take all ballots away, so that every trial stores new ones; answers a number above every sequence so far."""
    with closing(sqlite3.connect(database, uri=True, timeout=20)) as connection, connection:
        connection.execute("DELETE FROM maturity_ballot WHERE round_id = ?", [round_id])
    return time.time_ns() // 1000


def ballots_in(database: str, round_id: int) -> dict[str, tuple[int, int]]:
    """Rung and sequence by the participant's label, as stored."""
    question = """
        SELECT label, rung, sequence FROM maturity_ballot AS ballot
        JOIN maturity_participant AS voter ON voter.id = ballot.participant_id WHERE round_id = ?
    """
    with closing(sqlite3.connect(f"{database}?mode=ro", uri=True)) as connection:
        return {label: (rung, sequence) for label, rung, sequence in connection.execute(question, [round_id])}


def votes(room: Room, database: str) -> Iterator[Row]:
    """The two paces that are promised."""
    slow = trial(room, 10.0, database)
    quick = [trial(room, 1.0, database, seed) for seed in range(REPEATS)]
    yield latency(f"{PHONES:,} phones vote within 10 s: p95", [slow], at_most=25)
    yield latency(f"{PHONES:,} phones vote within 1 s: p95, median of {REPEATS}", quick, at_most=100)
    every = [slow, *quick]
    yield Row("… errors and connections that broke", sum(each.errors for each in every), "", at_most=0)
    yield Row("… acknowledged ballots not stored, or stored otherwise", sum(each.lost for each in every), "", at_most=0)


def latency(name: str, trials: Sequence[Trial], at_most: float | None = None) -> Row:
    polled = median(each.polls.quantile(0.95) for each in trials) * 1000
    value = median(each.votes.quantile(0.95) for each in trials) * 1000
    return Row(name, value, "ms", at_most=at_most, note=f"(polls meanwhile: {polled:.0f} ms)")


def break_point(larger: Sequence[Room], database: str) -> Iterator[Row]:
    """Larger and larger rooms, until one votes too slowly."""
    largest = PHONES
    for room in larger:
        trials = [trial(room, 1.0, database, seed) for seed in range(REPEATS)]
        yield latency(f"{len(room.keys):,} phones vote within 1 s: p95, median of {REPEATS}", trials)
        if median(each.votes.quantile(0.95) for each in trials) >= ENOUGH or any(each.errors for each in trials):
            break
        largest = len(room.keys)
    yield Row("break point: largest room with p95 < 100 ms", largest, "", at_least=STEPS[0])


# What it costs


def idle(room: Room) -> Iterator[Row]:
    calls = polls(room, IDLE_SECONDS, random.Random(2))
    before = room.server.cpu()
    played(room, calls)
    share = (room.server.cpu() - before) / IDLE_SECONDS
    yield Row(f"{PHONES:,} idle phones: share of one core", share, "", at_most=0.5)


def cost(room: Room, environment: dict[str, str]) -> Iterator[Row]:
    """Processor time of the server for one request, by the same schedule; the two servers take turns."""
    factory = f"{empty.__name__}:{empty.application_of_its_own.__name__}"
    with served(environment, empty.PATH, factory) as other:
        pairs = [(spent(room, room.server), spent(room, other, empty.PATH)) for _each in range(REPEATS)]
    vote, nothing = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    note = f"({vote * 1e6:.0f} and {nothing * 1e6:.0f} µs of processor time)"
    yield Row("a vote, as a multiple of an empty Django view", vote / nothing, at_most=2.5, note=note)


def spent(room: Room, server: Server, path: str = "") -> float:
    """Seconds of processor time for one ballot, or for the same request to another ``path``."""
    number, seconds = STEADY
    base = time.time_ns() // 1000
    calls = [
        Call(each * seconds / number, each % PHONES, room.vote(each % PHONES, base + each, path))
        for each in range(number)
    ]
    with lines(Room(**{**vars(room), "server": server}), PHONES) as phones:
        before = server.cpu()
        outcome = play(phones, calls)
        assert set(outcome.statuses) == {200}, outcome.statuses
        return (server.cpu() - before) / number


def votes_a_second(room: Room) -> float:
    """How many ballots are kept in a second when some connections send one after the other without a pause."""
    connections, number = RUSH
    base = time.time_ns() // 1000
    calls = [Call(0.0, each % connections, room.vote(each % connections, base + each)) for each in range(number)]
    with lines(room, connections) as phones:
        outcome = play(phones, calls)
    assert set(outcome.statuses) == {200}, outcome.statuses
    return number / max(answer.at for answer in outcome.answers)


def beside_postgres(room: Room) -> Iterator[Row]:
    """The same rush on both databases, which take turns."""
    with postgres() as address:
        if address is None:
            yield Row("PostgreSQL's votes a second (it is not installed here)", 0, "")
            return
        with home(DATABASE_URL=address) as environment:
            made = rooms(environment, [PHONES])[0]
            with served(environment, f"/join/room/{made['session']}/live/?seen={made['version']}") as server:
                other = Room.on(server, made)
                pairs = [(votes_a_second(other), votes_a_second(room)) for _each in range(REPEATS)]
    ratio = median(theirs / ours for theirs, ours in pairs)
    note = f"({median(each[0] for each in pairs):.0f} and {median(each[1] for each in pairs):.0f} a second)"
    yield Row("PostgreSQL's votes a second, as a share of SQLite's", ratio, at_least=0.4, note=note)


def beside_a_job(room: Room, environment: dict[str, str], database: str) -> Iterator[Row]:
    """The slower pace again, alone and while the worker makes reports: the best plan, the case and a PDF each."""
    alone = trial(room, 10.0, database)
    python(environment, "-m", "tests.bench.room", "reports", str(REPORTS))
    with running(serving.start_worker(environment, jobs=None)):
        wait_for_a_job(database)
        meanwhile = trial(room, 10.0, database)
        done = count(database, "state = 'done'")
        still = count(database, "state = 'running'")
    ratio = meanwhile.votes.quantile(0.95) / alone.votes.quantile(0.95)
    note = f"({done} reports made, {'one still under way' if still else 'none left: too few'})"
    yield Row("p95 while a report is made, as a multiple", ratio, at_most=2, note=note)


def wait_for_a_job(database: str) -> None:
    deadline = time.monotonic() + serving.SECONDS_TO_START
    while not count(database, "state = 'running'") and time.monotonic() < deadline:
        time.sleep(0.1)


def count(database: str, condition: str) -> int:
    with closing(sqlite3.connect(f"{database}?mode=ro", uri=True)) as connection:
        found: int = connection.execute(f"SELECT COUNT(*) FROM maturity_job WHERE {condition}").fetchone()[0]
        return found


# What a phone shows


def weight(room: Room) -> Row:
    """The page and what it links to, as it comes over the line, without the font."""
    with closing(http.client.HTTPConnection(*room.server.address, timeout=20)) as connection:
        fetch = partial(fetched, connection, room.cookies(0))
        page = fetch(room.path)
        assets = sorted(set(ASSET.findall(page.decode())))
        total = len(page) + sum(len(fetch(asset)) for asset in assets)
    note = f"(the page itself {len(page) / KILOBYTE:.0f}, {len(assets)} files)"
    return Row("a phone's page without the font", total / KILOBYTE, "kB", at_most=60, note=note)


def fetched(connection: http.client.HTTPConnection, cookies: str, path: str) -> bytes:
    connection.request("GET", path, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return body


def reveal(room: Room, database: str) -> Iterator[Row]:
    """Three phase changes under a polling room: the reveal, the second round, its reveal."""
    interval = room.interval()
    inside = f"/engagements/{room.engagement}/workshop/{room.session}/"
    second = f"{inside}statements/{room.statement}/second-round/"
    slowest, late = [], []
    for step in (f"{inside}rounds/{room.round}/reveal/", second, None):
        path = step or f"{inside}rounds/{newest_round(database, room.statement)}/reveal/"
        shown, fragments = phase_change(room, path, version_in(database, room.session), interval)
        slowest.append(shown)
        late.append(fragments.quantile(0.95) * 1000)
    yield Row(f"a phase change is on the last of {PHONES:,} phones: intervals", max(slowest), at_most=1.1)
    yield Row("… p95 of a phone's new screen", median(late), "ms", at_most=100)


def phase_change(room: Room, path: str, version: int, interval: float) -> tuple[float, Outcome]:
    """How many intervals after the facilitator's answer the last phone had its new screen, and those screens."""
    chance, facilitator = random.Random(3), len(room.keys)
    cookies = f"csrftoken={TOKEN}; sessionid={room.facilitator}"
    press = request("POST", path, cookies, b"", f"X-CSRFToken: {TOKEN}\r\n")
    calls = [Call(BEFORE, facilitator, press)]
    for phone in range(PHONES):
        due = chance.random() * interval
        calls += [Call(due + turn * interval, phone, room.poll(phone, version)) for turn in range(3)]
    outcome = played(room, calls, more=1)
    assert BROKEN not in outcome.statuses, outcome.statuses
    pressed = next(answer.at for answer in outcome.answers if answer.call.phone == facilitator)
    first: dict[int, Any] = {}
    for answer in sorted(outcome.of(b"GET").answers, key=lambda answer: answer.at):
        if answer.status == 200:
            first.setdefault(answer.call.phone, answer)
    assert len(first) == PHONES, outcome.statuses
    return (max(answer.at for answer in first.values()) - pressed) / interval, Outcome(list(first.values()))


def version_in(database: str, session: int) -> int:
    return number(database, "SELECT version FROM maturity_session WHERE id = ?", session)


def newest_round(database: str, statement: int) -> int:
    return number(database, "SELECT MAX(id) FROM maturity_round WHERE session_statement_id = ?", statement)


def number(database: str, question: str, value: int) -> int:
    with closing(sqlite3.connect(f"{database}?mode=ro", uri=True)) as connection:
        found: int = connection.execute(question, [value]).fetchone()[0]
        return found
