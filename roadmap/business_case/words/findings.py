"""What a case comes to, in sentences. Each takes results and gives text in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.web.formats import moment, number, plain, quarter, share, short_money
from roadmap.initiatives.rules import Driver
from roadmap.methods.uncertainty import DriverFinding

from ..domain.result import CaseResult, most
from ..queries.page import CasePage


def finding(page: CasePage, currency: str) -> str:
    """What the plan is worth, and how sure that is."""
    result = page.result
    if result is None:
        return nothing_yet(page)
    if result.likely <= 0:
        return falls_short(result, currency)
    values = {"value": short_money(result.likely, currency), "n": result.positive_of_100}
    if years := result.whole_years:
        return ngettext(
            "The plan is worth %(value)s over %(years)s year; %(n)s of 100 futures are positive",
            "The plan is worth %(value)s over %(years)s years; %(n)s of 100 futures are positive",
            years,
        ) % {**values, "years": years}
    return ngettext(
        "The plan is worth %(value)s over %(quarters)s quarter; %(n)s of 100 futures are positive",
        "The plan is worth %(value)s over %(quarters)s quarters; %(n)s of 100 futures are positive",
        result.quarters,
    ) % {**values, "quarters": result.quarters}


def nothing_yet(page: CasePage) -> str:
    if page.unreadable:
        return _("The business case must be worked out again")
    return _("Nobody has worked out the business case yet") if page.benefits else _("Nothing to work out yet")


def falls_short(result: CaseResult, currency: str) -> str:
    return ngettext(
        "Within %(quarters)s quarter the plan falls %(value)s short; %(n)s of 100 futures are positive",
        "Within %(quarters)s quarters the plan falls %(value)s short; %(n)s of 100 futures are positive",
        result.quarters,
    ) % {
        "quarters": result.quarters,
        "value": short_money(result.shortfall, currency),
        "n": result.positive_of_100,
    }


def basis(page: CasePage) -> str:
    """What the figures are made from."""
    if page.saved and page.result:
        return f"{made_from(page.result)} {worked_out(page)}"
    if page.benefits:
        return ngettext(
            "%(n)s benefit of %(initiatives)s initiatives is stated. The case follows the plan’s dates and simulates "
            "100,000 futures.",
            "%(n)s benefits of %(initiatives)s initiatives are stated. The case follows the plan’s dates and simulates "
            "100,000 futures.",
            len(page.benefits),
        ) % {"n": len(page.benefits), "initiatives": len(page.inputs.initiatives)}
    return _("What the plan gives, what it costs, and how sure that is.")


def made_from(result: CaseResult) -> str:
    return ngettext(
        "Benefits and costs of %(n)s initiative, %(first)s to %(last)s, at a discount rate of %(rate)s a year, in "
        "today’s prices and before tax.",
        "Benefits and costs of %(n)s initiatives, %(first)s to %(last)s, at a discount rate of %(rate)s a year, in "
        "today’s prices and before tax.",
        len(result.items),
    ) % {
        "n": len(result.items),
        "first": quarter(result.start, 1),
        "last": quarter(result.start, result.quarters),
        "rate": share(result.yearly_rate, 1),
    }


def worked_out(page: CasePage) -> str:
    if page.made_by:
        return _("Worked out %(moment)s by %(name)s.") % {"moment": moment(page.made_at), "name": page.made_by}
    return _("Worked out %(moment)s.") % {"moment": moment(page.made_at)}


def outdated(page: CasePage) -> str:
    """Empty where the case is what today's figures give."""
    if page.unreadable:
        return _(
            "The case from before the last update can no longer be shown. Work it out again: every figure that it came "
            "from is still there."
        )
    if page.result is None or page.up_to_date:
        return ""
    return _(
        "Out of date: the plan, a cost, a benefit or an assumption has changed since %(moment)s. Every figure below is "
        "from then."
    ) % {"moment": moment(page.made_at)}


