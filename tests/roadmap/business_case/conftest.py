"""One initiative whose case fits on a sheet of paper."""

from decimal import Decimal
from typing import Any

import pytest

from maturity.models import Engagement
from roadmap.initiatives.domain.facts import InitiativeFacts, Neighbour
from roadmap.models import Benefit, Initiative


@pytest.fixture
def engagement(engagement: Engagement) -> Engagement:
    """Four quarters, no discounting."""
    Engagement.objects.filter(pk=engagement.pk).update(quarters=4, discount_rate=0)
    engagement.refresh_from_db()
    return engagement


@pytest.fixture
def portal(engagement: Engagement) -> Initiative:
    """One quarter of work for 100, then 40 a year to run; gives 200, 400 or 800 a year at once."""
    return initiative(engagement, "P1", one_off=100, yearly=40, benefit=(200, 400, 800))


def initiative(
    engagement: Engagement,
    key: str,
    *,
    one_off: int = 0,
    yearly: int = 0,
    benefit: tuple[int, int, int] | None = None,
    ramp: int | None = 0,
    quarters: int = 1,
    department: str = "IT",
) -> Initiative:
    made = Initiative.objects.create(
        engagement=engagement,
        key=key,
        title=f"Title {key}",
        department=engagement.departments.get(name=department),
        quarters=quarters,
        one_off_cost=one_off,
        cost_per_year=yearly,
    )
    if benefit:
        low, likely, high = map(Decimal, benefit)
        Benefit.objects.create(
            initiative=made, driver="retention", low=low, likely=likely, high=high, ramp=ramp, source="Workshop"
        )
    return made


def facts(pk: int, *, after: tuple[int, ...] = (), **values: Any) -> InitiativeFacts:
    """An initiative that nobody stored, with its number for its key and no benefits."""
    before = tuple(Neighbour(each, str(each), "") for each in after)
    return InitiativeFacts(pk, str(pk), "", "", 1, "IT", benefits=(), after=before, **values)
