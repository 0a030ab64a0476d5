"""The raw ballots: whole, without names, safe in a spreadsheet, and for facilitators alone."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from maturity.models import Ballot, Session
from maturity.workshop import services
from maturity.workshop.queries.exports import as_csv, raw_ballots
from tests.factories import cast, rooms
from tests.maturity.workshop.test_pages import begin, login, show

HEAD = [
    "Session",
    "Statement",
    "Text of the statement",
    "Round (0: before the meeting)",
    "Participant",
    "Department",
    "Rung",
    "Don’t know",
    "Responsible for it",
    "Comment",
]


@pytest.fixture
def voted(session: Session) -> Session:
    """Three ballots of a shown round, one of them hostile, one hidden; one of a round that is still open."""
    phones = [rooms.phone(session) for _each in range(3)]
    begin(session)
    rooms.vote(session, phones[0], 4, '=HYPERLINK("http://x")')
    rooms.vote(session, phones[1], None, "rude")
    rooms.vote(session, phones[2], 1)
    show(session)
    services.hide_comment(session=session, ballot_id=Ballot.objects.get(comment="rude").pk, hidden=True, by=None)
    services.go_on(session=session, after=session.current)
    rooms.vote(session, phones[0], 5, "not yet shown")
    return session


def file(client: Client, session: Session, kind: str) -> bytes:
    return client.get(reverse("workshop:ballots", args=[session.engagement_id, session.pk, kind])).content


def test_csv_holds_what_was_shown_and_computes_nothing(voted: Session, as_ane: Client) -> None:
    content = file(as_ane, voted, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    text = rows[1][2]
    assert rows == [
        HEAD,
        ["Autumn", "insight.1", text, "1", "SAL-1", "Sales", "4", "no", "no", '\'=HYPERLINK("http://x")'],
        ["Autumn", "insight.1", text, "1", "SAL-2", "Sales", "", "yes", "no", "hidden"],
        ["Autumn", "insight.1", text, "1", "SAL-3", "Sales", "1", "no", "no", ""],
    ]


def test_csv_is_separated_as_the_readers_excel_expects(voted: Session) -> None:
    rows = raw_ballots(voted, "da")
    assert [as_csv(rows, language).count(b";") > 10 for language in ("en", "da", "sv")] == [False, True, True]


def test_xlsx_holds_the_same_and_no_formula(voted: Session, as_ane: Client) -> None:
    sheet = load_workbook(io.BytesIO(file(as_ane, voted, "xlsx"))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (list(rows[0]), len(rows)) == (HEAD, 4)
    assert [row[6:] for row in rows[1:]] == [
        (4, "no", "no", '=HYPERLINK("http://x")'),
        (None, "yes", "no", "hidden"),
        (1, "no", "no", None),
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}


def test_raw_ballots_are_for_facilitators_alone(voted: Session) -> None:
    url = reverse("workshop:ballots", args=[voted.engagement_id, voted.pk, "csv"])
    readers = [cast.executive(voted.engagement), cast.lead(voted.engagement), cast.person(name="Dag")]
    assert [login(user).get(url).status_code for user in readers] == [403, 403, 404]


def test_other_kinds_of_file_are_not_there(voted: Session, as_ane: Client) -> None:
    assert as_ane.get(reverse("workshop:ballots", args=[voted.engagement_id, voted.pk, "pdf"])).status_code == 404
