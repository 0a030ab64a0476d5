"""The board: cards from the phones, groups by the facilitator, dots from everybody."""

import pytest

from maturity.models import Card, Dot, Session
from maturity.workshop import services
from maturity.workshop.queries.cards import CardBoard, Entry, Posted, board_of, phone_board
from maturity.workshop.rules import DOTS, MOST_CARDS, Activity, CardKind, Moment
from maturity.workshop.services.cards import (
    add_card,
    change_card,
    give_dot,
    group_cards,
    hide_card,
    rename_group,
    take_card_back,
    take_dot_back,
)
from tests.factories import rooms

AREA, CHALLENGE = CardKind.AREA, CardKind.CHALLENGE


@pytest.fixture
def board(session: Session) -> Session:
    """The session with its board open."""
    services.turn_to(session=session, activity=Activity.BOARD)
    session.refresh_from_db()
    return session


@pytest.fixture
def sales(board: Session) -> rooms.Phone:
    return rooms.phone(board)


@pytest.fixture
def it(board: Session) -> rooms.Phone:
    return rooms.phone(board, department="IT")


def post(phone: rooms.Phone, text: str, *, kind: CardKind = CHALLENGE, key: str = "") -> Card:
    return add_card(participant=phone.participant, kind=kind, text=text, key=key)


def texts(session: Session) -> list[tuple[str, str]]:
    return list(session.cards.order_by("pk").values_list("text", "group"))


def ranking(session: Session) -> list[tuple[str, int | None]]:
    return [(entry.name, entry.dots) for entry in board_of(session).entries]


def dots(session: Session) -> list[tuple[str, str]]:
    rows = Dot.objects.filter(card__session=session).order_by("card", "participant")
    return list(rows.values_list("card__text", "participant__label"))


def test_card_sent_twice_is_one_card(board, sales) -> None:
    first = post(sales, " Returns\n take  weeks ", key="a")
    assert post(sales, "Returns take weeks", key="a") == first
    assert post(sales, "returns take weeks", key="b") == first
    assert texts(board) == [("Returns take weeks", "")]


