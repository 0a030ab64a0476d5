"""A department lead's update on a phone: three taps, readable by everybody, the second saver told."""

from datetime import date

import pytest
from playwright.sync_api import expect

from roadmap.models import Initiative, Measure, Progress, Reading
from tests.factories import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844, "has_touch": True}


@pytest.fixture
def dora(transactional_db, engagement):
    return cast.lead(engagement)


@pytest.fixture
def shop(engagement) -> Initiative:
    made = Initiative.objects.create(
        engagement=engagement, key="S1", title="One shop", department=engagement.departments.get(name="Sales")
    )
    measure = Measure.objects.create(
        initiative=made, name="Answered in 24 hours", unit="%", baseline=61, target=95, review=date(2026, 1, 31)
    )
    Reading.objects.create(measure=measure, date=date(2026, 1, 2), value=63)
    Reading.objects.create(measure=measure, date=date(2026, 1, 20), value=70)
    return made


def test_item_is_updated_in_three_taps(open_page, engagement, dora, shop):
    page = open_page(f"/engagements/{engagement.pk}/follow-up/", user=dora, **PHONE)
    page.get_by_role("link", name="S1 One shop").tap()
    page.get_by_text("At risk", exact=True).tap()
    page.get_by_label("30", exact=True).tap()
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("#notices")).to_contain_text("Saved.")
    kept = Progress.objects.get()
    assert (kept.status, kept.percent, kept.changed_by) == ("at risk", 30, dora)


def test_second_saver_on_a_phone_is_told(open_page, engagement, dora, ane, shop):
    pages = [
        open_page(f"/engagements/{engagement.pk}/follow-up/items/{shop.pk}/", user=user, **PHONE)
        for user in (ane, dora)
    ]
    for page, percent in zip(pages, ("50", "20"), strict=True):
        page.get_by_label(percent, exact=True).tap()
        page.get_by_label("Blocker").fill(f"At {percent}")
        page.get_by_role("button", name="Save").tap()
        page.wait_for_load_state()
    expect(pages[1].get_by_role("alert")).to_contain_text("Ane changed this to “At 50” meanwhile.")
    expect(pages[1].get_by_label("Blocker")).to_have_value("At 20")
    pages[1].get_by_role("button", name="Save mine in its place").tap()
    expect(pages[1].locator("#notices")).to_contain_text("Saved.")
    assert (Progress.objects.get().percent, Progress.objects.get().blocker) == (20, "At 20")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_pages_suit_everybody(open_page, accessible, engagement, dora, shop, width):
    for rest in ("", f"items/{shop.pk}/", "history/"):
        page = open_page(f"/engagements/{engagement.pk}/follow-up/{rest}", user=dora, width=width)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), rest


def test_touch_targets_are_44_pixels(open_page, engagement, dora, shop):
    page = open_page(f"/engagements/{engagement.pk}/follow-up/items/{shop.pk}/", user=dora, width=390)
    boxes = [each.bounding_box() for each in page.locator(".card, .update button, .update input[type=text]").all()]
    assert [box for box in boxes if box["height"] < 44 or box["width"] < 44] == []


def test_update_works_without_script(open_page, engagement, dora, shop):
    address = f"/engagements/{engagement.pk}/follow-up/items/{shop.pk}/"
    page = open_page(address, user=dora, java_script_enabled=False, width=390)
    page.get_by_text("On track", exact=True).click()
    page.get_by_label("Answered in 24 hours").fill("72,5")
    page.get_by_role("button", name="Save").click()
    assert (Progress.objects.get().status, float(Reading.objects.latest("date").value)) == ("on track", 72.5)
