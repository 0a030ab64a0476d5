"""What changed between waves, and what the next one could show."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.methods.change import ChangeState
from maturity.web.formats import number, signed
from maturity.web.languages import spoken

from ..domain.waves import WaveComparison, Waves


def waves_finding(page: Waves) -> str:
    """The page in one sentence, without its full stop."""
    if page.comparison:
        return change_in_words(page.comparison)
    if page.others is None:
        return _("There is nothing to compare yet")
    if page.others.overall.change is None:
        return _("Too few answers to say what the next wave could show")
    return _("The next wave could show a change of %(change)s rungs or more") % {
        "change": number(page.others.overall.change, 1)
    }


def change_in_words(comparison: WaveComparison) -> str:
    """The change of the whole, and whether it is more than noise."""
    overall, name = comparison.overall, comparison.before.name
    if overall.shown is None or overall.found.change is None:
        return _("%(before)s and %(after)s cannot be compared") % {"before": name, "after": comparison.after.name}
    with_sign = {"name": name, "change": signed(overall.shown, 1)}
    if not overall.found.verdict:
        return _("%(change)s rungs since %(name)s; whether that is noise cannot be told") % with_sign
    if not overall.real:
        return _("No change since %(name)s that can be told from chance (%(change)s)") % with_sign
    if overall.found.change > 0:
        return _("%(change)s rungs up since %(name)s: more than noise") % {
            "name": name,
            "change": number(overall.shown, 1),
        }
    return _("%(change)s rungs down since %(name)s: more than noise") % {
        "name": name,
        "change": number(abs(overall.shown), 1),
    }


def moved_in_words(comparison: WaveComparison) -> str:
    """How many dimensions moved, and which one most."""
    if not comparison.moved:
        return _("No single dimension changed by more than noise")
    most = comparison.moved[0]
    said = ngettext(
        "%(n)s dimension changed by more than noise: %(name)s, %(change)s",
        "%(n)s dimensions changed by more than noise, most %(name)s, %(change)s",
        len(comparison.moved),
    )
    name = most.dimension.name.in_(spoken()) if most.dimension else ""
    return said % {"n": len(comparison.moved), "name": name, "change": signed(most.shown, 1)}


def comparison_basis(comparison: WaveComparison) -> str:
    """What a comparison rests on, or why there is none."""
    found = comparison.overall.found
    if not comparison.overall.compared:
        if found.state is ChangeState.NOTHING_IN_COMMON:
            return _("They have no statement, or no department, in common.")
        return _("At least three people must have chosen a rung in both.")
    said = [
        _("%(before)s: %(first)s people. %(after)s: %(second)s people.")
        % {
            "before": comparison.before.name,
            "after": comparison.after.name,
            "first": found.people_before,
            "second": found.people_after,
        },
        _("%(both)s pseudonyms are in both and taken as the same people.") % {"both": found.people_both}
        if comparison.changes.paired
        else _("They are taken as different people."),
        _("Only statements and departments that are in both are compared."),
    ]
    if found.left_out:
        said.append(_("Left out in whole or in part: %(names)s.") % {"names": ", ".join(found.left_out)})
    return " ".join(said)
