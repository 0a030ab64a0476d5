"""A workbook with one fault of each kind: where it is, what was found, what would be right; and nothing is written."""

import copy

import pytest
from openpyxl.styles import Font

from maturity.config.workbook import SheetFault, WorkbookFaults, import_workbook
from maturity.models import Organisation
from maturity.web.sheets.faults import LISTED
from tests.factories.workbooks import SMALL, Sheets, book_of, file_of, small, with_cell, with_row

KEY = "a key of the engagement's maturity model, such as “%s”"

RUNG = "a whole number from 1 to 5, or empty for “don’t know”"
EITHER_DAY = "%s or %s, written like this: it can be read as either"
HEADINGS = "a column with this heading; row 1 was read as the headings: %s"


def faults_of(sheets) -> tuple[SheetFault, ...]:
    with pytest.raises(WorkbookFaults) as refused:
        import_workbook(file_of(sheets))
    assert not Organisation.objects.exists()
    return refused.value.faults


def without_column(sheet: str, column: str) -> Sheets:
    sheets = small()
    place = sheets[sheet][0].index(column)
    sheets[sheet] = [[*row[:place], *row[place + 1 :]] for row in sheets[sheet]]
    return sheets


def with_after(**after: str) -> Sheets:
    sheets = small()
    for row in sheets["Initiatives"][1:]:
        row[8] = after.get(row[0])
    return sheets


