"""Writes: a report made once, with its bytes and the data they were made from."""

from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from maturity.clients.models import Engagement, User
from maturity.clients.trail import record_change
from maturity.jobs.models import Job
from maturity.jobs.services import Working, ask_for
from maturity.web.http import Refusal
from maturity.web.languages import Language, speaking
from maturity.web.pdf import render_pdf
from maturity.web.pictures import with_styles
from roadmap.business_case.services import save_case
from roadmap.plan.services import save_best_plan

from . import queries, words
from .models import Report
from .queries import STYLESHEETS, Contents
from .rules import ReportVerb


def ask_for_report(*, engagement: Engagement, language: Language, by: User) -> Job:
    """A job that makes the report in a language, for whoever asks."""
    return ask_for(engagement=engagement, kind="report", asked_by=by, language=str(language))


def make_report(working: Working) -> dict[str, Any]:
    """What such a job does. Its result names the report."""
    job = working.job
    language = Language(job.parameters["language"])
    return {"report": report_now(engagement=job.engagement, language=language, by=job.asked_by, working=working).pk}


def report_now(
    *, engagement: Engagement, language: Language, by: User | None = None, working: Working | None = None
) -> Report:
    """Bring plan and business case up to date, read, lay out, keep."""
    step = working.step if working else no_step
    step("planning", 5)
    bring_up_to_date(engagement, by)
    step("reading", 25)
    contents = queries.contents_of(engagement, language, made_at=timezone.now(), made_by=str(by or ""))
    step("layout", 35)
    pdf = lay_out(contents)
    step("saving", 95)
    return keep(contents, pdf, by=by, job=working.job if working else None)


def no_step(step: str, percent: int) -> None:
    """Nobody watches a report that is made from the command line."""


def bring_up_to_date(engagement: Engagement, by: User | None) -> None:
    """The plan and the case of today's figures. Where there is none to be had, the report says so in its chapter."""
    with suppress(Refusal):
        save_best_plan(engagement=engagement, by=by)
    with suppress(Refusal):
        save_case(engagement=engagement, by=by)


def lay_out(contents: Contents) -> bytes:
    """The PDF of a report. The same contents give the same bytes."""
    with speaking(contents.language):
        html = render_to_string("report/document.html", words.context_of(contents, on_paper=True))
        return render_pdf(with_styles(html, STYLESHEETS), pictures=words.pictures_of(contents))


def keep(contents: Contents, pdf: bytes, *, by: User | None, job: Job | None) -> Report:
    """Freeze a report: its bytes, the data they were made from, when and by whom."""
    made = Report(
        engagement=contents.engagement,
        language=contents.language,
        # Gathered before the write begins: on SQLite a whole room's ballots would wait for it.
        data=queries.data_of(contents),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        job=job,
        made_at=contents.made_at,
        made_by=by,
        made_by_name=contents.made_by,
    )
    return save(made, by=by)


@transaction.atomic
def save(report: Report, *, by: User | None) -> Report:
    report.save(force_insert=True)
    record_change(
        engagement=report.engagement,
        by=by,
        chapter="report",
        subject=f"report:{report.pk}",
        label=report.engagement.title,
        action=ReportVerb.REPORTED,
    )
    return report
