"""The findings of a case, each a section of its page and of its chapter in the report, most with a plot.

To add a plot: draw it in ``roadmap.charts.business_case`` and add a section here. The page, the report and its PDF go
through ``SECTIONS`` and nothing else. Matplotlib is loaded when a plot is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement
from maturity.web.formats import quarter, short_money

from ..domain.result import CaseResult
from . import findings

Drawn = Callable[[CaseResult, Engagement, bool], bytes]
LABEL = 44


@dataclass(frozen=True)
class Section:
    """A finding: what it says, its plot, what tells who cannot see the plot, and the template of its figures.

    ``says`` takes a result and its currency. ``draw`` takes a result, the engagement, and whether it is for a dark
    page. ``method`` is the handbook's page; ``shown`` tells whether a result has anything to say of it.
    """

    says: Callable[[CaseResult, str], str]
    figures: str
    draw: Drawn | None = None
    alt: str | Promise = ""
    method: str = ""
    shown: Callable[[CaseResult], bool] = lambda _result: True


def sections_of(result: CaseResult, currency: str) -> list[tuple[str, str, Section]]:
    """The sections of a case in their order, each with its name and what it says."""
    shown = ((name, section) for name, section in SECTIONS.items() if section.shown(result))
    return [(name, section.says(result, currency), section) for name, section in shown]


def picture(result: CaseResult, engagement: Engagement, name: str, *, dark: bool = False) -> bytes | None:
    """The plot of a section as SVG, in the active language; None where there is none of that name."""
    section = SECTIONS.get(name)
    return section.draw(result, engagement, dark) if section and section.draw and section.shown(result) else None


def money_of(engagement: Engagement) -> Callable[[float], str]:
    return lambda amount: short_money(amount, engagement.currency)


def draw_cash_flow(result: CaseResult, engagement: Engagement, dark: bool) -> bytes:
    from roadmap.charts.business_case import cash_flow

    return cash_flow(
        result.benefits,
        result.costs,
        result.cumulative,
        quarters=[quarter(result.start, number).replace("\u00a0", "\n") for number in result.numbers],
        labels=(_("Benefits"), _("Costs"), _("Running total")),
        money=money_of(engagement),
        dark=dark,
    )


def draw_futures(result: CaseResult, engagement: Engagement, dark: bool) -> bytes:
    from roadmap.charts.business_case import futures

    return futures(result.futures, value_label=_("Net present value"), money=money_of(engagement), dark=dark)


def draw_tornado(result: CaseResult, engagement: Engagement, dark: bool) -> bytes:
    from roadmap.charts.business_case import tornado

    names = [
        f"{each.initiative} {shorten(each.title, LABEL, placeholder='…')} · {each.driver.label}"
        for each, _bar in result.swings
    ]
    return tornado(
        result.tornado,
        result.likely,
        names=names,
        labels=(_("Benefit low"), _("Benefit high"), _("Net present value")),
        money=money_of(engagement),
        dark=dark,
    )


SECTIONS: dict[str, Section] = {
    "cash-flow": Section(
        says=findings.flow,
        draw=draw_cash_flow,
        alt=gettext_lazy(
            "Benefits and costs by quarter as bars, and their running total as a line. The figures are in the table "
            "that follows."
        ),
        figures="business_case/_cash_flow.html",
    ),
    "futures": Section(
        says=findings.futures,
        draw=draw_futures,
        alt=gettext_lazy(
            "How many simulated futures end at which net present value, with marks at zero and at 10, 50 and 90 per "
            "cent. The figures are in the table that follows."
        ),
        figures="business_case/_futures.html",
    ),
    "optimism": Section(says=findings.optimism, figures="business_case/_optimism.html"),
    "tornado": Section(
        says=findings.tornado,
        draw=draw_tornado,
        alt=gettext_lazy(
            "For each benefit the net present value when it alone is low or high, the widest first. The figures are in "
            "the table that follows."
        ),
        figures="business_case/_tornado.html",
        method="tornado",
        shown=lambda result: bool(result.tornado),
    ),
    "knowledge": Section(says=findings.knowledge, figures="business_case/_knowledge.html"),
}