CELLS = [
    # sheet, row, column, what stands there, found, expected
    ("Engagement", 2, "value", None, "", "text: the cell must not be empty"),
    ("Engagement", 4, "value", "fr", "fr", "a language: en, da or sv"),
    ("Engagement", 5, "value", "kroner", "kroner", "a currency of ISO 4217, such as DKK"),
    ("Engagement", 5, "value", "XQZ", "XQZ", "a currency of ISO 4217, such as DKK"),
    ("Engagement", 6, "value", "01/02/2027", "01/02/2027", EITHER_DAY % ("2027-02-01", "2027-01-02")),
    ("Engagement", 7, "value", 41, "41", "a whole number from 1 to 40"),
    ("Engagement", 8, "value", "8", "8", "a share from 0 to 1, such as 0.45 or 45%"),
    ("Departments", 2, "lead", "x" * 121, "x" * 79 + "…", "at most 120 characters instead of 121"),
    ("Departments", 3, "capacity", "tolv", "tolv", "a number of at least 0"),
    ("Departments", 3, "capacity", -1, "-1", "a number of at least 0"),
    ("Targets", 2, "dimension", "care", "care", KEY % "customer-insight"),
    ("Targets", 2, "target", 6, "6", "a whole number from 1 to 5"),
    ("Ballots", 2, "rung", 7, "7", RUNG),
    ("Ballots", 2, "rung", "3-4", "3-4", RUNG),
    ("Ballots", 2, "round", 10, "10", "a whole number from 0 to 9"),
    ("Ballots", 2, "statement", "customer-care.9", "customer-care.9", KEY % "customer-insight.1"),
    ("Ballots", 2, "participant", None, "", "text: the cell must not be empty"),
    ("Ballots", 4, "department", "It-afd", "It-afd", "a name from sheet “Departments”"),
    ("Ballots", 3, "department", "IT", "IT", "one department for each participant of a session; row 2 says “Salg”"),
    ("Journey", 2, "own rating", 5.5, "5.5", "a number from 1 to 5"),
    ("Journey", 2, "phase", "sometimes", "sometimes", "one of before, during, after"),
    ("Journey", 2, "ending", "perhaps", "perhaps", "yes or no"),
    ("Journey", 3, "department", "Sælg", "Sælg", "a name from sheet “Departments”, perhaps “Salg”"),
    ("Customer ratings", 4, "touchpoint", "Rnger", "Rnger", "a name from sheet “Journey”, perhaps “Ringer”"),
    ("Customer ratings", 4, "score", 11, "11", "a whole number from 0 to 10"),
    ("Customer ratings", 4, "date", "03/04/2026", "03/04/2026", EITHER_DAY % ("2026-04-03", "2026-03-04")),
    ("Set pieces", 2, "likelihood", 0, "0", "a whole number from 1 to 5"),
    ("Channels", 2, "response rate", 1.5, "1.5", "a share from 0 to 1, such as 0.45 or 45%"),
    (
        "Channels", 2, "cost per contact", "1.234", "1.234",
        "1.234 or 1234, without a separator that can be read as either",
    ),
    ("Handoffs", 2, "to", "Wap", "Wap", "a name from sheet “Channels”"),
    ("Handoffs", 2, "to", "WEB", "WEB", "another than it comes from"),
    ("Handoffs", 2, "share", 1.5, "1.5", "a share from 0 to 1, such as 0.45 or 45%"),
    ("Paths", 3, "path", "Web > Fax", "Fax", "a name from sheet “Channels”"),
    ("Paths", 3, "conversions", 921, "921", "at most the path's customers, 920"),
    ("Links", 2, "to", "ERP", "ERP", "a name from sheet “Systems”"),
    ("Links", 2, "exchange", "by post", "by post", "one of none, manual, batch, real time"),
    ("Initiatives", 3, "quarters", 41, "41", "a whole number from 0 to 40"),
    ("Initiatives", 3, "not before", 0, "0", "a whole number from 1 to 40"),
    ("Initiatives", 3, "dimensions", "leadership; cars", "cars", KEY % "customer-insight"),
    ("Initiatives", 3, "after", "A1; Z9", "Z9", "a name from sheet “Initiatives”"),
    ("Initiatives", 3, "after", "B1", "B1", "initiatives that do not wait for each other: B1 → B1"),
    ("Initiatives", 3, "effort", "IT; Salg", "IT; Salg", "names with an amount, such as IT 6; Marketing 2.5"),
    ("Initiatives", 3, "effort", "IT 3; HR 2", "HR", "a name from sheet “Departments”"),
    ("Initiatives", 3, "one-off cost", -5, "-5", "a number of at least 0"),
    ("Estimates", 2, "initiative", "A9", "A9", "a name from sheet “Initiatives”"),
    ("Estimates", 2, "value", 0, "0", "a whole number from 1 to 5"),
    ("Benefits", 2, "driver", "luck", "luck",
     "one of retention, conversion, repeat sale, cost to serve, returns, complaints, price, other"),
    ("Benefits", 2, "low", 950000, "900000", "at least “low”, 950000"),
    ("Benefits", 2, "high", 800000, "800000", "at least “likely”, 900000"),
    ("Measures", 2, "review", "til foråret", "til foråret", "a date such as 2026-11-22"),
    ("Readings", 2, "measure", "Svar", "Svar", "a measure that an initiative has"),
    ("Readings", 2, "value", "=1+1", "=1+1", "a value; copy the cells and paste them as values"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("sheet", "row", "column", "value", "found", "expected"), CELLS)
def test_cell_that_cannot_be(sheet, row, column, value, found, expected):
    where = "likely" if column == "low" and sheet == "Benefits" else column
    assert faults_of(with_cell(sheet, row, column, value)) == (SheetFault(sheet, row, where, found, expected),)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sheets", "fault"),
    [
        (
            with_row("Departments", " salg "),
            SheetFault("Departments", 4, "department", " salg ", "each department once; row 2 has it already"),
        ),
        (
            with_row("Engagement", "Titel", "Andet"),
            SheetFault("Engagement", 9, "key", "Titel", "each key once; row 3 has it already"),
        ),
        (
            with_row("Ballots", "workshop 1", "SAL-1", "Salg", "customer-care.1", None, 2),
            SheetFault(
                "Ballots", 5, "round", "workshop 1 · SAL-1 · customer-care.1 · 1",
                "each session, participant, statement, round once; row 2 has it already",
            ),
        ),
        (
            with_row("Estimates", "a1", "sal-1", "IT", 1, 1),
            SheetFault("Estimates", 3, "rater", "a1 · sal-1", "each initiative, rater once; row 2 has it already"),
        ),
        (
            with_row("Readings", "Svar i tide", "2027-02-26", 1),
            SheetFault("Readings", 3, "date", "Svar i tide · 2027-02-26",
                "each measure, date once; row 2 has it already"),
        ),
        (
            with_after(A1="B1", B1="A1"),
            SheetFault("Initiatives", 2, "after", "B1", "initiatives that do not wait for each other: A1 → B1 → A1"),
        ),
        (without_column("Paths", "customers"),
         SheetFault("Paths", 1, "customers", "", HEADINGS % "“path”, “conversions”")),
        # What the column would have named is not missed a second time.
        (
            without_column("Channels", "channel"),
            SheetFault(
                "Channels", 1, "channel", "",
                HEADINGS % "“kind”, “department”, “contacts per year”, “cost per contact”, “response rate”, "
                "“response hours”, “recognises by”",
            ),
        ),
        (small(Engagement=None), SheetFault("", None, "", "", "a sheet “Engagement”")),
        (
            small(Engagement=[*SMALL["Engagement"][:1], *SMALL["Engagement"][2:]]),
            SheetFault("Engagement", None, "key", "", "a row “organisation”"),
        ),
        (small(kanaler=[["kanal"], ["Web"]]), SheetFault("kanaler", None, "", "kanaler", "each sheet once")),
        (
            small(Paths=[["path", "customers", "vej", "conversions"], ["Web", 3, "App", 2]]),
            SheetFault("Paths", 1, "vej", "vej", "each column once"),
        ),
        (small(Departments=None, Ballots=None, Journey=None, Customer_ratings=None, Set_pieces=None, Channels=None,
               Handoffs=None, Paths=None, Systems=None, Links=None, Estimates=None, Initiatives=None, Benefits=None,
               Measures=None, Readings=[["measure", "date", "value"], ["NPS", "2027-01-01", 3]]),
         SheetFault("Readings", 2, "measure", "NPS", "a measure that an initiative has")),
    ],
)  # fmt: skip
def test_sheet_that_cannot_be(sheets, fault):
    assert faults_of(sheets) == (fault,)


