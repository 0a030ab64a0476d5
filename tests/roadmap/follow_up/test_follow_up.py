"""How items are updated, by whom, and what is kept of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.models import Change
from maturity.web.editing import Edit
from roadmap.follow_up import queries, services
from roadmap.follow_up.rules import reading_name
from roadmap.models import Initiative, Measure, Progress, Reading
from tests.factories import cast
from tests.factories.initiatives import initiative
from tests.factories.results import saved_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


STANDING = {"status": "on track", "percent": 10, "blocker": ""}


def home(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/follow-up/{rest}"


def page(item: Initiative) -> str:
    return home(item.engagement, f"items/{item.pk}/")


def update(**changes):
    return {"status": "on track", "percent": 40, "blocker": "", "day": "2027-02-10", **changes}


def test_lead_sees_own_items_first_what_is_due(as_dora, engagement, shop, portal, plan):
    text = as_dora.get(home(engagement)).text
    assert "1 of your 1 items is due" in text
    assert "Starts in Q1\u00a02027 by the plan" in text
    assert "Title P1" not in text
    assert "Title P1" in as_dora.get(home(engagement, "?department=all")).text


def test_facilitator_sees_all_and_filters_in_the_address(as_ane, engagement, shop, portal, plan):
    text = as_ane.get(home(engagement)).text
    assert "1 of 2 items is due" in text
    assert text.index("Title S1") < text.index("Title P1")
    only = as_ane.get(home(engagement, f"?department={portal.department_id}")).text
    assert "Nothing is due; next is Title P1, in Q3\u00a02027" in only
    assert "Title S1" not in only


@pytest.mark.parametrize("nonsense", ["?department=999999", "?department=x", "?department=-1"])
def test_nonsense_in_the_filter_is_no_error(as_ane, engagement, shop, nonsense):
    assert as_ane.get(home(engagement, nonsense)).status_code == 200


def test_page_without_initiatives_names_one_action(as_ane, engagement):
    assert f'href="/engagements/{engagement.pk}/initiatives/"' in as_ane.get(home(engagement)).text


def test_update_in_one_go(as_dora, dora, engagement, shop, answered):
    values = update(status="at risk", percent=30, blocker="Waits for IT")
    answer = as_dora.post(page(shop), {**values, f"reading-{answered.pk}": "68,5"})
    assert answer.status_code == 302
    kept = Progress.objects.get()
    assert (kept.status, kept.percent, kept.blocker, kept.changed_by) == (
        "at risk",
        30,
        "Waits for IT",
        dora,
    )
    assert list(Reading.objects.values_list("date", "value", "by")) == [(date(2027, 2, 10), Decimal("68.5"), dora.pk)]


def test_done_is_at_100_per_cent(as_dora, shop):
    as_dora.post(page(shop), update(status="done", percent=40))
    assert Progress.objects.get().percent == 100


def test_second_reading_of_a_day_replaces_the_first(as_dora, shop, answered):
    as_dora.post(page(shop), update(**{f"reading-{answered.pk}": "68"}))
    as_dora.post(page(shop), update(**{f"reading-{answered.pk}": "70"}))
    assert list(answered.readings.values_list("value", flat=True)) == [70]


def test_nothing_changed_leaves_no_trace(as_dora, shop):
    as_dora.post(page(shop), update())
    as_dora.post(page(shop), update())
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"status": "splendid"}, "Select a valid choice"),
        ({"percent": "140"}, "Select a valid choice"),
        ({"percent": "many"}, "Select a valid choice"),
        ({"status": "blocked"}, "Say what blocks it."),
        ({"day": "2027-02-11"}, "This day has not come yet."),
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"reading": "a lot"}, "Enter a number."),
    ],
)
def test_faulty_update_keeps_what_was_typed(as_dora, shop, answered, wrong, fault):
    values = update(blocker="", **wrong)
    values[f"reading-{answered.pk}"] = values.pop("reading", "12")
    answer = as_dora.post(page(shop), values)
    assert (answer.status_code, Progress.objects.count(), Reading.objects.count()) == (422, 0, 0)
    assert fault in answer.text
    assert f'value="{values[f"reading-{answered.pk}"]}"' in answer.text


def told(item: Initiative, by, **changes) -> None:
    services.update_item(initiative=item, by=by, edit=Edit(STANDING | changes))


def opened(client, item: Initiative) -> str:
    """What the form of an item has seen that one opens now."""
    return client.get(page(item)).context["form"].token()


@pytest.mark.parametrize("before", [False, True], ids=["first word", "later word"])
def test_second_of_two_savers_is_told_and_loses_nothing(client, ane, dora, shop, answered, before):
    if before:
        told(shop, ane)
    client.force_login(ane)
    seen, reading = opened(client, shop), f"reading-{answered.pk}"
    client.post(page(shop), update(seen=seen, percent=50, blocker="Budget", **{reading: "66"}))
    client.force_login(dora)
    mine = update(seen=seen, status="at risk", percent=20, blocker="People", **{reading: "64"})
    second = client.post(page(shop), mine)
    assert second.status_code == 409
    assert "People</textarea>" in second.text
    assert 'value="64"' in second.text
    form = second.context["form"]
    said = {name: errors[0] for name, errors in form.errors.items() if name != "status"}
    assert said == {
        name: f"Ane changed this to “{theirs}” meanwhile. Save again to replace it with yours."
        for name, theirs in (("percent", "50 %"), ("blocker", "Budget"), (reading, "66"))
    }
    assert ("status" in form.errors) is not before
    assert (form["status"].value(), form["percent"].value()) == ("at risk", "20")
    assert Progress.objects.get().percent == 50
    assert client.post(page(shop), {**mine, "seen": form["seen"].value()}).status_code == 302
    assert (Progress.objects.get().blocker, answered.readings.get().value) == ("People", 64)
    assert Change.objects.latest("pk").fields["Answered in 24 hours · 2027-02-10"] == ["66.0000", "64"]


def test_two_who_read_other_days_both_keep_theirs(as_dora, ane, shop, answered):
    told(shop, ane)
    seen, reading = opened(as_dora, shop), f"reading-{answered.pk}"
    same = {"seen": seen, "percent": 10}
    as_dora.post(page(shop), update(**same, day="2027-02-01", **{reading: "66"}))
    assert as_dora.post(page(shop), update(**same, **{reading: "64"})).status_code == 302
    assert list(answered.readings.values_list("value", flat=True)) == [66, 64]


def test_what_only_the_other_changed_stays(as_dora, ane, shop, answered):
    told(shop, ane)
    seen = opened(as_dora, shop)
    told(shop, ane, blocker="Budget", status="blocked")
    as_dora.post(page(shop), update(seen=seen, percent=10, **{f"reading-{answered.pk}": "64"}))
    kept = Progress.objects.get()
    assert (kept.status, kept.percent, kept.blocker, answered.readings.get().value) == ("blocked", 10, "Budget", 64)


@pytest.mark.parametrize(
    ("method", "path", "answers"),
    [
        ("get", "", (200, 200, 200, 200, 404)),
        ("get", "history/", (200, 200, 200, 200, 404)),
        ("get", "items/{item}/", (200, 200, 200, 200, 404)),
        ("post", "items/{item}/", (302, 403, 302, 403, 404)),
        ("post", "readings/{reading}/delete/", (302, 403, 302, 403, 404)),
    ],
)
def test_pages_by_role(client, engagement, ane, dora, shop, answered, method, path, answers):
    people = (
        ane,
        cast.executive(engagement),
        dora,
        cast.lead(engagement, department="IT", name="Ivan"),
        cast.rival().organisation.users.get(),
    )
    for person, expected in zip(people, answers, strict=True):
        Progress.objects.all().delete()
        reading, _ = Reading.objects.get_or_create(measure=answered, date=date(2027, 2, 1), defaults={"value": 1})
        client.force_login(person)
        address = home(engagement, path.format(item=shop.pk, reading=reading.pk))
        assert getattr(client, method)(address, update() if method == "post" else {}).status_code == expected


def test_who_may_not_update_reads_why(client, engagement, portal, dora):
    client.force_login(dora)
    answer = client.get(page(portal))
    assert "Only the lead of IT and the facilitator update this item." in answer.text
    assert "own lead and the facilitator may change this." in client.post(page(portal), update()).text


def test_items_of_others_and_archived_ones_are_not_there(as_ane, engagement, shop):
    rival = cast.rival()
    theirs = initiative(rival, "X1")
    assert as_ane.get(home(engagement, f"items/{theirs.pk}/")).status_code == 404
    Initiative.objects.filter(pk=shop.pk).update(archived_at="2027-01-01T00:00Z")
    assert as_ane.get(page(shop)).status_code == 404


def test_reading_of_another_item_cannot_be_posted(as_dora, engagement, shop, portal):
    foreign = Measure.objects.create(initiative=portal, name="Foreign")
    as_dora.post(page(shop), update(**{f"reading-{foreign.pk}": "1"}))
    assert Reading.objects.count() == 0


def test_history_says_who_changed_what_from_and_to(as_dora, engagement, shop, answered):
    as_dora.post(page(shop), update(**{f"reading-{answered.pk}": "68,5"}))
    as_dora.post(page(shop), update(status="blocked", percent=50, blocker="No time"))
    for text in (as_dora.get(page(shop)).text, as_dora.get(home(engagement, "history/")).text):
        for words in ("Status: Not started → On track", "Progress: 40 % → 50 %", "“No time”", "Dora", "68.5"):
            assert words in text
    assert "2 changes so far" in as_dora.get(home(engagement, "history/")).text


def test_reading_is_corrected_and_deleted_with_a_trail(as_dora, shop, answered):
    reading = Reading.objects.create(measure=answered, date=date(2027, 1, 31), value=70)
    form = as_dora.get(page(shop) + f"?reading={reading.pk}").context["form"]
    assert (form["day"].value(), form[f"reading-{answered.pk}"].value()) == (date(2027, 1, 31), "70")
    as_dora.post(home(shop.engagement, f"readings/{reading.pk}/delete/"))
    assert Reading.objects.count() == 0
    assert Change.objects.get().fields == {"Answered in 24 hours · 2027-01-31": ["70.0000", None]}
    assert "deleted" in as_dora.get(page(shop)).text


def test_pages_take_as_many_queries_whatever_the_size(as_ane, ane, engagement):
    taken = [queries_taken(as_ane, ane, engagement, items) for items in (1, 3, 30)]
    assert taken == [taken[0]] * 3


def queries_taken(as_ane, ane, engagement, items) -> list[int]:
    engagement.initiatives.all().delete()
    made = [initiative(engagement, f"S{number}") for number in range(items)]
    saved_plan(engagement, dict.fromkeys(made, 0))
    for each in made:
        measure = Measure.objects.create(initiative=each, name="m", review=date(2027, 2, 1))
        for day in (1, 2, 3):
            Reading.objects.create(measure=measure, date=date(2027, 2, day), value=day)
        told(each, ane, **{reading_name(measure.pk, date(2027, 2, 1)): Decimal(9)})
    taken = []
    for address in (home(engagement), page(made[0]), home(engagement, "history/")):
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(address)
        taken.append(len(seen))
    return taken


def test_item_page_shows_its_standing_and_measures(engagement, shop, answered, plan):
    Reading.objects.create(measure=answered, date=date(2027, 2, 1), value=70)
    found = queries.item_page(engagement, shop.pk)
    assert (found.item.planned.first, found.item.planned.last, found.item.told) == (1, 1, False)
    assert (found.measures[0].newest.value, found.measures[0].picture.points) == (70, ((150.0, 41.29),))
