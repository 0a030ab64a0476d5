"""A whole session: a facilitator, a projector, and five phones, one Danish, one Swedish, one that loses the network."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from maturity.models import Ballot, Engagement, Session, SessionStatement
from maturity.web import process_cache
from tests.factories import databases, frameworks, rooms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844, "has_touch": True}


@pytest.fixture(autouse=True)
def room_of_its_own(transactional_db, live_server, monkeypatch, tmp_path: Path) -> Iterator[None]:
    """Five pages poll at once, so each of the server's threads has its own connection."""
    monkeypatch.setattr(live_server.thread.httpd, "connections_override", {})
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        yield


@pytest.fixture
def engagement(room_of_its_own, engagement: Engagement) -> Engagement:
    frameworks.use_small(engagement)
    return engagement


def join(phone: Page, *, department: str) -> None:
    phone.locator("label.choice", has_text=department).tap()
    phone.locator("button.primary").tap()
    expect(phone.locator("#room")).to_be_visible()


def vote(phone: Page, rung: int) -> None:
    phone.locator(f".card:has(input[value='{rung}'])").tap()
    expect(phone.locator("#sent.is-sent")).to_be_visible()


def raw() -> list[tuple[str, int, int | None]]:
    rows = Ballot.objects.order_by("participant__department__name", "round", "participant")
    return list(rows.values_list("participant__department__name", "round__number", "rung"))


def test_session_from_its_making_to_its_end(open_page, engagement, ane):
    desk, projector, code = made(open_page, engagement, ane)
    phones = seated(open_page, desk, projector, code)
    vote_blind(desk, projector, phones)
    reveal(desk, projector, phones)
    vote_again(desk, projector, phones)
    decide_and_go_on(desk, phones)
    close(desk, projector, phones)


def made(open_page, engagement, ane):
    """The facilitator's desk and the projector of a new session, and its code."""
    desk = open_page(f"/engagements/{engagement.pk}/workshop/", user=ane)
    desk.get_by_role("link", name="New session").click()
    desk.get_by_label("Title").fill("Autumn")
    desk.get_by_label("Full scan").check()
    desk.get_by_role("button", name="Begin at once").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("The room is coming in")

    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Projector page").click()
    projector = opened.value
    code = projector.locator(".join-bar .code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{3}-[2-9A-Z]{3}", code)
    expect(projector.locator(".join-bar .address")).to_contain_text("/join")
    return desk, projector, code


def seated(open_page, desk, projector, code):
    """Five phones: two by the code, typed in their own way; three by the link in the QR code."""
    danish = open_page("/join/", locale="da-DK", **PHONE)
    danish.locator("input[name=code]").fill(code.lower().replace("-", " "))
    danish.locator("button.primary").tap()
    english = open_page("/join/", locale="en-GB", **PHONE)
    english.locator("input[name=code]").fill(code)
    english.locator("button.primary").tap()
    link = desk.locator("details.link a").get_attribute("href")
    swedish = open_page(link, locale="sv-SE", **PHONE)
    steady, straying = (open_page(link, locale="en-GB", **PHONE) for _each in range(2))
    for phone, department in (
        (danish, "Sales"),
        (english, "IT"),
        (swedish, "Service"),
        (steady, "Sales"),
        (straying, "IT"),
    ):
        join(phone, department=department)
    expect(projector.locator(".big-count")).to_have_text("5 have joined")
    expect(desk.locator(".turnout-count")).to_have_text("5 have joined")
    return danish, swedish, english, steady, straying


