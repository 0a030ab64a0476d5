"""The figures that must be read at a glance, each with its note."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from maturity.web.formats import number, quarter, share, short_money

from ..domain.result import CaseResult
from .findings import limits


class KeyFigure(NamedTuple):
    """What it is, the handbook's page of it, the figure, and what else one must know of it."""

    term: str
    method: str
    figure: str
    note: str


def key_figures(result: CaseResult, currency: str) -> list[KeyFigure]:
    """In the order of the page."""
    futures, optimism = result.futures, result.optimism
    modified = result.modified_rate
    paid_back = _("Paid back by the end of %(quarter)s") % {"quarter": quarter(result.start, result.pay_back_by)}
    return [
        KeyFigure(
            _("Net present value, likely"),
            "net-present-value",
            short_money(result.likely, currency),
            _("8 of 10 futures: %(low)s to %(high)s") % limits(result, currency),
        ),
        KeyFigure(_("Futures with a positive case"), "simulation", share(futures.positive, 1), how_sure(result)),
        KeyFigure(
            _("With the overruns of such projects"),
            "optimism-bias",
            short_money(optimism.value, currency),
            _("beside the simulation, not in it"),
        ),
        KeyFigure(
            _("Internal rate a year"),
            "internal-rate",
            " · ".join(share(rate) for rate in result.rates) or _("None"),
            about_rates(result),
        ),
        *(
            [
                KeyFigure(
                    _("Modified internal rate a year"),
                    "modified-internal-rate",
                    share(modified),
                    _("what comes in is put to work at the discount rate"),
                )
            ]
            if modified is not None
            else []
        ),
        KeyFigure(
            paid_back,
            "simulation",
            _("%(n)s of 100") % {"n": result.paid_back_of_100},
            _("simulated futures, not discounted"),
        ),
        KeyFigure(_("Payback"), "payback", *payback(result, result.payback, result.payback_quarter)),
        KeyFigure(
            _("Discounted payback"),
            "payback",
            *payback(result, result.discounted_payback, result.discounted_payback_quarter),
        ),
        KeyFigure(_("Investment"), "", short_money(result.one_off, currency), on_top(result, currency)),
    ]


def how_sure(result: CaseResult) -> str:
    n = number(result.futures.trials, 0)
    if result.futures.positive == 1:
        return _("all of %(n)s simulated futures") % {"n": n}
    if result.futures.positive == 0:
        return _("none of %(n)s simulated futures") % {"n": n}
    points = number(result.positive_points, 1)
    return _("± %(points)s percentage points, from %(n)s simulated futures") % {"points": points, "n": n}


def about_rates(result: CaseResult) -> str:
    """Whether the internal rate says anything."""
    if len(result.rates) > 1:
        return _(
            "There are %(n)s: the running total changes sign more than once, so no single rate says what the plan "
            "yields."
        ) % {"n": len(result.rates)}
    if not result.rates:
        return _("No rate makes benefits and costs equal.")
    return _("against a discount rate of %(rate)s") % {"rate": share(result.yearly_rate, 1)}


def payback(result: CaseResult, quarters: float | None, name: int | None) -> tuple[str, str]:
    """When what was laid out is won back, and how long that is. ``name``: the quarter, from 1."""
    if quarters is None:
        last = quarter(result.start, result.quarters)
        return _("Not in time"), _("Not before the end of %(last)s") % {"last": last}
    if quarters == 0:
        return _("At once"), _("The running total is never below zero")
    return quarter(result.start, name), _("%(n)s quarters after the first payment") % {"n": number(quarters, 1)}


def on_top(result: CaseResult, currency: str) -> str:
    return _("one-off; running costs of %(running)s come on top. At most %(deepest)s is out at once.") % {
        "running": short_money(result.running_cost, currency),
        "deepest": short_money(result.most_out, currency),
    }
