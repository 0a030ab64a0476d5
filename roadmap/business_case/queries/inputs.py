"""What a business case is worked out from, as the rows say it now."""

from collections.abc import Iterable, Sequence

from maturity.clients.models import Engagement
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.queries.facts import facts_of
from roadmap.plan.models import SavedPlan

from ..domain.inputs import Inputs, Loss, Terms
from ..models import Assumption, CaseTerms, DriverBase
from ..rules import DO_NOTHING, ProjectType, Spread, Together


def inputs_of(
    engagement: Engagement,
    *,
    plan: SavedPlan | None,
    assumptions: Iterable[Assumption],
    terms: CaseTerms,
    bases: Iterable[DriverBase],
    facts: Sequence[InitiativeFacts] | None = None,
) -> Inputs:
    """What a case would be worked out from now, from ``facts`` where somebody has read them.

    A plan that another version kept counts as none.
    """
    read = facts_of(engagement, "benefits", "after") if facts is None else facts
    return Inputs(
        start=engagement.start,
        quarters=engagement.quarters,
        yearly_rate=float(engagement.discount_rate),
        # In the order of keys as they are written: ties and seeds follow it.
        initiatives=tuple(sorted(read, key=lambda each: (each.key, each.pk))),
        planned=plan.result.starts if plan and plan.result else None,
        nothing=loss_in(assumptions),
        terms=Terms(
            Spread(terms.spread),
            Together(terms.together),
            terms.pay_back_by,
            ProjectType(terms.project_type),
            terms.mitigation.normalize(),
        ),
        most={each.driver: each.most for each in bases if each.most is not None},
    )


def loss_in(assumptions: Iterable[Assumption]) -> Loss | None:
    for each in assumptions:
        if each.key == DO_NOTHING:
            low = each.likely if each.low is None else each.low
            high = each.likely if each.high is None else each.high
            return Loss(low, each.likely, high, each.source, each.year)
    return None
