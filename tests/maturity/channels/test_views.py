"""The pages by role, by hand and with htmx: what is read, edited, refused and brought back."""

import re
from decimal import Decimal

import pytest
from django.urls import resolve, reverse

from maturity.models import Channel, Handoff, Link, Path, System
from tests.factories import cast, waterways

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
KINDS = ("channel", "handoff", "path", "system", "link")


@pytest.fixture
def filled(engagement):
    """Client A with three channels, three handoffs, five paths, two systems and a link."""
    waterways.waterways(engagement)
    waterways.systems(engagement)
    return engagement


def url(name: str, engagement, *args) -> str:
    return reverse(f"channels:{name}", args=[engagement.pk, *args])


def row_of(kind: str):
    return {"channel": Channel, "handoff": Handoff, "path": Path, "system": System, "link": Link}[kind].objects.first()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def typed(response) -> dict[str, str]:
    """The form as it is shown, to be changed and sent."""
    form = response.context["form"]
    return {bound.name: str(bound.value() if bound.value() is not None else "") for bound in form}


def person(role: str, engagement):
    return {
        "facilitator": lambda: engagement.organisation.users.get(name="Ane"),
        "executive": lambda: cast.executive(engagement),
        "lead": lambda: cast.lead(engagement),
        "outsider": lambda: cast.person(name="Dag"),
    }[role]()


@pytest.mark.parametrize(
    ("role", "status"), [("facilitator", 200), ("executive", 200), ("lead", 200), ("outsider", 404)]
)
@pytest.mark.parametrize("page", ["home", "what_if", "paths", "systems"])
def test_pages_are_read_by_the_engagements_people(client, filled, page: str, role: str, status: int) -> None:
    client.force_login(person(role, filled))
    assert client.get(url(page, filled)).status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [("facilitator", 200), ("executive", 403), ("lead", 403), ("outsider", 404)]
)
@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_added_by_the_facilitator(client, filled, kind: str, role: str, status: int) -> None:
    client.force_login(person(role, filled))
    assert client.get(url(f"add_{kind}", filled)).status_code == status


@pytest.mark.parametrize(("role", "status"), [("executive", 403), ("lead", 403), ("outsider", 404)])
@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_deleted_by_the_facilitator_alone(client, filled, kind: str, role: str, status: int) -> None:
    client.force_login(person(role, filled))
    row = row_of(kind)
    assert client.post(url(f"delete_{kind}", filled, row.pk)).status_code == status
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("kind", "name", "status"),
    [("channel", "Web", 200), ("channel", "Phone", 403), ("system", "CRM", 403)],
)
def test_department_lead_edits_what_the_department_owns(client, filled, kind: str, name: str, status: int) -> None:
    client.force_login(cast.lead(filled, department="Sales"))
    row = type(row_of(kind)).objects.get(name=name)
    assert client.get(url(kind, filled, row.pk)).status_code == status


@pytest.mark.parametrize("kind", ["handoff", "path", "link"])
def test_department_lead_does_not_edit_what_lies_between(client, filled, kind: str) -> None:
    client.force_login(cast.lead(filled))
    assert client.get(url(kind, filled, row_of(kind).pk)).status_code == 403


def test_department_lead_cannot_give_a_channel_away(client, filled) -> None:
    client.force_login(cast.lead(filled))
    web = Channel.objects.get(name="Web")
    form = client.get(url("channel", filled, web.pk))
    assert "department" not in form.context["form"].fields
    elsewhere = filled.departments.get(name="IT").pk
    client.post(url("channel", filled, web.pk), {**typed(form), "department": elsewhere, "cost_per_contact": "3"})
    web.refresh_from_db()
    assert (web.department.name, web.cost_per_contact) == ("Sales", 3)


@pytest.mark.parametrize("kind", KINDS)
def test_another_clients_rows_do_not_exist(as_ane, filled, kind: str) -> None:
    rival = cast.rival()
    waterways.waterways(rival)
    waterways.systems(rival)
    model = type(row_of(kind))
    foreign = model.objects.order_by("-pk").first()
    assert as_ane.get(url(kind, filled, foreign.pk)).status_code == 404
    assert as_ane.post(url(f"delete_{kind}", filled, foreign.pk)).status_code == 404
    assert model.objects.filter(pk=foreign.pk).exists()


