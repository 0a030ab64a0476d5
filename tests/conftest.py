"""What every test stands on: plain static files, media in a temporary folder, and the cast."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as laws

from maturity.models import Engagement, User
from tests.factories import cast

# A law holds or breaks; how long an example takes says only what else the machine does.
laws.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
laws.load_profile("untimed")

# Side by side the longest go first, so that no process is left alone with one of them at the end.
LONGEST = (
    "tests/story/test_on_postgres",
    "tests/repository/test_quality",
    "tests/story/",
    "tests/browser/",
    "tests/load/",
)
REQUIRED = set(filter(None, os.environ.get("MATURITY_REQUIRE", "").split(",")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(
            key=lambda item: next((n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))
        )


@pytest.fixture(scope="session", autouse=True)
def plain_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files as they lie in the source, and quick passwords; set once, so that fixtures of a module see them too."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture
def ane(db) -> User:
    """Ane facilitates client A."""
    return cast.ane()


@pytest.fixture
def engagement(ane: User) -> Engagement:
    """Client A's engagement with departments Sales, IT and Service. Ane facilitates; `cast` lets Eve and Dora join."""
    return cast.engagement(facilitator=ane)


@pytest.fixture
def as_ane(client: Client, ane: User) -> Client:
    client.force_login(ane)
    return client
