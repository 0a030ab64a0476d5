"""The first chapter as the story shows it: who takes part."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement

from .models import Capacity, Engagement
from .rules import Verb

CLIENTS = Chapter(
    key="clients",
    title=pgettext_lazy("chapter", "Overview"),
    gives=_("Who takes part, and what each department can give."),
    next_step=_("Add the departments"),
    begun=Engagement.objects.filter(pk=OuterRef("pk")),
    done=of_engagement(Capacity),
    verbs=Verb,
)
