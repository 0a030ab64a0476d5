"""Whose engagement it is, what is made, changed and kept, and what is never touched."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.config.workbook import Count, SheetFault, WorkbookFaults, import_workbook
from maturity.models import Change, Engagement, ImportedWorkbook, Member, Organisation, Session, Touchpoint
from maturity.web.sheets.names import called, names_of, readings_of
from roadmap.models import Initiative
from tests.factories import cast
from tests.factories.workbooks import SMALL, file_of, small, with_cell, with_row

HAVBLIK = Path(__file__).parents[3] / "maturity" / "demo" / "havblik.xlsx"
MANY = {"Ballots": 1581, "Customer ratings": 3100, "Initiatives": 24, "Journey": 16, "Paths": 77}


def rows_in_database() -> dict[str, int]:
    """How many there are of each, but for what is kept of the import itself."""
    models = [model for label in ("maturity", "roadmap") for model in models_of(label) if model != ImportedWorkbook]
    return {model.__name__: model.objects.count() for model in models}


def models_of(label: str):
    return apps.get_app_config(label).get_models(include_auto_created=True)


def imported(sheets, **options):
    return import_workbook(file_of(sheets), **options)


def faults_of(sheets, **options) -> tuple[SheetFault, ...]:
    with pytest.raises(WorkbookFaults) as refused:
        imported(sheets, **options)
    return refused.value.faults


@pytest.mark.django_db
def test_havblik_is_imported_in_bounded_queries():
    with CaptureQueriesContext(connection) as queries:
        done = import_workbook(HAVBLIK)
    assert done.created
    assert {name: done.counts[name] for name in MANY} == {name: Count(made=made) for name, made in MANY.items()}
    assert (done.engagement.organisation.name, done.engagement.title) == ("Havblik Energi A/S", "Omnichannel 2027–2029")
    assert len(queries) < 190


@pytest.mark.django_db
@pytest.mark.parametrize("file", [HAVBLIK, None])
def test_same_file_twice_changes_nothing(file):
    import_workbook(file or file_of(SMALL))
    before = rows_in_database()
    done = import_workbook(file or file_of(SMALL))
    assert done.changes_nothing
    assert all(count.made == count.changed == 0 for count in done.counts.values())
    assert rows_in_database() == before
    assert Change.objects.filter(action="imported").count() == 1


@pytest.mark.django_db
def test_small_engagement_is_what_the_sheets_say():
    engagement = imported(SMALL).engagement
    assert (engagement.start, engagement.quarters, engagement.discount_rate) == (date(2027, 1, 1), 8, Decimal("0.08"))
    session = Session.objects.get(engagement=engagement)
    assert (session.state, session.code, session.join_token) == ("closed", None, None)
    assert list(session.participants.values_list("label", "department__name")) == [("SAL-1", "Salg"), ("IT-1", "IT")]
    rounds = session.statements.get().rounds.values_list("number", "phase")
    assert list(rounds) == [(1, "revealed"), (2, "revealed")]
    first = Initiative.objects.get(engagement=engagement, key="A1")
    assert list(first.efforts.values_list("department__name", "person_weeks")) == [("Salg", 6), ("IT", Decimal("2.5"))]
    assert [one.key for one in first.unlocks.all()] == ["B1"]
    assert engagement.uses.framework.organisation is None


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "sv"])
def test_headings_and_words_of_other_languages(language):
    def renamed(name, rows):
        headings = [f"  {called(f'column of {name}', heading, language).upper()} " for heading in rows[0]]
        return [headings, *([worded(cell, language) for cell in row] for row in rows[1:])]

    sheets = {called("sheet", name, language): renamed(name, rows) for name, rows in SMALL.items()}
    imported(SMALL)
    assert imported(sheets).changes_nothing


def worded(cell, language):
    groups = (
        "kind of channel",
        "phase",
        "class",
        "exchange",
        "kind of initiative",
        "driver",
        "kind of measure",
        "yes/no",
    )
    for where in ("value: keys of Engagement", *(f"value: {group}" for group in groups)):
        if isinstance(cell, str) and cell in names_of(where) and cell in readings_of(where):
            return called(where, cell, language)
    return cell


@pytest.mark.django_db
def test_changed_cells_change_rows_and_count_their_version():
    engagement = imported(SMALL).engagement
    sheets = with_cell("Journey", 2, "channel", "App")
    sheets["Initiatives"][1][10] = "Salg 6; IT 3"
    sheets["Initiatives"][2][8] = None
    sheets["Departments"][1][3] = 7
    sheets["Engagement"][6][1] = 10
    done = imported(sheets)
    assert {name: count.changed for name, count in done.counts.items() if count.made or count.changed} == {
        "Engagement": 1,
        "Departments": 1,
        "Journey": 1,
        "Initiatives": 2,
    }
    touchpoint = Touchpoint.objects.get(engagement=engagement, name="Bestiller")
    assert (touchpoint.channel, touchpoint.version) == ("App", 2)
    assert list(Initiative.objects.filter(engagement=engagement).values_list("key", "after")) == [
        ("A1", None),
        ("B1", None),
    ]
    assert [one.person_weeks for one in engagement.capacities.all()] == [7, Decimal("12.5")]


@pytest.mark.django_db
def test_what_the_file_lacks_is_kept():
    engagement = imported(SMALL).engagement
    before = rows_in_database()
    assert imported({"Engagement": SMALL["Engagement"]}).changes_nothing
    few = small(
        Journey=[["journey", "stage", "order", "touchpoint"], ["Kunde", "Købe", 1, "Bestiller"]],
        Paths=SMALL["Paths"][:2],
        Customer_ratings=SMALL["Customer ratings"][:2],
    )
    assert imported(few).changes_nothing
    assert rows_in_database() == before
    assert Touchpoint.objects.get(engagement=engagement, name="Bestiller").channel == "Web"


@pytest.mark.django_db
def test_empty_cell_of_a_column_empties_the_field():
    engagement = imported(SMALL).engagement
    imported(with_cell("Journey", 2, "channel", None))
    imported(with_cell("Journey", 2, "own rating", None))
    touchpoint = Touchpoint.objects.get(engagement=engagement, name="Bestiller")
    assert (touchpoint.channel, touchpoint.own_rating) == ("Web", None)


@pytest.mark.django_db
def test_rating_that_comes_again_is_another_one():
    imported(SMALL)
    done = imported(with_row("Customer ratings", "bestiller", 9, date(2026, 7, 31)))
    assert done.counts["Customer ratings"] == Count(made=1, unchanged=3)


@pytest.mark.django_db
def test_new_stage_takes_its_place():
    engagement = imported(SMALL).engagement
    sheets = small()
    sheets["Journey"].insert(2, ["Kunde", "Ida", "Vente", 2, "Venter", *[None] * 9])
    imported(sheets)
    stages = engagement.journeys.get().stages.values_list("name", "position")
    assert list(stages) == [("Købe", 1), ("Vente", 2), ("Bruge", 3)]


@pytest.mark.django_db
def test_session_that_was_held_cannot_change():
    imported(SMALL)
    assert faults_of(with_cell("Ballots", 2, "rung", 5)) == (
        SheetFault("Ballots", 2, "rung", "5", "what was cast in the session (3): it cannot change"),
    )
    # What cannot be read is one fault, not two.
    assert [fault.expected[:20] for fault in faults_of(with_cell("Ballots", 2, "rung", 9))] == ["a whole number from "]
    another = with_row("Ballots", "Workshop 1", "IT-2", "IT", "customer-care.1", 1, 2)
    assert faults_of(another) == (
        SheetFault(
            "Ballots", 5, "session", "Workshop 1",
            "a session that has not been held here: this ballot was not cast in it",
        ),
    )  # fmt: skip
    assert faults_of(small(Ballots=SMALL["Ballots"][:3])) == (
        SheetFault(
            "Ballots", None, "session", "Workshop 1",
            "all ballots of session “Workshop 1”, which has been held (missing: 1)",
        ),
    )  # fmt: skip
    later = small(Ballots=[SMALL["Ballots"][0], ["Workshop 2", "SAL-1", "IT", "leadership.1", 1, 2, None]])
    assert imported(later).counts["Ballots"] == Count(made=1)


@pytest.mark.django_db
def test_circle_through_what_is_stored_is_found():
    imported(SMALL)
    lone = small(Initiatives=[["key", "title", "department", "quarters", "after"], ["A1", "Klager", "Salg", 1, "B1"]])
    assert faults_of(lone) == (
        SheetFault("Initiatives", 2, "after", "B1", "initiatives that do not wait for each other: A1 → B1 → A1"),
    )


@pytest.mark.django_db
def test_faults_leave_the_database_as_it_was():
    imported(SMALL)
    before = rows_in_database()
    sheets = with_row("Departments", "HR", None, None, 3)
    sheets["Readings"][1][2] = "meget"
    assert len(faults_of(sheets)) == 1
    assert rows_in_database() == before


@pytest.mark.django_db
def test_check_tells_all_and_keeps_nothing():
    imported({"Engagement": [["key", "value"], ["organisation", "Anden"], ["title", "Plan"]]})
    before = rows_in_database()
    done = imported(SMALL, check=True)
    assert (done.created, done.counts["Ballots"]) == (True, Count(made=3))
    assert rows_in_database() == before


@pytest.mark.django_db
def test_file_with_the_bare_minimum_makes_an_engagement():
    done = imported({"engagement": [["key", "value"], ["organisation", "Lille"], ["title", "Plan"]]})
    assert (done.engagement.currency, done.engagement.quarters, done.engagement.start.day) == ("EUR", 12, 1)
    assert done.counts == {"Engagement": Count(made=1)}


class TestWhose:
    """Organisations are looked for among those that the person facilitates."""

    @pytest.fixture(autouse=True)
    def cast(self, ane):
        self.ane = ane

    def test_facilitator_gets_a_new_organisation(self):
        organisation = imported(SMALL, facilitator=self.ane).engagement.organisation
        assert list(Member.objects.values_list("organisation", "user", "role")) == [
            (organisation.pk, self.ane.pk, "facilitator")
        ]

    def test_facilitator_finds_her_own_in_other_letters(self):
        first = imported(SMALL, facilitator=self.ane).engagement
        sheets = with_cell("Engagement", 2, "value", " NORDLYS  a/s")
        sheets["Engagement"][2][1] = "omniCHANNEL"
        done = imported(sheets, facilitator=self.ane)
        assert done.engagement == first
        assert done.changes_nothing

    def test_outsider_gets_an_organisation_of_her_own(self):
        first = imported(SMALL, facilitator=self.ane).engagement
        second = imported(SMALL, facilitator=cast.person(name="Dag")).engagement
        assert second.organisation != first.organisation

    @pytest.mark.parametrize("role", ["executive", "lead"])
    def test_member_who_does_not_facilitate_changes_nothing(self, role):
        engagement = imported(SMALL, facilitator=self.ane).engagement
        user = cast.lead(engagement, department="IT") if role == "lead" else cast.executive(engagement)
        before = rows_in_database()
        changed = with_cell("Engagement", 7, "value", 20)
        assert faults_of(changed, facilitator=user) == (
            SheetFault("Engagement", 2, "value", "Nordlys A/S", "an organisation that you facilitate"),
        )
        assert rows_in_database() == before

    def test_command_line_asks_whose_where_two_have_the_name(self):
        imported(SMALL, facilitator=self.ane)
        imported(SMALL, facilitator=cast.person(name="Dag"))
        advice = "a name that only one organisation has; from the command line, say whose with --facilitator"
        assert faults_of(SMALL) == (SheetFault("Engagement", 2, "value", "Nordlys A/S", advice),)
        assert imported(SMALL, facilitator=self.ane).changes_nothing

    def test_second_engagement_shares_the_departments(self):
        first = imported(SMALL, facilitator=self.ane).engagement
        done = imported(with_cell("Engagement", 3, "value", "Næste"), facilitator=self.ane)
        assert done.engagement.organisation == first.organisation
        assert done.counts["Departments"] == Count(changed=2)
        assert Organisation.objects.count() == 1
        assert Engagement.objects.count() == 2
