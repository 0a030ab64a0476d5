"""What a plan is worked out from, as the rows say it now."""

from collections.abc import Sequence

from maturity.clients.models import Engagement
from roadmap.initiatives.domain.facts import InitiativeFacts
from roadmap.initiatives.queries.facts import facts_of

from ..domain.inputs import PlanInputs
from ..models import Pin, PlanSettings


def inputs_of(engagement: Engagement, facts: Sequence[InitiativeFacts] | None = None) -> PlanInputs:
    """What a plan would be worked out from now, from ``facts`` where somebody has read them."""
    read = facts_of(engagement, "efforts", "benefits", "after") if facts is None else facts
    stated = engagement.capacities.order_by("department__name", "department_id").values_list(
        "department_id", "department__name", "person_weeks"
    )
    departments = {pk: (name, weeks) for pk, name, weeks in stated}
    budget = PlanSettings.objects.filter(engagement=engagement).values_list("budget", flat=True).first()
    pins = Pin.objects.filter(initiative__engagement=engagement, initiative__archived_at=None).order_by("pk")
    return PlanInputs(
        start=engagement.start,
        quarters=engagement.quarters,
        yearly_rate=float(engagement.discount_rate),
        budget=None if budget is None else float(budget),
        departments={pk: name for pk, (name, _weeks) in departments.items()},
        capacity={pk: None if weeks is None else float(weeks) for pk, (_name, weeks) in departments.items()},
        # In the order of keys as they are written: among plans of equal value the first initiatives decide.
        initiatives=tuple(sorted(read, key=lambda each: (each.key, each.pk))),
        pins=dict(pins.values_list("initiative_id", "quarter")),
    )
