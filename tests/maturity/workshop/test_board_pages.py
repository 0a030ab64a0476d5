"""The board and the closing round as people meet them: on a phone, on the console, on the projector."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import Ball, Card, Session
from maturity.web import process_cache
from maturity.workshop import services
from maturity.workshop.rules import Activity, CardKind, board_interval
from maturity.workshop.services.balls import drop_ball, show_balls
from maturity.workshop.services.cards import add_card, give_dot, group_cards
from tests.factories import rooms
from tests.maturity.workshop.test_pages import HTMX, browser_of

AREA, CHALLENGE = CardKind.AREA, CardKind.CHALLENGE


@pytest.fixture
def board(session: Session) -> Session:
    services.turn_to(session=session, activity=Activity.BOARD)
    session.refresh_from_db()
    return session


@pytest.fixture
def closing(session: Session) -> Session:
    services.turn_to(session=session, activity=Activity.CLOSING)
    session.refresh_from_db()
    return session


@pytest.fixture
def sales(session: Session) -> rooms.Phone:
    return rooms.phone(session)


def room(name: str, session: Session) -> str:
    return reverse(f"join:{name}", args=[session.pk])


def desk(name: str, session: Session) -> str:
    return reverse(f"workshop:{name}", args=[session.engagement_id, session.pk])


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def post(phone: rooms.Phone, text: str, kind: CardKind = CHALLENGE) -> Card:
    phone.participant.session.refresh_from_db()
    return add_card(participant=phone.participant, kind=kind, text=text, key="")


def seen(response) -> str:
    found = re.search(r'data-seen="([^"]*)"', response.content.decode())
    return found.group(1) if found else ""


def test_phone_says_who_sees_a_card_before_it_is_written(board, sales) -> None:
    page = browser_of(sales).get(room("room", board))
    assert "with your department (Sales) on it and without your name" in words(page)
    assert "Nothing is on the board yet" in words(page)


def test_phone_writes_changes_and_takes_back_without_script(board, sales) -> None:
    client = browser_of(sales)
    sent = {"kind": "challenge", "text": "Slow returns", "key": "a"}
    for _twice in range(2):
        page = client.post(room("add_card", board), sent, follow=True)
    assert ("Your card" in words(page), Card.objects.count()) == (True, 1)
    card = Card.objects.get()
    client.post(room("change_card", board), {"card": card.pk, "text": "Very slow returns"})
    page = client.post(room("dot", board), {"give": card.pk}, follow=True)
    assert "4 dots left" in words(page)
    assert "Very slow returns" in words(page)
    page = client.post(room("dot", board), {"take": card.pk}, follow=True)
    assert "5 dots left" in words(page)
    page = client.post(room("change_card", board), {"card": card.pk, "take_back": "yes"}, follow=True)
    assert ("Nothing is on the board yet" in words(page), Card.objects.count()) == (True, 0)
    page = client.post(room("add_card", board), {"kind": "challenge", "text": "  "}, follow=True)
    assert "Write something on the card first." in words(page)


def test_phones_script_gets_its_part_and_the_reason(board, sales) -> None:
    client = browser_of(sales)
    kept = client.post(room("add_card", board), {"kind": "area", "text": "Prices", "key": "a"}, **HTMX)
    assert (kept.status_code, "Prices" in words(kept), "<html" in kept.content.decode()) == (200, True, False)
    refused = client.post(room("add_card", board), {"kind": "area", "text": "x" * 161}, **HTMX)
    assert (refused.status_code, "160 characters" in words(refused)) == (409, True)
    services.turn_to(session=board, activity=Activity.BREAK)
    late = client.post(room("add_card", board), {"kind": "area", "text": "Stock"}, **HTMX)
    assert (late.status_code, "The board is not open." in words(late)) == (409, True)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("add_card", {"kind": "wish", "text": "A wish"}),
        ("change_card", {"card": "9" * 30, "text": "Changed"}),
        ("change_card", {"text": "Changed"}),
        ("dot", {"give": "-1"}),
        ("dot", {"take": "x"}),
        ("dot", {"give": "9" * 18}),
    ],
)
def test_nonsense_from_a_phone_is_refused_with_a_reason(board, sales, name, sent) -> None:
    answer = browser_of(sales).post(room(name, board), sent, **HTMX)
    assert (answer.status_code, 'class="remark"' in answer.content.decode()) == (409, True)
    assert Card.objects.count() == 0


def test_phone_of_another_session_reaches_nothing(board, sales) -> None:
    card = post(sales, "Slow")
    other = rooms.open_session(board.engagement, title="Other")
    stranger = browser_of(rooms.phone(other))
    for name, sent in (("change_card", {"card": card.pk, "take_back": "yes"}), ("dot", {"give": card.pk})):
        assert stranger.post(room(name, board), sent, **HTMX)["HX-Redirect"] == reverse("join:code")
    services.turn_to(session=other, activity=Activity.BOARD)
    own = browser_of(rooms.phone(other))
    for name, sent in (("change_card", {"card": card.pk, "text": "Ours"}), ("dot", {"give": card.pk})):
        assert "no longer on the board" in words(own.post(room(name, other), sent, **HTMX))
    assert Card.objects.get().text == "Slow"
    assert not card.dots.exists()


def test_phone_asks_for_the_others_cards_and_hears_nothing_while_nothing_changed(board, sales) -> None:
    other = browser_of(rooms.phone(board, department="IT"))
    page = other.get(room("room", board))
    mark = re.search(r'id="board-cards"[^>]*data-seen="(\w+)"', page.content.decode()).group(1)
    assert other.get(room("board", board), {"seen": mark}, **HTMX).status_code == 204
    post(sales, "Slow")
    process_cache.forget()
    fresh = other.get(room("board", board), {"seen": mark}, **HTMX)
    assert "Slow Challenge · Sales" in words(fresh)
    assert other.get(room("board", board), {"seen": seen(fresh)}, **HTMX).status_code == 204


def test_a_phone_that_asks_in_vain_costs_no_query(board, sales, django_assert_num_queries) -> None:
    client = browser_of(sales)
    mark = seen(client.get(room("board", board), {"seen": "-"}, **HTMX))
    with django_assert_num_queries(0):
        assert client.get(room("board", board), {"seen": mark}, **HTMX).status_code == 204


def test_a_card_makes_no_phone_load_its_page(board, sales) -> None:
    before = board.version
    card = post(sales, "Slow")
    give_dot(participant=sales.participant, card_id=card.pk)
    board.refresh_from_db()
    assert board.version == before


@pytest.mark.parametrize(("phones", "pace"), [(8, 3_000), (100, 3_000), (1_000, 30_000)])
def test_large_room_asks_less_often(phones, pace) -> None:
    assert board_interval(phones) == pace


def test_phone_does_not_tell_how_many_dots_others_gave(board, sales) -> None:
    card = post(sales, "Slow")
    for phone in (sales, rooms.phone(board), rooms.phone(board)):
        give_dot(participant=phone.participant, card_id=card.pk)
    assert "●" not in browser_of(rooms.phone(board)).get(room("room", board)).content.decode()


def test_projector_and_console_see_a_new_card(board, sales, as_ane: Client) -> None:
    screen, mark = desk("screen", board), re.compile(r'seen="([^"]+)')
    held = mark.search(as_ane.get(desk("projector", board)).content.decode()).group(1)
    process_cache.forget()
    post(sales, "Slow returns")
    fresh = as_ane.get(screen, {"seen": held}, **HTMX)
    assert "1 card on the board" in words(fresh)
    assert "Slow returns" in words(fresh)
    panel = as_ane.get(desk("cards", board), **HTMX)
    assert "Slow returns" in words(panel)
    assert as_ane.get(desk("cards", board), {"seen": seen(panel)}, **HTMX).status_code == 204


def test_projector_says_who_is_responsible(board, sales, as_ane) -> None:
    slow = post(sales, "Slow returns")
    assert "Who is responsible?" not in words(as_ane.get(desk("projector", board)))
    group_cards(session=board, card_ids=[slow.pk], name="Returns")
    process_cache.forget()
    page = words(as_ane.get(desk("projector", board)))
    assert "Returns Challenge · Sales" in page
    assert "Returns is a challenge that nobody calls their area." in page


def test_facilitator_groups_renames_and_hides_without_script(board, sales, as_ane) -> None:
    slow, lost = post(sales, "Slow"), post(sales, "Lost")
    for card in (slow, lost):
        page = as_ane.post(desk("group_cards", board), {"card": card.pk, "name": "Returns"}, follow=True)
    assert "Returns" in words(page)
    as_ane.post(desk("rename_group", board), {"group": "Returns", "name": "Parcels"})
    as_ane.post(desk("group_cards", board), {"card": lost.pk, "take_out": "yes", "name": "Parcels"})
    assert list(Card.objects.order_by("pk").values_list("group", flat=True)) == ["Parcels", ""]
    page = as_ane.post(desk("hide_card", board), {"hide": lost.pk}, follow=True)
    assert "1 hidden card" in words(page)
    assert "Lost" not in browser_of(sales).get(room("room", board)).content.decode()
    as_ane.post(desk("hide_card", board), {"show": lost.pk})
    assert not Card.objects.filter(hidden=True).exists()
    assert "at least one card" in words(as_ane.post(desk("group_cards", board), {"name": "X"}))


def test_facilitator_cannot_arrange_another_sessions_cards(board, sales, as_ane) -> None:
    card = post(sales, "Slow")
    other = rooms.open_session(board.engagement, title="Other")
    services.turn_to(session=other, activity=Activity.BOARD)
    as_ane.post(desk("group_cards", other), {"card": card.pk, "name": "Taken"})
    as_ane.post(desk("hide_card", other), {"hide": card.pk})
    card.refresh_from_db()
    assert (card.group, card.hidden) == ("", False)


def test_console_offers_the_board_and_the_closing_round(board, as_ane) -> None:
    assert desk("cards", board) in as_ane.get(desk("console", board)).content.decode()
    services.turn_to(session=board, activity=Activity.CLOSING)
    assert desk("balls", board) in as_ane.get(desk("console", board)).content.decode()


def test_phone_drops_and_moves_its_ball(closing, sales) -> None:
    client = browser_of(sales)
    assert "Nobody is shown which ball or word is yours" in words(client.get(room("room", closing)))
    page = client.post(room("ball", closing), {"score": "4", "word": "Clear"}, follow=True)
    assert "Dropped into tube 4 at" in words(page)
    moved = client.post(room("ball", closing), {"score": "5", "word": "Clear"}, **HTMX)
    assert (moved.status_code, "Dropped into tube 5 at" in words(moved)) == (200, True)
    assert list(Ball.objects.values_list("score", "word")) == [(5, "Clear")]


def test_phone_says_that_the_balls_are_shown(closing, sales) -> None:
    drop_ball(participant=sales.participant, score=4, word="")
    for _each in range(2):
        drop_ball(participant=rooms.phone(closing).participant, score=2, word="")
    show_balls(session=closing, by=None)
    page = browser_of(sales).get(room("room", closing))
    assert "The balls are shown on the screen. Yours is in tube 4." in words(page)
    assert room("ball", closing) not in page.content.decode()


@pytest.mark.parametrize("sent", [{}, {"score": "6"}, {"score": "x"}, {"score": "3", "word": "x" * 81}])
def test_ball_that_cannot_be_read_is_refused_with_a_reason(closing, sales, sent) -> None:
    answer = browser_of(sales).post(room("ball", closing), sent, **HTMX)
    assert (answer.status_code, 'class="remark"' in answer.content.decode()) == (409, True)
    assert not Ball.objects.exists()


def test_projector_shows_the_tubes_when_the_facilitator_does(closing, as_ane) -> None:
    for score, word in ((5, "Clear"), (4, "Long")):
        drop_ball(participant=rooms.phone(closing).participant, score=score, word=word)
    page = as_ane.get(desk("projector", closing))
    assert "2 balls have been dropped" in words(page)
    assert "<svg" not in page.content.decode()
    assert "Clear" not in words(page)
    drop_ball(participant=rooms.phone(closing).participant, score=2, word="")
    process_cache.forget()
    page = as_ane.get(desk("projector", closing))
    assert ("3 balls have been dropped" in words(page), "<svg" in page.content.decode()) == (True, False)
    console = as_ane.post(desk("show_balls", closing), follow=True)
    assert "2 of 3 balls are in tube 4 or 5" in words(console)
    process_cache.forget()
    page = as_ane.get(desk("projector", closing))
    assert "2 of 3 balls are in tube 4 or 5" in words(page)
    assert ("<svg" in page.content.decode(), "Clear" in words(page)) == (True, True)


def test_facilitator_removes_an_unfit_word(closing, as_ane) -> None:
    for word in ("Unfit", "Fit", ""):
        drop_ball(participant=rooms.phone(closing).participant, score=4, word=word)
    show_balls(session=closing, by=None)
    page = as_ane.get(desk("balls", closing))
    assert "Unfit" in words(page)
    page = as_ane.post(desk("erase_word", closing), {"word": "Unfit"}, follow=True)
    assert ("Unfit" in words(page), Ball.objects.count()) == (False, 3)


@pytest.mark.parametrize("cards", [1, 12])
def test_pages_cost_the_same_whatever_is_on_the_board(board, sales, as_ane, cards, django_assert_num_queries) -> None:
    for number in range(cards):
        post(sales, f"Card {number}")
    as_ane.get(desk("cards", board))
    with django_assert_num_queries(7):
        as_ane.get(desk("cards", board))


def test_everybody_in_the_engagement_reads_what_came_of_it(board, sales, as_ane) -> None:
    slow = post(sales, "Slow returns")
    group_cards(session=board, card_ids=[slow.pk], name="Returns")
    services.turn_to(session=board, activity=Activity.CLOSING)
    for word in ("Clear", "Long", ""):
        drop_ball(participant=rooms.phone(board).participant, score=4, word=word)
    services.close_session(session=board, by=None)
    assert desk("beside", board) in as_ane.get(desk("session", board)).content.decode()
    part = as_ane.get(desk("beside", board), **HTMX)
    assert "Returns is a challenge that nobody calls their area." in words(part)
    assert "3 of 3 balls are in tube 4 or 5" in words(part)
    assert "Clear" in words(part)
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("cards", [1, 12])
def test_what_came_of_it_costs_the_same(board, sales, as_ane, cards, django_assert_num_queries) -> None:
    for number in range(cards):
        post(sales, f"Card {number}")
    as_ane.get(desk("beside", board))
    with django_assert_num_queries(8):
        as_ane.get(desk("beside", board))


def test_session_without_board_has_nothing_beside_its_results(session, as_ane) -> None:
    assert words(as_ane.get(desk("beside", session), **HTMX)) == ""
    assert "Nobody put a card on the board" in words(as_ane.get(desk("beside", session)))
