"""This chapter as the story shows it: the blind vote."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.clients.models import Engagement
from maturity.web.chapters import Chapter, of_engagement

from .models import Round, Session
from .rules import SessionState, WorkshopVerb


def what_holds_the_framework(engagement: Engagement) -> str | None:
    """Ballots, and the statements of a session, are the framework's."""
    answered = Round.objects.filter(session_statement__session__engagement=engagement, ballots__isnull=False)
    if answered.exists():
        return _("Ballots have been cast in this framework. Make a new engagement to use another one.")
    if Session.objects.filter(engagement=engagement).exists():
        return _("A workshop session has been made from this framework. Make a new engagement to use another one.")
    return None


WORKSHOP = Chapter(
    key="workshop",
    title=pgettext_lazy("chapter", "Workshop"),
    gives=gettext_lazy("Every department votes blind; the reveal shows where they differ."),
    next_step=gettext_lazy("Prepare a workshop"),
    begun=of_engagement(Session, rehearsal=False),
    done=of_engagement(Session, state=SessionState.CLOSED, rehearsal=False),
    verbs=WorkshopVerb,
    holds_framework=what_holds_the_framework,
)