def test_another_clients_channel_cannot_be_an_end(as_ane, filled) -> None:
    rival = cast.rival()
    foreign = waterways.channel(rival, "Kiosk")
    own = Channel.objects.get(name="Web")
    answer = as_ane.post(url("add_handoff", filled), {"origin": own.pk, "destination": foreign.pk})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["destination"])


def test_heading_is_the_finding(as_ane, filled) -> None:
    shown = text_of(as_ane.get(url("home", filled)))
    assert "Web brings 49% of the conversions, at €2 a contact" in shown
    assert "From 5 measured paths of 200 customers, of whom 80 (40.0%) converted." in shown
    assert "95% of the customers handed over are strangers where they arrive" in shown


def test_empty_chapter_says_what_to_do(as_ane, engagement) -> None:
    assert "Add the first channel" in text_of(as_ane.get(url("home", engagement)))
    assert "Add the first system" in text_of(as_ane.get(url("systems", engagement)))
    assert "No measured paths here" in text_of(as_ane.get(url("paths", engagement)))


def test_channels_without_paths_say_what_is_missing(as_ane, engagement) -> None:
    waterways.channel(engagement, "Web")
    assert "There are too few data to say what each channel contributes" in text_of(as_ane.get(url("home", engagement)))


def test_channel_added_without_javascript(as_ane, engagement) -> None:
    values = {"name": "Letter", "kind": "physical", "contacts_per_year": "1 234,5", "cost_per_contact": "€9.80"}
    answer = as_ane.post(url("add_channel", engagement), {**values, "response_rate": "0.9 %"}, follow=True)
    assert answer.redirect_chain == [(url("home", engagement), 302)]
    added = Channel.objects.get()
    assert (added.contacts_per_year, added.cost_per_contact, added.response_rate) == (
        Decimal("1234.5"), Decimal("9.8"), Decimal("0.009"),
    )  # fmt: skip
    assert "Added: Letter." in text_of(answer)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("channel", {"name": "WEB"}, "name"),
        ("channel", {"name": ""}, "name"),
        ("channel", {"name": "x" * 121}, "name"),
        ("channel", {"name": "Fax", "cost_per_contact": "-1"}, "cost_per_contact"),
        ("channel", {"name": "Fax", "contacts_per_year": "9" * 20}, "contacts_per_year"),
        ("channel", {"name": "Fax", "response_rate": "140 %"}, "response_rate"),
        ("channel", {"name": "Fax", "kind": "telepathic"}, "kind"),
        ("path", {"route": "Web > Fax", "customers": "2", "conversions": "1"}, "route"),
        ("path", {"route": "Web > > Phone", "customers": "2", "conversions": "1"}, "route"),
        ("path", {"route": "web→PHONE", "customers": "2", "conversions": "1"}, "route"),
        ("path", {"route": "Phone > Web", "customers": "2", "conversions": "3"}, "conversions"),
        ("system", {"name": "crm"}, "name"),
    ],
)
def test_faulty_input_keeps_what_was_typed_and_says_why(as_ane, filled, kind: str, values: dict, field: str) -> None:
    before = type(row_of(kind)).objects.count()
    answer = as_ane.post(url(f"add_{kind}", filled), values)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert typed(answer)[field] == values[field]
    assert type(row_of(kind)).objects.count() == before


def test_handoff_to_itself_or_twice_is_refused(as_ane, filled) -> None:
    search, web = Channel.objects.get(name="Search"), Channel.objects.get(name="Web")
    for origin, destination in ((web, web), (search, web)):
        answer = as_ane.post(url("add_handoff", filled), {"origin": origin.pk, "destination": destination.pk})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["destination"])


def test_path_is_written_with_names_in_any_case(as_ane, filled) -> None:
    as_ane.post(url("add_path", filled), {"route": "phone > WEB", "customers": "2", "conversions": "1"})
    phone, web = Channel.objects.get(name="Phone"), Channel.objects.get(name="Web")
    assert Path.objects.order_by("pk").last().route == [phone.pk, web.pk]


@pytest.mark.parametrize("kind", KINDS)
def test_form_in_place_is_the_row_alone_and_saves(as_ane, filled, kind: str) -> None:
    address = url(kind, filled, row_of(kind).pk)
    fragment = as_ane.get(address, **HTMX)
    assert fragment.content.decode().strip().startswith("<tr")
    assert "HX-Request" in fragment["Vary"]
    saved = as_ane.post(address, typed(fragment), **HTMX)
    assert (saved.status_code, saved["HX-Refresh"]) == (200, "true")


