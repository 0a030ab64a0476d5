"""What people send: ids of another client in a form change nothing, and junk in addresses and fields breaks nothing."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from maturity.models import Statement
from tests.factories.world import House, client_of

from .addresses import address, numbers
from .pages import TEXT, Form, Page, crawl, read
from .permissions import TABLE
from .test_headers import digests

# Page, field, the kind of object it names, and what else the form needs to be whole.
CHOICES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("new_engagement", "organisation", "organisation", {"title": "Another", "new_organisation": ""}),
    ("clients:member", "department", "department", {"role": "lead"}),
    ("clients:members", "department", "department", {"role": "lead", "name": "Per", "email": "per@example.com"}),
    ("workshop:new", "statements", "own statement", {"title": "Own", "selection": "own"}),
    ("workshop:notes", "notes_of", "statement", {"discussion": "Theirs"}),
    ("assessment:place", "wave", "second wave", {}),
    ("journey:add", "stage", "stage", {"name": "New"}),
    ("journey:add", "after", "touchpoint", {"name": "New"}),
    ("journey:edit", "persona", "persona", {"name": "Renamed"}),
    ("journey:edit", "department", "department", {"name": "Renamed"}),
    ("journey:put", "stage", "second stage", {"place": "0"}),
    ("channels:channel", "department", "department", {"name": "Renamed"}),
    ("channels:add_channel", "department", "department", {"name": "New"}),
    ("channels:add_handoff", "origin", "second channel", {"destination": "own channel"}),
    ("channels:add_handoff", "destination", "second channel", {"origin": "own channel"}),
    ("channels:add_system", "department", "department", {"name": "New"}),
    ("channels:add_link", "origin", "second system", {"destination": "own system"}),
    ("channels:add_link", "destination", "system", {"origin": "own second system"}),
    ("initiatives:new", "department", "department", {"title": "New"}),
    ("initiatives:new", "other_departments", "department", {"title": "New", "department": "own department"}),
    ("initiatives:new", "dimensions", "own dimension", {"title": "New", "department": "own department"}),
    ("initiatives:new", "touchpoints", "touchpoint", {"title": "New", "department": "own department"}),
    ("initiatives:new", "after", "initiative", {"title": "New", "department": "own department"}),
    ("initiatives:edit", "department", "department", {"title": "Renamed"}),
    ("initiatives:edit", "touchpoints", "touchpoint", {"title": "Renamed"}),
    ("initiatives:rate", "department", "department", {"rater": "Per", "value": "2", "effort": "2"}),
    ("initiatives:take_suggestion", "department", "department", {}),
    ("initiatives:take_suggestion", "touchpoint", "touchpoint", {"department": "own department"}),
    ("plan:add_pin", "initiative", "initiative", {"quarter": "3"}),
)


def ids_of(house: House) -> dict[str, Any]:
    """More kinds of objects that forms choose among."""
    engagement = house.engagement
    fax = engagement.channels.create(name="Fax", kind="physical")
    statement = statement_of(house)
    return house.ids | {
        "organisation": engagement.organisation_id,
        "own statement": statement.pk,
        "own dimension": statement.dimension_id,
        "second wave": engagement.waves.create(name="Later").pk,
        "second stage": engagement.journeys.get().stages.last().pk,
        "second channel": fax.pk,
        "second system": engagement.systems.create(name="Archive").pk,
    }


def statement_of(house: House) -> Statement:
    """One that only this house may choose: of its own framework in B, of the shipped one that it uses in A."""
    used = house.engagement.organisation.name == "Client A"
    rows = Statement.objects.filter(in_sessions__session=house.ids["session"]) if used else Statement.objects.all()
    return rows.first() if used else rows.filter(dimension__framework=house.ids["framework"]).first()


def send(client: Client, url: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and what the database then holds; afterwards it is as before."""
    with transaction.atomic():
        response = client.post(url, values)
        after = digests()
        transaction.set_rollback(True)
    return response.status_code, after


def form_on(client: Client, name: str, field: str, house: House) -> Form:
    """The form of a page that has this field; where nothing is to be seen there, an empty one that posts to it."""
    url = address(name, house)
    page = read(client, url) if TABLE[name].answers("get")["Ane"] == "200" else None
    forms = [form for form in page.forms if form.method == "post" and field in form.fields] if page else []
    return forms[0] if forms else Form(url, "post")


