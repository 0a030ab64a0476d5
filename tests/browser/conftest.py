"""A real browser on a real server: `open_page` gives a page of any width, logged in as whoever it is told.

Skipped with a reason where there is no Chromium; where MATURITY_REQUIRE names `browser`, its absence is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from maturity.models import User

# Playwright keeps an event loop in this thread; our database calls are made beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A page that is not there yet on a busy machine is no failure.
expect.set_options(timeout=30_000)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("PLAYWRIGHT_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        (pytest.fail if "browser" in os.environ.get("MATURITY_REQUIRE", "") else pytest.skip)("There is no Chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The server warns where there is no folder of collected files, as in a fresh checkout."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[OpenPage]:
    """``open_page("/path", user=ane, width=390, locale="da-DK")``: a page in a context of its own."""
    contexts: list[BrowserContext] = []

    def opened(path: str, *, user: User | None = None, width: int = 1440, height: int = 900, **more: Any) -> Page:
        size = {"width": width, "height": height}
        context = chromium.new_context(viewport=size, base_url=live_server.url, **more)
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key_of(user), "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def key_of(user: User) -> str:
    """The key of a session in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Asserts that axe finds nothing on a page."""

    def checked(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return checked
