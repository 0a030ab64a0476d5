"""One initiative whose case fits on a sheet of paper."""

from typing import Any

import pytest

from maturity.models import Engagement
from roadmap.initiatives.domain.facts import InitiativeFacts, Neighbour
from roadmap.models import Initiative
from tests.factories.initiatives import initiative


@pytest.fixture
def engagement(engagement: Engagement) -> Engagement:
    """Four quarters, no discounting."""
    Engagement.objects.filter(pk=engagement.pk).update(quarters=4, discount_rate=0)
    engagement.refresh_from_db()
    return engagement


@pytest.fixture
def portal(engagement: Engagement) -> Initiative:
    """One quarter of work for 100, then 40 a year to run; gives 200, 400 or 800 a year at once."""
    return initiative(engagement, "P1", one_off_cost=100, cost_per_year=40, benefit=(200, 400, 800))


def facts(pk: int, *, after: tuple[int, ...] = (), **values: Any) -> InitiativeFacts:
    """An initiative that nobody stored, with its number for its key and no benefits."""
    before = tuple(Neighbour(each, str(each), "") for each in after)
    return InitiativeFacts(pk, str(pk), "", "", 1, "IT", benefits=(), after=before, **values)
