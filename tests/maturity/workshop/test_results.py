"""What a session found: every round, decisions, evidence, dissents; filters, and what one statement opens to."""

import pytest
from django.test import Client
from django.urls import reverse

from maturity.framework.services import shipped_framework, use_framework
from maturity.models import Round, Session, SessionStatement
from maturity.web.editing import Edit
from maturity.workshop import services
from maturity.workshop.queries.results import Movement, Show, result_of, results_of
from maturity.workshop.services import cast_ballot
from tests.factories import rooms
from tests.maturity.workshop.test_pages import HTMX, begin, show


def answer(session: Session, phones: list[rooms.Phone], *rungs: int | None, comment: str = "") -> None:
    """One ballot each in the newest round."""
    for phone, rung in zip(phones, rungs, strict=True):
        rooms.vote(session, phone, rung, comment)


@pytest.fixture
def phones(session: Session) -> list[rooms.Phone]:
    return [rooms.phone(session) for _each in range(4)]


def held(session: Session, phones: list[rooms.Phone]) -> SessionStatement:
    """The first statement has had both rounds: apart, then together; decided, and capped by the evidence."""
    begin(session)
    answer(session, phones, 1, 1, 4, 5, comment="why")
    show(session)
    services.open_second_round(session=session, statement=session.current)
    answer(session, phones, 4, 4, 4, 5)
    show(session)
    statement = session.current
    services.record_notes(statement=statement, by=None, edit=Edit({"decision": "Keep at it", "decided_rung": 4}))
    services.record_notes(statement=statement, by=None, edit=Edit({"evidence": "Only one report", "evidenced_rung": 3}))
    sales = session.engagement.departments.get(name="Sales")
    services.register_dissent(statement=statement, text="Too kind", department=sales)
    return statement


def address(session: Session, name: str = "session", *more: object) -> str:
    return reverse(f"workshop:{name}", args=[session.engagement_id, session.pk, *more])


def test_result_holds_both_rounds_and_what_came_of_them(session: Session, phones) -> None:
    statement = held(session, phones)
    first, second, third = results_of(session.engagement, session.pk, "en").results
    assert [(each.number, each.counts, each.unknown) for each in first.seen] == [
        (1, (2, 0, 0, 1, 1), 0),
        (2, (0, 0, 0, 3, 1), 0),
    ]
    assert (first.moved[0], first.split, first.undecided) == (Movement.CLOSER, False, False)
    assert (first.verdict.stops, first.comments, first.item.row.capped) == (True, ("why",) * 4, True)
    assert [(each.department, each.text) for each in first.dissents] == [("Sales", "Too kind")]
    assert [(each.seen, each.shown, each.undecided) for each in (second, third)] == [((), False, False)] * 2
    assert result_of(session.engagement, session.pk, statement.pk, "en").results == (first,)


def test_page_tells_findings_first_and_filters(session: Session, phones, as_ane: Client) -> None:
    held(session, phones)
    services.go_on(session=session, after=session.current)
    answer(session, phones, 1, 1, 5, 5)
    show(session)
    found = results_of(session.engagement, session.pk, "en", Show.SPLIT)
    assert [result.item.number for result in found.chosen] == [2]
    assert dict(found.filters) == {
        Show.ALL: 3,
        Show.SPLIT: 1,
        Show.UNDECIDED: 1,
        Show.DISSENT: 1,
        Show.CAPPED: 1,
    }
    page = as_ane.get(address(session)).content.decode()
    for words in (
        "1 of 2 statements are split",
        "1 decision is missing.",
        "1 claim goes further than its evidence.",
        "claimed 4, evidenced 3",
        "<strong>Sales:</strong> Too kind",
        "The room came closer together:",
        "2 of 4, then 4 of 4 within one rung of the middle.",
    ):
        assert words in page
    capped = as_ane.get(address(session), {"show": "capped"}).content.decode()
    assert ('id="statement-1"' in capped, 'id="statement-2"' in capped) == (True, False)
    assert 'id="statement-3"' in as_ane.get(address(session), {"show": "nonsense"}).content.decode()


def test_one_statement_is_a_page_and_a_fragment(session: Session, phones, as_ane: Client) -> None:
    statement = held(session, phones)
    page = as_ane.get(address(session, "result", statement.pk)).content.decode()
    assert ("<h1>" in page, "Answers by department" in page, "why" in page) == (True, True, True)
    fragment = as_ane.get(address(session, "result", statement.pk), **HTMX)
    assert ("<h1>" in fragment.content.decode(), "Answers by department" in fragment.content.decode()) == (False, True)
    assert "HX-Request" in fragment.headers["Vary"]
    assert as_ane.get(address(session, "result", statement.pk + 99)).status_code == 404


def test_pre_survey_stands_first_once_the_room_has_answered(session: Session, phones) -> None:
    statement = session.statements.first()
    alone = Round.objects.create(session_statement=statement, number=0)
    Session.objects.filter(pk=session.pk).update(presurvey="open")
    for phone, rung in zip(phones, (2, 2, 3, None), strict=True):
        cast_ballot(session_id=session.pk, round_id=alone.pk, key=phone.key, rung=rung, comment="")
    Round.objects.filter(pk=alone.pk).update(phase="revealed")
    Session.objects.filter(pk=session.pk).update(presurvey="ended")
    assert results_of(session.engagement, session.pk, "en").results[0].seen == ()
    begin(session)
    answer(session, phones, 3, 3, 3, 3)
    show(session)
    seen = results_of(session.engagement, session.pk, "en").results[0].seen
    assert [(each.alone, each.counts, each.unknown) for each in seen] == [
        (True, (0, 2, 1, 0, 0), 1),
        (False, (0, 0, 4, 0, 0), 0),
    ]


def test_two_people_are_not_told(session: Session, phones, as_ane: Client) -> None:
    begin(session)
    answer(session, phones, 1, 5, None, None, comment="secret")
    show(session)
    (seen,) = results_of(session.engagement, session.pk, "en").results[0].seen
    assert (seen.counts, seen.unknown, seen.middle) == ((), 0, None)
    for url in (address(session), address(session, "result", session.current.pk), address(session, "minutes")):
        page = as_ane.get(url).content.decode()
        assert ("too few to be shown" in page, "secret" in page) == (True, False)


def test_page_of_a_full_scan_stays_light(engagement, as_ane: Client, django_assert_num_queries) -> None:
    use_framework(engagement=engagement, framework=shipped_framework(), by=None)
    session = services.create_session(engagement=engagement, by=None, title="Full", selection="full")
    phones = [rooms.phone(session, department=name) for name in ("Sales", "IT", "Service") for _each in range(3)]
    for statement in session.statements.all():
        services.open_statement(session=session, statement=statement)
        answer(session, phones, 1, 1, 2, 2, 3, 4, 5, 5, None)
        show(session)
    as_ane.get(address(session))
    with django_assert_num_queries(8):
        page = as_ane.get(address(session))
    assert (session.statements.count(), len(page.content) < 150_000) == (39, True)
