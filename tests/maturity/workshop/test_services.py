"""A session's course, verb by verb."""

import pytest

from maturity.models import Ballot, Capacity, Change, Engagement, Participant, Session, Statement, User
from maturity.web.editing import Edit, EditedMeanwhile, token
from maturity.web.http import Refusal
from maturity.web.languages import Language
from maturity.workshop import services
from maturity.workshop.rules import Activity, Selection, new_key
from tests.factories import frameworks, rooms


def begin(session: Session) -> None:
    services.go_on(session=session, after=None)
    session.refresh_from_db()


def show(session: Session, by: User | None = None) -> bool:
    newest = session.current.rounds.last()
    return services.reveal_round(session=session, round_id=newest.pk, by=by)


def raw(session: Session) -> list[tuple[str, int, int | None, str]]:
    rows = Ballot.objects.filter(participant__session=session).order_by("pk")
    return list(rows.values_list("participant__label", "round__number", "rung", "comment"))


@pytest.mark.parametrize(
    ("selection", "asked"),
    [
        (Selection.QUICK, ["insight.1", "care.1"]),
        (Selection.FULL, ["insight.1", "insight.2", "care.1"]),
        (Selection.OWN, ["insight.2"]),
    ],
)
def test_session_asks_the_chosen_statements(engagement: Engagement, ane: User, selection, asked) -> None:
    framework = frameworks.use_small(engagement)
    own = framework.dimensions.get(key="insight").statements.get(number=2)
    session = services.create_session(
        engagement=engagement, by=ane, title="Autumn", selection=selection, statements=[own.pk]
    )
    assert [str(each.statement) for each in session.statements.all()] == asked
    assert [each.position for each in session.statements.all()] == list(range(1, len(asked) + 1))
    assert (len(session.code), len(session.join_token)) == (6, 22)


def test_session_without_framework_says_what_comes_first(engagement: Engagement, ane: User) -> None:
    with pytest.raises(services.CannotPrepare, match="framework first"):
        services.create_session(engagement=engagement, by=ane, title="A", selection=Selection.FULL)


def test_session_without_departments_says_what_comes_first(engagement: Engagement, ane: User) -> None:
    frameworks.use_small(engagement)
    Capacity.objects.all().delete()
    with pytest.raises(services.CannotPrepare, match="departments first"):
        services.create_session(engagement=engagement, by=ane, title="A", selection=Selection.FULL)


def test_session_with_a_taken_title_or_without_statements_is_refused(session: Session, ane: User) -> None:
    ask = {"engagement": session.engagement, "by": ane}
    with pytest.raises(services.CannotPrepare, match="title already"):
        services.create_session(**ask, title="AUTUMN", selection=Selection.FULL)
    with pytest.raises(services.CannotPrepare, match="at least one"):
        services.create_session(**ask, title="Måling", selection=Selection.OWN, statements=[])
    services.create_session(**ask, title="Måling", selection=Selection.FULL)
    with pytest.raises(services.CannotPrepare, match="title already"):
        services.create_session(**ask, title="MÅLING", selection=Selection.FULL)


def test_joining_again_with_the_same_key_is_the_same_participant(session: Session) -> None:
    sales, it = (session.engagement.departments.get(name=name) for name in ("Sales", "IT"))
    first = services.join_session(session=session, key="k" * 22, department=sales, language="da")
    again = services.join_session(session=session, key="k" * 22, department=it, language="sv")
    assert (again, again.department, Participant.objects.count()) == (first, sales, 1)


def test_labels_count_on_within_the_letters_of_a_department(session: Session) -> None:
    labels = [rooms.phone(session, department=name).participant.label for name in ("Sales", "IT", "Sales", "Service")]
    assert labels == ["SAL-1", "IT-1", "SAL-2", "SER-1"]


def test_ballot_can_be_changed_until_the_reveal_never_after(session: Session) -> None:
    begin(session)
    phone = rooms.phone(session)
    rooms.vote(session, phone, 2, "first thought")
    rooms.vote(session, phone, None)
    rooms.vote(session, phone, 4, "second thought")
    assert raw(session) == [("SAL-1", 1, 4, "second thought")]
    show(session)
    with pytest.raises(services.CannotCast, match="no longer"):
        rooms.vote(session, phone, 5)
    assert raw(session) == [("SAL-1", 1, 4, "second thought")]


def test_same_ballot_ten_times_is_one_ballot(session: Session) -> None:
    begin(session)
    phone = rooms.phone(session)
    for _each in range(10):
        rooms.vote(session, phone, 3)
    assert raw(session) == [("SAL-1", 1, 3, "")]


def test_ballot_with_a_strangers_key_is_refused(session: Session) -> None:
    begin(session)
    stranger = rooms.Phone(rooms.phone(session).participant, new_key())
    with pytest.raises(services.CannotCast, match="not joined"):
        rooms.vote(session, stranger, 3)
    assert raw(session) == []


