"""What the projector shows besides the board: the rungs chosen in words, the movement, and a break's end."""

from datetime import timedelta

import pytest

from maturity.methods.movement import Flow, Movement
from maturity.models import Session
from maturity.workshop import services
from maturity.workshop.queries.live import board_of
from maturity.workshop.queries.screen import Pause, chosen_cards, pause_of
from maturity.workshop.rules import Activity
from tests.factories import rooms
from tests.maturity.workshop.test_pages import begin, show


@pytest.fixture
def phones(session: Session) -> list[rooms.Phone]:
    found = [rooms.phone(session) for _each in range(7)]
    begin(session)
    return found


def vote(session: Session, phones: list[rooms.Phone], *rungs: int | None) -> None:
    for phone, rung in zip(phones, rungs, strict=True):
        rooms.vote(session, phone, rung)
    show(session)


def board(session: Session):
    return board_of(session.engagement, session.pk, "en")


def test_chosen_cards_are_the_newest_rounds_with_the_most_chosen_first(session, phones):
    vote(session, phones, 1, 1, 1, 2, 2, 5, None)
    assert [(each.card.number, each.people) for each in chosen_cards(board(session))] == [(1, 3), (2, 2), (5, 1)]
    services.open_second_round(session=session, statement=session.current)
    vote(session, phones, 2, 2, 3, 3, 3, 3, None)
    assert [(each.card.number, each.people) for each in chosen_cards(board(session))] == [(3, 4), (2, 2)]


def test_no_card_is_chosen_before_the_reveal(session, phones):
    rooms.vote(session, phones[0], 3)
    assert chosen_cards(board(session)) == ()


def test_movement_pairs_the_ballots_of_two_rounds(session, phones):
    vote(session, phones, 1, 1, 1, 1, 3, 3, 3)
    assert board(session).distribution.movement is None
    services.open_second_round(session=session, statement=session.current)
    vote(session, phones, 3, 3, 3, 3, 3, 3, 3)
    found = board(session).distribution
    assert found.movement == Movement(up=4, stayed=3, down=0, flows=(Flow(3, 3, 3), Flow(1, 3, 4)))
    assert [band.flow for band in found.picture.bands] == [Flow(3, 3, 3), Flow(1, 3, 4)]
    assert found.drift == "closer"


def test_break_ends_its_planned_minutes_after_the_room_turned_to_it(session, phones):
    assert pause_of(session, board(session).current) is None
    vote(session, phones, 1, 2, 3, 4, 5, 3, 3)
    session.breaks.create(after=1, minutes=15, title="Coffee")
    session.breaks.create(after=2, minutes=60, title="Lunch")
    services.turn_to(session=session, activity=Activity.BREAK)
    session.refresh_from_db()
    until = session.turned_at + timedelta(minutes=15)
    assert pause_of(session, board(session).current) == Pause("Coffee", until)


def test_break_that_was_not_planned_has_no_end(session, phones):
    vote(session, phones, 1, 2, 3, 4, 5, 3, 3)
    services.turn_to(session=session, activity=Activity.BREAK)
    session.refresh_from_db()
    assert pause_of(session, board(session).current) == Pause("", None)
