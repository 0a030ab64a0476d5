"""Files made to do harm, and files that are something else: one clear sentence, in bounded work and memory."""

import io
import tracemalloc
import zipfile
from cProfile import Profile
from pathlib import Path

import pytest

from maturity.config.workbook import WorkbookFaults, import_workbook
from maturity.models import Organisation
from tests.factories.workbooks import SMALL, book_of, changed, file_of, small

WORKBOOK = "a workbook saved as .xlsx"
CALLS = 10_000_000  # of functions: a second or two on any machine, however busy it is
MEGABYTES = 100
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_xml(rows: bytes, before: bytes = b"") -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>' + before
    return head + f"<worksheet {MAIN}>".encode() + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def refused(file) -> list[str]:
    """The sentences of the refusal; it came after bounded work, and nothing was written."""
    with Profile() as work, pytest.raises(WorkbookFaults) as refusal:
        import_workbook(file)
    assert sum(entry.callcount for entry in work.getstats()) < CALLS
    assert not Organisation.objects.exists()
    return refusal.value.lines()


def not_a_workbook() -> list:
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", "<a/>")
    whole = file_of(small()).getvalue()
    damaged = (
        "Found “a damaged workbook”, expected a workbook that a spreadsheet program can open; save it again as .xlsx."
    )
    return [
        pytest.param(b"", f"Found “a file that is not an Excel workbook”, expected {WORKBOOK}.", id="empty"),
        pytest.param(b"%PDF-1.7", f"Found “a file that is not an Excel workbook”, expected {WORKBOOK}.", id="pdf"),
        pytest.param(b"key;value\n", f"Found “a file that is not an Excel workbook”, expected {WORKBOOK}.", id="csv"),
        pytest.param(
            document.getvalue(), f"Found “a file that is not an Excel workbook”, expected {WORKBOOK}.", id="ods"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
            f"Found “a file with a password or in the old .xls format”, expected {WORKBOOK} without a password.",
            id="xls",
        ),
        pytest.param(whole[: len(whole) // 2], damaged, id="truncated"),
        pytest.param(whole[:60] + b"\xff" * (len(whole) - 3060) + whole[-3000:], damaged, id="overwritten"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "sentence"), not_a_workbook())
def test_file_that_is_no_workbook(content, sentence):
    assert refused(io.BytesIO(content)) == [sentence]


@pytest.mark.django_db
def test_file_that_is_not_there(tmp_path: Path):
    assert refused(tmp_path / "none.xlsx")[0].endswith("expected a workbook file that can be opened.")


@pytest.mark.django_db
def test_workbook_with_macros():
    file = changed({"xl/vbaProject.bin": b"macro"})
    assert refused(file) == ["Found “a workbook with macros”, expected a workbook saved as .xlsx, without macros."]


TOO_LARGE = ["Found “a file that is too large”, expected at most 10 MB, and at most 20,000 rows in a sheet."]
BOMBS = {
    "one shared text of 200 MB": lambda: {
        STRINGS: f"<sst {MAIN}><si><t>".encode() + b"A" * 200_000_000 + b"</t></si></sst>"
    },
    "millions of shared texts": lambda: {STRINGS: f"<sst {MAIN}>".encode() + b"<si><t/></si>" * 2_000_000 + b"</sst>"},
    "one cell of 50 MB": lambda: {
        SHEET: sheet_xml(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 50_000_000 + b"</t></is></c></row>")
    },
    "millions of styles": lambda: {
        "xl/styles.xml": f"<styleSheet {MAIN}><cellXfs>".encode() + b"<xf/>" * 3_000_000 + b"</cellXfs></styleSheet>"
    },
    "millions of empty rows": lambda: {SHEET: sheet_xml(b"<row/>" * 3_000_000)},
    "one tag of millions of attributes": lambda: {
        SHEET: sheet_xml(b"<row " + b" ".join(b'a%d=""' % number for number in range(3_000_000)) + b"/>")
    },
    "many tags of many attributes": lambda: {
        SHEET: sheet_xml((b"<row " + b" ".join(b'a%d=""' % number for number in range(60_000)) + b"/>") * 60)
    },
    "space between two tags": lambda: {SHEET: sheet_xml(b" " * 60_000_000)},
}


@pytest.mark.django_db
@pytest.mark.parametrize("bomb", BOMBS)
def test_workbook_that_unpacks_to_too_much(bomb):
    assert refused(changed(BOMBS[bomb]())) == TOO_LARGE


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bomb", ["one shared text of 200 MB", "millions of shared texts", "one tag of millions of attributes"]
)
def test_workbook_that_unpacks_to_too_much_takes_little_memory(bomb):
    file = changed(BOMBS[bomb]())
    tracemalloc.start()
    with pytest.raises(WorkbookFaults):
        import_workbook(file)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    assert peak < MEGABYTES


@pytest.mark.django_db
def test_file_of_more_than_10_megabytes():
    assert refused(io.BytesIO(b"PK\x03\x04" + b"\0" * 11 * 2**20)) == TOO_LARGE


@pytest.mark.django_db
def test_archive_of_very_many_parts():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for number in range(5_000):
            target.writestr(f"x{number}", b"")
    out.seek(0)
    assert refused(out) == TOO_LARGE


@pytest.mark.django_db
def test_lone_cell_in_the_last_corner():
    book = book_of(small())
    book["Paths"]["XFD1048576"] = "z"
    found = "Sheet “Paths”: found “cell XFD1048576”, expected at most 20,000 rows."
    assert refused(file_of(book)) == [found]


@pytest.mark.django_db
def test_lone_cell_in_the_last_column():
    book = book_of(small())
    book["Paths"]["XFD2"] = "z"
    assert refused(file_of(book)) == ["Sheet “Paths”: found “cell XFD2”, expected at most 200 columns."]


@pytest.mark.django_db
def test_sheet_of_100000_rows():
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="B%d"><v>1</v></c><c r="C%d"><v>0</v></c></row>'
    rows = b"".join(row % (number, number, number, number) for number in range(1, 100_001))
    place = list(SMALL).index("Paths") + 1
    lines = refused(changed({f"xl/worksheets/sheet{place}.xml": sheet_xml(rows)}))
    assert lines == ["Sheet “Paths”: found “cell A20002”, expected at most 20,000 rows."]


@pytest.mark.django_db
def test_lying_dimension_changes_nothing():
    name = f"xl/worksheets/sheet{list(SMALL).index('Paths') + 1}.xml"
    part = zipfile.ZipFile(file_of(small())).read(name)
    for lie in (b'ref="A1:XFD1048576"', b'ref="A1"'):
        file = changed({name: part.replace(b'ref="A1:C3"', lie)})
        assert import_workbook(file, check=True).counts["Paths"].made == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY e "boom">]>',
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>',
    ],
)
def test_entities_are_not_even_declared(declaration):
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
    sentence = (
        "Found “a document type declaration, which Excel never writes”, "
        "expected a workbook saved by a spreadsheet program."
    )
    assert refused(changed({SHEET: sheet_xml(row, declaration)})) == [sentence]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1"><c r="A1"',
        b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
        b'<row r="1"><c r="A1" t="s"><v>-</v></c></row>',
        b'<row r="1"><c r="A1"><v>one</v></c></row>',
        b'<row r="1"><c r="A1"><v>NaN</v></c></row>',
        b"\xff\xfe",
    ],
)
def test_part_that_is_damaged(row):
    assert refused(changed({SHEET: sheet_xml(row)}))[0].startswith("Found “a damaged workbook”")


@pytest.mark.django_db
def test_odd_but_legal_parts_are_read():
    """Other programs leave out positions, use prefixes, and split texts into runs."""
    row = (
        b'<x:row><x:c t="inlineStr"><x:is><x:r><x:t>k</x:t></x:r><x:r><x:t>ey</x:t></x:r>'
        b"<x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>"
        b'<x:c t="str"><x:v>value</x:v></x:c></x:row>'
        b'<x:row><x:c t="str"><x:v>organisation</x:v></x:c>'
        b'<x:c t="inlineStr"><x:is><x:t>A_x0026_B</x:t></x:is></x:c></x:row>'
        b'<x:row><x:c t="str"><x:v>TITLE</x:v></x:c><x:c><x:v>2027</x:v></x:c></x:row>'
    )
    space = MAIN.replace("xmlns", "xmlns:x").encode()
    part = b"<x:worksheet " + space + b"><x:sheetData>" + row + b"</x:sheetData></x:worksheet>"
    imported = import_workbook(changed({SHEET: part}, {"Engagement": [["key"]]}))
    assert (imported.engagement.organisation.name, imported.engagement.title) == ("A&B", "2027")
