"""A crowd of phones for the bench: many connections, each asking at its scheduled time, in one thread.

A latency is counted from the time at which a request was due, not from when it could be sent: a server that keeps
phones waiting cannot hide it by slowing the crowd down (Tene 2013, "coordinated omission").
"""

import gc
import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from maturity.demo.serving import allow_files

LARGEST_ANSWER: Final = 65536
LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
CHUNKED: Final = re.compile(rb"transfer-encoding: chunked", re.IGNORECASE)
LAST_CHUNK: Final = b"0\r\n\r\n"
FILES_OF_ITS_OWN: Final = 200
BROKEN: Final = 0  # the status of a call whose connection broke, or that was never answered


@dataclass(frozen=True)
class Call:
    """One request: when it is due (seconds after the start), on which connection, and its bytes."""

    due: float
    phone: int
    request: bytes


@dataclass(frozen=True)
class Answer:
    """What came of a call: the status, seconds from due to answered, and how many bytes the body had."""

    call: Call
    status: int
    late: float
    size: int = 0

    @property
    def at(self) -> float:
        """Seconds after the start."""
        return self.call.due + self.late


@dataclass
class Outcome:
    """All answers, in the order in which they came."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def latencies(self) -> list[float]:
        return [answer.late for answer in self.answers if answer.status != BROKEN]

    @property
    def statuses(self) -> dict[int, int]:
        """How often each status came back; 0 is a connection that broke."""
        found: dict[int, int] = {}
        for answer in self.answers:
            found[answer.status] = found.get(answer.status, 0) + 1
        return found

    def quantile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def of(self, start: bytes) -> "Outcome":
        """The answers to requests that begin with ``start``."""
        return Outcome([answer for answer in self.answers if answer.call.request.startswith(start)])


class Line:
    """One phone's connection: the call under way, those that wait for it, and what has arrived of its answer."""

    def __init__(self, phone: socket.socket) -> None:
        self.phone = phone
        self.dead = False
        self.under_way: Call | None = None
        self.waiting: deque[Call] = deque()
        self.arrived = b""

    def put(self, call: Call) -> None:
        """Send ``call``, or have it wait for the one under way; that a line broke is noticed when it is read."""
        if self.under_way is not None:
            self.waiting.append(call)
            return
        self.under_way = call
        try:
            self.phone.send(call.request)
        except OSError:
            return

    def read(self) -> tuple[int, int] | None:
        """The status and size of an answer that is whole now; BROKEN where the line is dead."""
        try:
            piece = self.phone.recv(LARGEST_ANSWER)
        except OSError:
            piece = b""
        if not piece:
            return BROKEN, 0
        self.arrived += piece
        head, end, body = self.arrived.partition(b"\r\n\r\n")
        if not end or not whole(head, body):
            return None
        self.arrived = b""
        return int(head[9:12]), len(body)

    def next_call(self) -> None:
        """The call under way is done; the first that waited follows it."""
        self.under_way = None
        if self.waiting:
            self.put(self.waiting.popleft())

    def give_up(self) -> list[Call]:
        """All calls that will never be answered."""
        lost = [*([self.under_way] if self.under_way else []), *self.waiting]
        self.under_way = None
        self.waiting.clear()
        return lost


def whole(head: bytes, body: bytes) -> bool:
    """Whether all of an answer's body has arrived."""
    if CHUNKED.search(head):
        return body.endswith(LAST_CHUNK)
    length = LENGTH.search(head)
    return length is None or len(body) >= int(length[1])


def connect(address: tuple[str, int], phones: int) -> list[socket.socket]:
    """A connection for every phone, held open as browsers do."""
    allow_files(phones + FILES_OF_ITS_OWN)
    found = []
    for _each in range(phones):
        phone = socket.create_connection(address, timeout=20)
        phone.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        phone.setblocking(False)
        found.append(phone)
    return found


def play(phones: Sequence[socket.socket], calls: Sequence[Call], patience: float = 30.0) -> Outcome:
    """Send every call when it is due and wait for all answers; a phone sends its next call after the answer to the
    one before. What is not answered ``patience`` seconds after the last call was due counts as broken."""
    outcome, lines = Outcome(), [Line(phone) for phone in phones]
    coming = deque(sorted(calls, key=lambda call: call.due))
    latest = (coming[-1].due if coming else 0.0) + patience
    with listening(lines) as selector, without_pauses():
        begun = time.perf_counter()
        while len(outcome.answers) < len(calls) and (now := time.perf_counter() - begun) < latest:
            while coming and coming[0].due <= now:
                call = coming.popleft()
                if lines[call.phone].dead:
                    outcome.answers.append(Answer(call, BROKEN, now - call.due))
                else:
                    lines[call.phone].put(call)
            pause = max(0.0, coming[0].due - now) if coming else 0.1
            for key, _mask in selector.select(min(pause, 0.1)):
                hear(key.data, selector, outcome, begun)
    lost = [call for line in lines for call in line.give_up()]
    outcome.answers.extend(Answer(call, BROKEN, latest - call.due) for call in [*lost, *coming])
    return outcome


def hear(line: Line, selector: selectors.BaseSelector, outcome: Outcome, begun: float) -> None:
    """Something has arrived on a line: note the answer once it is whole."""
    found = line.read()
    if found is None:
        return
    status, size = found
    now = time.perf_counter() - begun
    if status == BROKEN:
        selector.unregister(line.phone)
        line.dead = True
        outcome.answers.extend(Answer(call, BROKEN, now - call.due) for call in line.give_up())
    elif line.under_way is not None:
        outcome.answers.append(Answer(line.under_way, status, now - line.under_way.due, size))
        line.next_call()


@contextmanager
def listening(lines: Sequence[Line]) -> Iterator[selectors.BaseSelector]:
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.phone, selectors.EVENT_READ, line)
        yield selector


@contextmanager
def without_pauses() -> Iterator[None]:
    """The crowd's own memory is not cleaned up meanwhile: the server would be charged for the pause."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def request(method: str, path: str, cookies: str, body: bytes = b"", headers: str = "") -> bytes:
    """The bytes of a request as a phone's page sends it."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nLive: part\r\n{headers}"
    if method == "POST":
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body