def vote_blind(desk, projector, phones):
    """Blind votes, one of them changed, one cast without a network; what the facilitator writes meanwhile stays."""
    danish, swedish, english, steady, straying = phones
    desk.get_by_role("button", name="Open the first statement").click()
    for phone, statement in ((danish, "Udsagn"), (swedish, "Påstående"), (english, "insight 1")):
        expect(phone.locator("h1")).to_have_text(statement)
    desk.get_by_label("Discussion: what was said").press_sequentially("Sales asks for stock figures")
    vote(danish, 4)
    vote(swedish, 2)
    expect(projector.locator(".big-count")).to_have_text("2 of 5 have answered")
    straying.context.set_offline(True)
    straying.locator(".card:has(input[value='4'])").tap()
    expect(straying.locator("#sent.unsent")).to_contain_text("Waiting for the network")
    vote(english, 4)
    vote(steady, 2)
    expect(desk.locator(".turnout-count")).to_have_text("4 of 5 have answered")
    straying.context.set_offline(False)
    expect(straying.locator("#sent.is-sent")).to_be_visible()
    expect(desk.locator(".turnout-count")).to_have_text("5 of 5 have answered")
    with danish.expect_response(lambda answer: "/ballot/" in answer.url):
        danish.locator(".card:has(input[value='2'])").tap()
    expect(desk.get_by_label("Discussion: what was said")).to_have_value("Sales asks for stock figures")
    expect(desk.locator("#saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    assert raw() == [("IT", 1, 4), ("IT", 1, 4), ("Sales", 1, 2), ("Sales", 1, 2), ("Service", 1, 2)]


def reveal(desk, projector, phones):
    english = phones[2]
    desk.get_by_role("button", name="Show the answers").click()
    expect(projector.locator(".whole-room .count")).to_have_text(["0", "2", "0", "3", "0", "0"])
    for page in (desk, *phones):
        expect(page.locator(".distribution tr.whole .count")).to_have_text(["0", "3", "0", "2", "0", "0"])
        expect(page.locator(".distribution tr.department")).to_have_count(0)
    expect(english.locator(".own-answer")).to_have_text(re.compile("4 Rung 4"))
    expect(english.locator("#announcement")).to_have_text("The answers are shown.")
    expect(projector.locator(".finding")).to_have_text("3 say Rung 2, 2 say Rung 4.")


def vote_again(desk, projector, phones):
    """The second round keeps the first beside it."""
    _danish, swedish, english, *_others = phones
    desk.get_by_role("button", name="Open the second round").click()
    for phone in phones:
        vote(phone, 3)
    swedish.locator("textarea").fill("Vi frågade kunderna")
    swedish.locator("textarea").blur()
    with swedish.expect_response(lambda answer: "kunderna." in (answer.request.post_data or "")):
        swedish.locator("textarea").press("End")
        swedish.locator("textarea").press_sequentially(".")
    desk.get_by_role("button", name="Show the answers").click()
    expect(projector.locator(".whole-room .count").nth(2)).to_have_text("0 → 5")
    expect(english.locator(".distribution tr.whole .count").nth(1)).to_contain_text("0")
    expect(desk.locator(".reveal")).to_contain_text("Vi frågade kunderna.")


def decide_and_go_on(desk, phones):
    english = phones[2]
    desk.locator("label.choice", has_text="3 Rung 3").click()
    desk.get_by_label("Decision: what the room agreed on").fill("Figures to all by May")
    desk.get_by_role("button", name="Go on to statement 2").click()
    expect(desk.locator("h1")).to_have_text("insight 2")
    expect(english.locator("h1")).to_have_text("insight 2")
    noted = SessionStatement.objects.get(position=1)
    assert (noted.discussion, noted.decision, noted.decided_rung) == (
        "Sales asks for stock figures",
        "Figures to all by May",
        3,
    )


def close(desk, projector, phones):
    english = phones[2]
    desk.get_by_role("button", name="Show the answers").click()
    desk.get_by_text("Close the session", exact=True).click()
    desk.get_by_role("button", name="Close the session for good").click()
    expect(desk.locator("h1")).to_contain_text("Autumn")
    expect(english.locator("h1")).to_have_text("The session is over. Thank you!")
    expect(projector.locator("h1")).to_have_text("The session is over. Thank you!")
    assert Session.objects.get().code is None


@pytest.fixture
def session(engagement) -> Session:
    return rooms.open_session(engagement)


def joined(open_page, session: Session, **more) -> Page:
    phone = open_page(f"/join/{session.join_token}/", locale="en-GB", **PHONE | more)
    join(phone, department="Sales")
    return phone


def test_ballot_waits_while_the_network_is_away(open_page, session, ane):
    phone = joined(open_page, session)
    desk = open_page(f"/engagements/{session.engagement_id}/workshop/{session.pk}/console/", user=ane)
    desk.get_by_role("button", name="Open the first statement").click()
    expect(phone.locator(".card").first).to_be_visible()
    phone.context.set_offline(True)
    phone.locator(".card").nth(4).tap()
    expect(phone.locator("#sent.unsent")).to_contain_text("Waiting for the network")
    phone.context.set_offline(False)
    expect(phone.locator("#sent.is-sent")).to_be_visible()
    assert raw() == [("Sales", 1, 5)]


def test_colleague_who_goes_on_does_not_take_away_what_is_being_written(open_page, session, ane):
    console = f"/engagements/{session.engagement_id}/workshop/{session.pk}/console/"
    desk = open_page(console, user=ane)
    desk.get_by_role("button", name="Open the first statement").click()
    other = open_page(console, user=ane)
    other.get_by_role("button", name="Show the answers").click()
    expect(desk.get_by_label("Decision: what the room agreed on")).to_be_visible()
    desk.get_by_label("Decision: what the room agreed on").press_sequentially("Half a sen")
    other.get_by_role("button", name="Go on to statement 2").click()
    expect(desk.locator("#board")).to_contain_text("A colleague has gone on to statement 2")
    desk.get_by_label("Decision: what the room agreed on").press_sequentially("tence")
    expect(desk.locator("#saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    desk.get_by_role("button", name="Save the notes").click()
    assert SessionStatement.objects.get(position=1).decision == "Half a sentence"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(open_page, accessible, session, ane, scheme):
    def check(page: Page) -> None:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    home = f"/engagements/{session.engagement_id}/workshop/"
    for path in (home, f"{home}new/", f"{home}{session.pk}/", f"{home}{session.pk}/console/"):
        check(open_page(path, user=ane, width=390, color_scheme=scheme))
    small = {"width": 320, "height": 640, "has_touch": True, "color_scheme": scheme}
    for path in ("/join/", f"/join/{session.join_token}/", "/join/nowhere/"):
        check(open_page(path, **small))
    phones = [joined(open_page, session, **small) for _each in range(3)]
    desk = open_page(f"{home}{session.pk}/console/", user=ane, color_scheme=scheme)
    projector = open_page(f"{home}{session.pk}/projector/", user=ane, color_scheme=scheme)
    check(projector)
    desk.get_by_role("button", name="Open the first statement").click()
    for phone in phones:
        vote(phone, 4)
    for page in (desk, projector, phones[0]):
        check(page)
    desk.get_by_role("button", name="Show the answers").click()
    expect(projector.locator(".whole-room")).to_be_visible()
    expect(phones[0].locator(".distribution")).to_be_visible()
    for page in (desk, projector, phones[0], open_page(f"{home}{session.pk}/", user=ane, color_scheme=scheme)):
        check(page)
