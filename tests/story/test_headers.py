"""A walk through everything: it changes nothing and breaks nothing; every answer carries a strict policy, pages have
nothing inline, and nothing leads a browser to another host."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from maturity.config import urls
from tests.factories.world import client_of

from .addresses import address
from .pages import Page, crawl, is_html
from .permissions import TABLE

ROOT = Path(__file__).resolve().parents[2]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
LOADS = re.compile(rb"<(?:script|image|foreignObject)|@import|url\((?!#)|href=.(?!#)")


def broken(request: HttpRequest) -> None:
    raise ZeroDivisionError


urlpatterns = [*urls.urlpatterns, path("broken/", broken)]


def policy(page: Page) -> dict[str, str]:
    parts = page.response.headers.get("Content-Security-Policy", "").split(";")
    return dict(part.strip().split(" ", 1) for part in parts if part.strip())


def is_picture(page: Page) -> bool:
    return page.response["Content-Type"] == "image/svg+xml"


FAULTS: dict[str, Callable[[Page], bool]] = {
    "breaks": lambda page: page.response.status_code >= 500,
    "has another policy": lambda page: policy(page) != POLICY,
    "may be taken for something else": lambda page: page.response["X-Content-Type-Options"] != "nosniff",
    "may be framed": lambda page: page.response["X-Frame-Options"] != "DENY",
    "has something inline": lambda page: bool(page.inline),
    "leads elsewhere": lambda page: any(urlsplit(each).netloc not in ("", "testserver") for each in page.references),
    "is a picture that loads": lambda page: is_picture(page) and LOADS.search(page.response.content) is not None,
    "is markup in disguise": lambda page: not is_html(page.response) and b"<html" in page.response.getvalue(),
}


def faults(pages: dict[str, Page]) -> dict[str, list[str]]:
    found = {name: [url for url, page in pages.items() if has(page)] for name, has in FAULTS.items()}
    return {name: urls for name, urls in found.items() if urls}


def digests() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest of them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_walk_through_everything_changes_nothing_and_finds_no_fault(world) -> None:
    ane = client_of(world.a.facilitator)
    before = digests()

    pages = crawl(ane, ["/", *(address(name, world.a) for name in TABLE if name != "account_logout")])

    assert digests() == before
    assert (len(pages) > 120, sum(is_picture(page) for page in pages.values()) >= 3) == (True, True)
    assert faults(pages) == {}


@pytest.mark.urls(__name__)
def test_pages_that_say_no_have_no_fault(world) -> None:
    ane, eve = client_of(world.a.facilitator), client_of(world.a.executive)
    answers = {
        404: ane.get("/nowhere/"),
        403: eve.get(address("clients:settings", world.a)),
        405: ane.get(address("workshop:close", world.a)),
        409: ane.post(address("workshop:close", world.a)),
        422: ane.post("/new/", {"title": ""}),
        302: Client().get("/"),
        200: Client().get("/accounts/login/"),
        500: ane.get("/broken/"),
    }
    pages = {str(code): Page("/", answer) for code, answer in answers.items()}

    assert [answer.status_code for answer in answers.values()] == list(answers)
    assert faults(pages) == {"breaks": ["500"]}


def test_deploy_check_finds_nothing() -> None:
    key = "a key of more than fifty different signs: 0123456789 qwertzuiopasdfghjkl"
    # Browser tests of the same run allow themselves what no installation may.
    outside = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=outside | {"HTTPS": "true", "SECRET_KEY": key, "MATURITY_VENV": "off"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (check.returncode, check.stdout) == (0, "System check identified no issues (0 silenced).\n"), check.stderr
