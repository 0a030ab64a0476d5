"""What the facilitator's console says: what comes next, and why."""

from typing import Any

from django.utils.translation import gettext as _

from maturity.web.formats import clock, number

from ..domain.proposals import Reason
from ..queries.desk import Desk
from .rounds import on_screen, owners


def says(desk: Desk) -> dict[str, Any]:
    """All sentences of the console, each under the name of what it says."""
    board = desk.board
    told = {"go_on": go_on(desk), "why_next": why_next(desk)}
    if board.distribution is None:
        return told
    return (
        told
        | on_screen(board.distribution, board.rungs)
        | {"owners_say": owners(board.distribution.owners, board.rungs)}
    )


def go_on(desk: Desk) -> str:
    """The button that puts the proposed statement before the room; empty where none is proposed."""
    if desk.proposal is None or desk.proposed is None:
        return ""
    values = {"number": desk.proposed.number}
    if desk.board.current:
        return _("Go on to statement %(number)s") % values
    if desk.proposal.in_order:
        return _("Open the first statement")
    return _("Open statement %(number)s") % values


def why_next(desk: Desk) -> str:
    """Why this statement is proposed, how far it is below its target, and that time is too short for any."""
    proposal = desk.proposal
    if proposal is None:
        return ""
    told = [reason(proposal.reason)]
    if proposal.gap and proposal.reason != Reason.ORDER:
        told.append(_("Rungs below the target: %(gap)s.") % {"gap": number(proposal.gap, 1)})
    if proposal.fits is False and desk.pace:
        told.append(_("No statement fits before %(time)s any more.") % {"time": clock(desk.pace.ends)})
    return " ".join(told)


def reason(why: Reason) -> str:
    if why == Reason.PRESURVEY:
        return _("Proposed because the answers given alone were the furthest apart here.")
    if why == Reason.DIMENSION:
        return _("Proposed because earlier answers in this dimension were the furthest apart.")
    if why == Reason.GAP:
        return _("Proposed because this dimension is the furthest below its target.")
    return _("It comes next in the order.")
