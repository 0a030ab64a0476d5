"""The short way of a room's phones gives the answers of the whole one, and needs neither account nor log-in session."""

import re
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from maturity.models import Ballot, Engagement, Session
from maturity.web import process_cache
from maturity.workshop import join_urls, services
from maturity.workshop.rules import new_key
from tests.factories import rooms

TOKEN = "a" * 32
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="\w{64}"')
TIME = re.compile(rb'"at": "[^"]+"')
TOLD = ("Content-Type", "Content-Language", "Poll-Interval", "HX-Redirect", "HX-Retarget", "Location")
Way = Callable[[dict[str, Any], Any], Any]

with warnings.catch_warnings():  # in a fresh checkout nobody has collected any static files
    warnings.filterwarnings("ignore", "No directory at")
    from maturity.config import wsgi


@pytest.fixture(autouse=True)
def nothing_shared() -> None:
    process_cache.forget()


@pytest.fixture
def session(engagement: Engagement) -> Session:
    return rooms.open_session(engagement)


class Asked:
    """One request, sent by either way as a server would send it."""

    def __init__(self, method: str, path: str, session: Session, key: str, sent: dict[str, Any] | None = None) -> None:
        cookies = f"csrftoken={TOKEN}; room-{session.pk}={key}"
        headers = {"HTTP_COOKIE": cookies, "HTTP_X_CSRFTOKEN": TOKEN, "HTTP_LIVE": "part"}
        accept = {"HTTP_ACCEPT": "application/json"} if method == "post" else {}
        self.make = lambda: getattr(RequestFactory(SERVER_NAME="127.0.0.1"), method)(
            f"/join/room/{session.pk}/{path}", sent, **headers, **accept
        )

    def by(self, way: Way) -> tuple[str, dict[str, str], bytes]:
        """Status, the headers that a phone reads, and the body without what is new each time."""
        seen: list[tuple[str, dict[str, str]]] = []
        answer = way(self.make().environ, lambda status, headers, *_more: seen.append((status, dict(headers))))
        body = TIME.sub(b"at", TOKENS.sub(b"token", b"".join(answer)))
        status, headers = seen[0]
        return status, {name: headers[name] for name in TOLD if name in headers}, body


def both(asked: Asked) -> str:
    """The status that both ways give, once all else is found equal."""
    short, whole = asked.by(wsgi.room), asked.by(wsgi.site)
    # The whole way also says whose language it is where nothing was said.
    short[1].setdefault("Content-Language", whole[1].get("Content-Language", ""))
    assert short == whole
    return short[0]


def polled(session: Session, key: str, seen: int = 0) -> str:
    process_cache.forget()  # a version may be a fiftieth of a second old
    return both(Asked("get", f"live/?seen={seen}", session, key))


def cast(session: Session, key: str, **more: Any) -> str:
    session.refresh_from_db()
    newest = session.current.rounds.last() if session.current else None
    sent = {"round": newest.pk if newest else 1, "rung": "3", "comment": "", "sequence": "1"} | more
    return both(Asked("post", "ballot/", session, key, sent))


def test_both_ways_answer_alike_in_every_moment(session: Session) -> None:
    key, stranger = rooms.phone(session, language="da").key, new_key()
    assert (polled(session, key), cast(session, key)) == ("200 OK", "409 Conflict")
    services.go_on(session=session, after=None)
    session.refresh_from_db()
    assert (polled(session, key), polled(session, key, session.version)) == ("200 OK", "204 No Content")
    assert (polled(session, stranger), polled(session, "")) == ("286 Unknown Status Code",) * 2
    assert (cast(session, key), cast(session, key, sequence="0")) == ("200 OK", "200 OK")
    assert (cast(session, stranger), cast(session, "")) == ("403 Forbidden",) * 2
    assert (cast(session, key, rung="6"), cast(session, key, round="x")) == ("422 Unprocessable Entity",) * 2
    assert list(Ballot.objects.values_list("rung", "sequence")) == [(3, 1)]
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)
    assert (polled(session, key), cast(session, key, rung="4", sequence="2")) == ("200 OK", "409 Conflict")
    services.open_second_round(session=session, statement=session.current)
    assert (polled(session, key), cast(session, key)) == ("200 OK", "200 OK")
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)
    services.close_session(session=session, by=None)
    assert (polled(session, key), cast(session, key, sequence="3")) == ("200 OK", "409 Conflict")


