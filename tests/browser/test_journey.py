"""The journey map by mouse and keyboard: edit in place, move, undo, and nothing for axe to find at either width."""

import pytest
from playwright.sync_api import expect

from tests.factories import journeys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAGES = {"Buy": ("Orders", "Pays"), "Use": ("First bill",)}


@pytest.fixture
def journey(transactional_db, engagement, ane):
    made = journeys.journey(engagement, ane, STAGES, own_rating=4)
    journeys.rate(journeys.touchpoint(engagement, "First bill"), [5, 5, 5, 5])
    journeys.rate(journeys.touchpoint(engagement, "Pays"), [9, 8, 9, 7])
    return made


@pytest.fixture
def address(engagement, journey):
    return f"/engagements/{engagement.pk}/journey/"


def heads(page):
    return page.locator(".heads .head .value").all_inner_texts()


def test_cells_are_edited_in_place_by_keyboard(open_page, address, engagement, ane):
    bill = journeys.touchpoint(engagement, "First bill")
    page = open_page(address, user=ane)
    rating = page.locator(f"#map-{bill.pk}-ratings")

    rating.locator("a").focus()
    page.keyboard.press("Enter")
    expect(rating.locator("input[name=own_rating]")).to_be_focused()
    page.keyboard.type("4,5")
    page.keyboard.press("Enter")

    expect(rating.locator(".saved")).to_contain_text("Saved")
    expect(page.locator("h1")).to_have_text("Customers feel it 1.5 lower than we believe at “First bill”")
    expect(rating.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rating.locator("input[name=own_rating]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(rating.locator("a")).to_be_focused()


def test_touchpoints_move_by_keyboard_and_by_drag(open_page, address, engagement, ane, journey):
    page = open_page(address, user=ane)
    orders = journeys.touchpoint(engagement, "Orders")

    page.locator(f"#head-{orders.pk}").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#notices")).to_contain_text("“Orders” is now number 2, in Buy.")
    expect(page.locator(f"#head-{orders.pk}")).to_be_focused()
    assert heads(page) == ["Pays", "Orders", "First bill"]

    bill = journeys.touchpoint(engagement, "First bill")
    page.locator(f"#touchpoint-{orders.pk} .head-line").drag_to(
        page.locator(f"#touchpoint-{bill.pk}"), target_position={"x": 140, "y": 20}
    )
    expect(page.locator("#notices")).to_contain_text("“Orders” is now number 3, in Use.")
    assert heads(page) == ["Pays", "First bill", "Orders"]


def test_archiving_can_be_undone(open_page, address, engagement, ane):
    page = open_page(address, user=ane)
    pays = page.locator(".head", has_text="Pays")

    pays.locator("summary").click()
    pays.get_by_role("button", name="Archive").click()
    expect(page.locator(".heads .head")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".heads .head")).to_have_count(3)
    assert heads(page) == ["Orders", "Pays", "First bill"]


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    open_page, accessible, address, engagement, ane, width
):
    page = open_page(address, user=ane, width=width)

    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    place = "map" if width == 1440 else "card"
    bill = journeys.touchpoint(engagement, "First bill")
    page.locator(f"#{place}-{bill.pk}-gap a").click()
    expect(page.locator(f"#{place}-{bill.pk}-gap input[type=radio]")).to_have_count(4)
    accessible(page)


def test_axe_finds_nothing_on_a_touchpoint(open_page, accessible, address, engagement, ane):
    bill = journeys.touchpoint(engagement, "First bill")

    for rest in (f"touchpoints/{bill.pk}/", f"touchpoints/{bill.pk}/edit/", "print/", "journeys/add/"):
        accessible(open_page(address + rest, user=ane))
