"""The demo sets itself up, keeps what is there, and starts over only after asking."""

import io
import re

import pytest
from django.contrib.auth import authenticate
from django.contrib.staticfiles.finders import get_finder
from django.core.management import CommandError, call_command

from maturity.demo import people, site
from maturity.models import Member, Organisation, User
from tests.factories import cast

NEW_LOGINS = re.compile(
    r"  ane@havblik\.example    Facilitator\n"
    r"  eve@havblik\.example    Executive\n"
    r"  mette@havblik\.example  Department lead\n"
    r"  password of all        (?P<password>\S{12})   \(shown only this once\)\n"
)
KNOWN_LOGINS = "  The password is the one shown at first; a new one: manage.py changepassword E-MAIL\n"


@pytest.fixture(autouse=True)
def static_files_are_there(settings, tmp_path):
    """Collected already, so that no test waits for compressing."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "sources.sha256").write_text(site.fingerprint_of_sources())


def demo(*arguments: str) -> str:
    output = io.StringIO()
    call_command("demo", "--prepare", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_first_call_makes_logins_that_work():
    told = NEW_LOGINS.search(demo())
    roles = Member.objects.filter(organisation=people.organisation()).values_list(
        "user__email", "role", "department__name"
    )
    assert sorted(roles) == [
        ("ane@havblik.example", "facilitator", None),
        ("eve@havblik.example", "executive", None),
        ("mette@havblik.example", "lead", "Marketing"),
    ]
    for person in people.CAST:
        assert authenticate(None, email=person.email, password=told["password"]).name == person.name


@pytest.mark.django_db
def test_first_call_imports_the_workbook():
    demo()
    engagement = people.organisation().engagements.get()
    assert (engagement.title, engagement.currency, engagement.capacities.count()) == ("Omnichannel 2027–2029", "DKK", 6)


@pytest.mark.django_db
def test_second_call_keeps_everything():
    first = demo()
    before = list(User.objects.order_by("pk").values()), list(Organisation.objects.values())
    second = demo()
    assert (list(User.objects.order_by("pk").values()), list(Organisation.objects.values())) == before
    assert NEW_LOGINS.search(first)
    assert second.endswith(KNOWN_LOGINS)


@pytest.mark.django_db
def test_reset_asks_and_deletes_nothing_without_a_yes(monkeypatch):
    demo()
    before = list(User.objects.values())
    monkeypatch.setattr("builtins.input", lambda _question: "")
    with pytest.raises(CommandError, match=r"Nothing was deleted\."):
        demo("--reset")
    assert list(User.objects.values()) == before


@pytest.mark.django_db
def test_reset_starts_over_and_leaves_other_clients(monkeypatch):
    rival = cast.rival()
    first = NEW_LOGINS.search(demo())["password"]
    monkeypatch.setattr("builtins.input", lambda _question: "y")
    second = NEW_LOGINS.search(demo("--reset"))["password"]
    assert first != second
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Client B", people.ORGANISATION]
    assert list(rival.organisation.engagements.all()) == [rival]
    assert authenticate(None, email="ane@havblik.example", password=second) is not None


def test_fingerprint_of_static_files_follows_a_change(settings, tmp_path):
    settings.STATICFILES_DIRS = [str(tmp_path)]
    get_finder.cache_clear()
    before = site.fingerprint_of_sources()
    (tmp_path / "new.css").write_text("a {}")
    after = site.fingerprint_of_sources()
    get_finder.cache_clear()
    assert before != after
