"""This chapter as the story shows it: how channels hand customers over."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maturity.web.chapters import Chapter, of_engagement

from .models import Channel, Path

CHANNELS = Chapter(
    key="channels",
    title=pgettext_lazy("chapter", "Channels"),
    gives=_("How channels hand customers over, and what each one contributes."),
    next_step=_("Map the channels"),
    begun=of_engagement(Channel),
    done=of_engagement(Path),
)
