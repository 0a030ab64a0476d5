"""The closing round: a ball from everybody, into one of five tubes, with a word on why."""

import pytest

from maturity.models import Ball, Session
from maturity.workshop import services
from maturity.workshop.queries.balls import Balls, Word, balls_of, own_ball
from maturity.workshop.rules import Activity, Moment
from maturity.workshop.services.balls import drop_ball, erase_word, show_balls
from tests.factories import rooms


@pytest.fixture
def closing(session: Session) -> Session:
    """The session in its closing round."""
    services.turn_to(session=session, activity=Activity.CLOSING)
    session.refresh_from_db()
    return session


def drop(session: Session, *dropped: tuple[int, str]) -> list[rooms.Phone]:
    """A ball from a new phone each."""
    phones = [rooms.phone(session) for _each in dropped]
    for phone, (score, word) in zip(phones, dropped, strict=True):
        drop_ball(participant=phone.participant, score=score, word=word)
    return phones


def shown(session: Session) -> Balls:
    """The closing round once the facilitator has shown it."""
    show_balls(session=session, by=None)
    session.refresh_from_db()
    return balls_of(session)


def test_ball_may_be_moved_while_the_round_is_open(closing) -> None:
    (phone,) = drop(closing, (3, "Long"))
    drop_ball(participant=phone.participant, score=4, word=" Long,  but useful ")
    assert list(Ball.objects.values_list("score", "word")) == [(4, "Long, but useful")]
    assert own_ball(phone.participant).score == 4
    assert own_ball(phone.participant, Moment.BOARD) is None


def test_ball_waits_for_the_closing_round(session) -> None:
    phone = rooms.phone(session)
    with pytest.raises(services.NotNow, match="closing round is not open"):
        drop_ball(participant=phone.participant, score=3, word="")


def test_word_that_is_too_long_says_so(closing) -> None:
    with pytest.raises(services.NotNow, match="80 characters"):
        drop(closing, (3, "x" * 81))


def test_only_the_number_is_told_of_fewer_than_three(closing) -> None:
    drop(closing, (1, "Bad"), (5, "Good"))
    found = shown(closing)
    assert (found.people, found.tubes, found.words, found.mean) == (2, (), (), None)


def test_another_ball_tells_nothing_while_the_round_runs(closing) -> None:
    drop(closing, (3, ""), (4, ""), (3, ""))
    before = balls_of(closing)
    drop(closing, (1, "Bad"))
    after = balls_of(closing)
    assert (before, after) == (Balls(3, (), (), 1, shown=False), Balls(4, (), (), 1, shown=False))


def test_no_ball_falls_or_moves_once_they_are_shown(closing) -> None:
    first, *_others = drop(closing, (3, ""), (4, ""), (3, ""))
    assert [show_balls(session=closing, by=None) for _twice in range(2)] == [True, False]
    for phone in (first, rooms.phone(closing)):
        with pytest.raises(services.NotNow, match="The balls are shown"):
            drop_ball(participant=phone.participant, score=1, word="")


def test_balls_are_shown_when_the_session_is_closed(closing) -> None:
    drop(closing, (3, ""), (4, ""), (3, ""))
    services.close_session(session=closing, by=None)
    closing.refresh_from_db()
    assert [tube.count for tube in balls_of(closing).tubes] == [0, 0, 2, 1, 0]


def test_tubes_and_words_are_told_of_three(closing) -> None:
    drop(closing, (5, "Clear"), (4, "clear"), (4, ""), (2, "Long"))
    found = shown(closing)
    assert [(tube.score, tube.count, len(tube.balls)) for tube in found.tubes] == [
        (1, 0, 0),
        (2, 1, 1),
        (3, 0, 0),
        (4, 2, 2),
        (5, 1, 1),
    ]
    assert found.words == (Word("Clear", 2), Word("Long", 1))
    assert (found.good, found.mean, found.each) == (3, 3.75, 1)


def test_person_with_two_phones_has_one_ball(closing) -> None:
    first, again, *_others = drop(closing, (5, "Good"), (1, "Bad"), (4, ""), (4, ""))
    services.merge_participants(keep=first.participant, duplicate=again.participant, by=None)
    found = shown(closing)
    assert (found.people, found.words) == (3, (Word("Good", 1),))


def test_large_room_draws_a_ball_for_several(closing) -> None:
    phone = rooms.phone(closing)
    department = phone.participant.department
    people = closing.participants.bulk_create(
        [type(phone.participant)(session=closing, department=department, label=f"X-{each}") for each in range(100)]
    )
    Ball.objects.bulk_create([Ball(session=closing, participant=each, score=4) for each in people])
    found = shown(closing)
    assert (found.each, found.tubes[3].count, len(found.tubes[3].balls)) == (3, 100, 34)


def test_unfit_word_goes_and_the_balls_stay(closing) -> None:
    drop(closing, (5, "Unfit"), (4, "unfit"), (4, "Fit"))
    assert [erase_word(session=closing, word="unfit", by=None) for _twice in range(2)] == [True, False]
    found = shown(closing)
    assert (found.people, found.words) == (3, (Word("Fit", 1),))


def test_projector_shows_as_many_words_as_it_can(closing) -> None:
    drop(closing, *((4, f"{number} " + "x" * 40) for number in range(4)))
    found = shown(closing)
    assert (len(found.first_words), found.more_words) == (2, 2)


def test_balls_are_one_query(closing, django_assert_num_queries) -> None:
    drop(closing, (5, ""), (4, ""), (4, ""))
    with django_assert_num_queries(1):
        balls_of(closing)