def test_ballot_for_another_sessions_round_is_refused(session: Session, ane: User) -> None:
    begin(session)
    other = services.create_session(engagement=session.engagement, by=ane, title="Other", selection=Selection.FULL)
    phone, round_id = rooms.phone(other), session.current.rounds.get().pk
    for session_id in (session.pk, other.pk):
        with pytest.raises(services.CannotCast):
            services.cast_ballot(session_id=session_id, round_id=round_id, key=phone.key, rung=1)
    assert raw(session) == []


def test_late_ballot_of_the_first_round_is_not_counted_in_the_second(session: Session) -> None:
    begin(session)
    phone, first = rooms.phone(session), session.current.rounds.get().pk
    show(session)
    services.open_second_round(session=session, statement=session.current)
    with pytest.raises(services.CannotCast, match="second round is open"):
        services.cast_ballot(session_id=session.pk, round_id=first, key=phone.key, rung=1)
    rooms.vote(session, phone, 2)
    assert raw(session) == [("SAL-1", 2, 2, "")]


def test_two_reveals_of_a_round_are_one(session: Session, ane: User) -> None:
    begin(session)
    version = session.version
    assert [show(session, ane), show(session, ane)] == [True, False]
    session.refresh_from_db()
    assert session.version == version + 1
    assert list(Change.objects.filter(action="revealed").values_list("by__name", flat=True)) == ["Ane"]


def test_going_on_twice_from_the_same_statement_goes_on_once(session: Session) -> None:
    begin(session)
    first = session.current
    show(session)
    services.go_on(session=session, after=first)
    services.go_on(session=session, after=first)
    session.refresh_from_db()
    assert session.current.position == 2


def test_going_on_takes_what_was_left_out_and_then_says_that_all_is_done(session: Session) -> None:
    first, second, third = rooms.statements(session)
    services.open_statement(session=session, statement=third)
    for expected in (first, second):
        session.refresh_from_db()
        show(session)
        services.go_on(session=session, after=session.current)
        session.refresh_from_db()
        assert session.current == expected
    show(session)
    with pytest.raises(services.NotNow, match="Every statement"):
        services.go_on(session=session, after=second)


def test_statement_that_was_voted_on_is_shown_again_without_a_new_round(session: Session) -> None:
    begin(session)
    first = session.current
    show(session)
    services.go_on(session=session, after=first)
    session.refresh_from_db()
    show(session)
    services.open_statement(session=session, statement=first)
    session.refresh_from_db()
    assert (session.current, first.rounds.count()) == (first, 1)


@pytest.mark.parametrize(
    "step",
    [
        lambda session: services.go_on(session=session, after=session.current),
        lambda session: services.open_statement(session=session, statement=rooms.statements(session)[2]),
        lambda session: services.close_session(session=session, by=None),
        lambda session: services.open_second_round(session=session, statement=session.current),
    ],
)
def test_open_round_is_not_left_behind(session: Session, step) -> None:
    begin(session)
    with pytest.raises(services.NotNow, match="Show the answers first"):
        step(session)


def test_third_round_is_a_statement_opened_once_more(session: Session, ane: User) -> None:
    begin(session)
    show(session)
    services.open_second_round(session=session, statement=session.current)
    services.open_second_round(session=session, statement=session.current)
    show(session)
    with pytest.raises(services.NotNow, match="second round follows on the first"):
        services.open_second_round(session=session, statement=session.current)
    services.reopen_statement(session=session, statement=session.current, by=ane)
    services.reopen_statement(session=session, statement=session.current, by=ane)
    assert list(session.current.rounds.values_list("number", "phase")) == [
        (1, "revealed"),
        (2, "revealed"),
        (3, "voting"),
    ]


def test_statement_that_is_skipped_is_passed_over_until_it_is_opened(session: Session) -> None:
    first, second, third = rooms.statements(session)
    begin(session)
    show(session)
    services.skip_statement(session=session, statement=second)
    services.go_on(session=session, after=first)
    session.refresh_from_db()
    assert session.current == third
    show(session)
    services.open_statement(session=session, statement=second)
    second.refresh_from_db()
    assert second.skipped_at is None


def test_statement_that_was_voted_on_cannot_be_skipped(session: Session) -> None:
    begin(session)
    show(session)
    with pytest.raises(services.NotNow, match="cannot be skipped"):
        services.skip_statement(session=session, statement=session.current)


def test_room_turns_to_the_board_and_back_to_its_statement(session: Session) -> None:
    begin(session)
    with pytest.raises(services.NotNow, match="Show the answers first"):
        services.turn_to(session=session, activity=Activity.BOARD)
    show(session)
    services.turn_to(session=session, activity=Activity.BOARD)
    session.refresh_from_db()
    assert session.activity == Activity.BOARD
    services.open_statement(session=session, statement=session.current)
    session.refresh_from_db()
    assert session.activity == Activity.STATEMENTS


