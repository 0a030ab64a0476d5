"""The minutes: all that a meeting came to, in the language asked for, the same bytes for the same contents."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from maturity.models import Ball, Session
from maturity.web.pango import pdf_problem
from maturity.workshop import services
from maturity.workshop.queries.minutes import minutes_of
from tests.conftest import REQUIRED
from tests.factories import rooms
from tests.factories.pdf_ua import faults
from tests.maturity.workshop.test_pages import begin
from tests.maturity.workshop.test_results import held


@pytest.fixture
def over(session: Session) -> Session:
    """A session that has been held: one statement with all there is to tell, one skipped, one not reached."""
    phones = [rooms.phone(session) for _each in range(4)]
    held(session, phones)
    services.skip_statement(session=session, statement=session.statements.get(position=2))
    for phone, score in zip(phones, (4, 5, 5, 2), strict=True):
        Ball.objects.create(session=session, participant=phone.participant, score=score, word="brisk")
    services.close_session(session=session, by=None)
    session.refresh_from_db()
    return session


def address(session: Session, name: str) -> str:
    return reverse(f"workshop:{name}", args=[session.engagement_id, session.pk])


def test_minutes_hold_the_whole_meeting(over: Session) -> None:
    found = minutes_of(over.engagement, over.pk, "en")
    assert [(each.department, each.people) for each in found.present] == [("Sales", 4)]
    assert [each.item.number for each in found.told] == [1]
    assert [each.item.number for each in found.left_out] == [2, 3]
    assert [bool(each.began) for each in found.held] == [True, False, False]
    assert (found.closed, found.balls.good, found.people) == (True, 3, 4)


def test_page_says_what_the_room_decided(over: Session, as_ane: Client) -> None:
    page = as_ane.get(address(over, "minutes")).content.decode()
    for words in (
        "Minutes: Autumn",
        "1 statement was voted on and decided",
        "First round:",
        "Second round:",
        "The room came closer together:",
        "claimed 4, evidenced 3",
        "Keep at it",
        "Only one report",
        "<strong>Sales:</strong> Too kind",
        "Not voted on",
        "(skipped)",
        "75% within one rung of the middle",
        "Closing round: 3 of 4 gave the meeting 4 or 5",
        "brisk (4)",
    ):
        assert words in page, words


def test_page_speaks_the_language_asked_for(over: Session, as_ane: Client) -> None:
    answer = as_ane.get(address(over, "minutes"), {"language": "sv"})
    assert (answer.headers["Content-Language"], 'lang="sv"' in answer.content.decode()) == ("sv", True)


def test_minutes_cost_the_same_whatever_their_size(session: Session, as_ane: Client, django_assert_num_queries) -> None:
    phones = [rooms.phone(session) for _each in range(3)]
    as_ane.get(address(session, "minutes"))
    for _each in range(2):
        begin(session)
        for phone in phones:
            rooms.vote(session, phone, 3, "why")
        services.reveal_round(session=session, round_id=session.current.rounds.last().pk, by=None)
        with django_assert_num_queries(11):
            as_ane.get(address(session, "minutes"))


@pytest.mark.parametrize("language", ["en", "da", "sv"])
@pytest.mark.pdf
@pytest.mark.skipif(
    pdf_problem() is not None and "pdf" not in REQUIRED, reason="Pango is missing, so no PDF can be made here"
)
def test_pdf_is_pdf_ua_and_its_bytes_repeat(over: Session, as_ane: Client, language: str) -> None:
    answers = [as_ane.get(address(over, "minutes_pdf"), {"language": language}) for _each in range(2)]
    assert answers[0].headers["Content-Disposition"] == f'attachment; filename="autumn-{language}.pdf"'
    assert (answers[0].content == answers[1].content, faults(answers[0].content)) == (True, [])
    reader = PdfReader(BytesIO(answers[0].content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert (reader.trailer["/Root"]["/Lang"], "Too kind" in text, "brisk" in text) == (language, True, True)
