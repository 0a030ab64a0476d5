"""This chapter as the story shows it: what to do when."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement

from .models import Pin, SavedPlan
from .rules import PlanVerb
from .services import work_out_plan

PLAN = Chapter(
    key="plan",
    title=pgettext_lazy("chapter", "Plan"),
    gives=_("What to do when, with the time and money that there is."),
    next_step=_("Make the plan"),
    begun=of_engagement(Pin, "initiative__engagement"),
    done=of_engagement(SavedPlan),
    verbs=PlanVerb,
    jobs={"plan": work_out_plan},
)
