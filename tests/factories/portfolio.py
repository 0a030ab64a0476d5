"""Initiatives as small as they can be, written by keyword."""

from collections.abc import Mapping, Sequence

from maturity.models import Engagement
from roadmap.models import Benefit, Effort, Initiative


def initiative(
    engagement: Engagement,
    key: str,
    *,
    department: str = "IT",
    kind: str = "process",
    quarters: int = 1,
    cost: int = 0,
    yearly: int = 0,
    effort: Mapping[str, float] | None = None,
    benefit: int | None = None,
    ramp: int = 0,
    after: Sequence[str] = (),
    must: bool = False,
    not_before: int | None = None,
) -> Initiative:
    """One initiative. ``benefit`` is likely money a year, with low half and high double; ``effort`` by department."""
    made = Initiative.objects.create(
        engagement=engagement,
        key=key,
        title=f"Initiative {key}",
        kind=kind,
        department=engagement.departments.get(name=department),
        quarters=quarters,
        one_off_cost=cost,
        cost_per_year=yearly,
        must=must,
        not_before=not_before,
    )
    for name, weeks in (effort or {}).items():
        Effort.objects.create(initiative=made, department=engagement.departments.get(name=name), person_weeks=weeks)
    if benefit is not None:
        Benefit.objects.create(
            initiative=made, driver="retention", low=benefit / 2, likely=benefit, high=benefit * 2, ramp=ramp
        )
    made.after.set(engagement.initiatives.filter(key__in=after))
    return made
