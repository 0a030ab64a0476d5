"""The plan's tables: who does what when, what is left out, and what is pinned by hand."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from maturity.clients.models import Engagement
from maturity.web.formats import plain, short_money
from maturity.web.formats import quarter as quarter_name
from maturity.web.order import in_order
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.words import addresses

from ..domain.inputs import PlanInputs
from ..domain.result import PlanResult
from ..domain.timetable import chosen, is_full, last_quarter, left_out, width
from .findings import capacity


def timetable(inputs: PlanInputs, result: PlanResult, engagement: Engagement) -> dict[str, Any]:
    """Quarters, a lane per department, and the same in order of start. Of each lane: its department, its initiatives
    with address, empty quarters before, width, when and empty quarters after, its capacity, what it gives when."""
    names = [quarter_name(engagement.start, n + 1) for n in range(max(result.quarters, last_quarter(inputs, result)))]
    done, address = chosen(inputs, result), addresses(engagement)
    when = {each.pk: period(each, result, names) for each in done}
    bars: dict[int, list[Any]] = {pk: [] for pk in inputs.departments}
    for each in done:
        first = result.starts[each.pk]
        bar = (each, f"{address}{each.pk}/", range(first), width(each), when[each.pk], after(each, first, result))
        bars.setdefault(each.department_id, []).append(bar)
    return {
        "quarters": names[: result.quarters],
        "lanes": [
            (inputs.departments[pk], bars[pk], capacity(result.capacity.get(pk)), use(pk, result))
            for pk in in_order(inputs.departments, inputs.departments.__getitem__)
        ],
        "list": [(each, " – ".join(dict.fromkeys(when[each.pk])), each.department) for each in done],
    }


def period(one: InitiativeFacts, result: PlanResult, names: list[str]) -> tuple[str, str]:
    """The names of its first and its last quarter."""
    first = result.starts[one.pk]
    return names[first], names[first + width(one) - 1]


def after(one: InitiativeFacts, first: int, result: PlanResult) -> range:
    return range(max(0, result.quarters - first - width(one)))


def use(department: int, result: PlanResult) -> list[tuple[str, bool]]:
    """Person-weeks quarter by quarter, empty where there are none, and whether nothing is left."""
    given = result.load.get(department, (0.0,) * result.quarters)
    return [(plain(weeks) if weeks else "", is_full(result, department, period)) for period, weeks in enumerate(given)]


def left_out_rows(inputs: PlanInputs, result: PlanResult, engagement: Engagement) -> list[tuple[str, list[Any]]]:
    """By reason, in words: the initiatives with their addresses."""
    address = addresses(engagement)
    return [
        (str(reason.label), [(each, f"{address}{each.pk}/") for each in found])
        for reason, found in left_out(inputs, result)
    ]


def pinned(inputs: PlanInputs, result: PlanResult | None, engagement: Engagement) -> list[tuple[Any, str, str]]:
    """What is pinned today: the initiative, its quarter, and what giving up the pin would win, once worked out."""
    costs: Mapping[str, float] = result.pin_costs if result else {}
    return [
        (
            each,
            quarter_name(engagement.start, inputs.pins[each.pk]),
            short_money(costs[str(each.pk)], engagement.currency) if str(each.pk) in costs else "",
        )
        for each in inputs.initiatives
        if each.pk in inputs.pins
    ]


def offered(inputs: PlanInputs) -> SafeString:
    """What can be pinned, as options. The template engine would take longer for some hundreds than for all the rest."""
    rows = ((each.pk, each.key, each.title) for each in inputs.initiatives)
    return format_html_join("\n", '<option value="{}">{} {}</option>', rows)
