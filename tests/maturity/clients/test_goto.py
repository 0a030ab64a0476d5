"""The places that Ctrl-K adds to a page: one's own engagements, and what a facilitator begins."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import Engagement, Organisation
from tests.factories import cast

OPTION = re.compile(r'role="option" data-url="([^"]+)">(.*?)</div>')


def places(client: Client) -> list[tuple[str, str]]:
    content = client.get(reverse("goto")).content.decode()
    return [(url, re.sub("<[^>]+>", "", words)) for url, words in OPTION.findall(content)]


def home(engagement: Engagement) -> str:
    return reverse("clients:home", args=[engagement.pk])


def later(engagement: Engagement, number: int) -> Engagement:
    return Engagement.objects.create(
        organisation=engagement.organisation, title=f"Loyalty {number}", start=date(2028 + number, 1, 1)
    )


BEGIN = [("/new/", "New engagement"), ("/import/", "Import a workbook"), ("/frameworks/", "Frameworks")]


def test_facilitator_finds_her_engagements_the_latest_first_and_what_she_may_begin(
    as_ane: Client, engagement: Engagement
) -> None:
    second = later(engagement, 1)
    cast.rival()

    assert places(as_ane) == [
        (home(second), "Loyalty 1 Client A"),
        (home(engagement), "Omnichannel Client A"),
        *BEGIN,
    ]


def test_executive_finds_her_engagements_and_nothing_to_begin(client: Client, engagement: Engagement) -> None:
    cast.rival()
    client.force_login(cast.executive(engagement))

    assert places(client) == [(home(engagement), "Omnichannel Client A")]


def test_facilitator_of_an_organisation_without_engagements_finds_what_to_begin(client: Client, db) -> None:
    frida = cast.person(name="Frida")
    Organisation.objects.create(name="Client C").members.create(user=frida, role="facilitator")
    client.force_login(frida)

    assert places(client) == BEGIN


def test_whoever_belongs_nowhere_finds_no_place(client: Client, engagement: Engagement) -> None:
    client.force_login(cast.person(name="Dag"))

    assert places(client) == []


def test_names_are_shown_as_text(as_ane: Client, engagement: Engagement) -> None:
    Engagement.objects.update(title="<b>Bold</b>")

    assert "&lt;b&gt;Bold&lt;/b&gt;" in as_ane.get(reverse("goto")).content.decode()


@pytest.mark.parametrize("more", [0, 3])
def test_places_take_three_queries_whatever_the_engagements(
    as_ane: Client, engagement: Engagement, django_assert_num_queries, more: int
) -> None:
    for number in range(more):
        later(engagement, number)

    with django_assert_num_queries(3):
        as_ane.get(reverse("goto"))


def test_nobody_is_led_to_the_log_in_page(client: Client, db) -> None:
    answer = client.get(reverse("goto"))

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/goto/")


def test_pages_for_nobody_have_no_go_to(client: Client, db) -> None:
    content = client.get(reverse("account_login")).content.decode()

    assert ["goto.js" in content, "<dialog" in content] == [False, False]


@pytest.mark.parametrize(
    ("single_keys", "offered"), [(True, "Switch single keys off"), (False, "Switch single keys on")]
)
def test_help_says_where_single_keys_are_switched(
    as_ane: Client, ane, engagement: Engagement, single_keys: bool, offered: str
) -> None:
    as_ane.post(reverse("person"), {"name": "Ane", "language": "en", **({"single_keys": "on"} if single_keys else {})})

    content = as_ane.get(home(engagement)).content.decode()

    assert (" data-single>" in content, "Show these keys" in content) == (single_keys, single_keys)
    assert f'<a href="/me/">{offered}</a>' in content
