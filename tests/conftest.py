"""What every test stands on: plain static files, media in a temporary folder, and the cast."""

import os
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as laws

from maturity.models import Engagement, User
from tests.factories import cast

# A law holds or breaks; how long an example takes says only what else the machine does.
laws.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
laws.load_profile("untimed")

REQUIRED = set(filter(None, os.environ.get("MATURITY_REQUIRE", "").split(",")))


@pytest.fixture(autouse=True)
def plain_surroundings(settings, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


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
