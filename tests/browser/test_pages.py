"""Every page over Havblik, large and light and small and dark: nothing for axe, no sideways scroll, no error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from maturity.config.workbook import import_workbook
from maturity.models import Engagement, User
from maturity.workshop.services import create_session, go_on
from roadmap.business_case.services import save_case
from roadmap.plan.services import save_best_plan
from tests.factories.world import client_of
from tests.story.pages import Page as Read
from tests.story.pages import crawl, is_html

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HAVBLIK = Path(__file__).resolve().parents[2] / "maturity" / "demo" / "havblik.xlsx"


@pytest.fixture
def havblik(ane: User) -> Engagement:
    """The demo with a plan, a business case and an open session."""
    engagement = import_workbook(HAVBLIK, facilitator=ane).engagement
    save_best_plan(engagement=engagement, by=ane)
    save_case(engagement=engagement, by=ane)
    session = create_session(engagement=engagement, by=ane, title="Winter", selection="quick")
    go_on(session=session, after=None)
    return engagement


@pytest.fixture
def addresses(havblik: Engagement, ane: User) -> list[str]:
    """One page of every kind, as links lead to them."""
    pages = crawl(client_of(ane), ["/", reverse("clients:home", args=[havblik.pk])], most=1)
    return [url for url, page in pages.items() if is_page(page)]


def is_page(page: Read) -> bool:
    return page.response.status_code == 200 and is_html(page.response) and "<main" in page.html


@pytest.mark.parametrize(
    ("width", "narrowest", "scheme"), [(1440, 1440, "light"), (390, 320, "dark")], ids=["large", "small"]
)
def test_every_page_is_clean(
    open_page, ane: User, addresses: list[str], width: int, narrowest: int, scheme: str
) -> None:
    page = open_page("/me/", user=ane, width=width, color_scheme=scheme)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    faults = {url: found for url in addresses if (found := [*faults_of(page, url, narrowest), *taken(errors)])}

    assert len(addresses) > 50
    assert faults == {}


def taken(errors: list[str]) -> list[str]:
    """What the browser complained about since the last time."""
    found, errors[:] = list(errors), []
    return found


def faults_of(page: Page, url: str, narrowest: int) -> Iterator[str]:
    page.goto(url)
    for each in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
        yield f"{each['id']}: {each['nodes'][0]['html'][:200]}"
    size = page.viewport_size
    for width in sorted({size["width"], narrowest}, reverse=True):
        page.set_viewport_size({**size, "width": width})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"scrolls sideways at {width}"
    page.set_viewport_size(size)