def test_closed_session_is_opened_again_only_with_a_reason(session: Session, ane: User) -> None:
    phone = rooms.phone(session)
    services.close_session(session=session, by=ane)
    with pytest.raises(services.NotNow, match="Say why"):
        services.reopen_session(session=session, by=ane, reason="  ")
    services.reopen_session(session=session, by=ane, reason="Sales came late")
    services.reopen_session(session=session, by=ane, reason="Sales came late")
    session.refresh_from_db()
    assert (session.state, len(session.code), session.closed_at) == ("open", 6, None)
    begin(session)
    rooms.vote(session, phone, 4)
    assert [change.fields for change in session.engagement.changes.filter(action="reopened")] == [
        {"reason": [None, "Sales came late"]}
    ]


def test_ballot_that_was_overtaken_does_not_replace_the_newer(session: Session) -> None:
    phone = rooms.phone(session)
    begin(session)
    sent = {"session_id": session.pk, "round_id": session.current.rounds.get().pk, "key": phone.key}
    services.cast_ballot(**sent, rung=2, sequence=1)
    services.cast_ballot(**sent, rung=4, sequence=3)
    services.cast_ballot(**sent, rung=3, sequence=2)
    services.cast_ballot(**sent, rung=4, sequence=3)
    assert list(phone.participant.ballots.values_list("rung", "sequence")) == [(4, 3)]


def test_phone_that_was_merged_votes_for_whom_it_was_merged_into(session: Session) -> None:
    first, again = rooms.phone(session), rooms.phone(session)
    Participant.objects.filter(pk=again.participant.pk).update(merged_into=first.participant)
    begin(session)
    rooms.vote(session, first, 2)
    rooms.vote(session, again, 5)
    assert list(session.current.rounds.get().ballots.values_list("participant", "rung")) == [(first.participant.pk, 5)]


def test_name_is_kept_only_where_the_session_asks_for_names(session: Session) -> None:
    department = session.engagement.departments.first()
    asked = {"session": session, "department": department, "language": Language.ENGLISH, "name": "Bo"}
    assert services.join_session(**asked, key=new_key()).name == ""
    session.asks_names = True
    session.save()
    assert services.join_session(**asked, key=new_key()).name == "Bo"


def test_own_selection_keeps_the_order_wished(engagement: Engagement, ane: User) -> None:
    frameworks.use_small(engagement)
    wished = list(Statement.objects.order_by("-pk").values_list("pk", flat=True))
    made = services.create_session(
        engagement=engagement, by=ane, title="Own", selection=Selection.OWN, statements=wished
    )
    assert list(made.statements.values_list("statement", flat=True)) == wished


def test_closed_session_has_no_code_and_takes_nothing(session: Session, ane: User) -> None:
    begin(session)
    phone, statement = rooms.phone(session), session.current
    show(session)
    services.close_session(session=session, by=ane)
    services.close_session(session=session, by=ane)
    session.refresh_from_db()
    assert (session.code, session.join_token, session.state) == (None, None, "closed")
    sales = session.engagement.departments.get(name="Sales")
    for refused in (
        lambda: services.join_session(session=session, key=new_key(), department=sales, language="en"),
        lambda: services.go_on(session=session, after=session.current),
        lambda: services.open_second_round(session=session, statement=statement),
        lambda: rooms.vote(session, phone, 3),
        lambda: services.record_notes(statement=statement, by=None, edit=Edit({"discussion": "Late"})),
        lambda: services.reveal_round(session=session, round_id=1, by=ane),
    ):
        statement.session.refresh_from_db()
        with pytest.raises(Refusal, match="closed"):
            refused()
    assert list(Change.objects.filter(chapter="workshop").values_list("action", flat=True)) == [
        "closed",
        "revealed",
        "added",
    ]


def test_discussion_that_two_write_at_once_loses_nothing(session: Session) -> None:
    begin(session)
    statement = session.current
    seen = token({"discussion": ""})
    services.record_notes(statement=statement, by=None, edit=Edit({"discussion": "Bo: stock"}, seen))
    services.record_notes(statement=statement, by=None, edit=Edit({"discussion": "Bo: stock"}, seen))
    with pytest.raises(EditedMeanwhile) as refused:
        services.record_notes(statement=statement, by=None, edit=Edit({"discussion": "Cleo: price"}, seen))
    assert refused.value.theirs == {"discussion": "Bo: stock"}
    statement.refresh_from_db()
    assert statement.discussion == "Bo: stock"


def test_decision_waits_for_the_reveal_and_leaves_a_trail(session: Session, ane: User) -> None:
    begin(session)
    statement = session.current
    seen = token({"decision": "", "decided_rung": None})
    decide = {"statement": statement, "by": ane, "edit": Edit({"decision": "Try it", "decided_rung": 3}, seen)}
    with pytest.raises(services.NotNow, match="Show the answers"):
        services.record_notes(**decide)
    show(session)
    services.record_notes(**decide)
    statement.refresh_from_db()
    assert (statement.decision, statement.decided_rung) == ("Try it", 3)
    trail = Change.objects.get(action="decided")
    assert (trail.by, trail.fields) == (ane, {"decision": ["", "Try it"], "decided_rung": [None, 3]})
    with pytest.raises(EditedMeanwhile):
        services.record_notes(**decide | {"edit": Edit({"decision": "Other", "decided_rung": 2}, seen)})
