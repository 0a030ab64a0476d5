"""The workshop's tests: counts are shared for a quarter of a second, so every test starts without any."""

import pytest

from maturity.models import Engagement, Session
from maturity.web import process_cache
from tests.factories import rooms


@pytest.fixture(autouse=True)
def nothing_shared() -> None:
    process_cache.forget()


@pytest.fixture
def session(engagement: Engagement) -> Session:
    """A full scan of the small framework: insight.1, insight.2, care.1; nothing opened yet."""
    return rooms.open_session(engagement)
