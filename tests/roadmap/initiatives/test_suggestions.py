"""Typical initiatives for the largest gaps: which are offered, and how one is taken."""

import pytest

from maturity.assessment.services import set_targets
from maturity.framework.models import Dimension
from maturity.framework.queries import model_of
from maturity.framework.services import shipped_framework
from maturity.models import CustomerRating
from roadmap.initiatives.queries import suggestions
from roadmap.models import Initiative
from tests.factories import cast, rooms
from tests.factories.initiatives import initiative
from tests.factories.journeys import one_touchpoint

pytestmark = pytest.mark.django_db


def url(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/initiatives/{rest}"


def test_library_has_two_suggestions_for_each_dimension_and_one_for_each_kind_of_gap(db):
    answers = [suggestion.answers for suggestion in suggestions.library().values()]
    dimensions = [dimension.key for dimension in model_of(shipped_framework()).dimensions]
    assert sorted(answers) == sorted([*dimensions, *dimensions, "knowledge", "desire", "action"])


def test_unaddressed_gap_comes_first_and_is_taken_with_one_click(engagement, as_ane, ane):
    rooms.voted(engagement, {"recognition.1": {"Sales": [1, 1, 1]}, "leadership.1": {"Sales": [3, 3, 3]}})
    set_targets(engagement=engagement, by=ane, chosen={"recognition": (4, ""), "leadership": (4, "")})
    initiative(engagement, "A1").dimensions.set(Dimension.objects.filter(key="recognition"))
    page = suggestions.suggestions_page(engagement)
    assert [(each.row.dimension.key, each.addressed_by) for each in page.dimensions] == [
        ("leadership", ()),
        ("recognition", ("A1",)),
    ]
    it = engagement.departments.get(name="IT")
    as_ane.post(url(engagement, "suggestions/one-budget/take/"), {"department": it.pk})
    made = Initiative.objects.get(key="N1")
    assert (made.title, made.department, made.kind, [each.key for each in made.dimensions.all()]) == (
        "One marketing budget across channels",
        it,
        "organisation",
        ["leadership"],
    )
    assert "in the list as N1" in as_ane.get(url(engagement, "suggestions/")).text


def test_experience_gap_is_answered_by_its_kind_alone(engagement):
    bill = one_touchpoint(engagement, own_rating=5, gap_kind="desire")
    asked = one_touchpoint(engagement, name="Order", own_rating=4)
    for place in (bill, asked):
        CustomerRating.objects.bulk_create(CustomerRating(touchpoint=place, score=5) for _ in range(3))
    assert [
        (each.name, each.gap, [offer.title["en"] for offer in each.offers])
        for each in suggestions.suggestions_page(engagement).touchpoints
    ] == [("Bill", 2.0, ["Decide how good “Bill” has to be"]), ("Order", 1.0, [])]


def test_suggestion_for_another_clients_department_is_refused(engagement, as_ane):
    foreign = cast.rival().departments.first()
    as_ane.post(url(engagement, "suggestions/one-budget/take/"), {"department": foreign.pk})
    assert Initiative.objects.count() == 0
