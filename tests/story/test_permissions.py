"""Who may see and do what, at every address there is; and another client's things look as if they did not exist."""

import re
from copy import copy
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from tests.factories.world import House, client_of

from .addresses import ROUTES, address, numbers, object_of
from .permissions import TABLE

RANDOM = 987_654_321
METHODS = ("get", "post")


def ask(client: Client, method: str, url: str, **sent: object):
    """The answer, while the database and the client's cookies stay as they are."""
    asking = copy(client)
    asking.cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        response = getattr(asking, method)(url, {"sent": "1", **sent} if method == "post" else {})
        transaction.set_rollback(True)
    return response


def answer(client: Client, method: str, url: str, **sent: object) -> str:
    response = ask(client, method, url, **sent)
    leads = response.headers.get("Location", "")
    return "login" if leads.startswith(("/accounts/login/?", "/admin/login/?")) else str(response.status_code)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(TABLE) == sorted(ROUTES)


@pytest.mark.parametrize("method", METHODS)
def test_everybody_gets_what_the_table_says(world, method: str) -> None:
    people, named = world.people(), {"initiative": world.a.ids["initiative"]}
    found = {
        name: {who: answer(client, method, address(name, world.a), **named) for who, client in people.items()}
        for name in TABLE
    }
    assert found == {name: row.answers(method) for name, row in TABLE.items()}


@pytest.mark.parametrize("method", METHODS)
def test_department_leads_may_not_change_what_belongs_to_another_department(world, method: str) -> None:
    dora = client_of(world.a.lead)
    own = [name for name, row in TABLE.items() if may_as_lead(row.answers(method))]
    addresses = {name: url for name in own if (url := elsewhere(name, world.a))}
    assert len(addresses) >= 5
    assert {name: answer(dora, method, url) for name, url in addresses.items()} == dict.fromkeys(addresses, "403")


def may_as_lead(answers: dict[str, str]) -> bool:
    return answers["Eve"] == "403" and answers["Dora"] not in ("403", "404", "405")


def elsewhere(name: str, house: House) -> str:
    """The same address with objects of IT; nothing where no object in it has a department."""
    kinds = {part: object_of(name, part) for part in numbers(name)}
    other = {part: house.elsewhere[kind] for part, kind in kinds.items() if kind in house.elsewhere}
    return address(name, house, **other) if other else ""


def swapped() -> list[tuple[str, str]]:
    """Every id in every address that needs a log-in."""
    private = [name for name, row in TABLE.items() if row.answers("get")["nobody"] == "login"]
    return [(name, part) for name in private for part in numbers(name)]


def test_ids_of_another_client_answer_as_ids_that_do_not_exist(world) -> None:
    ane = client_of(world.a.facilitator)
    wrong = []
    for name, part in swapped():
        method = "post" if TABLE[name].get.split()[1] == "405" else "get"
        foreign, random = (
            address(name, world.a, **{part: value}) for value in (world.b.ids[object_of(name, part)], RANDOM)
        )
        theirs, nothing = ask(ane, method, foreign), ask(ane, method, random)
        if (theirs.status_code, plain(theirs, foreign)) != (404, plain(nothing, random)):
            wrong.append((name, part, theirs.status_code, nothing.status_code))
    assert wrong == []


def plain(response, url: str) -> str:
    """An answer without the address that was asked for and without the token against forgery."""
    text = response.content.decode(errors="replace").replace(url, "")
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", text)


def test_removed_member_has_no_access_from_the_next_request_on(world) -> None:
    eve, ane = client_of(world.a.executive), client_of(world.a.facilitator)
    readable = [name for name, row in TABLE.items() if row.answers("get")["Eve"] == "200" and numbers(name)]
    addresses = {name: address(name, world.a) for name in readable if row_is_private(name)}
    before = {name: eve.get(url).status_code for name, url in addresses.items()}

    ane.post(address("clients:remove_member", world.a))

    assert before == dict.fromkeys(addresses, 200)
    assert {name: eve.get(url).status_code for name, url in addresses.items()} == dict.fromkeys(addresses, 404)


def row_is_private(name: str) -> bool:
    return TABLE[name].answers("get")["Bob"] == "404"
