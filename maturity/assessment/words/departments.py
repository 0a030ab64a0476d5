"""Whether departments differ, and by how much."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.methods.departments import Difference, DifferenceVerdict, Size
from maturity.methods.scoring import DepartmentScore
from maturity.web.formats import number, p_value

from ..domain.page import AssessmentPage, DimensionRow


def differing_heading(page: AssessmentPage) -> str:
    """What the comparison of departments says."""
    if page.differing:
        said = ngettext(
            "Departments really differ in %(n)s dimension",
            "Departments really differ in %(n)s dimensions",
            len(page.differing),
        )
        return said % {"n": len(page.differing)}
    if page.tested:
        return _("Differences between departments may be chance")
    return _("How the departments see it")


def from_to(row: DimensionRow) -> str:
    """The department that sees a dimension lowest, and the one that sees it highest."""
    low, high = row.lowest, row.highest
    if low is None or high is None:
        return ""
    return _("from %(low)s at %(low_mean)s to %(high)s at %(high_mean)s.") % {
        "low": low.department,
        "low_mean": number(low.mean, 1),
        "high": high.department,
        "high_mean": number(high.mean, 1),
    }


def effect_in_words(difference: Difference) -> str:
    """A difference, its three figures together; nothing where departments were not compared."""
    if difference.test is None:
        return ""
    words = {
        Size.LARGE: _("Large difference"),
        Size.MEDIUM: _("Medium difference"),
        Size.SMALL: _("Small difference"),
    }
    size = words[difference.size] if difference.size in words else _("Hardly any difference")
    figures = _("(η² %(effect)s, p %(p)s, adjusted for all dimensions %(adjusted)s).") % {
        "effect": number(difference.test.effect, 2),
        "p": p_value(difference.test.p),
        "adjusted": p_value(difference.adjusted_p or 0.0),
    }
    return f"{size} {figures}"


def sees_it(department: DepartmentScore) -> str:
    """How far a department stands from the rest."""
    difference = department.difference or 0.0
    figures = {"name": department.department, "difference": number(abs(difference), 1)}
    if difference > 0:
        return _("%(name)s sees it %(difference)s higher than the rest.") % figures
    return _("%(name)s sees it %(difference)s lower than the rest.") % figures


def how_compared(row: DimensionRow) -> str:
    """The verdict on one dimension, as a heading."""
    words = {
        DifferenceVerdict.DIFFER: _("The departments see it differently"),
        DifferenceVerdict.MAY_BE_CHANCE: _("What departments differ by may be chance"),
        DifferenceVerdict.ALIKE: _("All departments answered alike"),
    }
    found = row.difference.verdict
    return words[found] if found in words else _("Too few departments to compare")
