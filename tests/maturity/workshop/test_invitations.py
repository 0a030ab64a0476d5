"""Link, poster, calendar file and letter: what the invited get, and that nothing personal is in it."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from maturity.models import Session
from maturity.web.pango import pdf_problem
from maturity.workshop import services
from maturity.workshop.queries.invitations import Invitation, calendar_of, escape, fold, stamp, uid_of
from maturity.workshop.rules import show_code
from tests.factories import cast
from tests.factories.pdf_ua import faults

START = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
PAGES = ("invite", "poster", "poster_pdf", "calendar")


@pytest.fixture
def planned(session: Session) -> Session:
    """Client A's session with a start, and a title that a calendar file must escape."""
    Session.objects.filter(pk=session.pk).update(starts_at=START, length=75, title="Hvor står vi? Salg, IT; resten")
    session.refresh_from_db()
    return session


def url(name: str, session: Session) -> str:
    return reverse(f"workshop:{name}", args=[session.engagement_id, session.pk])


def lines(stream: str) -> list[str]:
    """The unfolded content lines of an iCalendar stream."""
    assert stream.endswith("\r\n")
    return re.sub("\r\n ", "", stream).removesuffix("\r\n").split("\r\n")


def test_invitation_shows_link_code_and_three_letters(planned: Session, as_ane: Client) -> None:
    page = as_ane.get(url("invite", planned)).text
    link = f"http://testserver/join/{planned.join_token}/"
    assert f'value="{link}"' in page
    assert show_code(planned.code) in page
    letters = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert [link in letter for letter in letters] == [True] * 3
    assert re.findall(r'<summary lang="(\w+)"', page) == ["en", "da", "sv"]
    assert "3 Dec 2026 09:00 – 10:15" in letters[0]


def test_letter_tells_whether_names_are_asked_for(planned: Session, as_ane: Client) -> None:
    assert "give no name" in as_ane.get(url("invite", planned)).text
    Session.objects.filter(pk=planned.pk).update(asks_names=True)
    page = as_ane.get(url("invite", planned)).text
    assert ("give no name" in page, "asked for your name" in page) == (False, True)


def test_letter_asks_to_answer_before_while_the_presurvey_is_open(planned: Session, as_ane: Client) -> None:
    services.start_presurvey(session=planned, by=None)
    assert "answer the statements on your own before the meeting" in as_ane.get(url("invite", planned)).text


def test_calendar_file_is_one_event_in_utc_with_escaped_words(planned: Session, as_ane: Client) -> None:
    answer = as_ane.get(url("calendar", planned))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hvor-star-vi-salg-it-resten.ics"'
    found = lines(answer.content.decode())
    assert [line for line in found if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    fields = dict(line.split(":", 1) for line in found if not line.startswith(("BEGIN", "END")))
    assert (fields["DTSTART"], fields["DTEND"]) == ("20261203T080000Z", "20261203T091500Z")
    assert fields["SUMMARY"] == "Hvor står vi? Salg\\, IT\\; resten"
    assert fields["URL"] == f"http://testserver/join/{planned.join_token}/"
    assert re.fullmatch(r"\d{8}T\d{6}Z", fields["DTSTAMP"])
    assert all(len(line.encode()) <= 75 for line in answer.content.decode().split("\r\n"))
    assert not {"ORGANIZER", "ATTENDEE"} & set(fields)
    assert "@" not in fields["DESCRIPTION"]


def test_calendar_entry_keeps_its_uid_when_the_session_moves(planned: Session) -> None:
    before = uid_of(planned)
    services.close_session(session=planned, by=None)
    services.reopen_session(session=planned, by=None, reason="Wrong day")
    Session.objects.filter(pk=planned.pk).update(starts_at=None, title="Other")
    planned.refresh_from_db()
    assert uid_of(planned) == before
    with pytest.raises(ValueError, match="without a start"):
        calendar_of(Invitation(planned, "A", ("Ane",), "http://x/", "KX7-M3F", "x"), "", START)


def test_calendar_file_needs_a_start(session: Session, as_ane: Client) -> None:
    answer = as_ane.get(url("calendar", session))
    assert (answer.status_code, "Set when the session starts" in answer.text) == (409, True)
    assert "Calendar file" not in as_ane.get(url("invite", session)).text


@given(st.text(max_size=300))
def test_escaped_and_folded_text_is_read_back(text: str) -> None:
    line = "SUMMARY:" + escape(text)
    parts = list(fold(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])
    unescaped = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line.removeprefix("SUMMARY:"))
    assert unescaped == "\n".join(text.splitlines())
    assert not re.search(r"[\r\n]", line)


def test_moment_is_written_in_utc() -> None:
    assert stamp(datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/Copenhagen"))) == "20260630T223000Z"


def test_poster_is_in_the_engagements_language_and_says_who_sees_what(planned: Session, as_ane: Client) -> None:
    page = as_ane.get(url("poster", planned)).text
    assert ('<html lang="en">' in page, show_code(planned.code) in page) == (True, True)
    assert "at least three of it answered" in page
    planned.engagement.language = "da"
    planned.engagement.save()
    page = as_ane.get(url("poster", planned)).text
    assert ('<html lang="da">' in page, "3. dec. 2026 09.00" in page) == (True, True)


@pytest.mark.skipif(bool(pdf_problem()), reason="Pango is missing")
def test_poster_is_one_accessible_page(planned: Session, as_ane: Client) -> None:
    answer = as_ane.get(url("poster_pdf", planned))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert faults(answer.content) == []
    reader = PdfReader(BytesIO(answer.content))
    assert len(reader.pages) == 1
    assert show_code(planned.code) in reader.pages[0].extract_text()


def test_closed_session_invites_nobody(planned: Session, as_ane: Client) -> None:
    services.close_session(session=planned, by=None)
    assert [as_ane.get(url(name, planned)).status_code for name in PAGES] == [409] * len(PAGES)


def test_inviting_is_the_facilitators(planned: Session, client: Client) -> None:
    client.force_login(cast.executive(planned.engagement))
    assert [client.get(url(name, planned)).status_code for name in PAGES] == [403] * len(PAGES)
    client.force_login(cast.rival().organisation.members.get().user)
    assert [client.get(url(name, planned)).status_code for name in PAGES] == [404] * len(PAGES)


def test_inviting_costs_few_queries(planned: Session, as_ane: Client, django_assert_num_queries) -> None:
    as_ane.get(url("invite", planned))
    with django_assert_num_queries(7):
        as_ane.get(url("invite", planned))
