"""Who makes a report and who reads it, and what a report says where there is little to say."""

from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from maturity.framework.services import shipped_framework, use_framework
from maturity.jobs.models import Job
from maturity.jobs.services import run
from maturity.models import Engagement
from maturity.web import pdf
from maturity.web.languages import Language
from maturity.web.pango import pdf_problem
from roadmap.models import Report
from roadmap.report import services
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
def bare(engagement, ane) -> Engagement:
    """An engagement with a framework and nothing else."""
    use_framework(engagement=engagement, framework=shipped_framework(), by=ane)
    return engagement


def text_of(made: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(pages.replace("\u00a0", " ").split())


def test_engagement_with_nothing_in_it_gets_a_report_that_says_so(bare, ane):
    made = services.report_now(engagement=bare, language=Language.ENGLISH, by=ane)
    text = text_of(bytes(made.pdf))
    assert "Too few answers to say where you stand" in text
    assert "There is no plan yet" in text
    assert faults(bytes(made.pdf)) == []


def test_report_from_the_command_line(bare, tmp_path):
    said = StringIO()
    target = tmp_path / "report.pdf"
    call_command("report", str(bare.pk), "--language", "da", "--output", str(target), stdout=said)
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


def test_reports_take_eight_queries_however_many(bare, as_ane, django_assert_max_num_queries):
    for _ in range(3):
        Report.objects.create(engagement=bare, language="en", data={}, pdf=b"x", sha256="x", made_at=WHEN)
    with django_assert_max_num_queries(8):
        as_ane.get(f"/engagements/{bare.pk}/report/")
