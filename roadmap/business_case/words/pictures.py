"""The plots of a saved case, with their words in the active language. Matplotlib is loaded when one is drawn."""

from collections.abc import Callable
from textwrap import shorten

from django.utils.translation import gettext as _

from maturity.clients.models import Engagement
from maturity.web.formats import quarter, short_money
from roadmap.initiatives.rules import Driver

from ..domain.result import CaseResult

Drawn = Callable[[CaseResult, Engagement, bool], bytes]
LABEL = 44


def picture(result: CaseResult, engagement: Engagement, name: str, *, dark: bool = False) -> bytes:
    """One plot (a name of ``PICTURES``) as SVG, in the active language."""
    return PICTURES[name](result, engagement, dark)


def cash_flow(result: CaseResult, engagement: Engagement, dark: bool) -> bytes:
    from roadmap.charts import business_case as charts

    quarters = tuple(quarter(result.start, number).replace("\u00a0", "\n") for number in range(1, result.quarters + 1))
    shown = charts.CashFlow(
        quarters=quarters,
        costs=result.costs,
        benefits=result.benefits,
        cumulative=result.cumulative,
        benefits_label=_("Benefits"),
        costs_label=_("Costs"),
        cumulative_label=_("Running total"),
        money=money_of(engagement),
    )
    return charts.cash_flow(shown, dark=dark)


def futures(result: CaseResult, engagement: Engagement, dark: bool) -> bytes:
    from roadmap.charts import business_case as charts

    spread = result.spread
    shown = charts.Futures(
        edges=spread.edges,
        counts=spread.counts,
        p10=spread.p10,
        p50=spread.p50,
        p90=spread.p90,
        value_label=_("Net present value"),
        money=money_of(engagement),
    )
    return charts.futures(shown, dark=dark)


def tornado(result: CaseResult, engagement: Engagement, dark: bool) -> bytes:
    from roadmap.charts import business_case as charts

    bars = tuple(
        charts.Swing(
            f"{each.initiative} {shorten(each.title, LABEL, placeholder='…')} · {Driver(each.driver).label}",
            each.low,
            each.high,
        )
        for each in result.tornado
    )
    shown = charts.Swings(
        bars=bars,
        likely=result.spread.likely,
        low_label=_("Benefit low"),
        high_label=_("Benefit high"),
        value_label=_("Net present value"),
        money=money_of(engagement),
    )
    return charts.tornado(shown, dark=dark)


def money_of(engagement: Engagement) -> Callable[[float], str]:
    return lambda amount: short_money(amount, engagement.currency)


PICTURES: dict[str, Drawn] = {"cash-flow": cash_flow, "futures": futures, "tornado": tornado}
