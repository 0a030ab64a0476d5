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
    after: Sequence[Initiative | str] = (),
    effort: Mapping[str, float] | None = None,
    raters: Mapping[str, tuple[str, int, int]] | None = None,
    benefit: float | tuple[float, float, float] | None = None,
    ramp: int | None = 0,
    **fields: Any,
) -> Initiative:
    """``after``: rows or keys; ``effort``: weeks by department; ``raters``: name to department, value and effort.

    ``benefit``: money a year from retention, low, likely and high; of one figure low is half of it and high double.
    """
    departments = {each.name: each for each in engagement.departments.all()}
    made = Initiative.objects.create(
        engagement=engagement, key=key, **{"title": f"Title {key}", "department": departments[department], **fields}
    )
    known = {each.key: each for each in engagement.initiatives.all()} if after else {}
    made.after.set([known[each] if isinstance(each, str) else each for each in after])
    for name, weeks in (effort or {}).items():
        Effort.objects.create(initiative=made, department=departments[name], person_weeks=weeks)
    for rater, (name, value, work) in (raters or {}).items():
        Estimate.objects.create(initiative=made, rater=rater, department=departments[name], value=value, effort=work)
    if benefit is not None:
        low, likely, high = benefit if isinstance(benefit, tuple) else (benefit / 2, benefit, benefit * 2)
        Benefit.objects.create(
            initiative=made, driver="retention", low=low, likely=likely, high=high, ramp=ramp, source="Workshop"
        )
    return made


def measure(
    made: Initiative, *, name: str = "Answers within a day", review: date | None = date(2027, 3, 31)
) -> Measure:
    return Measure.objects.create(
        initiative=made, name=name, kind="leading", unit="%", baseline=40, target=80, review=review
    )
