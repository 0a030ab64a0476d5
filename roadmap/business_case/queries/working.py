"""From inputs to a result that can be kept: pure computation, no queries."""

from dataclasses import asdict
from typing import Any

from roadmap.methods.cashflow import (
    QUARTERS_PER_YEAR,
    benefit_profile,
    cost_profile,
    discounted_payback,
    internal_rates,
    payback,
    quarterly_rate,
)
from roadmap.methods.uncertainty import Case, Simulation, case_flows, likely_value, simulate, tornado

from .inputs import InitiativeLine, Inputs, Loss, case_of, nothing_case
from .page import ItemRow, Nothing, Spread, TornadoBar

TRIALS = 100_000
SEED = 20_270_101


def worked_out(inputs: Inputs) -> dict[str, Any]:
    """Everything that the page shows, as plain values. ValueError where nothing starts, `CycleError` on a cycle."""
    starts = inputs.starts
    case = case_of(inputs, starts)
    flows, rate = case_flows(case), quarterly_rate(inputs.yearly_rate)
    items = [item_row(each, starts[each.pk], inputs.quarters) for each in inputs.initiatives if each.pk in starts]
    return {
        "start": inputs.start.isoformat(),
        "quarters": inputs.quarters,
        "yearly_rate": inputs.yearly_rate,
        "planned": inputs.planned is not None,
        "items": [asdict(each) for each in items],
        "left_out": [(each.key, each.title) for each in inputs.initiatives if each.pk not in starts],
        "spread": asdict(spread_of(case)),
        "rates": [(1 + each) ** QUARTERS_PER_YEAR - 1 for each in internal_rates(flows)],
        "payback": payback(flows),
        "discounted_payback": discounted_payback(rate, flows),
        "one_off": one_off_within(inputs, starts),
        "yearly_cost": sum(float(each.yearly_cost) for each in inputs.initiatives if each.pk in starts),
        "tornado": [asdict(each) for each in bars_of(inputs, case)],
        "nothing": asdict(doing_nothing(inputs, inputs.nothing)) if inputs.nothing else None,
    }


def item_row(line: InitiativeLine, start: int, quarters: int) -> ItemRow:
    costs = cost_profile(line.undertaking, quarters)
    benefits = benefit_profile(line.undertaking, quarters)
    return ItemRow(line.pk, line.key, line.title, start + 1, shifted(costs, start), shifted(benefits, start))


def shifted(profile: tuple[float, ...], start: int) -> tuple[float, ...]:
    """The same profile begun ``start`` quarters later, what falls behind the horizon left out."""
    return ((0.0,) * start + profile)[: len(profile)]


def one_off_within(inputs: Inputs, starts: Any) -> float:
    """The one-off costs that fall before the horizon."""
    total = 0.0
    for each in inputs.initiatives:
        if each.pk in starts:
            spread = max(1, each.quarters)
            total += float(each.one_off) * min(spread, max(0, inputs.quarters - starts[each.pk])) / spread
    return total


def spread_of(case: Case) -> Spread:
    found: Simulation = simulate(case, TRIALS, SEED)
    return Spread(
        likely=likely_value(case),
        p10=found.p10,
        p50=found.p50,
        p90=found.p90,
        positive=found.positive,
        positive_error=found.positive_error,
        trials=found.trials,
        edges=found.histogram.edges,
        counts=found.histogram.counts,
    )


def bars_of(inputs: Inputs, case: Case) -> list[TornadoBar]:
    known = {str(benefit.pk): (each, benefit) for each in inputs.initiatives for benefit in each.benefits}
    bars = []
    for bar in tornado(case):
        line, benefit = known[bar.key]
        bars.append(TornadoBar(line.key, line.title, benefit.driver, bar.low, bar.high))
    return bars


def doing_nothing(inputs: Inputs, loss: Loss) -> Nothing:
    spread = spread_of(nothing_case(inputs, loss))
    return Nothing(float(loss.low), float(loss.likely), float(loss.high), loss.source, loss.year, spread)
