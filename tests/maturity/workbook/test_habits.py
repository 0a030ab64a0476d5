"""Workbooks as consultants bring them: titles, totals, notes, formats and characters that nobody sees."""

import zipfile
from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from maturity.config.workbook import Count, Imported, SheetFault, WorkbookFaults, import_workbook
from maturity.models import Ballot, Department, Organisation
from maturity.models import Path as ChannelPath
from maturity.web.languages import speaking
from maturity.web.sheets import cells as limits
from maturity.web.sheets.faults import shortened
from tests.factories.workbooks import SMALL, Sheets, book_of, changed, file_of, small, with_cell, with_row

FEW: Sheets = {"Engagement": SMALL["Engagement"]}
TOTALS_ROW = "only rows of data: this looks like a totals row; delete it"
ON_THE_SITE = f"{TOTALS_ROW} (or, if something is really called so, add it on the site first)"
NOTE_ROW = "only rows of data: this looks like a note; delete it or move it to another sheet"
pytestmark = pytest.mark.django_db


def departments(*rows: list[Any], headings: tuple[str, ...] = ("department", "lead", "capacity")) -> Sheets:
    return FEW | {"Departments": [list(headings), *rows]}


def imported(sheets: Any) -> Imported:
    return import_workbook(file_of(sheets))


def refused(sheets: Any) -> WorkbookFaults:
    with pytest.raises(WorkbookFaults) as faults:
        imported(sheets)
    assert not Organisation.objects.exists()
    return faults.value


class TestInvisible:
    @pytest.mark.parametrize(
        "twin",
        [
            "Marketing\u200b",
            "Mar\u00adketing",
            "\ufeffMarketing",
            "Marketing\u200e",
            "Marke\u2060ting",
            "Mar\u200dketing",
        ],
    )
    def test_twins_are_one_name(self, twin):
        assert refused(departments(["Marketing", None, 8], [twin, None, 8])).faults == (
            SheetFault("Departments", 3, "department", shortened(twin), "each department once; row 2 has it already"),
        )

    def test_fault_shows_what_nobody_sees(self):
        faults = refused(departments(["Marketing", None, 8], ["Marketing\u200b", None, 8])).faults
        assert faults[0].found == "Marketing‹U+200B›"

    def test_names_headings_numbers_and_words_are_read_without_them(self):
        sheets = small()
        sheets["Departments"][0] = ["\ufeffdepartment", "lead", "e\u00admail", "capacity\u200b"]
        sheets["Departments"][1][0] = "Sa\u00adlg"
        sheets["Departments"][2][3] = "12,5\u200b"
        sheets["Journey"][2][11] = "ja\u200b"
        sheets["Journey"][1][7] = "Salg\u200b"
        sheets["Channels"][1][1] = "digital\u2060"
        imported(sheets)
        assert list(Department.objects.values_list("name", flat=True)) == ["IT", "Salg"]

    def test_cell_of_nothing_else_is_empty(self):
        assert imported(departments(["Salg", "\u200b", 3], ["\u200b", "\u00a0", None])).counts["Departments"].made == 1


class TestFormatted:
    def test_formatted_empty_cells_do_not_count(self, monkeypatch):
        monkeypatch.setattr(limits, "CELLS", 1_000)
        book = book_of(small())
        for row in book["Paths"]["A4:Z200"]:
            for cell in row:
                cell.font = Font(name="Arial")
        assert imported(book).counts["Paths"] == Count(made=2)

    def test_very_many_are_refused_with_what_to_do(self, monkeypatch):
        monkeypatch.setattr("maturity.web.sheets.archive.ELEMENTS", 3_000)
        monkeypatch.setattr(limits, "MANY_EMPTY", 100)
        book = book_of(small())
        for column in range(5, 27):
            for row in range(1, 200):
                book["Paths"][f"{get_column_letter(column)}{row}"].font = Font(name="Arial")
        (fault,) = refused(book).faults
        assert fault.found.endswith("formatted but empty cells")
        assert "delete the empty rows and columns" in fault.expected


