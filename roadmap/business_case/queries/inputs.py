"""What a business case is worked out from, as the rows say it now."""

from collections import defaultdict
from collections.abc import Iterable

from maturity.clients.models import Engagement
from roadmap.initiatives.models import Benefit, Initiative
from roadmap.plan.models import SavedPlan

from ..domain.inputs import BenefitLine, InitiativeLine, Inputs, Loss, Terms
from ..models import Assumption, CaseTerms
from ..rules import DO_NOTHING, ProjectType, Spread, Together


def initiatives_of(engagement: Engagement) -> tuple[InitiativeLine, ...]:
    """The initiatives that are not archived, with benefits, what drivers can give, and predecessors."""
    living = Initiative.objects.filter(engagement=engagement, archived_at=None)
    benefits, after = benefits_of(engagement), defaultdict[int, set[int]](set)
    links = Initiative.after.through.objects.filter(from_initiative__engagement=engagement)
    # One that was archived holds nobody up.
    for own, before in links.filter(to_initiative__archived_at=None).values_list("from_initiative", "to_initiative"):
        after[own].add(before)
    rows = living.order_by("key", "pk").values_list(
        "pk", "key", "title", "quarters", "one_off_cost", "cost_per_year", "not_before", "must"
    )
    return tuple(
        InitiativeLine(
            pk=pk,
            key=key,
            title=title,
            quarters=quarters,
            one_off=one_off,
            yearly_cost=yearly_cost,
            not_before=not_before,
            benefits=tuple(benefits[pk]),
            after=tuple(sorted(after[pk])),
            must=must,
        )
        for pk, key, title, quarters, one_off, yearly_cost, not_before, must in rows
    )


def benefits_of(engagement: Engagement) -> dict[int, list[BenefitLine]]:
    """The benefits by initiative, each with the most that its driver can give where somebody stated it."""
    bases = {each.driver: each for each in engagement.driver_bases.all()}
    found: dict[int, list[BenefitLine]] = defaultdict(list)
    rows = Benefit.objects.filter(initiative__engagement=engagement, initiative__archived_at=None).order_by("pk")
    for owner, pk, driver, low, likely, high, ramp, source in rows.values_list(
        "initiative", "pk", "driver", "low", "likely", "high", "ramp", "source"
    ):
        base = bases.get(driver)
        found[owner].append(
            BenefitLine(
                pk=pk,
                driver=driver,
                low=low,
                likely=likely,
                high=high,
                ramp=ramp,
                source=source,
                most=base.most if base else None,
                most_source=base.source if base else "",
            )
        )
    return found


def inputs_of(
    engagement: Engagement, plan: SavedPlan | None, assumptions: Iterable[Assumption], terms: CaseTerms
) -> Inputs:
    """What a case would be worked out from now. A plan that another version kept counts as none."""
    return Inputs(
        start=engagement.start,
        quarters=engagement.quarters,
        yearly_rate=float(engagement.discount_rate),
        initiatives=initiatives_of(engagement),
        planned=plan.result.starts if plan and plan.result else None,
        nothing=loss_in(assumptions),
        terms=Terms(
            Spread(terms.spread),
            Together(terms.together),
            terms.pay_back_by,
            ProjectType(terms.project_type),
            terms.mitigation.normalize(),
        ),
    )


def loss_in(assumptions: Iterable[Assumption]) -> Loss | None:
    for each in assumptions:
        if each.key == DO_NOTHING:
            low = each.likely if each.low is None else each.low
            high = each.likely if each.high is None else each.high
            return Loss(low, each.likely, high, each.source, each.year)
    return None
