"""This chapter as the story shows it: what was found, and the targets that earlier pages may know."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.clients.models import Engagement
from maturity.web.chapters import Chapter, of_engagement
from maturity.workshop.models import Round
from maturity.workshop.rules import Phase

from .models import Target
from .rules import AssessmentVerb


def targets_of(engagement: Engagement) -> Mapping[int, int]:
    """The rung aimed at, by dimension."""
    return dict(Target.objects.filter(engagement=engagement).values_list("dimension", "rung"))


def what_holds_the_framework(engagement: Engagement) -> str | None:
    """Targets are rungs of the framework's dimensions."""
    if Target.objects.filter(engagement=engagement).exists():
        return _("Targets have been set in this framework. Make a new engagement to use another one.")
    return None


ASSESSMENT = Chapter(
    key="assessment",
    title=pgettext_lazy("chapter", "Assessment"),
    gives=gettext_lazy("Where you stand in each dimension, how sure that is, and how far it is to the target."),
    next_step=gettext_lazy("Set the targets"),
    begun=of_engagement(
        Round,
        "session_statement__session__engagement",
        phase=Phase.REVEALED,
        session_statement__session__rehearsal=False,
    ),
    done=of_engagement(Target),
    verbs=AssessmentVerb,
    holds_framework=what_holds_the_framework,
    targets=targets_of,
)
