"""Short cuts: Ctrl-K finds a place and goes there, ? lists a page's keys, and single keys can be switched off."""

import re

import pytest
from playwright.sync_api import expect

from maturity.models import Engagement
from tests.factories import journeys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEGIN = ("New engagement", "Import a workbook", "Frameworks")


@pytest.fixture
def address(transactional_db, engagement):
    Engagement.objects.update(title="Sømløs rejse")
    return f"/engagements/{engagement.pk}/"


def options(page):
    return page.locator("#goto [role=option]:visible")


def test_a_place_is_found_by_its_letters_and_gone_to_by_enter(open_page, accessible, address, ane):
    page = open_page("/me/", user=ane)
    field = page.get_by_role("combobox", name="Go to")

    page.locator(".person summary").focus()
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    expect(options(page)).to_have_text(
        ["Sømløs rejse Client A", *BEGIN, "All engagements", "My settings", "Change password"]
    )
    accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".person summary")).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("SOMLOS")
    expect(options(page)).to_have_text(["Sømløs rejse Client A"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_arrows_choose_among_the_chapters(open_page, address, ane):
    page = open_page(address, user=ane)

    page.get_by_role("button", name="Go to").click()
    page.keyboard.type("port")
    expect(options(page)).to_have_text(["Report", "Import a workbook"])
    expect(page.get_by_role("option", selected=True)).to_have_text("Report")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Import a workbook")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{address}report/")


def test_what_no_place_is_called_is_said(open_page, address, ane):
    page = open_page(address, user=ane)

    page.keyboard.press("Control+k")
    page.keyboard.type("xyz")

    expect(page.locator("#goto [role=status]")).to_have_text("No place has that in its name.")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(address))


def test_question_mark_lists_the_keys_of_this_page(open_page, accessible, address, engagement, ane):
    journeys.journey(engagement, ane, {"Buy": ("Orders",)}, own_rating=4)
    page = open_page(address + "journey/", user=ane)
    keys = page.get_by_role("dialog", name="Keys on this page")

    page.keyboard.press("?")

    expect(keys).to_be_visible()
    expect(keys.locator("h3")).to_have_text("On the map")
    expect(keys).to_contain_text("Move the touchpoint whose head has the focus")
    accessible(page)
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_single_keys_do_nothing_in_a_field_or_when_switched_off(open_page, address, ane):
    page = open_page("/me/", user=ane)
    name, keys = page.get_by_label("Name"), page.locator("#keys")

    name.fill("")
    name.press("?")
    expect(name).to_have_value("?")
    expect(keys).to_be_hidden()
    name.fill("Ane")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#notices")).to_contain_text("Your settings are saved.")
    page.locator("body").press("?")
    expect(keys).to_be_hidden()

    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Keys on this page").click()
    expect(keys).to_contain_text("Single keys such as ? are switched off.")