def test_faulty_form_in_place_answers_with_the_row(as_ane, filled) -> None:
    answer = as_ane.post(url("channel", filled, row_of("channel").pk), {"name": ""}, **HTMX)
    assert answer.status_code == 422
    assert answer.content.decode().strip().startswith("<tr")


@pytest.mark.parametrize("kind", KINDS)
def test_row_is_deleted_and_brought_back(as_ane, filled, kind: str) -> None:
    if kind == "channel":
        Path.objects.all().delete()
    row = row_of(kind)
    notice = as_ane.post(url(f"delete_{kind}", filled, row.pk), follow=True)
    assert not type(row).objects.filter(pk=row.pk).exists()
    (way_back,) = re.findall(r'action="([^"]+/undo/\d+/)"', notice.content.decode())
    as_ane.post(way_back)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_undo_is_the_facilitators_and_of_this_engagement(client, filled) -> None:
    client.force_login(person("facilitator", filled))
    client.post(url("delete_link", filled, row_of("link").pk))
    noted = filled.changes.get().pk
    client.force_login(cast.lead(filled))
    assert client.post(url("undo", filled, noted)).status_code == 403
    rival = cast.rival()
    client.force_login(rival.organisation.users.get())
    assert client.post(url("undo", rival, noted)).status_code == 404


def test_channel_on_paths_shows_why_it_cannot_be_deleted(as_ane, filled) -> None:
    web = Channel.objects.get(name="Web")
    page = as_ane.get(url("channel", filled, web.pk))
    assert "3 measured paths go through it" in text_of(page)
    answer = as_ane.post(url("delete_channel", filled, web.pk))
    assert (answer.status_code, "3 measured paths go through Web" in text_of(answer)) == (409, True)


def test_second_editor_sees_both_and_may_then_replace(as_ane, filled) -> None:
    web = Channel.objects.get(name="Web")
    address = url("channel", filled, web.pk)
    opened = typed(as_ane.get(address))
    as_ane.post(address, {**opened, "cost_per_contact": "7", "department": ""})
    told = as_ane.post(address, {**opened, "cost_per_contact": "5"})
    assert told.status_code == 409
    assert "Ane changed this to “7” meanwhile." in text_of(told)
    assert typed(told)["cost_per_contact"] == "5"
    web.refresh_from_db()
    assert web.cost_per_contact == 7
    as_ane.post(address, typed(told))
    web.refresh_from_db()
    assert (web.cost_per_contact, web.department) == (5, None)


def test_second_editor_of_a_path_reads_the_other_route_in_words(as_ane, filled) -> None:
    path = Path.objects.first()
    address = url("path", filled, path.pk)
    opened = typed(as_ane.get(address))
    as_ane.post(address, {**opened, "route": "Phone > Web"})
    told = as_ane.post(address, {**opened, "route": "Phone > Search"})
    assert (told.status_code, "Ane changed this to “Phone &gt; Web” meanwhile." in text_of(told)) == (409, True)
    assert as_ane.post(address, typed(told)).status_code == 302
    names = [Channel.objects.get(pk=pk).name for pk in Path.objects.get(pk=path.pk).route]
    assert names == ["Phone", "Search"]


def test_text_of_people_never_becomes_markup(as_ane, engagement) -> None:
    nasty = waterways.channel(engagement, "<script>alert(1)</script>")
    other = waterways.channel(engagement, "Web")
    row = waterways.handoff(nasty, other)
    assert b"<script>alert" not in as_ane.get(url("home", engagement)).content
    notice = as_ane.post(url("delete_handoff", engagement, row.pk), follow=True)
    assert b"<script>alert" not in notice.content


def test_reading_is_never_writing(as_ane, filled) -> None:
    for name in ("delete_link", "undo"):
        assert as_ane.get(url(name, filled, 1)).status_code == 405
    assert as_ane.post(url("home", filled)).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "?handoff=1-2",
        "?handoff=²-1&share=x",
        "?handoff=&share=",
        "?sort=-lost",
        "?sort=zzz",
        "?sort=",
        "?channel=abc",
        "?channel=" + "9" * 40,
        "?channel=²",
    ],
)
@pytest.mark.parametrize("page", ["home", "paths", "what_if"])
def test_any_query_in_the_address_is_answered(as_ane, filled, page: str, query: str) -> None:
    assert as_ane.get(url(page, filled) + query).status_code == 200