def left_out(result: CaseResult) -> str:
    """What the plan leaves out; empty where it leaves out nothing."""
    if not result.left_out:
        return ""
    sentence = ngettext(
        "%(n)s initiative is left out of the plan and does not count:",
        "%(n)s initiatives are left out of the plan and do not count:",
        len(result.left_out),
    ) % {"n": len(result.left_out)}
    return f"{sentence} {', '.join(f'{key} {title}' for key, title in result.left_out)}."


def flow(result: CaseResult, currency: str) -> str:
    """How much money is out at once, and when it is back."""
    if not result.most_out:
        return _("The plan pays its own way from the start")
    deepest = short_money(result.most_out, currency)
    if not result.payback_quarter:
        return _("At most %(deepest)s is out at once, and it does not come back in time") % {"deepest": deepest}
    back = quarter(result.start, result.payback_quarter)
    return _("At most %(deepest)s is out at once; it is back in %(quarter)s") % {"deepest": deepest, "quarter": back}


def futures(result: CaseResult, currency: str) -> str:
    """Between what the plan is worth in 8 of 10 futures."""
    return _("In 8 of 10 futures the plan is worth %(low)s to %(high)s") % limits(result, currency)


def limits(result: CaseResult, currency: str) -> dict[str, str]:
    return {"low": short_money(result.futures.p10, currency), "high": short_money(result.futures.p90, currency)}


def certainty(result: CaseResult, currency: str) -> str:
    """Why all futures are positive; empty where not all are."""
    if result.futures.positive != 1:
        return ""
    sentence = (
        _(
            "Even with every benefit at its lowest the plan is worth %(low)s, so no future can be negative. That is as "
            "sure as the low figures are: if they are too bright, so is this."
        )
        if result.all_low > 0
        else _(
            "With every benefit at its lowest at once the plan would be worth %(low)s; none of the simulated futures "
            "is as bad. That is as sure as the low figures are."
        )
    )
    fixed = _("Costs and dates are held fixed here.")
    return f"{sentence % {'low': short_money(result.all_low, currency)}} {fixed}"


def drawn(result: CaseResult) -> str:
    """How the futures were drawn."""
    trials, correlation = number(result.futures.trials, 0), result.terms.together.correlation
    if not correlation:
        return _(
            "Net present value in %(n)s simulated futures: every benefit drawn between its low and its high, "
            "independently of the others; costs and dates fixed"
        ) % {"n": trials}
    return _(
        "Net present value in %(n)s simulated futures: every benefit drawn between its low and its high, rising and "
        "falling with the others (correlation of ranks %(number)s); costs and dates fixed"
    ) % {"n": trials, "number": plain(correlation)}


def optimism(result: CaseResult, currency: str) -> str:
    """What is left with the overruns of such projects."""
    value = result.optimism.value
    if value > 0:
        return _("With the overruns of such projects it is still worth %(value)s") % {
            "value": short_money(value, currency)
        }
    return _("With the overruns of such projects it falls %(value)s short") % {"value": short_money(-value, currency)}


def optimism_basis(result: CaseResult) -> str:
    return _(
        "Projects of this kind (%(type)s) have cost more and taken longer than was said at the outset; %(managed)s of "
        "the causes are taken to be managed here. This stands beside the simulation and is not mixed into it."
    ) % {"type": result.terms.project_type.label.lower(), "managed": share(result.terms.mitigation)}


def more_cost(result: CaseResult) -> str:
    uplift = result.optimism.uplift
    if uplift.running:
        return _("Running costs %(uplift)s higher") % {"uplift": share(uplift.running)}
    return _("One-off costs %(uplift)s higher") % {"uplift": share(uplift.one_off)}


def delay(result: CaseResult) -> str:
    """Empty where such projects take no longer than was said."""
    found = result.optimism
    if not found.uplift.duration:
        return ""
    return _("Benefits later: work %(uplift)s longer, up to %(delay)s quarters") % {
        "uplift": share(found.uplift.duration),
        "delay": number(found.longest_delay, 1),
    }


