"""The last chapter as the story shows it: what management can decide on."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement

from .models import Report
from .rules import ReportVerb
from .services import make_report

REPORT = Chapter(
    key="report",
    title=pgettext_lazy("chapter", "Report"),
    gives=_("One frozen report that management can decide on."),
    next_step=_("Make the report"),
    begun=of_engagement(Report),
    done=of_engagement(Report, pdf__isnull=False),
    verbs=ReportVerb,
    jobs={"report": make_report},
)