class TestTitles:
    @pytest.mark.parametrize("merged", [False, True])
    def test_title_above_the_headings_is_left_alone(self, merged):
        book = book_of(FEW | {"Afdelinger": [
            ["Afdelinger hos Prøve A/S, januar 2027"], [], ["Afdeling", "Leder", "E-mail", "Kapacitet"],
            ["Marketing", "Mette", None, 8], ["IT", "Iben", None, 6.5],
        ]})  # fmt: skip
        if merged:
            book["Afdelinger"].merge_cells("A1:D1")
        done = imported(book)
        assert done.counts["Departments"] == Count(made=2)
        assert done.remarks == (
            "Sheet “Afdelinger”: row 1 “Afdelinger hos Prøve A/S, januar 2027” "
            "stands above the headings and was left alone.",
            "Sheet “Afdelinger”: column B “Leder” is not known and was left alone.",
        )

    def test_title_that_is_a_heading_itself_is_no_row_of_headings(self):
        sheets = FEW | {"Mål": [["Mål"], ["dimension", "mål"], ["customer-care", 4]]}
        assert imported(sheets).counts["Targets"] == Count(made=1)

    @pytest.mark.parametrize(
        "headings",
        [
            ("Afdeling:", "Ansvarlig:", "Kapacitet:"),
            ("Afdeling (navn)", "Ansvarlig (leder)", "Kapacitet (personuger pr. kvartal)"),
            ("Department name", "lead", "capacity [weeks]"),
            ("AFDELING *", "ansvarlig", "Kapacitet, personuger"),
        ],
    )
    def test_headings_with_something_beside_them(self, headings):
        imported(departments(["Salg", "Mette", 3], headings=headings))
        assert Department.objects.get().capacities.get().person_weeks == 3

    def test_missing_heading_says_which_row_was_read_and_is_named_as_the_file_would(self):
        sheets = FEW | {"Veje": [["Vores veje"], ["vej", "kunder", "antal køb i alt"], ["Web", 3, 1]]}
        (fault, *_others) = refused(sheets).faults
        assert fault == SheetFault(
            "Veje", 2, "køb", "",
            "a column with this heading; row 2 was read as the headings: “vej”, “kunder”, “antal køb i alt”",
        )  # fmt: skip

    def test_remarks_stand_beside_the_faults(self):
        sheets = with_row("Departments", "HR", None, None, "mange")
        sheets["Departments"].insert(0, ["Alle afdelinger"])
        faults = refused(sheets)
        assert [fault.place for fault in faults.faults] == ["Sheet “Departments”, row 5, column “capacity”"]
        assert faults.remarks == (
            "Sheet “Departments”: row 1 “Alle afdelinger” stands above the headings and was left alone.",
        )


