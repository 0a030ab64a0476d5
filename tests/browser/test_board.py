"""The board and the closing round in a real browser: written on phones, arranged by hand and by mouse, shown large."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from maturity.models import Ball, Card, Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.rules import Activity
from maturity.workshop.services.balls import show_balls
from tests.factories import databases, rooms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"width": 320, "height": 640, "has_touch": True}


@pytest.fixture(autouse=True)
def room_of_its_own(transactional_db, live_server, monkeypatch, tmp_path: Path) -> Iterator[None]:
    """Several pages poll at once, so each of the server's threads has its own connection."""
    monkeypatch.setattr(live_server.thread.httpd, "connections_override", {})
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        yield


@pytest.fixture
def session(room_of_its_own, engagement) -> Session:
    made = rooms.open_session(engagement)
    services.turn_to(session=made, activity=Activity.BOARD)
    return made


def seat(open_page, live_server, session: Session, *, department: str = "Sales", **more) -> Page:
    """A phone that has joined."""
    joined = rooms.phone(session, department=department)
    page = open_page("/join/", **{**SMALL, **more})
    key = {"name": f"room-{session.pk}", "value": joined.key, "url": f"{live_server.url}/join/"}
    page.context.add_cookies([key])
    page.goto(f"/join/room/{session.pk}/")
    return page


def write(phone: Page, text: str, button: str = "Add as a challenge") -> None:
    phone.locator("#card-text").fill(text)
    phone.get_by_role("button", name=button).tap()
    expect(phone.locator(".own-cards", has_text=text)).to_be_visible()


def wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def console(open_page, session: Session, ane, **more) -> Page:
    return open_page(f"/engagements/{session.engagement_id}/workshop/{session.pk}/console/", user=ane, **more)


def test_cards_are_written_drawn_together_and_voted_on(open_page, live_server, session, ane, accessible) -> None:
    sales = seat(open_page, live_server, session)
    it = seat(open_page, live_server, session, department="IT", color_scheme="dark")
    desk = console(open_page, session, ane)
    wall = open_page(f"/engagements/{session.engagement_id}/workshop/{session.pk}/projector/", user=ane)
    expect(wall.locator("h1")).to_have_text("What are you responsible for, and what is hard?")

    write(sales, "Slow returns")
    expect(sales.locator("#card-text")).to_have_value("")
    write(sales, "Lost parcels")
    write(it, "Returns", "Add as our area")
    expect(desk.locator("#cards .posted")).to_have_count(3)
    expect(wall.locator(".board-entries li")).to_have_count(3)
    expect(it.locator(".vote", has_text="Lost parcels")).to_be_visible()

    # By hand: tick and name; by mouse: draw the third onto the group.
    for text in ("Slow returns", "Lost parcels"):
        desk.locator(".posted", has_text=text).get_by_role("checkbox").check()
    desk.get_by_label("Group for the cards ticked below").fill("Parcels")
    desk.get_by_role("button", name="Put into the group").click()
    expect(desk.locator(".group h2")).to_have_text("Parcels")
    expect(desk.locator("#cards :checked")).to_have_count(0)
    desk.locator(".posted", has_text="Returns Area").drag_to(desk.locator(".group h2"))
    expect(desk.locator(".group .posted")).to_have_count(3)
    assert set(Card.objects.values_list("group", flat=True)) == {"Parcels"}

    expect(it.locator(".vote")).to_have_count(1)
    it.locator(".vote", has_text="Parcels").tap()
    expect(it.locator(".vote[aria-pressed=true]")).to_be_visible()
    expect(it.locator("#dots-title")).to_have_text("4 dots left")
    for phone in (sales, it):
        accessible(phone)
        assert wide(phone) == 0
    accessible(desk)
    accessible(wall)


def test_card_written_without_a_network_is_sent_once_when_it_is_back(open_page, live_server, session) -> None:
    phone = seat(open_page, live_server, session)
    phone.context.set_offline(True)
    phone.locator("#card-text").fill("Slow returns")
    phone.get_by_role("button", name="Add as a challenge").tap()
    expect(phone.locator("#board-cards-said")).to_contain_text("Waiting for the network")
    phone.context.set_offline(False)
    expect(phone.locator(".own-cards")).to_contain_text("Slow returns")
    assert list(Card.objects.values_list("text", flat=True)) == ["Slow returns"]


def test_card_that_is_being_written_stays_while_others_arrive(open_page, live_server, session) -> None:
    phone, other = (seat(open_page, live_server, session) for _each in range(2))
    phone.locator("#card-text").fill("Half a tho")
    write(other, "Slow returns")
    expect(phone.locator(".vote", has_text="Slow returns")).to_be_visible()
    expect(phone.locator("#card-text")).to_have_value("Half a tho")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (1024, 768)])
def test_projector_is_read_from_the_back_row(open_page, live_server, session, ane, width, height, accessible) -> None:
    services.turn_to(session=session, activity=Activity.CLOSING)
    phones = [rooms.phone(session) for _each in range(4)]
    for phone, word in zip(phones, ("Clear", "Good to have everybody in one room at last", "", "Long"), strict=True):
        Ball.objects.create(session=session, participant=phone.participant, score=4, word=word)
    address = f"/engagements/{session.engagement_id}/workshop/{session.pk}/projector/"
    wall = open_page(address, user=ane, width=width, height=height)
    expect(wall.locator(".big-count")).to_contain_text("4 balls have been dropped")
    expect(wall.locator(".tubes")).to_have_count(0)
    show_balls(session=session, by=None)
    expect(wall.locator(".tubes .ball")).to_have_count(4)
    small = wall.evaluate(
        """[...document.querySelectorAll(".tubes text")].map(each => each.getBoundingClientRect().height)"""
        """.filter(each => each < innerHeight / 25)"""
    )
    assert small == []
    assert wide(wall) == 0
    assert (
        wall.evaluate("document.querySelector('main').scrollHeight - document.querySelector('main').clientHeight") <= 0
    )
    accessible(wall)


def test_ball_is_dropped_with_one_thumb_and_moved(open_page, live_server, session, accessible) -> None:
    services.turn_to(session=session, activity=Activity.CLOSING)
    phone = seat(open_page, live_server, session)
    for score, button in (("4", "Drop my ball"), ("5", "Move my ball")):
        phone.locator(".tube-choice", has_text=score).tap()
        phone.get_by_role("button", name=button).tap()
        expect(phone.locator(".is-dropped")).to_contain_text(f"Dropped into tube {score}")
    assert list(Ball.objects.values_list("score", flat=True)) == [5]
    accessible(phone)
    assert wide(phone) == 0
