"""Initiatives as small as a test needs them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from maturity.models import Engagement
from roadmap.models import Benefit, Effort, Estimate, Initiative, Measure


def initiative(
    engagement: Engagement,
    key: str,
    *,
    department: str = "Sales",
    after: Sequence[Initiative] = (),
    effort: Mapping[str, float] | None = None,
    raters: Mapping[str, tuple[str, int, int]] | None = None,
    benefit: float | None = None,
    ramp: int | None = 2,
    **fields: Any,
) -> Initiative:
    """``raters``: name to department, value and effort; ``benefit``: likely money per year from retention."""
    owner = engagement.departments.get(name=department)
    made = Initiative.objects.create(
        engagement=engagement, key=key, **{"title": f"Title {key}", "department": owner, **fields}
    )
    made.after.set(after)
    for name, weeks in (effort or {}).items():
        Effort.objects.create(initiative=made, department=engagement.departments.get(name=name), person_weeks=weeks)
    for rater, (name, value, work) in (raters or {}).items():
        Estimate.objects.create(
            initiative=made, rater=rater, department=engagement.departments.get(name=name), value=value, effort=work
        )
    if benefit is not None:
        Benefit.objects.create(
            initiative=made, driver="retention", low=benefit / 2, likely=benefit, high=benefit * 2, ramp=ramp
        )
    return made


def measure(
    made: Initiative, *, name: str = "Answers within a day", review: date | None = date(2027, 3, 31)
) -> Measure:
    return Measure.objects.create(
        initiative=made, name=name, kind="leading", unit="%", baseline=40, target=80, review=review
    )
