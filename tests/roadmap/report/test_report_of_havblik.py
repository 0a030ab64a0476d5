"""The report of Havblik: made once by its job, frozen, the same bytes again, and readable by everybody."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from maturity.config.workbook import import_workbook
from maturity.jobs.models import Job, JobState
from maturity.jobs.services import run
from maturity.models import Dissent, Engagement, SessionStatement, User
from maturity.web.languages import Language
from maturity.web.pango import pdf_problem
from roadmap.business_case.words.sections import SECTIONS, Section
from roadmap.models import Report
from roadmap.report import queries, services, words
from tests.conftest import REQUIRED
from tests.factories import cast
from tests.factories.pdf_ua import faults

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.pdf,
    pytest.mark.skipif(
        pdf_problem() is not None and "pdf" not in REQUIRED, reason="Pango is missing, so no PDF can be made here"
    ),
]
HAVBLIK = Path(__file__).resolve().parents[3] / "maturity" / "demo" / "havblik.xlsx"
WHEN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker) -> Iterator[Engagement]:
    """Havblik with one dissent and one claim beyond its evidence; read by all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        engagement = import_workbook(HAVBLIK, facilitator=cast.ane()).engagement
        statement = engagement.sessions.first().statements.select_related("statement__dimension").first()
        SessionStatement.objects.filter(pk=statement.pk).update(decided_rung=4, evidenced_rung=3, evidence="One report")
        sales = engagement.departments.order_by("name").first()
        Dissent.objects.create(session_statement=statement, department=sales, text="Too kind")
        yield engagement
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def danish(imported: Engagement, django_db_blocker) -> Report:
    """The report that a facilitator asked for: made once by the job, for all tests that read it."""
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(User.objects.get(name="Ane"))
        assert client.post(f"/engagements/{imported.pk}/report/make/", {"language": "da"}).status_code == 302
        run(job_id=Job.objects.get(kind="report").pk)
        assert Job.objects.get(kind="report").state == JobState.DONE
        return Report.objects.get()


@pytest.fixture(scope="module")
def english(imported: Engagement, danish: Report, django_db_blocker) -> bytes:
    """The same in English."""
    with django_db_blocker.unblock():
        return services.lay_out(queries.contents_of(imported, Language.ENGLISH, made_at=WHEN, made_by="Ane"))


@pytest.fixture
def havblik(db, imported: Engagement) -> Engagement:
    return Engagement.objects.get(pk=imported.pk)


@pytest.fixture
def as_ane(client: Client, havblik: Engagement) -> Client:
    client.force_login(User.objects.get(name="Ane"))
    return client


def text_of(made: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(pages.replace("\u00a0", " ").split())


def test_report_in_danish_is_whole_and_pdf_ua(danish):
    made = bytes(danish.pdf)
    assert faults(made) == []
    reader = PdfReader(BytesIO(made))
    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert reader.metadata.title == "Omnichannel 2027–2029 · Havblik Energi A/S"
    text = text_of(made)
    for chapter in ("Kundeindsigt", "Klager over regning", "Søgning", "Regning der kan forstås", "5,9 mio. kr."):
        assert chapter in text
    assert len(reader.pages) > 10
    assert len(reader.outline) > 0


def test_first_page_stands_alone(english):
    page = PdfReader(BytesIO(english)).pages[0].extract_text()
    for part in ("Where we stand", "What it asks for", "What it gives", "How sure", "When", "The decision"):
        assert part in page


def test_the_same_contents_give_the_same_bytes(havblik, danish):
    again = queries.contents_of(havblik, Language.DANISH, made_at=danish.made_at, made_by=danish.made_by_name)
    assert services.lay_out(again) == bytes(danish.pdf)


def test_page_claims_no_measure_and_no_full_department_that_is_not_so(havblik, danish, as_ane):
    page = as_ane.get(f"/engagements/{havblik.pk}/report/page/").content.decode()

    assert "3 initiatives have no figure yet that tells whether they work" in page
    assert "<strong>Marketing</strong> has too little left in" in page
    assert "no more time" not in page


def test_report_by_job_is_downloaded_bit_for_bit_and_never_changes(havblik, danish, as_ane):
    url = f"/engagements/{havblik.pk}/report/"
    first = as_ane.get(f"{url}{danish.pk}/download/")
    havblik.organisation.name = "Renamed"
    havblik.organisation.save()
    again = as_ane.get(f"{url}{danish.pk}/download/")
    assert b"".join(first) == b"".join(again) == bytes(danish.pdf)
    assert first["Content-Disposition"].startswith("attachment")
    assert (first["X-Content-Type-Options"], danish.made_by_name) == ("nosniff", "Ane")
    assert len(danish.data["votes"]) == 1581
    assert danish.sha256[:12] in as_ane.get(url).text


def test_dissents_and_claims_beyond_the_evidence_follow_the_result(english):
    assert faults(english) == []
    text = text_of(english)
    for said in ("1 claim goes further than its evidence", "claimed 4, evidenced 3 (One report)", "“Too kind”"):
        assert said in text


# The portfolio names dimensions where no framework need be chosen; guard-rails ask for the names of systems alone; the
# list of measures shows the newest value of each, the guard-rails its day; the order is read in both directions.
READ_TWICE = {
    "maturity_framework",
    "maturity_link",
    "maturity_system",
    "roadmap_initiative_after",
    "roadmap_measure",
    "roadmap_reading",
}


def test_each_table_is_read_once(havblik):
    with CaptureQueriesContext(connection) as taken:
        queries.data_of(queries.contents_of(havblik, Language.ENGLISH, made_at=WHEN, made_by="Ane"))
    read = Counter(table for query in taken for table in set(re.findall(r'FROM "(\w+)"', query["sql"])))
    assert {table for table, times in read.items() if times > 1} <= READ_TWICE
    assert max(read.values()) <= 2


def test_plot_that_is_registered_stands_on_the_page_and_in_the_pdf(havblik, as_ane, monkeypatch):
    """A new plot is a drawing and a section: nothing else needs to know of it."""
    services.bring_up_to_date(havblik, None)
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Net</title></svg>'
    section = Section(
        says=lambda result, _currency: f"{result.flows[0]:.0f} in the first quarter",
        draw=lambda _result, _engagement, _dark: drawn,
        alt="Net by quarter",
        figures="business_case/_cash_flow.html",
    )
    monkeypatch.setitem(SECTIONS, "net", section)
    contents = queries.contents_of(havblik, Language.ENGLISH, made_at=WHEN, made_by="Ane")
    assert words.pictures_of(contents)["net.svg"] == drawn
    on_paper = render_to_string("report/document.html", words.context_of(contents, on_paper=True))
    for text in (on_paper, as_ane.get(f"/engagements/{havblik.pk}/business-case/").text):
        assert "in the first quarter" in text
        assert 'alt="Net by quarter"' in text
    assert 'src="pictures/net.svg"' in on_paper
    case = havblik.cases.first()
    plot = as_ane.get(f"/engagements/{havblik.pk}/business-case/plots/{case.pk}/net/light.svg")
    assert (plot.status_code, plot.content) == (200, drawn)
