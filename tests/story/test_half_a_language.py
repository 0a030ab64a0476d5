"""A language is added piece by piece: Norwegian has a name, some words of the workbook and one text, and all works."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.views.defaults import server_error

from maturity.config.workbook import blank_workbook, export_workbook, import_workbook
from maturity.framework import rules
from maturity.framework.rules import SHIPPED, Text, read_library
from maturity.models import Engagement, User
from maturity.web import formats
from maturity.web.fields import NumberField
from maturity.web.languages import KNOWN, Habits, Language, let_page_texts_fall_back
from maturity.web.sheets import names
from roadmap.report.services import report_now
from tests.factories.world import browser_of, client_of

from .addresses import address
from .permissions import TABLE
from .test_permissions import answer

# Everything else is known to CLDR, or falls back.
NORWEGIAN = Habits("Norsk bokmål", "nb", "nb", falls_back=("da",))
SOME_WORDS = {"Engagement": "Oppdrag", "Departments": "Avdelinger", "department": "avdeling", "yes": "ja"}


@pytest.fixture
def norwegian(monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path):
    """Norwegian, half done: one line in the registry, and a column of the workbook's names with a few words in it."""
    monkeypatch.setitem(KNOWN, "nb", NORWEGIAN)
    settings.LANGUAGES = [(habits.django_code, habits.name) for habits in KNOWN.values()]
    let_page_texts_fall_back()
    with names.TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row | {"nb": SOME_WORDS.get(row["en"], "")} for row in csv.DictReader(file)]
    table = tmp_path / "names.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setattr(names, "TABLE", table)
    cached = (names.names_of, names.readings_of, names.yes_no)
    for each in cached:
        each.cache_clear()
    yield
    for each in cached:
        each.cache_clear()


def test_text_falls_back_to_the_nearest_language(norwegian) -> None:
    half, bare = Text(en="Rung", da="Trin", nb="Trinn"), Text(en="Rung", da="Trin", sv="Steg")

    assert (half.in_("nb"), bare.in_("nb"), Text(en="Rung").in_("nb")) == ("Trinn", "Trin", "Rung")


def test_library_file_may_have_some_texts_in_it(norwegian) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace(
        'name = { en = "Player",', 'name = { nb = "Spiller", en = "Player",'
    )

    found = read_library(text)

    assert [rung.name.in_("nb") for rung in found.rungs[1:3]] == ["Den nysgerrige", "Spiller"]


def test_library_file_may_not_have_a_language_that_is_none() -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace('{ en = "Player",', '{ nb = "Spiller", en = "Player",')

    with pytest.raises(rules.LibraryFaults, match="“nb” is not known here"):
        read_library(text)


@pytest.mark.parametrize(("typed", "read"), [("1.234,5", "1234.5"), ("1 234,5", "1234.5"), ("1234,5", "1234.5")])
def test_numbers_are_read(norwegian, typed: str, read: str) -> None:
    with translation.override("nb"):
        assert str(NumberField(max_digits=9, decimal_places=2).clean(typed)) == read


def test_numbers_and_dates_are_written_as_norwegians_do(norwegian) -> None:
    first = date(2027, 5, 17)
    assert [formats.number(1234.5, language="nb"), formats.share(0.45, language="nb")] == ["1\u00a0234,5", "45\u00a0%"]
    assert [formats.day(first, "nb"), formats.quarter(first, 1, "nb")] == ["17. mai 2027", "Q2\u00a02027"]


@pytest.mark.django_db
def test_no_migration_is_missing(norwegian) -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes" in out.getvalue()


@pytest.mark.parametrize(("who", "person"), [("Ane", "facilitator"), ("Eve", "executive"), ("Dora", "lead")])
def test_every_page_of_a_norwegian_answers(world, norwegian, who: str, person: str) -> None:
    reader = getattr(world.a, person)
    User.objects.filter(pk=reader.pk).update(language="nb")
    Engagement.objects.filter(pk=world.a.engagement.pk).update(language="nb")
    client = client_of(User.objects.get(pk=reader.pk))
    assert answers_of(client, world, who) == {"200"}
    page = client.get(address("assessment:home", world.a))
    assert (page.headers["Content-Language"], "Overblik" in page.text, "Overview" in page.text) == ("nb", True, False)


def test_every_page_of_a_norwegian_phone_answers(world, norwegian) -> None:
    world.a.phone.participant.language = "nb"
    world.a.phone.participant.save()
    client = browser_of(world.a.phone)
    assert answers_of(client, world, "phone") == {"200"}
    room = client.get(address("join:room", world.a))
    assert (room.headers["Content-Language"], 'lang="nb"' in room.text) == ("nb", True)


def answers_of(client: Client, world, who: str) -> set[str]:
    """What a reader is answered on all pages that they may read."""
    readable = [name for name, row in TABLE.items() if row.answers("get")[who] == "200"]
    assert len(readable) > 5
    return {answer(client, "get", address(name, world.a)) for name in readable}


def test_page_texts_fall_back_to_the_nearest_language(norwegian) -> None:
    with translation.override("nb"):
        assert (gettext("Set the targets"), gettext("Nobody wrote this.")) == ("Sæt måltrinnene", "Nobody wrote this.")
        assert ngettext("%(n)s target changed.", "%(n)s targets changed.", 2) == "%(n)s måltrin ændret."
        assert gettext("This field is required.") == "Feltet er påkrevet.", "Django's own words in its own Norwegian"
    with translation.override("en-gb"):
        assert gettext("Set the targets") == "Set the targets"


def test_page_texts_fall_back_along_the_whole_chain(norwegian, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KNOWN, "nb", replace(NORWEGIAN, falls_back=("da", "sv")))
    monkeypatch.setattr(translation.trans_real.translation("da"), "_catalog", {})
    let_page_texts_fall_back()
    with translation.override("nb"):
        assert gettext("Set the targets") == "Sätt målstegen"


def test_fault_of_the_site_is_told_in_every_language(db, norwegian) -> None:
    page = server_error(RequestFactory().get("/")).content.decode()
    assert [f'lang="{habits.django_code}">' in page for habits in KNOWN.values()] == [True] * len(KNOWN)
    assert ("Der gik noget galt." in page, "Något gick fel." in page) == (True, True)


def test_every_browser_in_norwegian_is_spoken_to(client: Client, db, norwegian) -> None:
    answered = client.get("/accounts/login/", headers={"Accept-Language": "nb-NO,nb;q=0.9"})
    assert (answered.status_code, answered.headers["Content-Language"]) == (200, "nb")
    assert 'lang="nb"' in answered.text
    assert "Norsk bokmål" in answered.text


def test_workbook_is_written_and_read_back(world, norwegian, tmp_path: Path) -> None:
    blank = openpyxl.load_workbook(BytesIO(blank_workbook("nb"))).sheetnames
    assert {"Oppdrag", "Avdelinger"} <= set(blank)

    exported = export_workbook(world.a.engagement, "nb")
    file = tmp_path / "nb.xlsx"
    file.write_bytes(exported)
    read = import_workbook(file, facilitator=world.a.facilitator, check=True)
    assert read.engagement is not None


def test_report_is_laid_out(world, norwegian) -> None:
    report = report_now(engagement=world.a.engagement, language=Language("nb"))
    assert (report.language, bytes(report.pdf[:5])) == ("nb", b"%PDF-")
