"""What every test stands on: plain static files, media in a temporary folder, and the cast."""

import os
from pathlib import Path

import pytest
from django.test import Client

from maturity.models import Engagement, User
from tests.factories import cast

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
