"""Guessing a code: hopeless from one address, from many, and at the same time; and a guess learns nothing."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from maturity.models import Session
from maturity.workshop import services
from maturity.workshop.rules import CODE_ALPHABET, CODE_LENGTH
from maturity.workshop.services import attempts
from tests.factories import cast, databases, rooms

CODE = "/join/"
HERE = "203.0.113.7"


@pytest.fixture(autouse=True)
def nobody_guessed(db) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def guess(code: str, address: str = HERE):
    return Client(REMOTE_ADDR=address).post(CODE, {"code": code})


def wrong_for(session: Session) -> str:
    return "222222" if session.code != "222222" else "333333"


def test_thirty_wrong_codes_are_looked_at_and_no_more() -> None:
    for _each in range(attempts.FROM_ONE_ADDRESS - 1):
        attempts.note_failure(HERE)
    assert not attempts.guess_again_later(HERE)
    attempts.note_failure(HERE)
    assert attempts.guess_again_later(HERE)
    assert not attempts.guess_again_later("203.0.113.8")


@pytest.mark.parametrize(
    ("other", "blocked"),
    [("2001:db8:1:2:ffff::9", True), ("2001:db8:1:3::1", False), ("203.0.113.7", False)],
)
def test_addresses_of_one_ipv6_network_are_one_address(other: str, blocked: bool) -> None:
    for number in range(attempts.FROM_ONE_ADDRESS):
        attempts.note_failure(f"2001:db8:1:2::{number:x}")
    assert attempts.guess_again_later(other) == blocked


def test_guesses_from_everywhere_cannot_find_a_session_in_three_hours() -> None:
    windows = 3 * 60 * 60 // attempts.WINDOW + 1
    assert windows * attempts.FROM_EVERYWHERE / len(CODE_ALPHABET) ** CODE_LENGTH < 1 / 70_000


def test_so_many_addresses_that_counts_would_be_thrown_away_are_too_few() -> None:
    # Each failure takes a place and a mark, of its address and of everywhere, in two windows at most.
    most = settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"]
    assert most / 10 > 2 * 4 * attempts.FROM_EVERYWHERE


@pytest.mark.django_db(transaction=True)
def test_guesses_that_come_at_once_are_all_counted(tmp_path: Path) -> None:
    with databases.on_disk(tmp_path / "codes.sqlite3"):
        threads = [threading.Thread(target=fail_six_times) for _each in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert attempts.guess_again_later(HERE)


def fail_six_times() -> None:
    for _each in range(attempts.FROM_ONE_ADDRESS // 5):
        attempts.note_failure(HERE)
    connections.close_all()


def test_blocked_guess_learns_nothing_not_even_that_it_was_right(session: Session) -> None:
    for _each in range(attempts.FROM_ONE_ADDRESS):
        attempts.note_failure(HERE)
    right, wrong = guess(session.code), guess(wrong_for(session))
    assert (right.status_code, wrong.status_code) == (429, 429)
    assert without_typed(right, session.code) == without_typed(wrong, wrong_for(session))
    assert "Location" not in right.headers


def without_typed(answer, code: str) -> list[str]:
    lines = answer.content.decode().replace(code, "").splitlines()
    return [line for line in lines if "csrf" not in line.lower()]


def test_wrong_code_and_closed_sessions_code_are_answered_alike(session: Session) -> None:
    code = session.code
    services.close_session(session=session, by=None)
    closed, wrong = guess(code), guess("222222" if code != "222222" else "333333")
    assert (closed.status_code, wrong.status_code) == (422, 422)
    assert without_typed(closed, code) == without_typed(wrong, "222222" if code != "222222" else "333333")


def test_right_code_is_never_counted(session: Session) -> None:
    assert {guess(session.code).status_code for _each in range(attempts.FROM_ONE_ADDRESS + 5)} == {302}
    assert not attempts.guess_again_later(HERE)


def test_code_and_link_expire_with_the_session_and_come_new_when_it_opens_again(session: Session) -> None:
    code, link = session.code, f"/join/{session.join_token}/"
    services.close_session(session=session, by=None)
    assert (guess(code).status_code, Client().get(link).status_code) == (422, 404)
    services.reopen_session(session=session, by=None, reason="IT came late")
    assert (guess(code).status_code, Client().get(link).status_code) == (422, 404)
    session.refresh_from_db()
    assert guess(session.code).headers["Location"] == f"/join/{session.join_token}/"


def test_code_of_an_ended_rehearsal_is_void(session: Session) -> None:
    made = services.rehearse(session=session, by=None, people={})
    code, link = made.code, f"/join/{made.join_token}/"
    services.end_rehearsal(session=made)
    assert (guess(code).status_code, Client().get(link).status_code) == (422, 404)


def test_codes_of_two_clients_open_sessions_differ(session: Session) -> None:
    other = rooms.open_session(cast.rival())
    assert session.code != other.code
    assert guess(other.code).headers["Location"] == f"/join/{other.join_token}/"
