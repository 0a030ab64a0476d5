"""The facilitator's console in a browser: a key for each step, and time that goes on by itself."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maturity.models import Ballot, Engagement, Round, Session, User
from maturity.web import process_cache
from maturity.workshop import services
from tests.factories import databases, rooms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def room_of_its_own(transactional_db, live_server, monkeypatch, tmp_path: Path) -> Iterator[None]:
    """Two consoles poll at once, so each of the server's threads has its own connection."""
    monkeypatch.setattr(live_server.thread.httpd, "connections_override", {})
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        yield


@pytest.fixture
def session(room_of_its_own, engagement: Engagement) -> Session:
    return rooms.open_session(engagement)


def console(session: Session) -> str:
    return f"/engagements/{session.engagement_id}/workshop/{session.pk}/console/"


def answered(session: Session, *rungs: int) -> None:
    """So many phones have answered the statement before the room."""
    session.refresh_from_db()
    newest = session.current.rounds.last()
    Ballot.objects.bulk_create(
        Ballot(round=newest, participant=rooms.phone(session).participant, rung=rung, comment="Because")
        for rung in rungs
    )


def step(desk: Page, key: str) -> None:
    """A key that leads to the next page, and its script."""
    with desk.expect_navigation():
        desk.keyboard.press(key)


def test_session_is_led_by_keys_alone(open_page, session, ane):
    desk: Page = open_page(console(session), user=ane)
    step(desk, "n")
    expect(desk.locator("h1")).to_have_text("insight 1")
    answered(session, 1, 1, 5)
    step(desk, "r")
    expect(desk.locator(".verdict")).to_contain_text("talk, then vote again")

    desk.keyboard.press("e")
    expect(desk.get_by_label("Discussion: what was said")).to_be_focused()
    desk.keyboard.type("vrnc")
    expect(desk.get_by_label("Discussion: what was said")).to_have_value("vrnc")
    desk.keyboard.press("Escape")
    desk.keyboard.press("h")
    expect(desk.locator(".voices")).not_to_have_attribute("open", "")
    desk.keyboard.press("d")
    expect(desk.get_by_label("What they see otherwise")).to_be_focused()
    desk.keyboard.type("Too low")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Register the dissent").click()
    expect(desk.locator(".dissents")).to_contain_text("Too low")

    desk.keyboard.press("r")
    expect(desk.locator("#announcement")).to_have_text("No round is open.")
    step(desk, "v")
    expect(desk.locator("#board")).to_contain_text("Second round open")
    step(desk, "r")
    expect(desk.locator("#step-second")).to_contain_text("Vote once more")
    step(desk, "p")
    expect(desk.locator("h1")).to_have_text("Break")
    step(desk, "s")
    expect(desk.locator("h1")).to_have_text("insight 1")
    step(desk, "k")
    expect(desk.locator(".next")).to_contain_text("care 1")
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_contain_text("Leading the room")
    desk.keyboard.press("n")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("Escape")
    step(desk, "n")
    expect(desk.locator("h1")).to_have_text("care 1")
    assert session.statements.get(position=1).discussion == "vrnc"


def test_keys_do_nothing_where_they_are_switched_off(open_page, session, ane):
    User.objects.update(single_keys=False)
    desk = open_page(console(session), user=ane)
    desk.keyboard.press("n")
    desk.keyboard.press("x")
    expect(desk.locator("h1")).to_have_text("The room is coming in")


def test_time_goes_on_between_two_answers_of_the_server(open_page, session, ane):
    services.go_on(session=session, after=None)
    Round.objects.update(opened_at=timezone.now() - timedelta(minutes=4))
    desk = open_page(console(session), user=ane)
    desk.clock.install()
    desk.reload()
    expect(desk.locator(".time")).to_contain_text("4 of 5 min on this statement · on time")
    desk.clock.fast_forward("03:01")
    expect(desk.locator(".time")).to_contain_text("7 of 5 min on this statement · 2 min behind the agenda")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390), ("light", 320)])
def test_axe_finds_nothing_on_the_console(open_page, accessible, session, ane, scheme, width):
    services.go_on(session=session, after=None)
    answered(session, 1, 1, 5)
    services.reveal_round(session=session, round_id=Round.objects.get().pk, by=ane)
    services.register_dissent(statement=session.statements.first(), text="Too low", by=ane)
    for path in (console(session), console(session).replace("console", "participants")):
        page = open_page(path, user=ane, width=width, color_scheme=scheme)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
