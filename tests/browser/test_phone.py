"""A phone in a bad room: the network goes away, the page is closed, answers arrive twice or too late.

A page cannot be loaded while the network is away; what was unsent is there when it can be.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from maturity.models import Ballot, Dissent, Engagement, Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.rules import Activity
from maturity.workshop.services.presurvey import start_presurvey
from maturity.workshop.services.sessions import bump
from tests.factories import databases, rooms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640, "has_touch": True}
BALLOTS = "**/ballot/"


@pytest.fixture(autouse=True)
def room_of_its_own(transactional_db, live_server, monkeypatch, tmp_path: Path) -> Iterator[None]:
    """Pages poll while the test writes, so each of the server's threads has its own connection."""
    monkeypatch.setattr(live_server.thread.httpd, "connections_override", {})
    process_cache.forget()
    with databases.on_disk(tmp_path / "room.sqlite3"):
        yield


@pytest.fixture
def session(room_of_its_own, engagement: Engagement) -> Session:
    return rooms.open_session(engagement)


def joined(open_page, session: Session, *, locale: str = "en-GB", **more) -> Page:
    phone = open_page(f"/join/{session.join_token}/", locale=locale, **PHONE | more)
    phone.locator("label.choice", has_text="Sales").tap()
    phone.locator("button.primary").tap()
    expect(phone.locator("#room")).to_be_visible()
    return phone


def ask(session: Session) -> None:
    """Open the next statement."""
    session.refresh_from_db()
    services.go_on(session=session, after=session.current)
    session.refresh_from_db()


def show(session: Session) -> None:
    services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)


def choose(phone: Page, rung: int) -> None:
    phone.locator(f".card:has(input[value='{rung}'])").tap()


def chosen(phone: Page):
    return phone.locator(".card input:checked")


def kept() -> list[tuple[int, int | None, str]]:
    return list(Ballot.objects.order_by("round").values_list("round__number", "rung", "comment"))


@pytest.fixture
def voting(open_page, session: Session) -> Page:
    """A phone before which the first statement is open."""
    ask(session)
    phone = joined(open_page, session)
    expect(phone.locator(".card").first).to_be_visible()
    return phone


def test_answer_waits_while_the_network_is_away_and_only_the_newest_is_sent(voting: Page) -> None:
    choose(voting, 2)
    expect(voting.locator("#sent.is-sent")).to_contain_text("Sent")
    voting.context.set_offline(True)
    choose(voting, 4)
    voting.locator("textarea").fill("The lift has no signal")
    voting.get_by_text("I am responsible for this").tap()
    choose(voting, 5)
    expect(voting.locator("#sent.unsent")).to_contain_text("Waiting for the network. Your answer is kept on this phone")
    assert kept() == [(1, 2, "")]
    voting.context.set_offline(False)
    expect(voting.locator("#sent.is-sent")).to_contain_text("Sent")
    assert kept() == [(1, 5, "The lift has no signal")]
    assert Ballot.objects.get().responsible


def test_unsent_answer_survives_the_page_and_is_sent_by_the_next(voting: Page) -> None:
    context, address = voting.context, voting.url
    context.set_offline(True)
    choose(voting, 4)
    voting.locator("textarea").fill("Flat battery")
    expect(voting.locator("#sent.unsent")).to_contain_text("Waiting for the network")
    # What is half typed when a page closes is sent as it closes, where no test can hold it back.
    voting.locator("textarea").blur()
    voting.close()
    context.route(BALLOTS, lambda route: route.abort())
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#sent.unsent")).to_contain_text("Waiting for the network")
    expect(chosen(again)).to_have_value("4")
    expect(again.locator("textarea")).to_have_value("Flat battery")
    assert kept() == []
    context.unroute(BALLOTS)
    expect(again.locator("#sent.is-sent")).to_contain_text("Sent", timeout=20_000)
    assert kept() == [(1, 4, "Flat battery")]


def test_unsent_answer_is_sent_from_the_page_of_ones_answers_too(voting: Page) -> None:
    voting.context.route(BALLOTS, lambda route: route.abort())
    choose(voting, 4)
    expect(voting.locator("#sent.unsent")).to_be_visible()
    voting.get_by_role("link", name="My answers").tap()
    expect(voting.locator("#kept")).to_contain_text("Waiting for the network")
    voting.context.unroute(BALLOTS)
    expect(voting.locator("#kept")).to_be_hidden(timeout=20_000)
    voting.reload()
    expect(voting.locator(".rung-name")).to_have_text("4 Rung 4")


