"""Two items: Sales has one with a measure, IT has one without; a plan has them in quarters 1 and 3."""

from datetime import date

import pytest
from django.utils import timezone

from maturity.models import Engagement, User
from roadmap.models import Initiative, Measure, SavedPlan
from tests.factories import cast
from tests.factories.initiatives import initiative
from tests.factories.results import saved_plan


@pytest.fixture
def today(monkeypatch) -> date:
    """The tenth of February 2027: quarter 1 of the plan."""
    day = date(2027, 2, 10)
    monkeypatch.setattr(timezone, "localdate", lambda value=None: value.date() if value else day)
    return day


@pytest.fixture
def shop(engagement: Engagement) -> Initiative:
    return initiative(engagement, "S1")


@pytest.fixture
def portal(engagement: Engagement) -> Initiative:
    return initiative(engagement, "P1", department="IT", quarters=2)


@pytest.fixture
def answered(shop: Initiative) -> Measure:
    return Measure.objects.create(
        initiative=shop, name="Answered in 24 hours", unit="%", baseline=61, target=95, review=date(2027, 6, 30)
    )


@pytest.fixture
def plan(engagement: Engagement, shop: Initiative, portal: Initiative) -> SavedPlan:
    return saved_plan(engagement, {shop: 0, portal: 2})


@pytest.fixture
def dora(engagement: Engagement) -> User:
    return cast.lead(engagement)


@pytest.fixture
def as_dora(client, dora: User):
    client.force_login(dora)
    return client