class TestTotals:
    @pytest.mark.parametrize(
        "label",
        [
            *(
                "I alt",
                "Total",
                "Sum",
                "Summa",
                "Totalt",
                "TOTALSUMMA",
                "Grand total",
                "Subtotal",
                "Gennemsnit",
                "Medelvärde",
            ),
            *("I alt:", "Total (årsværk)", "Sum 2027", " i\u00a0alt ", "Salg i alt", "Hovedtotal", "Genomsnitt"),
        ],
    )
    @pytest.mark.parametrize("total", [17.5, "=SUM(C2:C3)"])
    def test_totals_row_is_a_fault_that_says_to_delete_it(self, label, total):
        sheets = departments(["Salg", None, 8], ["IT", None, 9.5], [label, None, total])
        assert refused(sheets).faults == (SheetFault("Departments", 4, "department", label, ON_THE_SITE),)

    @pytest.mark.parametrize(
        ("sheet", "row"),
        [
            ("Channels", ["Total", None, None, 1630000]),
            ("Paths", ["I alt", 6050, 949]),
            ("Systems", ["I alt: 2 systemer"]),
            ("Initiatives", ["Sum", None, None, None, None, None, None, None, None, 3, None, 970000]),
            ("Customer ratings", ["Gennemsnit", 7]),
            ("Targets", ["Gennemsnit", 3.5]),
            ("Ballots", ["Total", None, None, None, None, 3.5]),
            ("Benefits", ["Total", None, 300000, 900000, 1600000]),
        ],
    )
    def test_totals_row_of_any_sheet_is_one_fault(self, sheet, row):
        (fault,) = refused(with_row(sheet, *row)).faults
        assert (fault.sheet, fault.row, fault.found) == (sheet, len(SMALL[sheet]) + 1, row[0])
        assert fault.expected.startswith(TOTALS_ROW)

    def test_sums_without_a_label_are_a_totals_row(self):
        (fault,) = refused(with_row("Paths", None, "=SUM(B2:B3)", "=SUM(C2:C3)")).faults
        assert (fault.row, fault.expected) == (4, TOTALS_ROW)

    @pytest.mark.parametrize(
        "note",
        [
            "Kilde: HR, januar 2027",
            "Källa: HR",
            "Source: HR",
            "Note: tal fra 2025",
            "Obs! Foreløbige tal",
            "* uden vikarer",
        ],
    )
    def test_note_below_a_table_is_a_fault(self, note):
        sheets = departments(["Salg", None, 8], [], [note])
        assert refused(sheets).faults == (SheetFault("Departments", 4, "department", note, NOTE_ROW),)

    @pytest.mark.parametrize(
        "name", ["Total Care", "Summa summarum ApS", "Obs-gruppen", "Notefabrikken", "Kildesortering"]
    )
    def test_name_that_only_begins_so_is_data(self, name):
        assert imported(departments([name, None, 8])).counts["Departments"].made == 1

    def test_what_is_really_called_so_is_kept_where_something_else_names_it(self):
        sheets = with_row("Departments", "Total", None, None, 3)
        sheets["Channels"][1][2] = "total"
        imported(sheets)
        assert Department.objects.filter(name="Total").exists()

    def test_what_is_really_called_so_is_kept_where_it_is_there(self):
        engagement = imported(SMALL).engagement
        total = Department.objects.create(organisation=engagement.organisation, name="Total")
        engagement.capacities.create(department=total, person_weeks=2)
        done = imported(with_row("Departments", "Total", None, None, 3))
        assert done.counts["Departments"] == Count(changed=1, unchanged=2)


def test_rows_of_one_path_are_summed_with_a_remark():
    rows = [["path", "customers", "conversions"], ["Web > Butik", 100, 20], ["Butik", 50, 5], ["web > BUTIK", 60, 30]]
    sheets = FEW | {"Channels": [["channel"], ["Web"], ["Butik"]], "Paths": rows}
    done = imported(sheets)
    assert done.counts["Paths"] == Count(made=2)
    assert list(ChannelPath.objects.values_list("customers", "conversions")) == [(160, 50), (50, 5)]
    assert done.remarks == ("Sheet “Paths”: 1 row repeats an earlier “path”; their numbers were added up.",)
    assert imported(sheets).changes_nothing


def test_sum_that_no_field_holds_is_a_fault():
    sheets = small(Paths=[["path", "customers", "conversions"], *[["Web", 999_999_999_999, 0]] * 2])
    (fault,) = refused(sheets).faults
    assert (fault.row, fault.column) == (3, "customers")


def test_words_for_no_answer_are_ballots_without_a_rung():
    words = ("ved ikke", "N/A", "vet inte", "don't know", 3)
    rows = [["W", f"p{number}", "IT", "customer-insight.1", 1, word, None] for number, word in enumerate(words)]
    imported(small(Ballots=[SMALL["Ballots"][0], *rows]))
    assert list(Ballot.objects.order_by("pk").values_list("rung", flat=True)) == [None, None, None, None, 3]


