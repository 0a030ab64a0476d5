"""The report: made once, frozen, the same bytes again, and readable by everybody."""

from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from maturity.config.workbook import import_workbook
from maturity.framework.services import shipped_framework, use_framework
from maturity.jobs.models import Job, JobState
from maturity.jobs.services import run
from maturity.models import Dissent, Engagement, SessionStatement
from maturity.web import pdf
from maturity.web.languages import Language
from maturity.web.pango import pdf_problem
from roadmap.models import Report
from roadmap.report import queries, services
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


@pytest.fixture
def havblik(ane) -> Engagement:
    return import_workbook(HAVBLIK, facilitator=ane).engagement


@pytest.fixture
def bare(engagement, ane) -> Engagement:
    """An engagement with a framework and nothing else."""
    use_framework(engagement=engagement, framework=shipped_framework(), by=ane)
    return engagement


def contents(engagement: Engagement, language: str) -> queries.Contents:
    return queries.contents_of(engagement, Language(language), made_at=WHEN, made_by="Ane")


def test_report_in_danish_is_whole_and_pdf_ua(havblik):
    made = services.report_now(engagement=havblik, language=Language.DANISH)
    assert faults(bytes(made.pdf)) == []
    reader = PdfReader(BytesIO(bytes(made.pdf)))
    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert reader.metadata.title == "Omnichannel 2027–2029 · Havblik Energi A/S"
    text = "\n".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")
    for chapter in ("Kundeindsigt", "Klager over regning", "Søgning", "Regning der kan forstås", "5,9 mio. kr."):
        assert chapter in text
    assert len(reader.pages) > 10
    assert len(reader.outline) > 0


def test_first_page_stands_alone_and_bytes_repeat(havblik):
    services.bring_up_to_date(havblik, None)
    pdf_bytes = services.lay_out(contents(havblik, "en"))
    assert pdf_bytes == services.lay_out(contents(havblik, "en")), "the same contents give the same bytes"
    page = PdfReader(BytesIO(pdf_bytes)).pages[0].extract_text()
    for part in ("Where we stand", "What it asks for", "What it gives", "How sure", "When", "The decision"):
        assert part in page


def test_page_claims_no_measure_and_no_full_department_that_is_not_so(havblik, as_ane):
    services.bring_up_to_date(havblik, None)

    page = as_ane.get(f"/engagements/{havblik.pk}/report/page/").content.decode()

    assert "3 initiatives have no figure yet that tells whether they work" in page
    assert "<strong>Marketing</strong> has too little left in" in page
    assert "no more time" not in page


def test_report_by_job_is_downloaded_bit_for_bit_and_never_changes(havblik, as_ane):
    url = f"/engagements/{havblik.pk}/report/"
    assert as_ane.post(f"{url}make/", {"language": "da"}).status_code == 302
    run(job_id=Job.objects.get(kind="report").pk)
    assert Job.objects.get(kind="report").state == JobState.DONE
    made = Report.objects.get()
    first = as_ane.get(f"{url}{made.pk}/download/")
    havblik.organisation.name = "Renamed"
    havblik.organisation.save()
    again = as_ane.get(f"{url}{made.pk}/download/")
    assert b"".join(first) == b"".join(again) == bytes(made.pdf)
    assert first["Content-Disposition"].startswith("attachment")
    assert (first["X-Content-Type-Options"], made.made_by_name) == ("nosniff", "Ane")
    assert len(made.data["votes"]) == 1581
    assert made.sha256[:12] in as_ane.get(url).text


def test_engagement_with_nothing_in_it_gets_a_report_that_says_so(bare, ane):
    made = services.report_now(engagement=bare, language=Language.ENGLISH, by=ane)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(bytes(made.pdf))).pages)
    assert "Too few answers to say where you stand" in text
    assert "There is no plan yet" in text
    assert faults(bytes(made.pdf)) == []


def test_report_from_the_command_line(havblik, tmp_path):
    said = StringIO()
    target = tmp_path / "report.pdf"
    call_command("report", str(havblik.pk), "--language", "da", "--output", str(target), stdout=said)
    assert target.read_bytes() == bytes(Report.objects.get().pdf)
    assert "SHA-256" in said.getvalue()


def test_command_line_names_what_it_does_not_find(db, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("report", "nowhere", "--output", str(tmp_path / "report.pdf"))


def test_pdf_that_cannot_be_made_says_why_and_the_page_still_works(bare, as_ane, monkeypatch):
    monkeypatch.setattr(pdf, "pdf_problem", lambda: "PDFs cannot be made here: install Pango.")
    url = f"/engagements/{bare.pk}/report/"
    as_ane.post(f"{url}make/", {"language": "en"})
    run(job_id=Job.objects.get(kind="report").pk)
    assert "install Pango" in as_ane.get(url).text
    assert as_ane.get(f"{url}page/").status_code == 200


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.svg", "static/../settings.py"])
def test_engine_reaches_nothing_but_our_own_bytes(address):
    with pytest.raises(ValueError, match="not ours"):
        pdf.render_pdf(f'<html lang="en"><title>T</title><body><h1>T</h1><img alt="x" src="{address}"></body></html>')


@pytest.mark.parametrize(
    ("page", "method", "answers"),
    [
        ("", "get", (200, 200, 200, 404)),
        ("page/", "get", (200, 200, 200, 404)),
        ("make/", "post", (302, 302, 403, 404)),
    ],
)
def test_report_by_role(client, bare, ane, page, method, answers):
    people = (ane, cast.executive(bare), cast.lead(bare), cast.person(name="Dag"))
    for person, answer in zip(people, answers, strict=True):
        client.force_login(person)
        assert getattr(client, method)(f"/engagements/{bare.pk}/report/{page}").status_code == answer


def test_reports_take_eight_queries_however_many(havblik, as_ane, django_assert_max_num_queries):
    for _ in range(3):
        Report.objects.create(engagement=havblik, language="en", data={}, pdf=b"x", sha256="x", made_at=WHEN)
    with django_assert_max_num_queries(8):
        as_ane.get(f"/engagements/{havblik.pk}/report/")


def test_dissents_and_claims_beyond_the_evidence_follow_the_result(havblik):
    statement = havblik.sessions.first().statements.select_related("statement__dimension").first()
    SessionStatement.objects.filter(pk=statement.pk).update(decided_rung=4, evidenced_rung=3, evidence="One report")
    sales = havblik.departments.order_by("name").first()
    Dissent.objects.create(session_statement=statement, department=sales, text="Too kind")

    made = services.lay_out(contents(havblik, "en"))

    text = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())
    assert faults(made) == []
    for words in ("1 claim goes further than its evidence", "claimed 4, evidenced 3 (One report)", "“Too kind”"):
        assert words in text