def test_card_is_its_departments(board, sales, it) -> None:
    post(sales, "Prices", kind=AREA)
    post(it, "Prices", kind=AREA)
    assert list(board.cards.values_list("kind", "department__name", "text")) == [
        ("area", "Sales", "Prices"),
        ("area", "IT", "Prices"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"), [("", "Write something"), (" \n", "Write something"), ("x" * 161, "160 characters")]
)
def test_card_that_cannot_be_kept_says_why(board, sales, text, reason) -> None:
    with pytest.raises(services.NotNow, match=reason):
        post(sales, text)


def test_participant_has_so_many_cards_at_most(board, sales) -> None:
    for number in range(MOST_CARDS):
        post(sales, f"Card {number}")
    with pytest.raises(services.NotNow, match="20 cards"):
        post(sales, "One more")


def test_own_cards_are_changed_and_taken_back_and_nobody_elses(board, sales, it) -> None:
    card = post(sales, "Returns")
    change_card(participant=sales.participant, card_id=card.pk, text="Returns take weeks")
    with pytest.raises(services.NotNow, match="no longer"):
        change_card(participant=it.participant, card_id=card.pk, text="Ours")
    take_card_back(participant=it.participant, card_id=card.pk)
    assert texts(board) == [("Returns take weeks", "")]
    for _twice in range(2):
        take_card_back(participant=sales.participant, card_id=card.pk)
    assert texts(board) == []


def test_everything_waits_for_the_board(session) -> None:
    services.turn_to(session=session, activity=Activity.BOARD)
    session.refresh_from_db()
    phone = rooms.phone(session)
    card = post(phone, "Returns")
    services.turn_to(session=session, activity=Activity.STATEMENTS)
    attempts = [
        lambda: post(phone, "Late"),
        lambda: change_card(participant=phone.participant, card_id=card.pk, text="Late"),
        lambda: take_card_back(participant=phone.participant, card_id=card.pk),
        lambda: give_dot(participant=phone.participant, card_id=card.pk),
        lambda: take_dot_back(participant=phone.participant, card_id=card.pk),
        lambda: group_cards(session=session, card_ids=[card.pk], name="Late"),
        lambda: rename_group(session=session, group="", name="Late"),
        lambda: hide_card(session=session, card_id=card.pk, hidden=True, by=None),
    ]
    for attempt in attempts:
        with pytest.raises(services.NotNow, match="The board is not open"):
            attempt()
    assert texts(session) == [("Returns", "")]


def test_dots_are_given_once_and_taken_back(board, sales) -> None:
    cards = [post(sales, f"Card {number}") for number in range(DOTS + 1)]
    for card in [*cards[:DOTS], cards[0]]:
        give_dot(participant=sales.participant, card_id=card.pk)
    with pytest.raises(services.NotNow, match="no dot left"):
        give_dot(participant=sales.participant, card_id=cards[-1].pk)
    for _twice in range(2):
        take_dot_back(participant=sales.participant, card_id=cards[0].pk)
    give_dot(participant=sales.participant, card_id=cards[-1].pk)
    assert dots(board) == [(f"Card {number}", "SAL-1") for number in range(1, DOTS + 1)]


def test_dot_on_a_group_is_one_wherever_it_is_put(board, sales) -> None:
    slow, lost = post(sales, "Slow"), post(sales, "Lost")
    group_cards(session=board, card_ids=[slow.pk, lost.pk], name="Returns")
    for card in (slow, lost):
        give_dot(participant=sales.participant, card_id=card.pk)
    assert dots(board) == [("Slow", "SAL-1")]
    take_dot_back(participant=sales.participant, card_id=lost.pk)
    assert dots(board) == []


def test_two_dots_on_what_becomes_one_are_one_and_the_other_is_given_back(board, sales, it) -> None:
    slow, lost = post(sales, "Slow"), post(sales, "Lost")
    for phone in (sales, it):
        for card in (slow, lost):
            give_dot(participant=phone.participant, card_id=card.pk)
    group_cards(session=board, card_ids=[slow.pk, lost.pk], name="Returns")
    assert dots(board) == [("Slow", "SAL-1"), ("Slow", "IT-1")]
    assert phone_board(sales.participant).left == DOTS - 1


@pytest.mark.parametrize("leave", ["take back", "hide", "take out", "move"])
def test_dots_of_a_group_stay_with_it_when_a_card_goes(board, sales, leave) -> None:
    slow, lost = post(sales, "Slow"), post(sales, "Lost")
    group_cards(session=board, card_ids=[slow.pk, lost.pk], name="Returns")
    give_dot(participant=sales.participant, card_id=slow.pk)
    match leave:
        case "take back":
            take_card_back(participant=sales.participant, card_id=slow.pk)
        case "hide":
            hide_card(session=board, card_id=slow.pk, hidden=True, by=None)
        case "take out":
            group_cards(session=board, card_ids=[slow.pk], name="")
        case "move":
            group_cards(session=board, card_ids=[slow.pk], name="Speed")
    assert dots(board) == [("Lost", "SAL-1")]


def test_groups_are_renamed_merged_and_broken_up(board, sales) -> None:
    for number, text in enumerate(("Slow", "Lost", "Dear")):
        group_cards(session=board, card_ids=[post(sales, text).pk], name=("Returns", "Returns", "Prices")[number])
    rename_group(session=board, group="Prices", name=" returns ")
    assert texts(board) == [("Slow", "Returns"), ("Lost", "Returns"), ("Dear", "Returns")]
    rename_group(session=board, group="Returns", name="returns")
    assert texts(board) == [("Slow", "returns"), ("Lost", "returns"), ("Dear", "returns")]
    rename_group(session=board, group="returns", name="")
    assert texts(board) == [("Slow", ""), ("Lost", ""), ("Dear", "")]
    with pytest.raises(services.NotNow, match="no longer"):
        rename_group(session=board, group="returns", name="Returns")


@pytest.mark.parametrize(("name", "reason"), [("x" * 81, "80 characters")])
def test_group_that_cannot_be_named_says_why(board, sales, name, reason) -> None:
    card = post(sales, "Slow")
    with pytest.raises(services.NotNow, match=reason):
        group_cards(session=board, card_ids=[card.pk], name=name)
    with pytest.raises(services.NotNow, match="at least one card"):
        group_cards(session=board, card_ids=[], name="Returns")


def test_hidden_card_is_on_no_screen_and_can_be_shown_again(board, sales) -> None:
    card = post(sales, "Unfit")
    give_dot(participant=sales.participant, card_id=card.pk)
    hide_card(session=board, card_id=card.pk, hidden=True, by=None)
    seen = board_of(board)
    assert ([entry.name for entry in seen.entries], [each.text for each in seen.hidden]) == ([], ["Unfit"])
    with pytest.raises(services.NotNow, match="no longer"):
        give_dot(participant=sales.participant, card_id=card.pk)
    hide_card(session=board, card_id=card.pk, hidden=False, by=None)
    assert (ranking(board), dots(board)) == ([("Unfit", None)], [])


def test_dots_are_counted_once_three_people_have_given_some(board, sales, it) -> None:
    slow, lost = post(sales, "Slow"), post(sales, "Lost")
    for phone in (sales, it):
        give_dot(participant=phone.participant, card_id=lost.pk)
    assert (ranking(board), board_of(board).voters) == ([("Slow", None), ("Lost", None)], None)
    give_dot(participant=rooms.phone(board).participant, card_id=slow.pk)
    assert (ranking(board), board_of(board).voters) == ([("Lost", 2), ("Slow", 1)], 3)


def test_person_with_two_phones_counts_once(board, sales, it) -> None:
    card = post(sales, "Slow")
    again, third = rooms.phone(board), rooms.phone(board)
    for phone in (sales, again, it, third):
        give_dot(participant=phone.participant, card_id=card.pk)
    post(again, "Lost")
    services.merge_participants(keep=sales.participant, duplicate=again.participant, by=None)
    own = phone_board(sales.participant, fresh=True)
    assert (ranking(board)[0], own.left, [each.text for each in own.own]) == (("Slow", 3), DOTS - 1, ["Slow", "Lost"])


def test_group_of_the_same_name_to_the_eye_is_one_group(board, sales, it) -> None:
    first, second = post(sales, "Slow returns"), post(it, "Late parcels")
    group_cards(session=board, card_ids=[first.pk], name="Økonomi")
    group_cards(session=board, card_ids=[second.pk], name="øko\u00adnomi\u200b")
    assert set(board.cards.values_list("group", flat=True)) == {"Økonomi"}


def test_areas_claimed_twice_and_challenges_that_nobody_claims_are_found(board, sales, it) -> None:
    post(sales, "Prices", kind=AREA)
    post(it, "prices", kind=AREA)
    stock = [post(sales, "Stock", kind=AREA).pk, post(it, "Stock levels", kind=AREA).pk, post(it, "Wrong stock").pk]
    group_cards(session=board, card_ids=stock, name="Stock")
    group_cards(session=board, card_ids=[post(sales, "Slow returns").pk], name="Returns")
    post(it, "Old tills")
    found = board_of(board)
    assert [(each.name, each.departments) for each in found.overlaps] == [
        ("Stock", ("IT", "Sales")),
        ("Prices", ("IT", "Sales")),
    ]
    assert (found.unclaimed, found.ungrouped) == (("Returns",), 1)
    assert [(each.department, each.areas) for each in found.remits] == [
        ("IT", ("prices", "Stock levels")),
        ("Sales", ("Prices", "Stock")),
    ]


def test_phone_keeps_an_order_that_dots_do_not_change(board, sales, it) -> None:
    for text in ("Zebra", "Ape"):
        post(sales, text)
    post(sales, "Zoo", kind=AREA)
    grouped = post(it, "In a group")
    group_cards(session=board, card_ids=[grouped.pk], name="Group")
    give_dot(participant=sales.participant, card_id=grouped.pk)
    shown = phone_board(sales.participant, fresh=True)
    assert [(each.entry.name, each.dotted) for each in shown.choices] == [
        ("Group", True),
        ("Zebra", False),
        ("Ape", False),
        ("Zoo", False),
    ]


def test_marks_change_with_what_is_shown_only(board, sales, it) -> None:
    card = post(sales, "Slow")
    before, seen = phone_board(it.participant, fresh=True).mark, board_of(board).mark
    for phone in (sales, rooms.phone(board), rooms.phone(board)):
        give_dot(participant=phone.participant, card_id=card.pk)
    assert phone_board(it.participant, fresh=True).mark == before
    assert board_of(board).mark != seen
    change_card(participant=sales.participant, card_id=card.pk, text="Slower")
    assert phone_board(it.participant, fresh=True).mark != before


def test_board_is_not_read_while_the_room_is_elsewhere(board, sales, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert phone_board(sales.participant, Moment.VOTING) is None


@pytest.mark.parametrize("cards", [1, 12])
def test_board_costs_the_same_whatever_its_size(board, sales, cards, django_assert_num_queries) -> None:
    for number in range(cards):
        post(sales, f"Card {number}")
    with django_assert_num_queries(1):
        board_of(board)
    with django_assert_num_queries(3):
        phone_board(sales.participant, fresh=True)


def test_projector_turns_through_the_first_cards_and_counts_the_rest() -> None:
    entries = tuple(
        Entry(f"Card {pk}", "", (Posted(pk, "challenge", f"Card {pk}", "Sales", "", None),), None) for pk in range(50)
    )
    board = CardBoard(entries, (), None)
    assert (board.first, board.more) == (entries[:48], 2)
