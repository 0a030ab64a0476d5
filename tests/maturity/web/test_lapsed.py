"""A session that lapses while a page asks for a fragment: log-in leads back to the page, never to the fragment."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import User
from tests.factories import cast

LOGIN = reverse("account_login")
OURS = "http://testserver"


def asked(client: Client, method: str, url: str, **headers: str):
    return getattr(client, method)(url, headers={"HX-Request": "true", **headers})


@pytest.mark.parametrize(("method", "fragment"), [("get", "/jobs/1/"), ("post", "/jobs/1/stop/")])
@pytest.mark.parametrize("header", ["HX-Current-URL", "Referer"])
def test_log_in_leads_back_to_the_page_that_asked(
    client: Client, ane: User, method: str, fragment: str, header: str
) -> None:
    page = "/engagements/1/journey/?persona=2&view=map"

    answer = asked(client, method, fragment, **{header: OURS + page + "#top"})
    entrance = client.get(answer["HX-Redirect"])
    form = entrance.content.decode().partition(f'action="{LOGIN}"')[2]
    carried = re.search(r'name="next"[^>]*value="([^"]*)"', form)[1]
    values = {"login": ane.email, "password": cast.PASSWORD, "next": unescape(carried)}
    inside = client.post(LOGIN, values)

    assert (answer.status_code, "Location" in answer) == (286, False)
    assert inside["Location"] == page


@pytest.mark.parametrize(
    "page", ["", "https://evil.example/engagements/1/", "//evil.example/", "javascript:alert(1)", "http://[broken"]
)
def test_log_in_leads_home_where_the_page_is_not_ours(client: Client, db, page: str) -> None:
    answer = asked(client, "get", "/goto/", **{"HX-Current-URL": page})

    assert answer["HX-Redirect"] == LOGIN


def test_page_asked_for_without_log_in_is_its_own_aim(client: Client, db) -> None:
    assert client.get("/me/?tab=1")["Location"] == f"{LOGIN}?next=/me/%3Ftab%3D1"
