"""The chapter's pages: who may, what they answer, with and without script."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maturity.models import CustomerRating, SetPiece
from maturity.web.editing import token
from tests.factories import cast, journeys

STAGES = {"Buy": ("Orders", "Pays"), "Use": ("First bill",)}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def journey(engagement, ane):
    return journeys.journey(engagement, ane, STAGES, own_rating=4)


@pytest.fixture
def bill(engagement, journey):
    found = journeys.touchpoint(engagement, "First bill")
    found.department = engagement.departments.get(name="Sales")
    found.save()
    journeys.rate(found, [5, 5, 5, 5])
    return found


def url(name, engagement, *rest):
    return reverse(f"journey:{name}", args=[engagement.pk, *rest])


def cell(engagement, touchpoint, name):
    return url("cell", engagement, touchpoint.pk, name)


def pages(engagement, touchpoint, piece):
    stage, journey = touchpoint.stage, touchpoint.stage.journey
    return [
        # url, method, data, answers to facilitator, lead of the department, lead of another, executive, outsider
        (url("home", engagement), "get", {}, 200, 200, 200, 200, 404),
        (url("print", engagement), "get", {}, 200, 200, 200, 200, 404),
        (url("touchpoint", engagement, touchpoint.pk), "get", {}, 200, 200, 200, 200, 404),
        (url("edit", engagement, touchpoint.pk), "get", {}, 200, 200, 403, 403, 404),
        (cell(engagement, touchpoint, "need"), "post", {"need": "x"}, 302, 302, 403, 403, 404),
        (cell(engagement, touchpoint, "department"), "post", {"department": ""}, 302, 403, 403, 403, 404),
        (url("set_piece", engagement, piece.pk), "get", {}, 200, 200, 403, 403, 404),
        (url("add_set_piece", engagement, touchpoint.pk), "get", {}, 200, 200, 403, 403, 404),
        (url("add", engagement), "get", {}, 200, 403, 403, 403, 404),
        (url("add_journey", engagement), "get", {}, 200, 403, 403, 403, 404),
        (url("journey", engagement, journey.pk), "get", {}, 200, 403, 403, 403, 404),
        (url("stage", engagement, stage.pk), "get", {}, 200, 403, 403, 403, 404),
        (url("move", engagement, touchpoint.pk), "post", {"way": "left"}, 302, 403, 403, 403, 404),
        (url("put", engagement, touchpoint.pk), "post", {"stage": stage.pk, "place": 0}, 302, 403, 403, 403, 404),
        (url("copy", engagement, touchpoint.pk), "post", {}, 302, 403, 403, 403, 404),
        (url("ratings", engagement, touchpoint.pk), "post", {"scores": "7"}, 302, 403, 403, 403, 404),
        (url("move_stage", engagement, stage.pk), "post", {"way": "earlier"}, 302, 403, 403, 403, 404),
        (url("example", engagement), "post", {}, 409, 403, 403, 403, 404),
        (url("archive", engagement, touchpoint.pk), "post", {}, 302, 403, 403, 403, 404),
        (url("restore", engagement, touchpoint.pk), "post", {}, 302, 403, 403, 403, 404),
    ]


def test_every_page_answers_by_role(client, engagement, ane, bill):
    piece = SetPiece.objects.create(touchpoint=bill, deviation="Too high")
    people = [
        ane,
        cast.lead(engagement),
        cast.lead(engagement, department="IT", name="Ida"),
        cast.executive(engagement),
        cast.person(name="Dag"),
    ]
    found = []
    for path, method, data, *_answers in pages(engagement, bill, piece):
        answers = []
        for person in people:
            bill.department = engagement.departments.get(name="Sales")
            bill.save(update_fields=["department"])
            client.force_login(person)
            answers.append(getattr(client, method)(path, data).status_code)
        found.append((path, answers))
    assert found == [(path, answers) for path, _method, _data, *answers in pages(engagement, bill, piece)]


def test_another_clients_objects_look_as_if_they_did_not_exist(as_ane, ane, engagement, bill):
    rival = cast.rival()
    journeys.journey(rival, ane, {"Secret": ("Hidden",)})
    hidden = journeys.touchpoint(rival, "Hidden")

    for path in (
        url("touchpoint", engagement, hidden.pk),
        url("edit", engagement, hidden.pk),
        cell(engagement, hidden, "need"),
        url("stage", engagement, hidden.stage_id),
        url("journey", engagement, hidden.stage.journey_id),
    ):
        assert as_ane.get(path).status_code == 404
    put = as_ane.post(url("put", engagement, bill.pk), {"stage": hidden.stage_id, "place": 0})
    added = as_ane.post(url("add", engagement), {"name": "New", "stage": hidden.stage_id})
    given = as_ane.post(url("edit", engagement, bill.pk), {"department": rival.departments.first().pk})
    assert (put.status_code, added.status_code, given.status_code) == (404, 422, 422)


def test_empty_map_says_what_it_is_for_and_offers_an_example(as_ane, engagement):
    page = as_ane.get(url("home", engagement)).content.decode()

    assert "Add the first touchpoint" in page
    assert "Use an example" in page


def test_example_fills_the_map(as_ane, engagement):
    page = as_ane.post(url("example", engagement), follow=True).content.decode()

    assert "at “Receives the first bill”" in page


def test_heading_says_the_largest_gap(as_ane, engagement, bill):
    page = as_ane.get(url("home", engagement)).content.decode()

    assert "Customers feel it 1.0 lower than we believe at “First bill”" in page
    assert "4 customer ratings of 3 touchpoints" in page


def test_a_journey_is_added_with_stages_and_a_first_touchpoint(as_ane, engagement):
    as_ane.post(url("add_journey", engagement), {"name": "Customer", "stages": "Buy\nUse", "first": "Orders"})

    assert journeys.order(engagement.journeys.get()) == [("Buy", "Orders", 1)]


def test_a_touchpoint_is_added_behind_another(as_ane, engagement, journey):
    orders = journeys.touchpoint(engagement, "Orders")

    as_ane.post(url("add", engagement), {"name": "Waits", "stage": orders.stage_id, "after": orders.pk})

    assert journeys.order(journey)[:3] == [("Buy", "Orders", 1), ("Buy", "Waits", 2), ("Buy", "Pays", 3)]


def test_cell_opens_saves_and_says_when(as_ane, engagement, bill):
    opened = as_ane.get(cell(engagement, bill, "ratings") + "?as=map", headers=HTMX).content.decode()
    assert 'name="own_rating"' in opened
    assert f'name="seen" value="{token({"own_rating": 4})}"' in opened

    saved = as_ane.post(
        cell(engagement, bill, "ratings") + "?as=map",
        {"own_rating": "4,5", "seen": token({"own_rating": 4})},
        headers=HTMX,
    ).content.decode()

    bill.refresh_from_db()
    assert float(bill.own_rating) == 4.5
    assert "Saved" in saved
    assert "Customers feel it 1.5 lower" in saved
    assert '<h2 id="gaps-h" hx-swap-oob="innerHTML">' in saved


def test_cell_that_does_not_pass_stays_open_with_what_was_typed(as_ane, engagement, bill):
    response = as_ane.post(
        cell(engagement, bill, "ratings"), {"own_rating": "7", "seen": token({"own_rating": 4})}, headers=HTMX
    )

    assert response.status_code == 422
    assert 'value="7"' in response.content.decode()


def test_second_editor_sees_both_in_a_cell(as_ane, engagement, ane, bill):
    first = {"need": "Understand", "seen": token({"need": ""})}
    as_ane.post(cell(engagement, bill, "need"), first, headers=HTMX)

    response = as_ane.post(cell(engagement, bill, "need"), {"need": "See", "seen": token({"need": ""})}, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ane changed this to “Understand” meanwhile." in page
    assert 'value="See"' in page
    again = {"need": "See", "seen": token({"need": "Understand"})}
    assert as_ane.post(cell(engagement, bill, "need"), again, headers=HTMX).status_code == 200


def test_second_editor_sees_both_in_the_whole_form(as_ane, engagement, bill):
    fields = {"name": "First bill", "own_rating": "2", "seen": token({"name": "First bill", "own_rating": 3})}

    response = as_ane.post(url("edit", engagement, bill.pk), fields)

    assert response.status_code == 409
    assert "changed this to “4” meanwhile" in response.content.decode()


def test_lead_edits_own_touchpoint_but_does_not_give_it_away(client, engagement, bill):
    client.force_login(cast.lead(engagement))
    sent = {"name": "First bill", "need": "Understand", "department": ""}

    client.post(url("edit", engagement, bill.pk), sent)

    bill.refresh_from_db()
    assert (bill.need, bill.department.name) == ("Understand", "Sales")


def test_map_offers_a_lead_only_cells_of_the_own_department(client, engagement, bill):
    client.force_login(cast.lead(engagement))
    orders = journeys.touchpoint(engagement, "Orders")

    page = client.get(url("home", engagement)).content.decode()

    offered = [cell(engagement, each, name) in page for each in (bill, orders) for name in ("need", "department")]
    assert offered == [True, False, False, False]
    assert (url("move", engagement, bill.pk) in page, url("add", engagement) in page) == (False, False)


def test_why_is_asked_and_answered_without_script(as_ane, engagement, bill):
    page = as_ane.get(url("touchpoint", engagement, bill.pk)).content.decode()
    assert "Knowledge gap: We do not know what customers think." in page

    as_ane.post(cell(engagement, bill, "gap"), {"gap_kind": "action", "gap_reason": "No time"}, follow=True)

    bill.refresh_from_db()
    assert (bill.gap_kind, bill.gap_reason) == ("action", "No time")


def test_move_answers_htmx_with_the_map_and_words(as_ane, engagement, journey):
    orders = journeys.touchpoint(engagement, "Orders")

    response = as_ane.post(url("move", engagement, orders.pk), {"way": "right"}, headers=HTMX)

    assert journeys.order(journey)[0] == ("Buy", "Pays", 1)
    assert json.loads(response["HX-Trigger"]) == {"said": {"text": "“Orders” is now number 2, in Buy."}}
    assert b"<html" not in response.content


@pytest.mark.parametrize("way", ["", "up", "LEFT"])
def test_move_in_no_known_way_is_refused(as_ane, engagement, journey, way):
    orders = journeys.touchpoint(engagement, "Orders")

    assert as_ane.post(url("move", engagement, orders.pk), {"way": way}).status_code == 409


@pytest.mark.parametrize("data", [{}, {"stage": "x", "place": "0"}, {"stage": "1", "place": "-1"}])
def test_put_to_no_place_is_refused(as_ane, engagement, bill, data):
    assert as_ane.post(url("put", engagement, bill.pk), data).status_code == 409


def test_archive_offers_undo_without_script(as_ane, engagement, bill):
    page = as_ane.post(url("archive", engagement, bill.pk), follow=True).content.decode()
    assert "Archived: “First bill”" in page
    assert url("restore", engagement, bill.pk) in page

    page = as_ane.post(url("restore", engagement, bill.pk), follow=True).content.decode()
    assert "“First bill” is back on the map." in page
    assert CustomerRating.objects.filter(touchpoint=bill).count() == 4


def test_set_piece_is_taken_away_and_brought_back(as_ane, engagement, bill):
    as_ane.post(url("add_set_piece", engagement, bill.pk), {"deviation": "Too high", "likelihood": "3", "plan": ""})
    piece = SetPiece.objects.get()

    page = as_ane.post(url("remove_set_piece", engagement, piece.pk), follow=True)
    undo = page.context["removed"]
    as_ane.post(url("restore_set_piece", engagement, undo))

    assert list(SetPiece.objects.values_list("deviation", "likelihood", "plan")) == [("Too high", 3, "")]


def test_pasted_ratings_are_added_or_every_fault_is_named(as_ane, engagement, bill):
    faulty = as_ane.post(url("ratings", engagement, bill.pk), {"scores": "7\nx", "day": ""})
    assert (faulty.status_code, bill.ratings.count()) == (422, 4)
    assert "Line 2" in faulty.content.decode()

    as_ane.post(url("ratings", engagement, bill.pk), {"scores": "7\n8", "day": "2026-11-01"})

    assert bill.ratings.count() == 6


def test_archived_touchpoint_takes_no_edit(as_ane, engagement, bill):
    as_ane.post(url("archive", engagement, bill.pk))

    assert as_ane.get(url("touchpoint", engagement, bill.pk)).status_code == 200
    assert as_ane.post(url("edit", engagement, bill.pk), {"name": "x"}).status_code == 404


@pytest.mark.parametrize("query", ["?journey=x", "?journey=999999999999999999999", "?persona=²", "?archived=-1"])
def test_nonsense_in_the_address_shows_the_first_journey(as_ane, engagement, bill, query):
    assert as_ane.get(url("home", engagement) + query).status_code == 200


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_map_takes_as_many_queries_whatever_its_size(as_ane, engagement, ane):
    def counted(name: str, n: int) -> int:
        made = journeys.journey(engagement, ane, {"Buy": [f"{name} {i}" for i in range(n)]}, name=name, own_rating=4)
        for each in engagement.touchpoints.filter(stage__journey=made):
            journeys.rate(each, [7, 8, 9] * 17)
            SetPiece.objects.create(touchpoint=each, deviation="Too high")
        return queries_of(as_ane, url("home", engagement) + f"?journey={made.pk}")

    assert counted("Small", 1) == counted("Large", 60)


def test_touchpoint_page_takes_as_many_queries_whatever_may_go_wrong(as_ane, engagement, bill):
    def counted(n: int) -> int:
        for i in range(n):
            SetPiece.objects.create(touchpoint=bill, deviation=f"Too high {n} {i}")
        return queries_of(as_ane, url("touchpoint", engagement, bill.pk))

    assert counted(1) == counted(3)
