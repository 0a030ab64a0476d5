"""A faulty file comes back to the person who brought it: coloured, with comments, and a list of its faults."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from maturity.config.workbook import WorkbookFaults, import_workbook
from maturity.models import FaultyWorkbook
from maturity.web.languages import speaking
from maturity.web.sheets import marking
from maturity.web.sheets.marking import can_be_marked, with_faults_marked
from tests.factories import cast
from tests.factories.workbooks import book_of, changed, file_of, small, with_cell

IMPORT, GIVEN_BACK = reverse("import_workbook"), reverse("faulty_workbook")


def faulty(book=None) -> bytes:
    sheets = with_cell("Ballots", 2, "rung", 7)
    sheets["Channels"][2][4] = "=1+1"
    return file_of(book or sheets).getvalue()


def faults_of(content: bytes):
    with pytest.raises(WorkbookFaults) as refused:
        import_workbook(io.BytesIO(content))
    return refused.value.faults


def marked(content: bytes):
    return load_workbook(io.BytesIO(with_faults_marked(content, faults_of(content))))


def bring_in(client, content: bytes, name: str = "Plan 2027.xlsx"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.django_db
def test_faulty_cells_are_coloured_and_say_what_is_right():
    book = marked(faulty())
    cell = book["Ballots"]["F2"]
    assert (cell.value, cell.fill.fgColor.rgb) == (7, "FFFFC7CE")
    assert cell.comment.text == "Found: 7\nRight: a whole number from 1 to 5, or empty for “don’t know”"
    assert book["Channels"]["E3"].value == "=1+1"
    assert book["Ballots"]["F3"].comment is None


@pytest.mark.django_db
def test_first_sheet_lists_the_faults_as_texts_with_links():
    with speaking("da"):
        book = marked(faulty())
    page = book.worksheets[0]
    assert page.title == "Fejl"
    assert [row[:3] for row in page.iter_rows(min_row=2, values_only=True)] == [
        ("Ballots", 2, "rung"),
        ("Channels", 3, "cost per contact"),
    ]
    assert (page["D3"].value, page["D3"].data_type) == ("=1+1", "s")
    assert page["C2"].hyperlink.location == "'Ballots'!F2"


@pytest.mark.django_db
def test_sheets_formats_and_comments_of_the_person_stay():
    source = book_of(with_cell("Ballots", 2, "rung", 7))
    source.create_sheet("Noter")["A1"] = "Vores egne"
    source["Ballots"]["A1"].font = Font(bold=True, color="FF00AA00")
    source["Ballots"]["F2"].comment = Comment("Spørg Bo", "Ane")
    source["Ballots"].column_dimensions["A"].width = 33
    book = marked(faulty(source))
    assert book["Noter"]["A1"].value == "Vores egne"
    assert book["Ballots"]["A1"].font.color.rgb == "FF00AA00"
    assert book["Ballots"]["F2"].comment.text.startswith("Spørg Bo\n\nFound: 7")
    assert book["Ballots"].column_dimensions["A"].width == 33


@pytest.mark.django_db
def test_copy_that_comes_back_is_read_and_loses_its_older_marks():
    first = with_faults_marked(faulty(), faults_of(faulty()))
    book = load_workbook(io.BytesIO(first))
    book["Ballots"]["F2"] = 3
    out = io.BytesIO()
    book.save(out)
    again = marked(out.getvalue())
    assert again.sheetnames.count("Faults") == 1
    assert again["Ballots"]["F2"].comment is None
    assert again["Ballots"]["F2"].fill.fill_type is None
    assert again["Channels"]["E3"].comment is not None


@pytest.mark.django_db
def test_parts_that_an_import_never_reads_are_counted_before(monkeypatch):
    faults = faults_of(faulty())
    bomb = changed({"xl/drawings/drawing9.xml": b"<a>" + b"<b/>" * 1_000_000 + b"</a>"})
    assert can_be_marked(faulty(), faults)
    assert not can_be_marked(bomb.getvalue(), faults)
    assert not can_be_marked(changed({"xl/media/image1.png": b"\0" * 100_000_000}).getvalue(), faults)
    assert not can_be_marked(b"no workbook", faults)
    for limit in ("MARKED_CELLS", "MARKED_VALUES"):
        with monkeypatch.context() as low:
            low.setattr(marking, limit, 10)
            assert not can_be_marked(faulty(), faults)


@pytest.mark.django_db
def test_file_that_openpyxl_cannot_read_is_refused_in_words():
    broken = changed({"xl/styles.xml": b"<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>"}).getvalue()
    with pytest.raises(marking.CannotBeMarked, match="cannot be given back"):
        with_faults_marked(broken, faults_of(faulty()))


@pytest.mark.django_db
class TestKept:
    def test_faulty_file_is_offered_and_given_back_to_its_person(self, as_ane, engagement):
        page = bring_in(as_ane, faulty()).content.decode()
        assert GIVEN_BACK in page
        given = as_ane.get(GIVEN_BACK)
        assert given["Content-Disposition"] == 'attachment; filename="plan-2027-faults.xlsx"'
        assert "no-store" in given["Cache-Control"]
        assert load_workbook(io.BytesIO(given.content))["Ballots"]["F2"].comment is not None

    def test_nobody_else_gets_it(self, as_ane, client, engagement):
        bring_in(as_ane, faulty())
        other = cast.person(name="Dag")
        client.force_login(other)
        assert client.get(GIVEN_BACK).status_code == 404
        client.logout()
        assert client.get(GIVEN_BACK).status_code == 302

    def test_it_is_gone_after_a_day_and_after_the_next_import(self, as_ane, engagement):
        bring_in(as_ane, faulty())
        FaultyWorkbook.objects.update(kept_at=timezone.now() - timedelta(days=1, minutes=1))
        assert as_ane.get(GIVEN_BACK).status_code == 404
        bring_in(as_ane, faulty())
        assert FaultyWorkbook.objects.count() == 1
        bring_in(as_ane, file_of(small()).getvalue())
        assert not FaultyWorkbook.objects.exists()

    def test_file_without_a_faulty_cell_is_not_kept(self, as_ane, engagement):
        assert GIVEN_BACK not in bring_in(as_ane, b"hello").content.decode()
        assert not FaultyWorkbook.objects.exists()
