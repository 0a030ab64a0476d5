"""This chapter as the story shows it: what is scored."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement

from .models import EngagementFramework
from .queries import askables_of
from .services import begin_with_shipped_framework

FRAMEWORK = Chapter(
    key="framework",
    title=pgettext_lazy("chapter", "Framework"),
    gives=_("What is scored, and what each of the five rungs looks like."),
    next_step=_("Choose a framework"),
    begun=of_engagement(EngagementFramework),
    done=of_engagement(EngagementFramework),
    begin=begin_with_shipped_framework,
    askables=askables_of,
)
