"""Sentences about engagements and where they stand in the story."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .queries import EngagementStanding


def progress(standing: EngagementStanding) -> str:
    """How many chapters are done, and which one is next."""
    done = _("%(done)s of %(all)s chapters done.") % {"done": standing.done, "all": len(standing.steps)}
    return f"{done} {next_chapter(standing)}"


def next_chapter(standing: EngagementStanding) -> str:
    """The first chapter that is not done."""
    if standing.next is None:
        return _("The story is told.")
    return _("Next: %(chapter)s.") % {"chapter": standing.next.chapter.title}


def departments_taking_part(count: int) -> str:
    return ngettext("One department takes part", "%(count)s departments take part", count) % {"count": count}


def people_with_access(count: int) -> str:
    return ngettext("One person has access", "%(count)s people have access", count) % {"count": count}


def engagements_in(engagements: int, organisations: int) -> str:
    """How many engagements a person has; in how many organisations, where that is more than one."""
    if not engagements:
        return _("No engagement yet")
    counted = ngettext("One engagement", "%(count)s engagements", engagements) % {"count": engagements}
    if organisations < 2:
        return counted
    spread = ngettext("in one organisation", "in %(count)s organisations", organisations) % {"count": organisations}
    return f"{counted} {spread}"
