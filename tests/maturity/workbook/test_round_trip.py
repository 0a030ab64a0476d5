"""What goes out comes in again: the same engagement, whatever language and whatever its texts are."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from maturity.config.workbook import SHEETS, Count, blank_workbook, export_workbook, import_workbook
from maturity.framework.services import shipped_framework, use_framework
from maturity.models import (
    Ballot,
    Channel,
    CustomerRating,
    Department,
    Engagement,
    Journey,
    Organisation,
    Participant,
    Persona,
    Round,
    Session,
    SessionStatement,
    SetPiece,
    Stage,
    Statement,
    Touchpoint,
)
from maturity.models import (
    Path as ChannelPath,
)
from roadmap.models import Effort, Initiative, Measure, Reading
from tests.factories.workbooks import SMALL, cells, file_of, small

HAVBLIK = Path(__file__).parents[3] / "maturity" / "demo" / "havblik.xlsx"
NASTY = (
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "#N/A",
    "TRUE",
    "1.234",
    "45 %",
    "03/04/2026",
    "'quoted",
    '"quoted"; half " way',
    "a; b > c",
    "two\nlines\r\nand a\ttab",
    "_x0041_ is not A",
    "bell \x07 and escape \x1b[31m",
    "<script>alert(1)</script> & &amp;",
    "Ω≈ç√∫ 社會科學院 👩‍👩‍👧 مرحبا",
    "e\u0301 is not \u00e9",
    "no characters \ufffe\uffff",
    "{{ 7*7 }} %(a)s %s {0}",
    "NULL",
)


def again(engagement: Engagement, language: str) -> Engagement:
    """The engagement after export, in a database that has nothing of it."""
    file = export_workbook(engagement, language)
    Organisation.objects.filter(pk=engagement.organisation_id).update(name="Moved away")
    return import_workbook(io.BytesIO(file)).engagement


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_small_engagement_comes_back_cell_for_cell(language):
    first = import_workbook(file_of(SMALL)).engagement
    before = cells(export_workbook(first))
    second = again(first, language)
    assert second.pk != first.pk
    assert cells(export_workbook(second)) == before


@pytest.mark.django_db
def test_export_has_the_rows_of_the_file_that_was_imported():
    exported = cells(export_workbook(import_workbook(file_of(SMALL)).engagement))
    assert exported == cells(file_of(small()).getvalue())


@pytest.mark.django_db
def test_havblik_comes_back_cell_for_cell():
    first = import_workbook(HAVBLIK).engagement
    before = cells(export_workbook(first))
    assert cells(export_workbook(again(first, "da"))) == before
    case = cells(HAVBLIK.read_bytes())
    assert {name: sorted(map(str, rows)) for name, rows in before.items()} == {
        name: sorted(map(str, rows)) for name, rows in case.items()
    }


@pytest.mark.django_db
def test_nasty_texts_come_back_and_are_no_formulas():
    first = nasty_engagement()
    file = export_workbook(first, "sv")
    pages = load_workbook(io.BytesIO(file)).worksheets
    assert {cell.data_type for page in pages for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}
    before = cells(export_workbook(first))
    second = again(first, "sv")
    assert cells(export_workbook(second)) == {
        **before,
        "Engagement": [["key", "value"], ["organisation", NASTY[0]], *before["Engagement"][2:]],
    }
    assert list(second.touchpoints.values_list("name", flat=True)) == list(NASTY)
    assert list(second.channels.values_list("name", flat=True)) == list(NASTY)


def nasty_engagement() -> Engagement:
    """Every text is nasty, in every place that a name has."""
    organisation = Organisation.objects.create(name=NASTY[0])
    engagement = Engagement.objects.create(organisation=organisation, title=NASTY[2], start=date(2027, 1, 1))
    use_framework(engagement=engagement, framework=shipped_framework(), by=None)
    departments = [Department.objects.create(organisation=organisation, name=name, lead=name) for name in NASTY]
    for department in departments:
        engagement.capacities.create(department=department, person_weeks=None)
    channels = [Channel.objects.create(engagement=engagement, name=name, recognises_by=name) for name in NASTY]
    ChannelPath.objects.create(
        engagement=engagement, route=[one.pk for one in channels], customers=Decimal("0.1"), conversions=0
    )
    stage = Stage.objects.create(
        journey=Journey.objects.create(engagement=engagement, name=NASTY[3]), name=NASTY[4], position=1
    )
    persona = Persona.objects.create(engagement=engagement, name=NASTY[5])
    for position, name in enumerate(NASTY):
        touchpoint = Touchpoint.objects.create(
            engagement=engagement, stage=stage, persona=persona, position=position, name=name, need=name,
            channel=name, department=departments[position], own_rating=Decimal("3.67"),
        )  # fmt: skip
        CustomerRating.objects.create(touchpoint=touchpoint, score=position % 11, comment=name)
        SetPiece.objects.create(touchpoint=touchpoint, deviation=name, plan=name)
    initiative = Initiative.objects.create(
        engagement=engagement, key="=A1", title=NASTY[1], department=departments[0], one_off_cost=Decimal("0.05")
    )
    initiative.other_departments.set(departments)
    initiative.touchpoints.set(engagement.touchpoints.all())
    for department in departments:
        Effort.objects.create(initiative=initiative, department=department, person_weeks=Decimal("0.07"))
    other = Initiative.objects.create(engagement=engagement, key='; > "', title="x", department=departments[1])
    other.after.add(initiative)
    for of in (initiative, other):
        measure = Measure.objects.create(initiative=of, name=NASTY[8], target=Decimal("999999999999.1234"))
        Reading.objects.create(measure=measure, date=date(2027, 3, 1), value=Decimal("0.0001"))
    return engagement  # fmt: skip


@pytest.mark.django_db
def test_blind_ballots_stay_where_they_are(engagement):
    use_framework(engagement=engagement, framework=shipped_framework(), by=None)
    session = Session.objects.create(engagement=engagement, title="Live", code="ABCDEF", join_token="x" * 22)
    statement = Statement.objects.filter(dimension__framework=shipped_framework()).first()
    place = SessionStatement.objects.create(session=session, statement=statement, position=1)
    person = Participant.objects.create(
        session=session, department=engagement.departments.get(name="IT"), label="IT-1", language="en"
    )
    shown = Round.objects.create(session_statement=place, number=1, phase="revealed", revealed_at=timezone.now())
    blind = Round.objects.create(session_statement=place, number=2)
    Ballot.objects.create(round=shown, participant=person, rung=2)
    Ballot.objects.create(round=blind, participant=person, rung=5)
    file = export_workbook(engagement)
    assert cells(file)["Ballots"][1:] == [["Live", "IT-1", "IT", str(statement), 1, 2, None]]
    assert import_workbook(io.BytesIO(file)).changes_nothing


@pytest.mark.django_db
def test_what_was_archived_stays_behind():
    engagement = import_workbook(file_of(SMALL)).engagement
    engagement.touchpoints.filter(name="Ringer").update(archived_at=timezone.now())
    engagement.initiatives.filter(key="A1").update(archived_at=timezone.now())
    rows = cells(export_workbook(engagement))
    names = (
        "Journey",
        "Customer ratings",
        "Set pieces",
        "Initiatives",
        "Estimates",
        "Benefits",
        "Measures",
        "Readings",
    )
    assert {name: len(rows[name]) - 1 for name in names} == {
        "Journey": 1,
        "Customer ratings": 2,
        "Set pieces": 0,
        "Initiatives": 1,
        "Estimates": 0,
        "Benefits": 0,
        "Measures": 0,
        "Readings": 0,
    }
    assert rows["Initiatives"][1][8] is None
    assert import_workbook(io.BytesIO(export_workbook(engagement))).changes_nothing


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_blank_workbook_makes_a_small_whole_engagement(language):
    file = blank_workbook(language)
    imported = import_workbook(io.BytesIO(file))
    assert imported.remarks == ()
    assert imported.engagement.language == language
    assert imported.counts == {
        sheet.name: Count(made=1 if sheet.name == "Engagement" else len(sheet.examples)) for sheet in SHEETS
    }
    for page, sheet in zip(load_workbook(io.BytesIO(file)), SHEETS, strict=True):
        assert page.title == sheet.title(language)
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref is not None
        assert all(cell.comment for cell in page[1])
        assert all(dimension.width >= 12 for dimension in page.column_dimensions.values())


@pytest.mark.django_db
def test_types_in_the_export_are_excels_own():
    page = load_workbook(io.BytesIO(export_workbook(import_workbook(file_of(SMALL)).engagement)))
    assert page["Engagement"]["B6"].is_date
    assert [page["Channels"][cell].value for cell in ("D2", "E2", "F2")] == [620000, 0.4, 0.031]
    assert page["Channels"]["F2"].number_format == "0.0##%"
    assert page["Measures"]["G2"].number_format == "yyyy-mm-dd"


@pytest.mark.django_db
def test_export_takes_as_many_queries_for_many_rows(django_assert_num_queries):
    few = import_workbook(file_of(SMALL)).engagement
    many = import_workbook(HAVBLIK).engagement
    for engagement in (few, many):
        engagement = Engagement.objects.select_related("organisation").get(pk=engagement.pk)
        with django_assert_num_queries(23):
            export_workbook(engagement)
