"""The rehearsal: simulated people who come in, answer and drop their balls; and nothing of it stays."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from maturity.models import Ball, Ballot, Break, Card, Change, Dot, Participant, Round, Session, SessionStatement
from maturity.web.editing import Edit
from maturity.workshop import services
from maturity.workshop.queries import rehearsal as script
from maturity.workshop.queries.rehearsal import Person
from maturity.workshop.rules import Activity, CardKind, SessionState
from maturity.workshop.services.rehearsal import end_rehearsal, play_along, rehearse
from tests.factories import cast, rooms

SEED = 5
DEPARTMENTS = (1, 2, 3, 4)
EVERYBODY = [Person(department, place) for department in DEPARTMENTS for place in range(1, 9)]


def rungs(statement: int, number: int) -> list[int]:
    return [script.rung_of(SEED, person, DEPARTMENTS, statement, number) for person in EVERYBODY]


@pytest.fixture
def rehearsal(session: Session, ane) -> Session:
    """Four people of Sales and three of IT play along in a copy of the session."""
    by_name = dict(session.engagement.departments.values_list("name", "pk"))
    return rehearse(session=session, by=ane, people={by_name["Sales"]: 4, by_name["IT"]: 3, by_name["Service"]: 0})


def after(session: Session, seconds: float) -> None:
    """The room as it is so long after the rehearsal began, or the newest round opened."""
    session.refresh_from_db()
    newest = Round.objects.filter(session_statement__session=session, phase="voting").order_by("-opened_at").first()
    play_along(session=session, now=(newest.opened_at if newest else session.opened_at) + timedelta(seconds=seconds))


def everything() -> dict[str, set[int]]:
    """The id of every row there is."""
    models: list[type[Model]] = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: set(model._default_manager.values_list("pk", flat=True)) for model in models}


def test_answers_are_the_same_whenever_and_in_whatever_order_they_are_asked() -> None:
    asked = [script.answer(SEED, person, DEPARTMENTS, 3, 2) for person in EVERYBODY]
    again = [script.answer(SEED, person, DEPARTMENTS, 3, 2) for person in reversed(EVERYBODY)]
    assert asked == again[::-1]
    assert asked != [script.answer(SEED + 1, person, DEPARTMENTS, 3, 2) for person in EVERYBODY]


def test_answers_are_rungs_and_now_and_then_a_room_is_split() -> None:
    spread = [Counter(rungs(statement, 1)) for statement in range(60)]
    assert all(set(each) <= {1, 2, 3, 4, 5} for each in spread)
    # Two camps three rungs apart leave both ends with people; a room around one rung does not.
    split = sum(each[1] + each[2] >= 8 and each[4] + each[5] >= 8 for each in spread)
    assert 8 <= split <= 30


def test_second_round_brings_the_room_nearer_together() -> None:
    def apart(statement: int, number: int) -> int:
        return sum(abs(rung - script.centre(SEED, statement)) for rung in rungs(statement, number))

    assert all(apart(statement, 2) <= apart(statement, 1) for statement in range(60))
    assert sum(apart(statement, 2) for statement in range(60)) < 0.7 * sum(
        apart(statement, 1) for statement in range(60)
    )


def test_some_do_not_know_some_comment_some_are_responsible_and_some_are_late() -> None:
    many = [Person(1, place) for place in range(1, 1001)]
    answers = [script.answer(SEED, person, DEPARTMENTS, 3, 1) for person in many]
    shares = (
        sum(each.rung is None for each in answers),
        sum(bool(each.comment) for each in answers),
        sum(each.responsible for each in answers),
        sum(script.answers_after(SEED, person, 3, 1) > 20 for person in many),
        sum(script.comes_after(SEED, person) > 20 for person in many),
    )
    assert all(
        low <= share <= high
        for share, (low, high) in zip(shares, [(40, 85), (90, 155), (75, 130), (40, 85), (40, 85)], strict=True)
    )


def test_rehearsal_asks_what_the_session_asks_and_leaves_the_session_alone(session: Session, ane) -> None:
    Break.objects.create(session=session, after=1, minutes=15, title="Coffee")
    session.statements.filter(position=2).update(minutes=9)
    session.statements.filter(position=3).update(skipped_at=timezone.now())
    made = rehearse(session=session, by=ane, people={})
    assert (made.title, made.rehearsal, made.state) == ("Rehearsal: Autumn", True, SessionState.OPEN)
    assert list(made.statements.values_list("statement", "minutes")) == list(
        session.statements.filter(skipped_at=None).values_list("statement", "minutes")
    )
    assert list(made.breaks.values_list("after", "minutes", "title")) == [(1, 15, "Coffee")]
    assert {made.code, made.join_token}.isdisjoint({session.code, session.join_token})
    assert rehearse(session=session, by=ane, people={}).title == "Rehearsal: Autumn 2"


def test_simulated_people_come_in_and_answer_over_some_seconds(rehearsal: Session) -> None:
    joined = []
    for seconds in (0, 4, 8, 15, 400):
        after(rehearsal, seconds)
        joined.append(Participant.objects.filter(session=rehearsal).count())
    assert joined == sorted(joined)
    assert (joined[0], joined[-1]) == (0, 7)
    assert sorted(Participant.objects.values_list("label", flat=True)) == [
        *(f"IT-{number}" for number in (1, 2, 3)),
        *(f"SAL-{number}" for number in (1, 2, 3, 4)),
    ]
    services.go_on(session=rehearsal, after=None)
    answered = []
    for seconds in (0, 5, 9, 60, 60):
        after(rehearsal, seconds)
        answered.append(Ballot.objects.count())
    assert answered == sorted(answered)
    assert (answered[0], answered[-1]) == (0, 7)


def test_answer_once_given_stays_however_often_the_console_asks(rehearsal: Session) -> None:
    after(rehearsal, 400)
    services.go_on(session=rehearsal, after=None)
    after(rehearsal, 60)
    before = list(Ballot.objects.order_by("pk").values())
    after(rehearsal, 90)
    assert list(Ballot.objects.order_by("pk").values()) == before


def test_nobody_simulated_answers_after_the_reveal(rehearsal: Session) -> None:
    after(rehearsal, 400)
    services.go_on(session=rehearsal, after=None)
    rehearsal.refresh_from_db()
    services.reveal_round(session=rehearsal, round_id=rehearsal.current.rounds.get().pk, by=None)
    play_along(session=rehearsal, now=timezone.now() + timedelta(seconds=60))
    assert Ballot.objects.count() == 0


def test_simulated_people_answer_the_pre_survey_alone(rehearsal: Session) -> None:
    Round.objects.bulk_create(Round(session_statement=each, number=0) for each in rehearsal.statements.all())
    Session.objects.filter(pk=rehearsal.pk).update(presurvey="open")
    after(rehearsal, 400)
    assert Ballot.objects.filter(round__number=0).count() == 3 * 7


def test_board_fills_with_cards_then_dots_and_the_closing_round_with_balls(rehearsal: Session) -> None:
    after(rehearsal, 400)
    for activity in (Activity.BOARD, Activity.CLOSING):
        services.turn_to(session=rehearsal, activity=activity)
        for _each in range(8):
            after(rehearsal, 400)
    kinds = Counter(Card.objects.values_list("department__name", "kind"))
    assert kinds == {
        ("Sales", CardKind.AREA): 2, ("Sales", CardKind.CHALLENGE): 1,
        ("IT", CardKind.AREA): 2, ("IT", CardKind.CHALLENGE): 1,
    }  # fmt: skip
    assert Counter(Dot.objects.values_list("participant", flat=True).order_by()).most_common(1)[0][1] == 5
    assert (Dot.objects.values("participant").distinct().count(), Ball.objects.count()) == (7, 7)


def test_real_session_and_closed_rehearsal_are_left_alone(session: Session, rehearsal: Session) -> None:
    services.close_session(session=rehearsal, by=None)
    for each in (session, rehearsal):
        play_along(session=each, now=timezone.now() + timedelta(hours=1))
    assert Participant.objects.count() == 0


def test_ended_rehearsal_leaves_no_row_anywhere(session: Session, ane) -> None:
    before = everything()
    made = rehearse(
        session=session, by=ane, people=dict.fromkeys(session.engagement.departments.values_list("pk", flat=True), 5)
    )
    after(made, 400)
    real = rooms.phone(made)
    services.go_on(session=made, after=None)
    after(made, 60)
    rooms.vote(made, real, 3, "A word")
    made.refresh_from_db()
    services.reveal_round(session=made, round_id=made.current.rounds.get().pk, by=ane)
    statement = SessionStatement.objects.select_related("session__engagement").get(pk=made.current_id)
    services.record_notes(statement=statement, by=None, edit=Edit({"discussion": "Said"}))
    services.record_notes(statement=statement, by=ane, edit=Edit({"decision": "Decided", "decided_rung": 3}))
    services.open_second_round(session=made, statement=made.current)
    after(made, 60)
    services.reveal_round(session=made, round_id=made.current.rounds.get(number=2).pk, by=ane)
    services.turn_to(session=made, activity=Activity.BOARD)
    after(made, 400)
    assert Ballot.objects.count() > 20
    end_rehearsal(session=made)
    assert everything() == before


def test_rehearsal_writes_nothing_into_the_trail_while_it_lasts(rehearsal: Session, ane) -> None:
    services.close_session(session=rehearsal, by=ane)
    services.reopen_session(session=rehearsal, by=ane, reason="Once more")
    assert set(Change.objects.filter(chapter="workshop").values_list("label", flat=True)) == {"Autumn"}


def test_session_that_is_no_rehearsal_cannot_be_ended_as_one(session: Session) -> None:
    with pytest.raises(services.NotNow, match="no rehearsal"):
        end_rehearsal(session=session)
    assert Session.objects.get() == session


def test_ended_rehearsal_takes_nobody_in_and_no_step(rehearsal: Session) -> None:
    end_rehearsal(session=Session.objects.get(pk=rehearsal.pk))
    for step in (
        lambda: play_along(session=rehearsal),
        lambda: services.go_on(session=rehearsal, after=None),
        lambda: rooms.phone(rehearsal),
    ):
        with pytest.raises(services.NotNow, match="ended"):
            step()


def test_people_of_another_client_or_too_many_are_refused(session: Session, ane) -> None:
    foreign = cast.rival().departments.first().pk
    own = session.engagement.departments.first().pk
    for people in ({foreign: 3}, {own: 100}, {own: -1}):
        with pytest.raises(services.NotNow):
            rehearse(session=session, by=ane, people=people)
    assert Session.objects.count() == 1
