"""The plan's findings as sentences: what it comes to, how good it is proven to be, and what holds it back."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.clients.models import Engagement
from maturity.web.formats import moment, number, plain, short_money
from maturity.web.formats import quarter as quarter_name
from maturity.web.formats import share as percent
from maturity.web.order import in_order
from roadmap.methods.scheduling import Binding, Found

from ..domain.inputs import PlanInputs
from ..domain.result import PlanResult
from ..domain.timetable import chosen, investment, is_full, is_idle, known, last_quarter, limits, optimality_gap
from ..models import SavedPlan

MOST_LIMITS = 6


def finding(inputs: PlanInputs, result: PlanResult | None, engagement: Engagement) -> str:
    if result is None:
        return _("There is no plan yet")
    return _("%(chosen)s of %(all)s initiatives pay and fit; together they are worth %(value)s") % {
        "chosen": len(chosen(inputs, result)),
        "all": len(known(inputs, result)),
        "value": short_money(result.plan.value, engagement.currency),
    }


def aim() -> str:
    """What the best plan is."""
    return _("The best plan is the one with the highest net present value that every department has the people for.")


def proof(result: PlanResult) -> str:
    """How good the plan is proven to be."""
    if result.plan.optimal:
        return _(
            "Proven best: no plan under the departments’ capacity, the budget, the order and the horizon is worth more."
        )
    bound = _("At most %(gap)s better is possible: no plan can be worth more, that much is proven.") % {
        "gap": percent(optimality_gap(result), 1)
    }
    if not result.stopped:
        return bound
    return f"{_('The search was stopped by hand; this is the best plan that it had found.')} {bound}"


def basis(result: PlanResult, engagement: Engagement) -> str:
    """What its value counts."""
    return _("Net present value over %(n)s quarters at %(rate)s a year, with likely benefits.") % {
        "n": result.quarters,
        "rate": percent(engagement.discount_rate, 1),
    }


def out_of_date(saved: SavedPlan, inputs: PlanInputs) -> str:
    """Empty where today's figures would give this plan."""
    if saved.digest == inputs.digest:
        return ""
    return _(
        "Out of date: an effort, cost, benefit, capacity, pin or order has changed since %(moment)s. Every figure "
        "below is from then."
    ) % {"moment": moment(saved.made_at)}


def unlimited(inputs: PlanInputs, result: PlanResult) -> str:
    """Which departments limit nothing; empty where each has its capacity."""
    names = in_order(name for pk, name in inputs.departments.items() if result.capacity.get(pk) is None)
    if not names:
        return ""
    return _("Nobody has stated the capacity of %(names)s: it limits nothing in this plan.") % {
        "names": ", ".join(names)
    }


def key_figures(inputs: PlanInputs, result: PlanResult, engagement: Engagement) -> list[tuple[str, str, str]]:
    """The plan at a glance: label, figure and what it stands on."""
    currency, done = engagement.currency, chosen(inputs, result)
    pinned = sum(each.pk in inputs.pins for each in known(inputs, result))
    return [
        (
            _("Net present value"),
            short_money(result.plan.value, currency),
            _("likely benefits, less all costs"),
        ),
        (_("One-off costs"), short_money(investment(done), currency), budget_note(result, currency)),
        (
            _("Done by"),
            quarter_name(engagement.start, last_quarter(inputs, result)),
            ngettext("%(n)s initiative", "%(n)s initiatives", len(done)) % {"n": len(done)},
        ),
        (
            _("What pins cost"),
            short_money(result.pins_cost, currency),
            ngettext("%(n)s start is pinned by hand", "%(n)s starts are pinned by hand", pinned) % {"n": pinned},
        ),
    ]


def budget_note(result: PlanResult, currency: str) -> str:
    if result.budget is None:
        return _("no budget is set")
    return _("%(spent)s of a budget of %(budget)s is used") % {
        "spent": short_money(result.spent, currency),
        "budget": short_money(result.budget, currency),
    }


def head(inputs: PlanInputs, result: PlanResult) -> str:
    """Over the bars."""
    last = quarter_name(inputs.start, last_quarter(inputs, result))
    return _("Who does what, until %(last)s") % {"last": last}


def left_out_head(n: int) -> str:
    return ngettext("%(n)s initiative is left out", "%(n)s initiatives are left out", n) % {"n": n}


def left_out_caption(result: PlanResult) -> str:
    return _(
        "An initiative that pays only after the horizon of %(n)s quarters is left out too; a longer horizon may take "
        "it in."
    ) % {"n": result.quarters}


def held_back(inputs: PlanInputs, result: PlanResult, engagement: Engagement) -> list[SafeString]:
    """The dearest limits of which one more adds something, each as a sentence or two."""
    worthwhile = [each for each in limits(inputs, result) if not is_idle(each)]
    return [
        format_html_join(" ", "{}", ((part,) for part in parts if part))
        for parts in (
            (what_binds(each, inputs, result), worth_of_more(each, engagement.currency))
            for each in worthwhile[:MOST_LIMITS]
        )
    ]


def what_binds(limit: Binding, inputs: PlanInputs, result: PlanResult) -> SafeString:
    """A limit as a sentence. One that is not full may hold back too: what comes next asks more than is left."""
    if limit.resource is None:
        return format_html("{}", _("The budget is used up."))
    full = limit.period is None or is_full(result, int(limit.resource), limit.period)
    sentence = (
        _("<strong>%(name)s</strong> is full in %(quarter)s.")
        if full
        else _("<strong>%(name)s</strong> has too little left in %(quarter)s for what would come next.")
    )
    return format_html(
        sentence % {"name": "{name}", "quarter": "{quarter}"},
        name=inputs.departments[int(limit.resource)],
        quarter=quarter_of(limit, inputs),
    )


def worth_of_more(limit: Binding, currency: str) -> str:
    """What one unit more would add, and how that is known; empty where it is not, or is nothing."""
    if not limit.worth:
        return ""
    if limit.resource is None:
        return _("Each %(currency)s more would add about %(worth)s, by the price of the bound.") % {
            "currency": currency,
            "worth": number(limit.worth, 2),
        }
    worth = {"worth": short_money(limit.worth, currency)}
    if limit.found is Found.TRIAL:
        return _("One person-week more adds %(worth)s: planned anew with it.") % worth
    return _("One person-week more would add about %(worth)s, by the price of the bound.") % worth


def idle(inputs: PlanInputs, result: PlanResult) -> str:
    """The limits of which one more was tried in vain; empty where there are none."""
    named = [
        f"{inputs.departments[int(each.resource)] if each.resource else ''} {quarter_of(each, inputs)}"
        for each in limits(inputs, result)
        if is_idle(each)
    ]
    if not named:
        return ""
    head = _("Short as well, but one person-week more alone adds nothing (planned anew with it):")
    return f"{head} {', '.join(named)}."


def quarter_of(limit: Binding, inputs: PlanInputs) -> str:
    return quarter_name(inputs.start, None if limit.period is None else limit.period + 1)


def capacity(weeks: float | None) -> str:
    """Beside what a department gives, quarter by quarter."""
    if weeks is None:
        return _("person-weeks; capacity not stated")
    return _("person-weeks of %(n)s") % {"n": plain(weeks)}
