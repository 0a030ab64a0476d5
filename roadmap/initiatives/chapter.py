"""This chapter as the story shows it: what could be done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.clients.models import Engagement
from maturity.web.chapters import Chapter, of_engagement
from roadmap.charts.value_effort import ValueEffort, draw

from .models import Estimate, Initiative
from .queries.portfolio import picture_of, picture_words, portfolio_of
from .rules import InitiativeVerb


def what_holds_the_framework(engagement: Engagement) -> str | None:
    """Initiatives say which of the framework's dimensions they lift."""
    if Initiative.dimensions.through.objects.filter(initiative__engagement=engagement).exists():
        return _("Initiatives point to this framework’s dimensions. Make a new engagement to use another one.")
    return None


def draw_value_effort(engagement: Engagement, *, figures: ValueEffort | None = None, dark: bool = False) -> bytes:
    """Value against effort, from the figures of ``picture_of``."""
    known = picture_of(portfolio_of(engagement)) if figures is None else figures
    return draw(known, picture_words(), dark=dark)


INITIATIVES = Chapter(
    key="initiatives",
    title=pgettext_lazy("chapter", "Initiatives"),
    gives=gettext_lazy("What could be done, valued by many and checked against the guard-rails."),
    next_step=gettext_lazy("Gather initiatives"),
    begun=of_engagement(Initiative),
    done=of_engagement(Estimate, "initiative__engagement"),
    verbs=InitiativeVerb,
    holds_framework=what_holds_the_framework,
    pictures={"value-effort": draw_value_effort},
)