@pytest.mark.parametrize(("page", "queries"), [("home", 8), ("what_if", 8), ("paths", 7), ("systems", 7)])
def test_pages_need_the_same_queries_whatever_the_size(
    as_ane, filled, django_assert_num_queries, page: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        as_ane.get(url(page, filled))
    web, crm = Channel.objects.get(name="Web"), System.objects.get(name="CRM")
    for number in range(12):
        added = waterways.channel(filled, f"Channel {number}")
        waterways.handoff(added, web)
        waterways.path(added, web, customers=4, conversions=1)
        Link.objects.create(origin=waterways.system(filled, f"System {number}"), destination=crm)
    with django_assert_num_queries(queries):
        as_ane.get(url(page, filled))


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_pages_are_shown_in_every_language(as_ane, ane, filled, language: str) -> None:
    ane.language = language
    ane.save()
    for name in ("home", "what_if", "paths", "systems"):
        assert as_ane.get(url(name, filled)).status_code == 200


def test_picture_is_described_and_has_no_inline_style(as_ane, filled) -> None:
    page = as_ane.get(url("home", filled)).content.decode()
    assert 'role="img" aria-label="3 channels and 3 handoffs between them' in page
    assert "style=" not in page
    assert page.count('class="ribbon ') == 3 + 3  # the legend has one of each


def test_every_address_of_the_chapter_resolves(engagement) -> None:
    for kind in KINDS:
        assert resolve(url(f"add_{kind}", engagement)).kwargs["kind"] == kind


def asked(client, engagement, origin: str, destination: str, share: str):
    first, second = (Channel.objects.get(name=name, engagement=engagement).pk for name in (origin, destination))
    return client.get(url("what_if", engagement), {"handoff": f"{first}-{second}", "share": share})


def test_what_if_answers_in_conversions_with_its_assumption(as_ane, filled) -> None:
    shown = text_of(asked(as_ane, filled, "Search", "Web", "80 %"))
    # Of 100 who leave Search, 80 instead of 60 go on to Web, which converts 10 of 21; who stays never converts.
    assert "80% instead of 60% from Search to Web: 10 conversions more" in shown
    assert "90 instead of 80 conversions of the 200 measured customers (+11.9%)" in shown
    assert "Assumed: whoever is sent from Search to Web behaves there like those who go there today" in shown


def test_what_if_says_fewer(as_ane, filled) -> None:
    assert "0% instead of 60% from Search to Web: 29 conversions fewer" in text_of(
        asked(as_ane, filled, "Search", "Web", "0 %")
    )


def test_what_if_that_cannot_be_worked_out_says_why(as_ane, filled) -> None:
    Path.objects.filter(route=[Channel.objects.get(name="Search").pk]).delete()
    shown = text_of(asked(as_ane, filled, "Search", "Web", "50 %"))
    assert "Either all who leave Search go to Web today" in shown


@pytest.mark.parametrize(("share", "fault"), [("", "share"), ("140 %", "share"), ("x", "share"), ("60", "share")])
def test_what_if_keeps_a_faulty_question(as_ane, filled, share: str, fault: str) -> None:
    answer = asked(as_ane, filled, "Search", "Web", share)
    assert (answer.status_code, list(answer.context["form"].errors), answer.context["found"]) == (200, [fault], None)


def test_what_if_knows_no_other_clients_channels(as_ane, filled) -> None:
    rival = cast.rival()
    search, web, _phone = waterways.waterways(rival)
    answer = as_ane.get(url("what_if", filled), {"handoff": f"{search.pk}-{web.pk}", "share": "50 %"})
    assert list(answer.context["form"].errors) == ["handoff"]


def test_too_few_customers_are_told_in_words(as_ane, engagement) -> None:
    waterways.path(waterways.channel(engagement, "Web"), customers=20, conversions=8)
    home, question = (text_of(as_ane.get(url(name, engagement))) for name in ("home", "what_if"))
    assert "Too few to say what each channel contributes: 20 measured customers and 8 conversions." in home
    assert "too few to say" in home
    assert "brings" not in home
    assert "Too few measured customers to say what a handoff would change." in question


def test_far_belief_stands_under_the_heading(as_ane, filled) -> None:
    Handoff.objects.filter(origin__name="Search").update(share="0.9")
    shown = text_of(as_ane.get(url("home", filled)))
    assert "Sales believes that 90% go on from Search to Web; measured are 60%." in shown
    assert "1 of 3 stated handoffs is far from the measured one" in shown
