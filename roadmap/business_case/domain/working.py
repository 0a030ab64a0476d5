"""From inputs to a result that can be kept."""

from collections.abc import Mapping
from dataclasses import replace

from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.rules import Driver
from roadmap.methods.cashflow import (
    QUARTERS_PER_YEAR,
    benefit_profile,
    cost_profile,
    discounted_payback,
    internal_rates,
    modified_internal_rate,
    payback,
    quarterly_rate,
)
from roadmap.methods.uncertainty import Assumption as Uncertain
from roadmap.methods.uncertainty import (
    Case,
    Shape,
    Simulation,
    ThreePoint,
    case_flows,
    likely_value,
    simulate,
    tornado,
)

from .doubts import SEED, knowledge_of, optimism_of, without_overlap
from .inputs import Inputs, Loss, Terms, case_of, nothing_case
from .result import CaseItem, CaseResult, DoingNothing, NamedBenefit

TRIALS = 100_000


def worked_out(inputs: Inputs) -> CaseResult:
    """Everything that the page shows. ValueError where nothing starts, `CycleError` on a cycle."""
    starts = inputs.starts
    inputs, overlaps = without_overlap(inputs, starts)
    case = case_of(inputs, starts)
    flows, rate = case_flows(case), quarterly_rate(inputs.yearly_rate)
    modified = modified_internal_rate(flows, finance=rate, reinvest=rate)
    counted = [each for each in inputs.initiatives if each.pk in starts]
    return CaseResult(
        start=inputs.start,
        quarters=inputs.quarters,
        yearly_rate=inputs.yearly_rate,
        planned=inputs.planned is not None,
        terms=inputs.terms,
        items=tuple(case_item(each, starts[each.pk], inputs.quarters) for each in counted),
        left_out=tuple((each.key, each.title) for each in inputs.initiatives if each.pk not in starts),
        likely=likely_value(case),
        all_low=likely_value(with_all_low(case)),
        futures=simulated(case, inputs.terms, paid_back_by=inputs.pay_back_by),
        rates=tuple(a_year(each) for each in internal_rates(flows)),
        modified_rate=None if modified is None else a_year(modified),
        payback=payback(flows),
        discounted_payback=discounted_payback(rate, flows),
        one_off=one_off_within(inputs, starts),
        yearly_cost=sum(float(each.cost_per_year) for each in counted),
        named=tuple(
            NamedBenefit(str(benefit.pk), each.key, each.title, Driver(benefit.driver))
            for each in counted
            for benefit in each.benefits
        ),
        tornado=tuple(tornado(case)),
        knowledge=knowledge_of(inputs, starts, case),
        optimism=optimism_of(inputs, case),
        overlaps=overlaps,
        nothing=doing_nothing(inputs, inputs.nothing) if inputs.nothing else None,
    )


def a_year(quarterly: float) -> float:
    """A rate per quarter as one per year."""
    return (1 + quarterly) ** QUARTERS_PER_YEAR - 1


def case_item(line: InitiativeFacts, start: int, quarters: int) -> CaseItem:
    costs = cost_profile(line.undertaking, quarters)
    benefits = benefit_profile(line.undertaking, quarters)
    return CaseItem(line.pk, line.key, line.title, start + 1, shifted(costs, start), shifted(benefits, start))


def shifted(profile: tuple[float, ...], start: int) -> tuple[float, ...]:
    """The same profile begun ``start`` quarters later, what falls behind the horizon left out."""
    return ((0.0,) * start + profile)[: len(profile)]


def one_off_within(inputs: Inputs, starts: Mapping[int, int]) -> float:
    """The one-off costs that fall before the horizon."""
    total = 0.0
    for each in inputs.initiatives:
        if each.pk in starts:
            spread = max(1, each.quarters)
            total += float(each.one_off_cost) * min(spread, max(0, inputs.quarters - starts[each.pk])) / spread
    return total


def simulated(case: Case, terms: Terms, *, paid_back_by: int) -> Simulation:
    """The futures of a case on these terms. ``paid_back_by``: a quarter from 1."""
    return simulate(
        case,
        TRIALS,
        SEED,
        shape=Shape(terms.spread),
        correlation=terms.together.correlation,
        paid_back_by=(paid_back_by - 1,),
    )


def with_all_low(case: Case) -> Case:
    """The case with every benefit at its lowest for certain."""
    items = [replace(item, benefits=tuple(map(at_low, item.benefits))) for item in case.items]
    return replace(case, items=items)


def at_low(benefit: Uncertain) -> Uncertain:
    low = benefit.yearly.low
    return replace(benefit, yearly=ThreePoint(low, low, low))


def doing_nothing(inputs: Inputs, loss: Loss) -> DoingNothing:
    case = nothing_case(inputs, loss)
    futures = simulated(case, inputs.terms, paid_back_by=inputs.quarters)
    return DoingNothing(loss, likely_value(case), futures)
