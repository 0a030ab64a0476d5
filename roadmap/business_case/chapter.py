"""This chapter as the story shows it: what it gives and costs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement
from roadmap.initiatives.models import Benefit

from .models import SavedCase
from .services import work_out_case

BUSINESS_CASE = Chapter(
    key="business_case",
    title=pgettext_lazy("chapter", "Business case"),
    gives=_("What it gives and costs, and how sure that is."),
    next_step=_("Work out the business case"),
    begun=of_engagement(Benefit, "initiative__engagement"),
    done=of_engagement(SavedCase),
    jobs={"case": work_out_case},
)