@pytest.mark.django_db
def test_error_cell_and_merged_cells():
    book = book_of(small())
    book["Targets"]["B2"] = "#N/A"
    book["Paths"].merge_cells("A2:A3")
    assert faults_of(book) == (
        SheetFault("Targets", 2, "target", "#N/A", "a value instead of an error"),
        SheetFault("Paths", 2, "path", "merged cells A2:A3", "a value in each cell"),
        SheetFault("Paths", 3, "path", "", "names with > between them"),
    )


@pytest.mark.django_db
def test_measure_that_two_initiatives_have_is_named_with_one():
    sheets = with_row("Measures", "B1", "Svar i tide")
    assert faults_of(sheets) == (
        SheetFault(
            "Readings",
            2,
            "measure",
            "Svar i tide",
            "the measure with its initiative, such as “A1: Svar i tide”: several have one of this name",
        ),
    )
    sheets["Readings"][1][0] = "b1: svar i tide"
    assert import_workbook(file_of(sheets)).counts["Readings"].made == 1


@pytest.mark.django_db
def test_all_faults_of_all_sheets_come_at_once():
    sheets = copy.deepcopy(SMALL)
    sheets["Ballots"][1][5] = 7
    sheets["Journey"][1][7] = "HR"
    sheets["Benefits"][1][2] = "meget"
    sheets["Paths"][2][2] = 5000
    assert [(fault.sheet, fault.row, fault.column) for fault in faults_of(sheets)] == [
        ("Ballots", 2, "rung"),
        ("Journey", 2, "department"),
        ("Paths", 3, "conversions"),
        ("Benefits", 2, "low"),
    ]


@pytest.mark.django_db
def test_very_many_faults_are_counted_but_not_all_listed():
    sheets = small(Customer_ratings=[["touchpoint", "score"], *[["Ringer", 11]] * (LISTED + 234)])
    with pytest.raises(WorkbookFaults) as refused:
        import_workbook(file_of(sheets))
    assert (len(refused.value.faults), refused.value.more) == (LISTED, 234)
    assert refused.value.reason == "The workbook has 1234 faults, so nothing was imported."
    assert refused.value.lines()[-1] == "… and 234 more."


@pytest.mark.django_db
def test_sheets_and_columns_that_are_not_known_are_left_alone():
    sheets = small(Notater=[["hvad"], ["=1+1"]])
    sheets["Paths"][0].append("kilde")
    sheets["Paths"][1].append("=SUM(B2:B9)")
    book = book_of(sheets)
    book["Targets"].sheet_state = "hidden"
    book["Paths"]["F1"].font = Font(bold=True)
    assert import_workbook(file_of(book)).remarks == (
        "Sheet “Targets” is hidden; it was read.",
        "Sheet “Paths”: column D “kilde” is not known and was left alone.",
        "Sheet “Notater” is not known and was left alone.",
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            SheetFault("Ballots", 7, "rung", "7", "a whole number"),
            "Sheet “Ballots”, row 7, column “rung”: found “7”, expected a whole number.",
        ),
        (SheetFault("", None, "", "", "a sheet “Engagement”"), "Found nothing, expected a sheet “Engagement”."),
    ],
)  # fmt: skip
def test_fault_is_a_sentence(fault, sentence):
    assert str(fault) == sentence
