"""An import taken back, and what the last file lacked: removed where nothing hangs on it."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maturity.config.workbook import import_workbook
from maturity.config.workbook_absent import absent_of, remove_absent
from maturity.config.workbook_rows import snapshot
from maturity.config.workbook_undo import CannotBeUndone, NotTheLatest, latest_of, undo_import, undoable_of
from maturity.models import (
    Change,
    Channel,
    Department,
    Engagement,
    ImportedWorkbook,
    Organisation,
    Path,
    Session,
    Touchpoint,
)
from roadmap.models import Initiative, Measure
from tests.factories import cast
from tests.factories.workbooks import SMALL, file_of, small, with_cell, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(ane) -> Engagement:
    """The small engagement as Ane brought it."""
    return import_workbook(file_of(SMALL), facilitator=ane).engagement


def again(ane, sheets) -> ImportedWorkbook:
    imported = import_workbook(file_of(sheets), facilitator=ane)
    assert imported.kept is not None
    return imported.kept


def without_versions(rows) -> dict:
    text = json.dumps(rows, cls=DjangoJSONEncoder)
    return json.loads(text, object_hook=lambda found: {k: v for k, v in found.items() if k != "version"})


def differing():
    """Something new, changed and removed in nearly every sheet."""
    sheets = with_cell("Journey", 2, "channel", "App")
    sheets["Engagement"][6][1] = 10
    sheets["Departments"].append(["HR", None, None, 3])
    sheets["Departments"][1][3] = 7
    sheets["Targets"].append(["leadership", 3, None])
    sheets["Ballots"].append(["Workshop 2", "HR-1", "HR", "leadership.1", 1, 2, None])
    sheets["Customer ratings"].append(["Ringer", 5, None, None])
    sheets["Journey"].append(["Kunde", "Bo", "Slutte", 3, "Opsiger", "after", "Web", "HR", *[None] * 6])
    sheets["Channels"].append(["App", "digital", "HR", 10, 1, None, None, None])
    sheets["Paths"] += [["App > Web", 10, 2]]
    sheets["Initiatives"][1][5] = None
    sheets["Initiatives"][1][10] = "IT 4; HR 1"
    sheets["Initiatives"].append(["C1", "Ny", "data", "HR", None, "IT", "leadership", "Opsiger", "A1", 1, "HR 2", 5, 0,
                                  None, None, None, None])  # fmt: skip
    sheets["Measures"].append(["C1", "Ro", "lagging", None, 1, 2, None])
    return sheets


def test_undo_leaves_everything_as_it_was(ane, brought):
    before = snapshot(brought)
    kept = again(ane, differing())
    assert without_versions(snapshot(brought)) != without_versions(before)
    undo_import(imported=kept, by=ane)
    assert without_versions(snapshot(brought)) == without_versions(before)
    assert import_workbook(file_of(SMALL), facilitator=ane).changes_nothing


def test_undo_leaves_a_line_in_the_trail_and_happens_once(ane, brought):
    kept = again(ane, differing())
    undo_import(imported=kept, by=ane)
    assert Change.objects.filter(engagement=brought, action="undone", by=ane).count() == 1
    with pytest.raises(CannotBeUndone, match="undone already"):
        undo_import(imported=kept, by=ane)


def test_editors_of_what_comes_back_are_told(ane, brought):
    before = Touchpoint.objects.get(name="Bestiller").version
    undo_import(imported=again(ane, with_cell("Journey", 2, "channel", "App")), by=ane)
    touchpoint = Touchpoint.objects.get(name="Bestiller")
    assert (touchpoint.channel, touchpoint.version > before) == ("Web", True)


def test_undo_of_a_new_engagement_removes_it_with_its_organisation(ane, brought):
    assert undo_import(imported=latest_of(brought), by=ane) is None
    assert not Organisation.objects.exists()
    assert not Session.objects.exists()


def test_undo_of_a_new_engagement_keeps_the_organisation_that_was_there(ane, brought):
    before = without_versions(snapshot(brought))
    second = import_workbook(file_of(with_cell("Engagement", 3, "value", "Næste")), facilitator=ane).engagement
    undo_import(imported=latest_of(second), by=ane)
    assert list(Engagement.objects.all()) == [brought]
    assert without_versions(snapshot(brought)) == before


def test_undo_is_refused_where_somebody_changed_what_came(ane, brought):
    kept = again(ane, differing())
    Channel.objects.filter(name="App").update(cost_per_contact=9)
    before = snapshot(brought)
    with pytest.raises(CannotBeUndone, match=r"“App” has been changed since\. Nothing was undone"):
        undo_import(imported=kept, by=ane)
    assert snapshot(brought) == before


def test_undo_is_refused_where_somebody_added_to_what_came(ane, brought):
    kept = again(ane, differing())
    Measure.objects.create(initiative=Initiative.objects.get(key="C1"), name="Mere")
    before = snapshot(brought)
    with pytest.raises(CannotBeUndone, match="other things were added since to “C1"):
        undo_import(imported=kept, by=ane)
    assert snapshot(brought) == before


def test_undo_is_refused_where_a_route_goes_through_what_came(ane, brought):
    kept = again(ane, differing())
    app = Channel.objects.get(name="App")
    Path.objects.create(engagement=brought, route=[app.pk], customers=3, conversions=1)
    with pytest.raises(CannotBeUndone, match="“App”"):
        undo_import(imported=kept, by=ane)


def test_undo_of_a_new_engagement_is_refused_where_work_hangs_on_it(ane, brought):
    brought.channels.create(name="Mail")
    with pytest.raises(CannotBeUndone, match="other things were added since"):
        undo_import(imported=latest_of(brought), by=ane)
    assert Engagement.objects.exists()


def test_undo_is_refused_where_what_comes_back_has_lost_its_place(ane, brought):
    kept = again(ane, differing())
    Touchpoint.objects.get(name="Bestiller").delete()
    before = snapshot(brought)
    with pytest.raises(CannotBeUndone, match="has been removed since"):
        undo_import(imported=kept, by=ane)
    assert snapshot(brought) == before


def test_undo_is_refused_where_a_list_would_name_what_is_gone(ane, brought):
    sheets = small()
    sheets["Initiatives"][1][7] = None
    kept = again(ane, sheets)
    Touchpoint.objects.get(name="Ringer").delete()
    Initiative.objects.get(key="A1").touchpoints.clear()
    with pytest.raises(CannotBeUndone, match="has been removed since"):
        undo_import(imported=kept, by=ane)


def test_only_the_latest_import_can_be_undone(ane, brought):
    first = latest_of(brought)
    second = again(ane, differing())
    with pytest.raises(NotTheLatest):
        undo_import(imported=first, by=ane)
    undo_import(imported=second, by=ane)
    assert latest_of(brought) == first


def test_import_that_wrote_nothing_stands_in_nobodys_way(ane, brought):
    kept = again(ane, differing())
    idle = again(ane, SMALL | {"Ballots": differing()["Ballots"], "Departments": differing()["Departments"],
                               "Engagement": differing()["Engagement"], "Journey": differing()["Journey"],
                               "Initiatives": differing()["Initiatives"]})  # fmt: skip
    assert (idle.written, latest_of(brought), undoable_of(brought)) == ({}, idle, kept)
    undo_import(imported=kept, by=ane)
    assert not brought.channels.filter(name="App").exists()


class TestAbsent:
    def test_what_the_file_lacks_is_listed_with_what_hinders(self, ane, brought):
        kept = again(ane, small(Channels=SMALL["Channels"][:2], Paths=SMALL["Paths"][:2], Targets=SMALL["Targets"][:1],
                                Handoffs=SMALL["Handoffs"][:1], Departments=SMALL["Departments"][:2], Ballots=None,
                                Journey=None, Customer_ratings=None, Set_pieces=None, Systems=None, Links=None,
                                Initiatives=None, Estimates=None, Benefits=None, Measures=None,
                                Readings=None))  # fmt: skip
        found = {rows.sheet: ([str(row) for row in rows.removable], [why for _row, why in rows.kept])
                 for rows in absent_of(kept)}  # fmt: skip
        assert list(found) == ["Departments", "Targets", "Channels", "Handoffs", "Paths"]
        assert found["Channels"][1] == []
        assert len(found["Channels"][0]) == 1
        assert "used by" in found["Departments"][1][0]
        assert "of “Initiatives”" in found["Departments"][1][0]

    def test_what_nothing_hangs_on_is_removed_in_one_go(self, ane, brought):
        kept = again(
            ane, small(Channels=SMALL["Channels"][:2], Paths=SMALL["Paths"][:2], Handoffs=SMALL["Handoffs"][:1])
        )
        assert remove_absent(imported=kept, by=ane) == 3
        assert list(brought.channels.values_list("name", flat=True)) == ["Web"]
        assert brought.paths.count() == 1
        assert Change.objects.filter(engagement=brought, action="removed", by=ane).count() == 1
        assert absent_of(kept) == []
        assert remove_absent(imported=kept, by=ane) == 0

    def test_channel_that_a_route_needs_stays(self, ane, brought):
        sheets = small(Channels=SMALL["Channels"][:2], Handoffs=None, Paths=None)
        kept = again(ane, sheets)
        (rows,) = absent_of(kept)
        assert [(row.name, why) for row, why in rows.kept] == [
            ("Telefon", "used by 1 row of “Handoffs”, 1 row of “Paths”"),
        ]  # fmt: skip
        assert remove_absent(imported=kept, by=ane) == 0

    def test_totals_row_that_was_imported_long_ago_can_go(self, ane, brought):
        total = Department.objects.create(organisation=brought.organisation, name="I alt")
        brought.capacities.create(department=total, person_weeks=36)
        assert remove_absent(imported=again(ane, SMALL), by=ane) == 1
        assert not Department.objects.filter(name="I alt").exists()

    def test_department_of_another_engagement_only_leaves_this_one(self, ane, brought):
        other = import_workbook(file_of(with_cell("Engagement", 3, "value", "Næste")), facilitator=ane).engagement
        extra = Department.objects.create(organisation=brought.organisation, name="Lager")
        for engagement in (brought, other):
            engagement.capacities.create(department=extra, person_weeks=1)
        remove_absent(imported=again(ane, SMALL), by=ane)
        assert [one.engagement for one in extra.capacities.all()] == [other]

    def test_initiative_goes_with_its_efforts_and_lists(self, ane, brought):
        sheets = small(Initiatives=[SMALL["Initiatives"][0], SMALL["Initiatives"][1]])
        assert remove_absent(imported=again(ane, sheets), by=ane) == 1
        assert list(brought.initiatives.values_list("key", flat=True)) == ["A1"]

    def test_list_names_rows_as_their_sheets_do_in_as_many_queries(self, ane, brought):
        brought.paths.create(route=[brought.channels.get(name="Web").pk] * 3, customers=1, conversions=0)
        brought.targets.create(dimension=brought.uses.framework.dimensions.get(key="leadership"), rung=3)
        kept = again(ane, small(Paths=SMALL["Paths"][:1]))
        with CaptureQueriesContext(connection) as few:
            names = {rows.sheet: rows.first for rows in absent_of(kept)}
        assert names["Paths"] == ["Web", "Web > Telefon > Web", "Web > Web > Web"]
        for number in range(40):
            brought.paths.create(route=[brought.channels.get(name="Web").pk] * (4 + number), customers=1, conversions=0)
        more = again(ane, small(Paths=SMALL["Paths"][:1]))
        with CaptureQueriesContext(connection) as many:
            rows = next(rows for rows in absent_of(more) if rows.sheet == "Paths")
            assert (len(rows.first), rows.more) == (12, 31)
        assert len(many) == len(few)


class TestPages:
    def test_import_is_listed_undone_and_its_absent_rows_removed(self, as_ane, ane, brought, client):
        again(ane, small(Targets=SMALL["Targets"][:1], Systems=[*SMALL["Systems"], ["ERP", None, None, None, None]]))
        page = as_ane.get(reverse("imports", args=[brought.pk])).content.decode()
        assert "Remove 1 row" in page
        latest = latest_of(brought)
        assert as_ane.post(reverse("remove_absent", args=[brought.pk, latest.pk])).status_code == 302
        assert not brought.targets.exists()
        assert as_ane.post(reverse("undo_import", args=[brought.pk, latest.pk])).status_code == 302
        assert latest_of(brought) != latest
        assert not brought.systems.filter(name="ERP").exists()

    def test_page_says_only_of_an_import_that_can_be_undone_what_undoing_does(self, as_ane, ane, engagement, brought):
        def said(of: Engagement) -> list[bool]:
            page = as_ane.get(reverse("imports", args=[of.pk])).content.decode()
            return ["removes this whole engagement" in page, "latest import can be undone" in page]

        assert said(engagement) == [False, False]
        assert said(brought) == [True, False]
        again(ane, small(Systems=[*SMALL["Systems"], ["ERP", None, None, None, None]]))
        assert said(brought) == [False, True]

    @pytest.mark.parametrize("address", ["imports", "undo_import", "remove_absent"])
    def test_only_facilitators_of_the_engagement_may(self, address, brought, client):
        arguments = [brought.pk] if address == "imports" else [brought.pk, latest_of(brought).pk]
        answers = []
        for user in (cast.executive(brought), cast.person(name="Dag")):
            client.force_login(user)
            send = client.get if address == "imports" else client.post
            answers.append(send(reverse(address, args=arguments)).status_code)
        assert answers == [403, 404]
        assert latest_of(brought) is not None

    def test_import_of_another_engagement_is_not_found(self, as_ane, ane, brought):
        other = import_workbook(file_of(with_cell("Engagement", 3, "value", "Næste")), facilitator=ane).engagement
        mixed = reverse("undo_import", args=[brought.pk, latest_of(other).pk])
        assert as_ane.post(mixed).status_code == 404

    def test_refusal_is_told(self, as_ane, ane, brought):
        kept = again(ane, with_row("Channels", "App"))
        Channel.objects.filter(name="App").update(kind="digital")
        refused = as_ane.post(reverse("undo_import", args=[brought.pk, kept.pk]))
        assert refused.status_code == 409
        assert "has been changed since" in refused.content.decode()
