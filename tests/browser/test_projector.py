"""The projector is read from ten metres: text at least 1/25 of the height, nothing cut off, nothing to scroll."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maturity.models import Ballot, Department, Engagement, Participant, Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.rules import Activity, hash_key, new_key
from tests.factories import databases, rooms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(1280, 720), (1920, 1080), (1024, 768)]
LONG = "Customer service, complaints and returns handling {}"

FAULTS = """() => {
  const faults = [];
  const clip = document.querySelector(".deck")?.getBoundingClientRect();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    const text = walk.currentNode.textContent.trim();
    if (!text || !parent.checkVisibility() || parent.closest(".visually-hidden, script, noscript, #notices")) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const box = range.getBoundingClientRect();
    const scale = parent.closest("svg")?.getScreenCTM().a ?? 1;
    if (parseFloat(getComputedStyle(parent).fontSize) * scale < innerHeight / 25 - 0.01) faults.push(`small: ${text}`);
    const floor = parent.closest(".deck") ? clip.bottom : innerHeight;
    const inside = box.left >= -1 && box.right <= innerWidth + 1 && box.top >= -1 && box.bottom <= floor + 1;
    if (!inside) faults.push(`cut: ${text}`);
  }
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth || page.scrollHeight > innerHeight) faults.push("scrolls");
  return faults;
}"""


@pytest.fixture(autouse=True)
def room_of_its_own(transactional_db, live_server, monkeypatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(live_server.thread.httpd, "connections_override", {})
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        yield


def full_room(engagement: Engagement, departments: int, each: int = 4) -> Session:
    """A session with so many departments of long names, and ``each`` phones in each of them."""
    session = rooms.open_session(engagement)
    made = [
        Department.objects.create(organisation=engagement.organisation, name=LONG.format(number))
        for number in range(departments)
    ]
    engagement.departments.add(*made)
    Participant.objects.bulk_create(
        Participant(session=session, department=department, label=f"{department.pk}-{n}", key_hash=hash_key(new_key()))
        for department in made
        for n in range(each)
    )
    services.go_on(session=session, after=None)
    session.refresh_from_db()
    return session


def vote(session: Session, *rungs: int) -> None:
    """Everybody answers, the rungs in turn, and the answers are shown."""
    newest = session.current.rounds.last()
    people = session.participants.order_by("pk")
    Ballot.objects.bulk_create(
        Ballot(round=newest, participant=person, rung=rungs[place % len(rungs)]) for place, person in enumerate(people)
    )
    services.reveal_round(session=session, round_id=newest.pk, by=None)


def projector_of(open_page, session: Session, ane, **more) -> Page:
    page = open_page(f"/engagements/{session.engagement_id}/workshop/{session.pk}/projector/", user=ane, **more)
    page.evaluate("document.fonts.ready")
    expect(page.locator("body.turns")).to_be_attached()
    return page


def leaves(page: Page) -> Iterator[int]:
    """Each leaf of what is shown, one after the other, as the arrow key turns them."""
    for place in range(page.locator(".deck > .leaf").count() or 1):
        yield place
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("departments", [3, 8, 14])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_everything_is_readable_from_ten_metres(open_page, engagement, ane, departments, width, height):
    session = full_room(engagement, departments)
    page = projector_of(open_page, session, ane, width=width, height=height)
    assert [fault for _leaf in leaves(page) for fault in page.evaluate(FAULTS)] == []
    vote(session, 1, 2, 2, 4, 5)
    services.open_second_round(session=session, statement=session.current)
    vote(session, 2, 2, 3, 4, 4)
    process_cache.forget()
    page.reload()
    expect(page.locator(".whole-room")).to_be_visible()
    assert [fault for _leaf in leaves(page) for fault in page.evaluate(FAULTS)] == []
    names = page.locator(".side-by-side tbody th").all_text_contents()
    assert sorted(names) == sorted(LONG.format(number) for number in range(departments))


def test_leaves_turn_by_the_arrow_keys_and_stay_when_a_count_changes(open_page, engagement, ane):
    session = full_room(engagement, 3)
    vote(session, 2, 3, 4)
    page = projector_of(open_page, session, ane)
    expect(page.locator(".pager .place")).to_have_text("1 of 3")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".side-by-side")).to_be_visible()
    expect(page.locator(".whole-room")).to_be_hidden()
    rooms.phone(session)
    with page.expect_response(lambda answer: "/screen/" in answer.url and answer.status == 200):
        pass
    expect(page.locator(".pager .place")).to_have_text("2 of 3")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".whole-room")).to_be_visible()


def test_way_in_fills_the_wall_on_a_key(open_page, engagement, ane):
    session = full_room(engagement, 1)
    page = projector_of(open_page, session, ane, width=1024, height=768)
    page.keyboard.press("q")
    expect(page.locator(".way-in .code")).to_have_text(re.compile(r"\w{3}-\w{3}"))
    assert page.locator(".way-in .qr").bounding_box()["height"] > 768 / 2
    page.keyboard.press("q")
    expect(page.locator(".way-in")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_break_counts_down_to_its_end(open_page, accessible, engagement, ane, scheme):
    session = full_room(engagement, 3)
    vote(session, 2, 3, 4)
    session.breaks.create(after=1, minutes=20, title="Coffee")
    services.turn_to(session=session, activity=Activity.BREAK)
    Session.objects.filter(pk=session.pk).update(turned_at=timezone.now() - timedelta(minutes=5))
    page = projector_of(open_page, session, ane, color_scheme=scheme)
    expect(page.locator("h1")).to_have_text("Coffee")
    expect(page.locator(".left")).to_have_text(re.compile(r"1[45]:\d\d"))
    assert page.evaluate(FAULTS) == []
    accessible(page)
