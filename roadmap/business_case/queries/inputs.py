"""What a business case is worked out from, as the rows say it now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from maturity.clients.models import Engagement
from roadmap.initiatives.models import Initiative
from roadmap.plan.models import SavedPlan

from ..domain.inputs import BenefitLine, InitiativeLine, Inputs, Loss, Terms
from ..models import Assumption, CaseTerms, DriverBase
from ..rules import DO_NOTHING, ProjectType, Spread, Together

FIELDS: tuple[str, ...] = (
    "pk",
    "key",
    "title",
    "quarters",
    "one_off_cost",
    "cost_per_year",
    "not_before",
    "benefits__pk",
    "benefits__driver",
    "benefits__low",
    "benefits__likely",
    "benefits__high",
    "benefits__ramp",
    "benefits__source",
    "most",
    "most_source",
    "must",
    "after__pk",
)


def initiatives_of(engagement: Engagement) -> tuple[InitiativeLine, ...]:
    """The initiatives that are not archived, with benefits, what drivers can give, and predecessors, in one query."""
    bases = DriverBase.objects.filter(engagement=engagement, driver=OuterRef("benefits__driver"))
    rows = (
        Initiative.objects.filter(engagement=engagement, archived_at=None)
        .order_by("key", "pk", "benefits__pk")
        .annotate(
            most=Subquery(bases.values("most")), most_source=Coalesce(Subquery(bases.values("source")), Value(""))
        )
    )
    own: dict[int, InitiativeLine] = {}
    benefits: dict[int, dict[int, BenefitLine]] = defaultdict(dict)
    after: dict[int, set[int]] = defaultdict(set)
    for row in rows.values_list(*FIELDS):
        pk, benefit, must, before = row[0], row[7:16], row[16], row[17]
        own[pk] = replace(InitiativeLine(*row[:7]), must=must)
        if benefit[0] is not None:
            benefits[pk][benefit[0]] = BenefitLine(*benefit)
        if before is not None:
            after[pk].add(before)
    # One that was archived holds nobody up.
    return tuple(
        replace(line, benefits=tuple(benefits[pk].values()), after=tuple(sorted(after[pk] & own.keys())))
        for pk, line in own.items()
    )


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
