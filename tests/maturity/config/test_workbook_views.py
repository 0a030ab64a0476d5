"""The workbook by browser: in, out and blank."""

from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maturity.models import Engagement, User
from tests.factories import cast

HAVBLIK = Path(settings.ROOT) / "maturity" / "demo" / "havblik.xlsx"
IMPORT = reverse("import_workbook")


def bring_in(client: Client, content: bytes, **more: str):
    return client.post(IMPORT, {"file": SimpleUploadedFile("workbook.xlsx", content), **more})


def test_workbook_is_imported_and_exported_the_same(as_ane: Client, ane: User, engagement: Engagement) -> None:
    imported = bring_in(as_ane, HAVBLIK.read_bytes())

    havblik = Engagement.objects.exclude(pk=engagement.pk).get()
    assert f"“{havblik}” is in" in imported.content.decode()
    assert havblik.organisation.members.get(user=ane).role == "facilitator"
    exported = as_ane.get(reverse("export_workbook", args=[havblik.pk]))
    assert exported["Content-Disposition"].endswith('.xlsx"')
    again = bring_in(as_ane, exported.content)
    assert "Nothing is new: everything was there already" in again.content.decode()


def test_check_changes_nothing(as_ane: Client, engagement: Engagement) -> None:
    checked = bring_in(as_ane, HAVBLIK.read_bytes(), check="on")

    assert "The workbook has no faults" in checked.content.decode()
    assert list(Engagement.objects.all()) == [engagement]


def test_what_is_no_workbook_is_told(as_ane: Client, engagement: Engagement) -> None:
    refused = bring_in(as_ane, b"hello")

    assert refused.status_code == 422
    assert "The workbook has 1 fault, so nothing was imported." in refused.content.decode()
    assert list(Engagement.objects.all()) == [engagement]


def test_no_file_is_told(as_ane: Client, engagement: Engagement) -> None:
    refused = as_ane.post(IMPORT, {})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["file"]


def test_blank_workbook_can_be_imported(as_ane: Client, engagement: Engagement) -> None:
    blank = as_ane.get(reverse("blank_workbook"))

    assert "The workbook has no faults" in bring_in(as_ane, blank.content, check="on").content.decode()


def test_only_facilitators_carry_workbooks(client: Client, engagement: Engagement) -> None:
    export = reverse("export_workbook", args=[engagement.pk])
    answers = {}
    for user in (cast.executive(engagement), cast.person(name="Dag")):
        client.force_login(user)
        answers[user.name] = [client.get(IMPORT).status_code, client.get(export).status_code]

    assert answers == {"Eve": [403, 403], "Dag": [403, 404]}
