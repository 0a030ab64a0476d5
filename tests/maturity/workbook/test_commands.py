"""The workbook from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maturity.models import Engagement, Organisation
from tests.factories import cast
from tests.factories.workbooks import SMALL, cells, file_of, with_cell


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.xlsx"
    path.write_bytes(file_of(SMALL).getvalue())
    return path


def run(*arguments) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_import_says_what_it_made(file):
    said = run("import_workbook", file).splitlines()
    made = Engagement.objects.get()
    assert "Ballots                 3 new      0 changed      0 unchanged" in said
    assert said[-2:] == [
        f"Engagement {made.pk}, “Omnichannel” of Nordlys A/S, was made.",
        "Nobody is a member of this organisation yet: the admin or --facilitator makes somebody one.",
    ]
    assert "left as it was" in run("import_workbook", file)


@pytest.mark.django_db
def test_import_for_a_facilitator(file, ane):
    run("import_workbook", file, "--facilitator", "ANE@example.com")
    assert Organisation.objects.get().members.get().user == ane
    with pytest.raises(CommandError, match="Nobody has the address"):
        run("import_workbook", file, "--facilitator", "nobody@example.com")


@pytest.mark.django_db
def test_check_writes_nothing(file):
    said = run("import_workbook", file, "--check")
    assert said.splitlines()[-1].startswith("No faults. Nothing was written; the import would make “Omnichannel”")
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_import_prints_every_fault(tmp_path):
    sheets = with_cell("Ballots", 2, "rung", 7)
    sheets["Paths"][1][1] = "mange"
    path = tmp_path / "faulty.xlsx"
    path.write_bytes(file_of(sheets).getvalue())
    said = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("import_workbook", str(path), stderr=said)
    assert failed.value.returncode == 1
    assert str(failed.value) == "The workbook has 2 faults, so nothing was imported."
    assert said.getvalue().splitlines() == [
        "Sheet “Ballots”, row 2, column “rung”: "
        "found “7”, expected a whole number from 1 to 5, or empty for “don’t know”.",
        "Sheet “Paths”, row 2, column “customers”: found “mange”, expected a number of at least 0.",
    ]


@pytest.mark.django_db
def test_export_by_id_and_by_title(file, tmp_path):
    run("import_workbook", file)
    made, out = Engagement.objects.get(), tmp_path / "out.xlsx"
    said = run("export_workbook", made.pk, out)
    assert said.strip() == f"Engagement {made.pk}, “Omnichannel” of Nordlys A/S, is in {out}."
    assert list(cells(out.read_bytes())) == list(SMALL)
    run("export_workbook", "OMNIchannel", out, "--language", "da")
    assert next(iter(cells(out.read_bytes()))) == "Opgave"


@pytest.mark.django_db
def test_export_of_none_or_several_says_which_there_are(tmp_path, engagement):
    with pytest.raises(CommandError, match="No engagement has the id or title “Nothing”"):
        run("export_workbook", "Nothing", tmp_path / "out.xlsx")
    other = cast.engagement(facilitator=cast.person(name="Bob"), organisation="Client B", title="OMNICHANNEL")
    with pytest.raises(CommandError) as refused:
        run("export_workbook", "omnichannel", tmp_path / "out.xlsx")
    ids = f"{engagement.pk} (Client A), {other.pk} (Client B)"
    assert str(refused.value) == f"Several engagements are called “omnichannel”: {ids}."


@pytest.mark.django_db
def test_export_to_a_place_that_is_none(tmp_path, engagement):
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_workbook", engagement.pk, tmp_path / "none" / "out.xlsx")
