"""An engagement that has chosen the framework that comes with the product."""

import pytest

from maturity.framework.models import EngagementFramework
from maturity.framework.services import shipped_framework


@pytest.fixture
def engagement(engagement):
    EngagementFramework.objects.get_or_create(engagement=engagement, defaults={"framework": shipped_framework()})
    return engagement