class TestMoney:
    def test_money_of_the_engagement_is_read(self):
        sheets = with_cell("Channels", 3, "cost per contact", "kr. 48,50")
        sheets["Initiatives"][1][11] = "1.200.000 kr"
        assert imported(sheets).counts["Channels"].made == 2

    @pytest.mark.parametrize("typed", ["€ 48", "48 SEK", "USD 48", "48 $"])
    def test_foreign_money_is_refused(self, typed):
        assert refused(with_cell("Channels", 3, "cost per contact", typed)).faults == (
            SheetFault(
                "Channels", 3, "cost per contact", typed, "an amount in the engagement's currency, DKK",
            ),
        )  # fmt: skip

    def test_currency_is_that_of_the_stored_engagement_where_the_file_has_none(self):
        imported(SMALL)
        sheets = with_cell("Channels", 3, "cost per contact", "48 EUR")
        sheets["Engagement"] = [row for row in sheets["Engagement"] if row[0] != "currency"]
        with pytest.raises(WorkbookFaults, match="currency, DKK"):
            imported(sheets)


class TestSaid:
    """Words of the reader's language, and what to do."""

    def test_words_sheets_and_columns_are_in_the_readers_language(self):
        sheets = with_cell("Channels", 2, "kind", "luftbåren")
        with speaking("da"):
            (fault,) = refused(sheets).faults
            assert "fysisk, digital, menneskelig" in fault.expected
            assert dict(imported(SMALL).sheets)["Afdelinger"] == Count(made=2)

    def test_workbook_without_our_sheets_hears_which_it_has(self):
        with speaking("da"):
            (fault,) = refused({"Ark1": [["a"]], "Budget": [["b"]]}).faults
        assert fault.found == "arkene Ark1, Budget"
        assert "“Opgave”" in fault.expected

    @pytest.mark.parametrize(
        ("column", "typed", "expected"),
        [
            ("other departments", "IT, Salg", "“IT; Salg”, with “;” between the names"),
            ("other departments", "IT og Salg", "“IT; Salg”, with “;” between the names"),
            ("effort", "IT 3, Salg 2", "a semicolon between the names: “IT 3; Salg 2”"),
        ],
    )
    def test_other_separators_are_told(self, column, typed, expected):
        (fault,) = refused(with_cell("Initiatives", 3, column, typed)).faults
        assert fault.expected == expected

    def test_workbook_of_another_model_hears_that_it_is(self):
        sheets = FEW | {"Targets": [["dimension", "target"], ["vaerksted", 3], ["lager", 2]]}
        expected = (
            "a key of the engagement's maturity model, such as “customer-insight”; "
            "this workbook is of another model, which is loaded first, under “Frameworks”"
        )
        assert [fault.expected for fault in refused(sheets).faults] == [expected] * 2

    @pytest.mark.parametrize("typed", ["Web, Telefon", "Web → Telefon", "Web / Telefon"])
    def test_other_separators_of_paths_are_told(self, typed):
        (fault,) = refused(with_cell("Paths", 2, "path", typed)).faults
        assert fault.expected == "“Web > Telefon”, with “>” between the names"


class TestCharacters:
    @pytest.mark.parametrize("text", ["_xD800_x", "_xDC00_", "_xDE00__xD83D_"])
    def test_half_of_a_pair_is_a_fault_that_can_be_shown(self, text):
        (fault,) = refused(with_cell("Set pieces", 2, "deviation", text)).faults
        assert fault.expected == "text without characters that cannot be stored"
        assert fault.found.encode()

    def test_pair_is_its_character(self):
        engagement = imported(with_cell("Departments", 2, "lead", "_xD83D__xDE00_")).engagement
        assert engagement.organisation.departments.get(name="Salg").lead == "😀"

    def test_half_of_a_pair_in_a_heading_is_remarked(self):
        sheets = small()
        sheets["Paths"][0].append("_xD800_")
        assert imported(sheets).remarks[0].encode()


@pytest.mark.parametrize("value", ["1_000", "١٢"])
def test_numbers_that_only_python_reads_are_refused_with_their_place(value):
    name = f"xl/worksheets/sheet{list(SMALL).index('Paths') + 1}.xml"
    part = zipfile.ZipFile(file_of(small())).read(name).decode()
    file = changed({name: part.replace("<v>5130</v>", f"<v>{value}</v>").encode()})
    with pytest.raises(WorkbookFaults) as faults:
        import_workbook(file)
    assert faults.value.faults == (SheetFault("Paths", 2, "customers", value, "a number of at least 0"),)
