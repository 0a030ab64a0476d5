"""What the list of sessions says."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..queries.pages import Meeting, Stage


def finding(meetings: Sequence[Meeting]) -> str:
    """How many sessions have asked the departments, or are prepared; a rehearsal asks nobody."""
    asked = sum(bool(each.shown) and not each.session.rehearsal for each in meetings)
    if asked:
        return ngettext(
            "One session has asked the departments", "%(sessions)s sessions have asked the departments", asked
        ) % {"sessions": asked}
    if meetings:
        return ngettext(
            "One session is prepared; nobody has been asked yet",
            "%(sessions)s sessions are prepared; nobody has been asked yet",
            len(meetings),
        ) % {"sessions": len(meetings)}
    return _("Nobody has been asked yet")


def stage(meeting: Meeting) -> str:
    """How far a session is, in a word."""
    if meeting.stage == Stage.PREPARED:
        return _("Prepared")
    if meeting.stage == Stage.PRESURVEY:
        return _("Pre-survey open")
    return meeting.session.get_state_display()


def progress(meeting: Meeting) -> str:
    """How many statements a session has, and of how many the answers were shown once it has begun."""
    values = {"statements": meeting.statements, "shown": meeting.shown}
    if meeting.stage in (Stage.PREPARED, Stage.PRESURVEY):
        return ngettext("%(statements)s statement", "%(statements)s statements", meeting.statements) % values
    return (
        ngettext(
            "%(shown)s of %(statements)s statement shown",
            "%(shown)s of %(statements)s statements shown",
            meeting.statements,
        )
        % values
    )