def test_ballot_that_arrives_again_and_again_is_one_ballot(voting: Page) -> None:
    sent: list[Route] = []

    def deliver_twice_and_lose_the_receipt(route: Route) -> None:
        sent.append(route)
        if len(sent) > 2:
            return route.continue_()
        assert [route.fetch().status for _each in range(2)] == [200, 200]
        return route.abort()

    voting.context.route(BALLOTS, deliver_twice_and_lose_the_receipt)
    choose(voting, 4)
    expect(voting.locator("#sent.is-sent")).to_be_visible(timeout=20_000)
    assert kept() == [(1, 4, "")]
    assert len({route.request.post_data for route in sent}) == 1
    choose(voting, 5)
    expect(voting.locator("#sent.is-sent")).to_be_visible()
    first = sent[0].request
    late = voting.context.request.post(first.url, data=first.post_data, headers=first.headers)
    assert (late.status, kept()) == (200, [(1, 5, "")])


def test_answers_of_a_pre_survey_wait_in_line_and_arrive_in_order(open_page, session: Session) -> None:
    start_presurvey(session=session, by=None)
    phone, delivered = joined(open_page, session), []
    phone.context.route(BALLOTS, lambda route: route.abort())
    choose(phone, 2)
    expect(phone.locator("#sent.unsent")).to_contain_text("Your answer is kept on this phone")
    phone.get_by_role("link", name="Next").tap()
    expect(phone.locator("h1")).to_have_text("insight 2")
    choose(phone, 4)
    expect(phone.locator("#sent.unsent")).to_contain_text("2 answers are kept on this phone")
    phone.context.unroute(BALLOTS)
    phone.on("request", lambda sent: delivered.append(sent.post_data) if "/ballot/" in sent.url else None)
    expect(phone.locator("#sent.is-sent")).to_be_visible(timeout=20_000)
    assert kept() == [(0, 2, ""), (0, 4, "")]
    assert [re.search(r"rung=(\d)", each).group(1) for each in delivered] == ["2", "4"]


def test_phone_that_hears_nothing_says_so_and_catches_up(open_page, session: Session) -> None:
    phone = joined(open_page, session)
    phone.context.set_offline(True)
    expect(phone.locator("#kept")).to_contain_text("No connection.")
    ask(session)
    phone.context.set_offline(False)
    expect(phone.locator("h1")).to_have_text("insight 1")
    expect(phone.locator("#kept")).to_be_hidden()
    expect(phone.locator("#announcement")).to_have_text("A statement is open for your answer.")


def test_second_page_of_the_same_phone_does_not_bring_back_the_older_answer(voting: Page) -> None:
    other = voting.context.new_page()
    other.goto(voting.url)
    choose(voting, 2)
    expect(voting.locator("#sent.is-sent")).to_be_visible()
    with other.expect_response(BALLOTS):
        choose(other, 4)
    with voting.expect_response(BALLOTS):
        choose(voting, 5)
    expect(voting.locator("#sent.is-sent")).to_be_visible()
    assert kept() == [(1, 5, "")]


def test_log_in_page_of_a_hotel_is_not_taken_for_a_receipt(voting: Page) -> None:
    voting.context.route(BALLOTS, lambda route: route.fulfill(body="<h1>Welcome, guest</h1>", content_type="text/html"))
    choose(voting, 4)
    expect(voting.locator("#sent.unsent")).to_contain_text("Waiting for the network")
    voting.context.unroute(BALLOTS)
    expect(voting.locator("#sent.is-sent")).to_be_visible(timeout=20_000)
    assert kept() == [(1, 4, "")]


def test_answer_that_comes_too_late_says_why(voting: Page, session: Session) -> None:
    voting.context.set_offline(True)
    choose(voting, 4)
    expect(voting.locator("#sent.unsent")).to_be_visible()
    show(session)
    voting.context.set_offline(False)
    expect(voting.locator("#kept")).to_contain_text("was not counted. The answers are shown")
    expect(voting.locator(".own-answer")).to_have_text("You did not answer in this round.")
    services.open_second_round(session=session, statement=session.current)
    expect(voting.locator(".card").first).to_be_visible()
    expect(voting.locator("#kept")).to_be_hidden()
    assert kept() == []


def test_answer_given_before_the_script_has_come_is_sent(open_page, session: Session) -> None:
    ask(session)
    phone, waiting = joined(open_page, session), []
    phone.context.route("**/phone.js", lambda script: waiting.append(script))
    phone.goto(phone.url, wait_until="commit")
    choose(phone, 4)
    phone.locator("textarea").fill("Before the script")
    expect(phone.locator("#sent.is-sent")).to_have_count(0)
    for script in waiting:
        script.continue_()
    expect(phone.locator("#sent.is-sent")).to_be_visible()
    assert kept() == [(1, 4, "Before the script")]


