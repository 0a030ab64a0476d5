"""This chapter as the story shows it: every contact with the customer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement

from .models import CustomerRating, Touchpoint

JOURNEY = Chapter(
    key="journey",
    title=pgettext_lazy("chapter", "Journey"),
    gives=_("Every contact with the customer, and where your own rating differs from theirs."),
    next_step=_("Draw the journey"),
    begun=of_engagement(Touchpoint),
    done=of_engagement(CustomerRating, "touchpoint__engagement"),
)
