"""What a case rests on, in sentences: its horizon, its terms, and how old its figures are."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.web.formats import quarter, share

from ..domain.result import CaseResult
from ..queries.page import CasePage


def horizon(page: CasePage) -> str:
    n, start = page.inputs.quarters, page.inputs.start
    return ngettext("%(n)s quarter, until the end of %(last)s", "%(n)s quarters, until the end of %(last)s", n) % {
        "n": n,
        "last": quarter(start, n),
    }


def without_ramp(page: CasePage) -> str:
    """Empty where every benefit has a ramp."""
    if not page.without_ramp:
        return ""
    return ngettext(
        "%(n)s benefit has no ramp: it counts in full from the day its initiative is done.",
        "%(n)s benefits have no ramp: they count in full from the day their initiative is done.",
        page.without_ramp,
    ) % {"n": page.without_ramp}


def age_in_words(year: int | None, age: int | None, *, quoted: bool) -> str:
    """How old a figure is; ``quoted``: an article's, and nobody has replaced it yet. Empty where no year is known."""
    if quoted:
        return ngettext(
            "%(year)s – at least %(age)s year old; replace with your own",
            "%(year)s – at least %(age)s years old; replace with your own",
            age or 0,
        ) % {"year": year, "age": age}
    if age:
        return ngettext("%(year)s – %(age)s year old", "%(year)s – %(age)s years old", age) % {"year": year, "age": age}
    return str(year or "")


def on_offer(page: CasePage) -> str:
    n = len(page.offered)
    return ngettext("%(n)s figure on offer", "%(n)s figures on offer", n) % {"n": n}


def returns_basis(result: CaseResult) -> str:
    return _(
        "Likely costs and benefits on the plan’s dates, at a discount rate of %(rate)s. What an initiative makes "
        "possible for others is counted there, not here."
    ) % {"rate": share(result.yearly_rate, 1)}
