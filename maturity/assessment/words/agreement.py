"""How far the room agrees."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.framework.rules import Model
from maturity.methods.agreement import Disagreement, RoomVerdict
from maturity.methods.split import Split
from maturity.web.formats import number, share
from maturity.web.languages import spoken

from ..domain.agreement import AgreementPage, AgreementRow, Room
from .standing import rung_name


def agreement_finding(page: AgreementPage) -> str:
    """The page in one sentence, without its full stop."""
    if not page.found:
        return _("Too few answers to say how far the room agrees")
    figures = {"n": len(page.agreed), "of": len(page.known), "name": page.least.dimension.name.in_(spoken())}
    if page.apart and page.agreed:
        return _("The room agrees on %(n)s of %(of)s dimensions; on %(name)s it is divided") % figures
    if page.apart:
        return _("The room agrees on none of %(of)s dimensions; on %(name)s it is divided") % figures
    if page.spread:
        return _("The room agrees on %(n)s of %(of)s dimensions, least on %(name)s") % figures
    said = ngettext(
        "The room agrees on the one dimension that was voted on, %(name)s",
        "The room agrees on all %(of)s dimensions, least on %(name)s",
        len(page.known),
    )
    return said % figures


def spread_in_words(room: Room) -> str:
    """A room that is spread without camps."""
    return _("the answers are spread (r_wg %(within)s), but there are no camps.") % {"within": number(room.within, 2)}


def split_in_words(split: Split, model: Model) -> str:
    """``7 say Curious, 6 say Purposeful.``"""
    return _("%(n)s say %(low)s, %(m)s say %(high)s.") % {
        "n": split.lower_count,
        "m": split.upper_count,
        "low": rung_name(model, split.lower),
        "high": rung_name(model, split.upper),
    }


def rule_in_words(rule: Disagreement) -> str:
    """The RAND/UCLA rule."""
    figures = {"below": rule.below, "above": rule.above, "n": rule.n, "low": rule.low, "high": rule.high}
    if rule.disagrees:
        return _("Far apart: %(below)s of %(n)s stand on the two lowest rungs, %(above)s on the two highest.") % figures
    if rule.low == rule.high:
        return _("Not far apart: the middle four tenths lie on rung %(rung)s.") % {"rung": rule.low}
    return _("Not far apart: the middle four tenths lie on rungs %(low)s to %(high)s.") % figures


def room_in_words(room: Room) -> str:
    words = {
        RoomVerdict.APART: _("The room is divided."),
        RoomVerdict.AGREES: _("The room agrees."),
        RoomVerdict.SPREAD: _("The answers are spread."),
    }
    return words[room.verdict]


def alpha_in_words(room: Room) -> str:
    """Alpha on one dimension, with its interval where there is one."""
    found = room.alpha
    if found is None:
        said = _("Alpha does not exist: all answers are equal.")
    elif found.low is None:
        said = _("Alpha is %(alpha)s, too unsure for an interval.") % {"alpha": number(found.alpha, 2)}
    else:
        said = _("Alpha is %(alpha)s, 90%% interval %(low)s to %(high)s.") % {
            "alpha": number(found.alpha, 2),
            "low": number(found.low, 2),
            "high": number(found.high, 2),
        }
    if not room.figures_part:
        return said
    told = _("It has little to tell apart, since the statements got much the same answers; AC2 is %(ac2)s.")
    return f"{said} {told % {'ac2': number(room.ac2, 2)}}"


def alpha_note(room: Room) -> str:
    """Which of alpha and AC2 is to be read, or why there is no alpha."""
    if room.alpha is None:
        return _("All answers are equal: alpha does not exist")
    if room.alpha.low is None:
        return _("No interval: in %(n)s of 1,000 rooms drawn again all answers were equal") % {
            "n": number(room.alpha.undefined, 0)
        }
    return _("AC2: little to tell apart") if room.figures_part else _("Alpha")


def against_chance(room: Room) -> str:
    """Alpha and AC2 over all statements."""
    if room.alpha is None or room.alpha.low is None:
        return _("Over all statements Gwet’s AC2 is %(ac2)s: 0 is what chance gives, 1 full agreement.") % {
            "ac2": number(room.ac2, 2)
        }
    return _(
        "Over all statements Krippendorff’s alpha is %(alpha)s (90%% interval %(low)s to %(high)s), Gwet’s AC2 "
        "%(ac2)s: 0 is what chance gives, 1 full agreement."
    ) % {
        "alpha": number(room.alpha.alpha, 2),
        "low": number(room.alpha.low, 2),
        "high": number(room.alpha.high, 2),
        "ac2": number(room.ac2, 2),
    }


def departments_matter_most(row: AgreementRow) -> str:
    """Where the differences lie between departments most clearly."""
    if row.room is None:
        return ""
    return _(
        "Departments matter most on %(name)s: %(share)s of the differences lie between them (reliability of a "
        "department’s mean %(reliability)s)."
    ) % {
        "name": row.dimension.name.in_(spoken()),
        "share": share(row.room.share_between),
        "reliability": number(row.room.reliability, 2),
    }


def between_in_words(room: Room) -> str:
    """How much lies between departments."""
    if room.between is None:
        return _("Too few departments to say.")
    if not room.share_between:
        return _("Nothing that could be seen lies between departments.")
    shown = {"share": share(room.share_between)}
    if room.reliable:
        return _("%(share)s of the differences lie between departments, and their means can be relied on.") % shown
    return (
        _("Perhaps %(share)s of the differences lie between departments, but their means are too unsure to compare.")
        % shown
    )