def test_comment_without_a_card_is_kept_until_there_is_one(voting: Page, session: Session) -> None:
    voting.locator("textarea").press_sequentially("No card fits")
    expect(voting.locator("#sent.draft")).to_contain_text("Choose a card")
    voting.reload()
    expect(voting.locator("textarea")).to_have_value("No card fits")
    expect(voting.locator("#sent.draft")).to_contain_text("Choose a card")
    show(session)
    expect(voting.locator("#kept")).to_contain_text("Your comment was not sent, because no card was chosen: “No card")
    services.open_second_round(session=session, statement=session.current)
    expect(voting.locator("textarea")).to_have_value("No card fits")
    choose(voting, 1)
    expect(voting.locator("#sent.is-sent")).to_be_visible()
    assert kept() == [(2, 1, "No card fits")]


def test_page_is_not_taken_from_under_somebody_who_writes(voting: Page, session: Session) -> None:
    voting.locator("textarea").press_sequentially("I am still wri")
    bump(session)
    session.refresh_from_db()
    expect(voting.locator(f"#live[data-seen='{session.version}']")).to_be_attached()
    voting.keyboard.type("ting")
    expect(voting.locator("textarea")).to_have_value("I am still writing")
    expect(voting.locator("textarea")).to_be_focused()


def test_swedish_phone_keeps_what_was_written_when_it_turns_danish(open_page, session: Session) -> None:
    ask(session)
    phone = joined(open_page, session, locale="sv-SE")
    expect(phone.locator("h1")).to_have_text("Påstående")
    phone.locator("textarea").fill("Vi frågade kunderna")
    phone.get_by_role("button", name="Dansk").tap()
    expect(phone.locator("h1")).to_have_text("Udsagn")
    expect(phone.locator("html")).to_have_attribute("lang", "da")
    expect(phone.locator("textarea")).to_have_value("Vi frågade kunderna")
    choose(phone, 3)
    expect(phone.locator("#sent.is-sent")).to_be_visible()
    assert kept() == [(1, 3, "Vi frågade kunderna")]


def test_dissent_that_is_being_written_survives_the_next_round(voting: Page, session: Session) -> None:
    show(session)
    voting.get_by_text("I do not agree with this").tap()
    voting.locator("#dissent").fill("Nobody asked the shop")
    services.open_second_round(session=session, statement=session.current)
    expect(voting.locator(".card").first).to_be_visible()
    show(session)
    expect(voting.locator("#dissent")).to_have_value("Nobody asked the shop")
    voting.get_by_role("button", name="Register my dissent").tap()
    expect(voting.locator("#notices")).to_contain_text("Your dissent is registered.")
    assert list(Dissent.objects.values_list("text", flat=True)) == ["Nobody asked the shop"]


def test_phone_without_script_votes_by_the_button(open_page, session: Session) -> None:
    ask(session)
    phone = joined(open_page, session, java_script_enabled=False)
    for rung in (3, 4):
        choose(phone, rung)
        phone.get_by_role("button", name="Send", exact=True).tap()
        expect(phone.locator("#sent.is-sent")).to_contain_text("Sent")
    assert kept() == [(1, 4, "")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_thumb_hits_everything(open_page, accessible, session: Session, scheme: str) -> None:
    Session.objects.filter(pk=session.pk).update(asks_names=True)

    def check(page: Page) -> None:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = """() => [...document.querySelectorAll("button, .button, summary, label.card, label.choice, textarea")]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
            .map((each) => each.outerHTML)"""
        assert page.evaluate(small) == []

    check(open_page(f"/join/{session.join_token}/", color_scheme=scheme, **PHONE))
    phone = joined(open_page, session, color_scheme=scheme)
    check(phone)
    ask(session)
    expect(phone.locator(".card").first).to_be_visible()
    phone.locator("textarea").fill("Why")
    choose(phone, 4)
    expect(phone.locator("#sent.is-sent")).to_be_visible()
    check(phone)
    show(session)
    phone.get_by_text("I do not agree with this").tap()
    check(phone)
    services.turn_to(session=session, activity=Activity.BREAK)
    expect(phone.locator("h1")).to_have_text("A break")
    check(phone)
    phone.get_by_role("link", name="My answers").tap()
    expect(phone.locator("h1")).to_have_text("What you answered")
    phone.get_by_text("Delete what I wrote").tap()
    check(phone)
    phone.get_by_role("link", name="Back to the room").tap()
    services.close_session(session=session, by=None)
    expect(phone.locator("h1")).to_have_text("The session is over. Thank you!")
    check(phone)