def test_choices_of_another_client_are_refused_and_change_nothing(world) -> None:
    ane, own, theirs = client_of(world.a.facilitator), ids_of(world.a), ids_of(world.b)
    before = digests()
    wrong = []
    for name, field, kind, rest in CHOICES:
        form = form_on(ane, name, field, world.a)
        needed = {key: own[value[4:]] if str(value).startswith("own ") else value for key, value in rest.items()}
        values = form.filled() | needed
        refused, unchanged = send(ane, form.action, values | {field: theirs[kind]})
        taken, changed = send(ane, form.action, values | {field: own[kind]})
        if not (refused in (302, 404, 409, 422) and unchanged == before and taken == 302 and changed != before):
            wrong.append((name, field, refused, unchanged == before, taken, changed != before))
    assert wrong == []


HUGE = 10**30
JUNK = ("0", "-1", str(HUGE), "²", "\x00", "'\";--%" + "é" * 3000)
PARAMETERS = (
    "after", "archived", "as", "before", "department", "journey", "kind", "language", "moment", "next", "order",
    "organisation", "page", "paper", "persona", "rater", "reading", "removed", "round", "scan", "seen", "sector",
    "session", "show", "shown", "sort", "stage", "statement", "whose",
)  # fmt: skip


def test_ids_that_cannot_be_are_not_here(world) -> None:
    ane = client_of(world.a.facilitator)
    asked = [
        address(name, world.a, **{part: value})
        for name in TABLE
        for part in numbers(name)
        for value in (0, HUGE)
        if not name.startswith("join:")
    ]
    answers = {url: [ane.get(url).status_code, ane.post(url).status_code] for url in asked}
    assert {url: both for url, both in answers.items() if not {*both} <= {404, 405}} == {}


def test_junk_in_addresses_breaks_nothing(world) -> None:
    ane, phone = client_of(world.a.facilitator), world.people()["phone"]
    readable = [name for name, row in TABLE.items() if row.answers("get")["Ane"] == "200" and name != "report:page"]
    queries = [urlencode(dict.fromkeys(PARAMETERS, junk)) for junk in JUNK]
    asked = [f"{address(name, world.a)}?{query}" for name in readable for query in queries]
    asked += [reverse("join:door", args=["x" * length]) for length in (1, 22, 2000)]
    broken = {url for url in asked if ane.get(url).status_code >= 500}
    rooms = [address(name, world.a) for name in ("join:code", "join:room", "join:live", "join:door")]
    broken |= {url for url in rooms for query in queries if phone.get(f"{url}?{query}").status_code >= 500}
    assert broken == set()


NAUGHTY = (
    "\x00",
    "﷽" * 900,
    "<script>alert(1)</script>{{ 7 }}{% now %}",
    "=cmd|' /C calc'!A0",
    "\u202etxt.exe\u2066\ud83d\udc69".encode("utf-16", "surrogatepass").decode("utf-16"),
    "NaN",
    "1e400",
    "-99999999999999999999",
)


def forms_of(pages: dict[str, Page]) -> list[Form]:
    """One of each kind of form: by where it posts to and what it asks."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for page in pages.values():
        for form in page.forms:
            if form.method == "post" and not form.action.startswith("/accounts/"):
                found.setdefault((resolve(urlsplit(form.action).path).view_name, tuple(sorted(form.fields))), form)
    return list(found.values())


def spoilt(form: Form) -> Iterator[dict[str, Any]]:
    """Junk in every field; junk in the fields for text alone, so that the rest is valid; junk in hidden fields alone.

    Neighbouring fields get different junk, and each field another one in the next round.
    """
    every = list(form.fields)
    texts = [name for name in every if form.fields[name][0].kind in TEXT and not form.fields[name][0].numeric]
    hidden = [name for name in every if form.fields[name][0].kind == "hidden"]
    for names, kept, rounds in ((every, {}, 3), (texts, form.filled(), 4), (hidden, form.filled(), 2)):
        for turn in range(rounds if names else 0):
            step = len(NAUGHTY) * turn // rounds
            yield kept | {name: NAUGHTY[(place + step) % len(NAUGHTY)] for place, name in enumerate(names)}


def test_junk_in_fields_breaks_nothing(world) -> None:
    ane = client_of(world.a.facilitator)
    pages = crawl(ane, ["/", *(address(name, world.a) for name in TABLE if name != "account_logout")])
    forms = forms_of(pages)
    broken = []
    for form in forms:
        for values in spoilt(form):
            with transaction.atomic():
                status = ane.post(form.action, values).status_code
                transaction.set_rollback(True)
            if status >= 500:
                broken.append((form.action, sorted(form.fields)))
    assert len(forms) > 50
    assert broken == []
