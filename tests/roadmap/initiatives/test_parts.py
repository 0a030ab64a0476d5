"""What hangs on an initiative: estimates, benefits and measures, and who may change them."""

from datetime import date

import pytest

from maturity.models import Change
from roadmap.models import Benefit, Estimate, Measure
from tests.factories import cast
from tests.factories.initiatives import initiative, measure

pytestmark = pytest.mark.django_db


def url(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/initiatives/{rest}"


def test_members_rate_as_themselves_and_the_facilitator_for_others(engagement, client, ane):
    made = initiative(engagement, "A1")
    it = engagement.departments.get(name="IT").pk
    said = {"rater": "Somebody", "department": it, "value": "4", "effort": "2"}
    for person in (cast.lead(engagement), cast.executive(engagement), ane):
        client.force_login(person)
        client.post(url(engagement, f"{made.pk}/rate/"), said)
    assert [(each.rater, each.department.name) for each in Estimate.objects.all()] == [
        ("Dora", "Sales"),
        ("Eve", "IT"),
        ("Somebody", "IT"),
    ]


def test_rating_again_takes_the_place_of_the_first(engagement, as_ane):
    made = initiative(engagement, "A1", raters={"Bo": ("IT", 1, 1)})
    it = engagement.departments.get(name="IT").pk
    as_ane.post(url(engagement, f"{made.pk}/rate/"), {"rater": "bo", "department": it, "value": "4", "effort": "2"})
    assert [str(each) for each in Estimate.objects.all()] == ["Bo: 4/2"]


def test_names_are_one_name_whatever_the_case_of_their_letters(engagement, as_ane):
    made = initiative(engagement, "A1", raters={"Åse": ("IT", 1, 1)})
    Measure.objects.create(initiative=made, name="Åbne sager", baseline=1, target=2, review=date(2027, 3, 31))
    it = engagement.departments.get(name="IT").pk
    as_ane.post(url(engagement, f"{made.pk}/rate/"), {"rater": "ÅSE", "department": it, "value": "4", "effort": "2"})
    said = {"name": "ÅBNE SAGER", "baseline": "40", "target": "80", "review": "2027-03-31"}
    answer = as_ane.post(url(engagement, f"{made.pk}/measures/new/"), said)
    assert ([str(each) for each in Estimate.objects.all()], answer.status_code) == (["Åse: 4/2"], 422)


def test_nobody_but_the_facilitator_takes_others_estimates_away(engagement, client, ane):
    made = initiative(engagement, "A1", raters={"Bo": ("IT", 1, 1)})
    remove = url(engagement, f"{made.pk}/estimates/{Estimate.objects.get().pk}/remove/")
    client.force_login(cast.lead(engagement))
    assert (client.post(remove).status_code, Estimate.objects.count()) == (404, 1)
    client.force_login(ane)
    assert (client.post(remove).status_code, Estimate.objects.count()) == (302, 0)


def test_benefit_is_added_changed_and_removed_with_a_trail(engagement, as_ane):
    made = initiative(engagement, "A1")
    said = {"driver": "price", "low": "100", "likely": "1.000,50", "high": "2 000", "ramp": "2", "source": "Interview"}
    as_ane.post(url(engagement, f"{made.pk}/benefits/new/"), said)
    benefit = Benefit.objects.get()
    assert (benefit.low, benefit.likely, benefit.high) == (100, 1000.5, 2000)
    as_ane.post(url(engagement, f"{made.pk}/benefits/{benefit.pk}/"), {**said, "ramp": "4"})
    as_ane.post(url(engagement, f"{made.pk}/benefits/{benefit.pk}/remove/"))
    assert [each.action for each in Change.objects.order_by("pk")] == ["added", "changed", "removed"]
    assert Change.objects.get(action="changed").fields == {"ramp": [2, 4]}


def test_benefit_that_does_not_rise_or_repeats_its_driver_is_told(engagement, as_ane):
    made = initiative(engagement, "A1", benefit=100)
    said = {"driver": "retention", "low": "3", "likely": "2", "high": "4"}
    answer = as_ane.post(url(engagement, f"{made.pk}/benefits/new/"), said)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["driver", "likely"])


def test_measure_is_added_once_by_its_name(engagement, as_ane):
    made = initiative(engagement, "A1")
    measure(made)
    said = {"name": "answers within a DAY", "baseline": "40", "target": "80", "review": "2027-03-31"}
    answer = as_ane.post(url(engagement, f"{made.pk}/measures/new/"), said)
    assert (answer.status_code, Measure.objects.count()) == (422, 1)
    as_ane.post(url(engagement, f"{made.pk}/measures/new/"), {**said, "name": "Complaints"})
    assert Measure.objects.count() == 2