@pytest.mark.parametrize("path", ["nowhere/", "live", f"{'9' * 30}/live/"])
def test_both_ways_find_nothing_where_nothing_is(session: Session, path: str) -> None:
    key = rooms.phone(session).key
    statuses = [Asked("get", path, session, key).by(way)[0] for way in (wsgi.room, wsgi.site)]
    assert statuses[0] == statuses[1] in ("404 Not Found", "301 Moved Permanently")


def test_number_that_no_session_can_have_is_nowhere(session: Session) -> None:
    session.pk = 2**63
    assert Asked("get", "live/?seen=1", session, "").by(wsgi.room)[0] == "404 Not Found"


def test_ballot_from_another_site_is_refused(session: Session) -> None:
    key = rooms.phone(session).key
    services.go_on(session=session, after=None)
    asked = Asked("post", "ballot/", session, key, {"round": session.statements.first().rounds.get().pk, "rung": "3"})
    made = asked.make()
    made.environ["HTTP_X_CSRFTOKEN"] = "b" * 32
    asked.make = lambda: made
    assert (asked.by(wsgi.room)[0], Ballot.objects.count()) == ("403 Forbidden", 0)


@pytest.mark.parametrize(
    ("way", "method", "path", "headers"),
    [
        ("room", "GET", "/join/room/1/live/", {"HTTP_LIVE": "part"}),
        ("room", "GET", "/join/room/1/board/", {"HTTP_LIVE": "part"}),
        ("room", "POST", "/join/room/1/ballot/", {"HTTP_LIVE": "part", "HTTP_ACCEPT": "application/json"}),
        ("site", "POST", "/join/room/1/ballot/", {"HTTP_LIVE": "part"}),
        ("site", "POST", "/join/room/1/live/", {"HTTP_LIVE": "part"}),
        ("site", "POST", "/join/room/1/answers/delete/", {"HTTP_LIVE": "part", "HTTP_ACCEPT": "application/json"}),
        ("site", "GET", "/join/room/1/", {"HTTP_LIVE": "part"}),
        ("site", "GET", "/join/room/1/live/", {}),
        ("site", "GET", "/join/", {"HTTP_LIVE": "part"}),
        ("site", "GET", "/", {"HTTP_LIVE": "part"}),
    ],
)
def test_only_what_is_asked_all_the_time_goes_the_short_way(
    monkeypatch: pytest.MonkeyPatch, way: str, method: str, path: str, headers: dict[str, str]
) -> None:
    gone: list[str] = []
    for name in ("site", "room"):
        monkeypatch.setattr(wsgi, name, lambda _environ, _start, name=name: gone.append(name))
    wsgi.application({"PATH_INFO": path, "REQUEST_METHOD": method} | headers, None)
    assert gone == [way]


ADDRESSES = [pattern for pattern in join_urls.urlpatterns if "session_id" in str(pattern.pattern)]


def head_of(environ: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Status and headers that the server's own entry point gives."""
    said: list[tuple[str, dict[str, str]]] = []
    list(wsgi.application(environ, lambda status, headers, *_more: said.append((status, dict(headers)))))
    return said[0]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda pattern: pattern.name)
def test_nothing_that_a_phone_sends_breaks_the_server(session: Session, address: URLPattern, accept: str) -> None:
    key = rooms.phone(session).key
    path = reverse(f"join:{address.name}", args=[session.pk]).removeprefix(f"/join/room/{session.pk}/")
    for method, sent in [("get", {}), ("post", {}), ("post", {"round": "x", "text": "A", "rung": "9"})]:
        made = Asked(method, path, session, key, sent).make()
        made.environ["HTTP_ACCEPT"] = accept
        status, headers = head_of(made.environ)
        assert int(status[:3]) < 500, (method, sent)
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src" in headers["Content-Security-Policy"]


def test_short_way_passes_no_middleware_that_looks_for_a_person() -> None:
    names = " ".join(settings.ROOM_MIDDLEWARE)
    assert [word for word in ("sessions", "auth", "messages", "allauth", "Language") if word in names] == []
