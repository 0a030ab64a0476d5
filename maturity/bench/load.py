"""A crowd of phones for the bench: many connections, each asking at its scheduled time, in one thread.

A latency is counted from the time at which a request was due, not from when it could be sent: a server that keeps
phones waiting cannot hide it by slowing the crowd down (Tene 2013, "coordinated omission").
"""

import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

LARGEST_ANSWER = 65536
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """One request: when it is due (seconds after the start), on which connection, and its bytes."""

    due: float
    phone: int
    request: bytes


@dataclass
class Outcome:
    """Seconds from due to answered, and how often each status came back; 0 is a connection that broke."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def count(self, status: int) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1


def connect(address: tuple[str, int], phones: int) -> list[socket.socket]:
    """A connection for every phone, held open as browsers do."""
    found = []
    for _each in range(phones):
        phone = socket.create_connection(address, timeout=20)
        phone.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        phone.setblocking(False)
        found.append(phone)
    return found


def play(phones: Sequence[socket.socket], calls: Sequence[Call], patience: float = 30.0) -> Outcome:
    """Send every call when it is due and wait for all answers; a phone sends its next call after the answer to the
    one before."""
    outcome, selector = Outcome(), selectors.DefaultSelector()
    for number, phone in enumerate(phones):
        selector.register(phone, selectors.EVENT_READ, number)
    answers = [b""] * len(phones)
    waiting: list[list[float]] = [[] for _each in phones]
    backlog: list[list[Call]] = [[] for _each in phones]
    begun, place, open_calls = time.perf_counter(), 0, 0
    ordered = sorted(calls, key=lambda call: call.due)
    while place < len(ordered) or open_calls:
        now = time.perf_counter() - begun
        if now > (ordered[-1].due if ordered else 0) + patience:
            break
        while place < len(ordered) and ordered[place].due <= now:
            call = ordered[place]
            place, open_calls = place + 1, open_calls + 1
            if waiting[call.phone]:
                backlog[call.phone].append(call)
            else:
                send(phones[call.phone], call, waiting)
        pause = max(0.0, ordered[place].due - now) if place < len(ordered) else 0.1
        for key, _mask in selector.select(min(pause, 0.1)):
            number = key.data
            answers[number], status = read_on(phones[number], answers[number])
            if status is None or not waiting[number]:
                continue
            outcome.latencies.append(time.perf_counter() - begun - waiting[number].pop())
            outcome.count(status)
            open_calls -= 1
            if status == 0:
                selector.unregister(phones[number])
                open_calls -= len(backlog[number])
                backlog[number].clear()
            elif backlog[number]:
                send(phones[number], backlog[number].pop(0), waiting)
    selector.close()
    for _lost in range(open_calls):
        outcome.count(0)
    return outcome


def send(phone: socket.socket, call: Call, waiting: list[list[float]]) -> None:
    waiting[call.phone].append(call.due)
    phone.send(call.request)


def read_on(phone: socket.socket, so_far: bytes) -> tuple[bytes, int | None]:
    """What has arrived of an answer, and its status once it is whole; 0 where the line is dead."""
    try:
        piece = phone.recv(LARGEST_ANSWER)
    except OSError:
        piece = b""
    if not piece:
        return b"", 0
    answer = so_far + piece
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return answer, None
    length = LENGTH.search(head)
    if length and len(body) < int(length[1]):
        return answer, None
    return b"", int(answer[9:12])


def request(method: str, path: str, cookies: str, body: bytes = b"", headers: str = "") -> bytes:
    """The bytes of a request as a phone's page sends it."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nHX-Request: true\r\n{headers}"
    if method == "POST":
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body