def tornado(result: CaseResult, _currency: str) -> str:
    """The benefit on which most hangs."""
    first, _bar = result.swings[0]
    return _("Most hangs on %(initiative)s (%(driver)s)") % {
        "initiative": first.title,
        "driver": first.driver.label.lower(),
    }


def knowledge(result: CaseResult, currency: str) -> str:
    """What is most worth finding out."""
    if not result.worth_knowing:
        return _("Nothing that could be found out would change the decision")
    first = result.worth_knowing[0]
    return _("Knowing more about %(initiative)s (%(driver)s) would be worth up to %(worth)s") % {
        "initiative": first[0].title,
        "driver": first[0].driver.label.lower(),
        "worth": short_money(most(first), currency),
    }


def further(result: CaseResult) -> str:
    if not result.further:
        return ""
    return ngettext(
        "%(n)s more benefit is worth no more than these to know.",
        "%(n)s more benefits are worth no more than these to know.",
        result.further,
    ) % {"n": result.further}


def dropped(result: CaseResult) -> str:
    """What is better left out, as known today."""
    keys = result.knowledge.dropped
    if not keys:
        return ""
    return ngettext(
        "On what is known today the plan is worth more without %(initiatives)s.",
        "On what is known today the plan is worth more without these: %(initiatives)s.",
        len(keys),
    ) % {"initiatives": ", ".join(keys)}


def overlap(found: DriverFinding, currency: str) -> str:
    """One driver that is claimed more than once, or beyond what it can give."""
    words = {
        "driver": str(Driver(found.driver).label),
        "initiatives": ", ".join(found.items),
        "claimed": short_money(found.claimed.likely, currency),
        "high": short_money(found.claimed.high, currency),
        "base": short_money(found.base, currency),
    }
    if found.base is None:
        return (
            _(
                "%(driver)s: %(initiatives)s may count the same money, %(claimed)s a year together. Nobody has stated "
                "how much there is; nothing is cut."
            )
            % words
        )
    if found.counted.likely == found.claimed.likely:
        return only_high(found) % words
    return (
        ngettext(
            "%(driver)s: %(initiatives)s claims %(claimed)s a year, and there is %(base)s. It is cut to that.",
            "%(driver)s: %(initiatives)s claim %(claimed)s a year, and there is %(base)s. All of them are cut in "
            "proportion.",
            len(found.items),
        )
        % words
    )


def only_high(found: DriverFinding) -> str:
    """The likely amounts fit; only the high ones were cut."""
    return ngettext(
        "%(driver)s: at best %(initiatives)s claims %(high)s a year, and there is %(base)s. What is likely fits; only "
        "the high amount is cut.",
        "%(driver)s: at best %(initiatives)s claim %(high)s a year, and there is %(base)s. What is likely fits; only "
        "the high amounts are cut.",
        len(found.items),
    )


def do_nothing(page: CasePage, currency: str) -> str:
    """What doing nothing costs."""
    if page.result and page.result.nothing:
        value = short_money(page.result.nothing.loss, currency)
        return _("Doing nothing costs %(value)s over the same time") % {"value": value}
    if page.do_nothing:
        return _("What doing nothing costs is stated, and not worked out yet")
    return _("Nobody has stated yet what doing nothing costs")


def stated_loss(result: CaseResult, currency: str) -> str:
    """What was stated of doing nothing; empty where nothing was."""
    if result.nothing is None:
        return ""
    stated = result.nothing.stated
    return _("Lost per year: %(low)s, likely %(likely)s, at most %(high)s. Source: %(source)s.") % {
        "low": short_money(stated.low, currency),
        "likely": short_money(stated.likely, currency),
        "high": short_money(stated.high, currency),
        "source": stated.source,
    }
