"""Owners' tilt over the whole portfolio."""

import pytest

from maturity.methods.noise import NoiseVerdict
from roadmap.initiatives.domain.tilt import owner_tilt
from roadmap.initiatives.queries.portfolio import portfolio_of
from roadmap.models import Estimate
from tests.factories.initiatives import initiative

pytestmark = pytest.mark.django_db
RATERS = ("IT-1", "IT-2", "Sales-1", "Sales-2", "Service-1", "Service-2")


def rated(engagement, key, owner, values, effort=2):
    made = initiative(engagement, key, department=owner)
    for rater, value in zip(RATERS, values, strict=True):
        department = engagement.departments.get(name=rater.partition("-")[0])
        Estimate.objects.create(initiative=made, rater=rater, department=department, value=value, effort=effort)


def kind_owners(engagement):
    rated(engagement, "A1", "IT", [5, 5, 3, 3, 3, 4])
    rated(engagement, "A2", "Sales", [4, 3, 5, 5, 4, 4])
    rated(engagement, "A3", "Service", [3, 3, 2, 3, 5, 5])
    rated(engagement, "A4", "IT", [5, 4, 3, 3, 3, 3])


def test_owners_who_praise_their_own_are_told_with_an_interval(engagement, as_ane):
    kind_owners(engagement)
    found = owner_tilt(portfolio_of(engagement))
    assert (found.value.tilt, found.value.pooled, found.value.raters) == (pytest.approx(1.6875), 4, 6)
    assert (found.value.verdict, found.effort.tilt, found.effort.verdict) == (
        NoiseVerdict.MORE_THAN_NOISE,
        0.0,
        NoiseVerdict.NOISE,
    )
    assert [name for name, _tilt in found.departments] == ["Service", "IT", "Sales"]
    text = as_ane.get(f"/engagements/{engagement.pk}/initiatives/estimates/").text
    assert "Owners rate the value of their own 1.7 higher than others do" in text
    assert "IT-1" not in text, "departments only, no rater"


def test_order_with_and_without_owners(engagement, as_ane):
    rated(engagement, "A1", "IT", [5, 5, 3, 3, 3, 3])
    rated(engagement, "A2", "Sales", [4, 3, 3, 3, 4, 3])
    found = owner_tilt(portfolio_of(engagement))
    assert [(each.row.key, each.with_owner, each.without_owner, each.risen) for each in found.places] == [
        ("A1", 1, 2, 1),
        ("A2", 2, 1, -1),
    ]
    text = as_ane.get(f"/engagements/{engagement.pk}/initiatives/estimates/").text
    assert "A1 Title A1 is number 1 with its owner’s estimates, number 2 without." in text


def test_tilt_that_hangs_on_one_person_is_not_told(engagement, as_ane):
    made = initiative(engagement, "A1")
    for rater in ("IT-1", "Sales-1", "Sales-2"):
        department = engagement.departments.get(name=rater.partition("-")[0])
        Estimate.objects.create(initiative=made, rater=rater, department=department, value=3, effort=2)
    assert not owner_tilt(portfolio_of(engagement)).known
    assert (
        "Too few have rated to say whether owners see their own in a kinder light"
        in as_ane.get(f"/engagements/{engagement.pk}/initiatives/estimates/").text
    )


def test_without_initiatives_nothing_is_told(engagement, as_ane):
    found = owner_tilt(portfolio_of(engagement))
    assert (found.known, found.departments, found.places) == (False, (), ())
    assert as_ane.get(f"/engagements/{engagement.pk}/initiatives/estimates/").status_code == 200
