"""A dimension is added in one file: its texts and a raised version. Under the old version the file is refused."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from maturity.framework import checks, services
from maturity.framework.queries import framework_of, model_of
from maturity.framework.rules import SHIPPED, read_library
from maturity.framework.services import VersionTaken, shipped_framework, use_framework
from maturity.models import Engagement

pytestmark = pytest.mark.django_db
VERSION = read_library(SHIPPED.read_bytes()).version
TAKEN = f"“digital-maturity” version {VERSION} is loaded already and differs. Give this file a new version."


def one_more_dimension() -> str:
    """The shipped file with a copy of its last dimension at its end, under a key and with texts of its own."""
    text = SHIPPED.read_text(encoding="utf-8")
    last = text[text.rindex("[[dimensions]]") :]
    added = re.sub(r'key = "[a-z-]+"', 'key = "trust-shown"', last, count=1).replace(' = "', ' = "Trust: ')
    added = added.replace('"Trust: trust-shown"', '"trust-shown"')
    theme = re.search(r'theme = "([a-z]+)"', last)
    assert theme is not None
    return text + "\n" + added.replace(f'"Trust: {theme[1]}"', f'"{theme[1]}"')


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Let the product ship with another file."""

    def put(text: str) -> None:
        file = tmp_path / SHIPPED.name
        file.write_text(text, encoding="utf-8")
        for module in (services, checks):
            monkeypatch.setattr(module, "SHIPPED", file)

    return put


def test_dimension_under_a_loaded_version_is_refused_in_words(ship) -> None:
    shipped_framework()

    ship(one_more_dimension())

    with pytest.raises(VersionTaken, match=re.escape(TAKEN)):
        shipped_framework()


def test_dimension_under_a_loaded_version_stops_the_start(ship) -> None:
    shipped_framework()

    ship(one_more_dimension())

    (error,) = run_checks(tags=[Tags.database], databases=["default"])
    assert (error.msg, error.id) == (TAKEN, "maturity.E001")
    assert error.hint is not None
    assert "Raise `version` in digital-maturity-1.toml" in error.hint
    with pytest.raises(SystemCheckError, match=r"maturity\.E001"):
        call_command("migrate", skip_checks=False, verbosity=0, stderr=StringIO())


def test_dimension_with_a_raised_version_is_there_for_new_engagements_alone(ship, engagement: Engagement) -> None:
    old = shipped_framework()
    use_framework(engagement=engagement, framework=old, by=None)

    ship(one_more_dimension().replace(f'version = "{VERSION}"', f'version = "{VERSION}.1"', 1))
    new = shipped_framework()

    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    assert len(model_of(new).dimensions) == len(model_of(old).dimensions) + 1
    assert new.dimensions.last().key == "trust-shown"
    assert framework_of(engagement) == old


def test_check_is_silent_before_the_file_was_loaded() -> None:
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_file_that_ships_can_be_read() -> None:
    assert read_library(SHIPPED.read_bytes()).key == "digital-maturity"
