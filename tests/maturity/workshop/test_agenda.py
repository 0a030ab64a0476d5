"""When each statement and each break of a session is planned."""

from datetime import UTC, datetime

import pytest

from maturity.models import Break, Session
from maturity.workshop.domain.agenda import agenda
from maturity.workshop.queries.preparing import agenda_of

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statements", "breaks", "expected"),
    [
        ([], {}, []),
        ([(1, 5), (2, 7), (3, 5)], {}, [(1, 0, 5), (2, 5, 12), (3, 12, 17)]),
        ([(1, 5), (2, 5)], {0: (10, ""), 1: (15, "")}, [(None, 0, 10), (1, 10, 15), (None, 15, 30), (2, 30, 35)]),
        ([(1, 5)], {4: (10, ""), 2: (5, "")}, [(1, 0, 5), (None, 5, 10), (None, 10, 20)]),
        ([(1, 0), (2, 5)], {}, [(1, 0, 0), (2, 0, 5)]),
    ],
    ids=["empty", "one after the other", "breaks between", "breaks beyond the last", "skipped"],
)
def test_agenda_lays_one_piece_after_the_other(statements, breaks, expected) -> None:
    assert [(each.key, each.begins, each.ends) for each in agenda(statements, breaks).slots] == expected


def test_agenda_says_when_and_whether_it_fits() -> None:
    planned = agenda([(7, 30), (8, 45)], {1: (15, "Coffee")}, NINE, 80)
    assert (planned.minutes, planned.left, f"{planned.ends_at:%H:%M}") == (90, -10, "10:30")
    assert f"{planned.slot(8).time:%H:%M}" == "09:45"
    assert [each.title for each in planned.slots if each.is_break] == ["Coffee"]
    assert planned.slot(99) is None


def test_agenda_without_start_or_length_has_minutes_alone() -> None:
    planned = agenda([(7, 30)])
    assert (planned.minutes, planned.left, planned.ends_at, planned.slot(7).time) == (30, None, None, None)


def test_agenda_of_a_session_takes_its_own_minutes_where_a_statement_has_none(session: Session) -> None:
    first, second, third = session.statements.all()
    first.minutes, second.skipped_at = 12, NINE
    session.starts_at, session.length = NINE, 30
    planned = agenda_of(session, [first, second, third], [Break(session=session, after=1, minutes=8)])
    assert [(each.key, each.minutes) for each in planned.slots] == [
        (first.pk, 12),
        (None, 8),
        (second.pk, 0),
        (third.pk, 5),
    ]
    assert planned.left == 5
