"""This chapter as the story shows it: who has done what."""

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement
from roadmap.initiatives.models import Initiative

from .models import Progress, Reading
from .rules import ENDED, FollowUpVerb

FOLLOWED = of_engagement(Progress, "initiative__engagement")
UNFINISHED = Initiative.objects.filter(engagement=OuterRef("initiative__engagement"), archived_at=None).exclude(
    progress__status__in=ENDED
)
FOLLOW_UP = Chapter(
    key="follow_up",
    title=pgettext_lazy("chapter", "Follow-up"),
    gives=_("Who has done what, what is due and what the measures say."),
    next_step=_("Follow up"),
    begun=FOLLOWED,
    done=FOLLOWED.filter(~Exists(UNFINISHED)),
    verbs=FollowUpVerb,
    last_reading=Subquery(Reading.objects.filter(measure=OuterRef("pk")).order_by("-date").values("date")[:1]),
)
