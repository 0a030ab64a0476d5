"""The portfolio: what its pages show, who may change what, and that nobody overwrites anybody silently."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maturity.framework.models import Dimension
from maturity.models import Change, System
from roadmap.initiatives.queries import guard_rails, portfolio
from roadmap.initiatives.queries.facts import facts_of
from roadmap.models import Estimate, Initiative, Measure
from tests.factories import cast
from tests.factories.initiatives import initiative
from tests.factories.journeys import one_touchpoint

pytestmark = pytest.mark.django_db


def url(engagement, rest: str = "") -> str:
    return f"/engagements/{engagement.pk}/initiatives/{rest}"


def form(engagement, **changes) -> dict:
    """What the form sends for a small initiative."""
    sales = engagement.departments.get(name="Sales").pk
    said = {
        "title": "One policy",
        "department": sales,
        "quarters": "1",
        "one_off_cost": "1.234,5",
        "cost_per_year": "0",
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


# The list


def test_list_says_who_thinks_what(engagement, as_ane):
    initiative(
        engagement,
        "A1",
        raters={"Bo": ("Sales", 5, 1), "Cleo": ("IT", 3, 3), "Dan": ("Service", 2, 2)},
        one_off_cost=5000,
    )
    row = portfolio.portfolio_of(engagement)[0]
    assert (row.seen("all").value, row.seen("without").value, row.seen("owner").value) == (10 / 3, 2.5, 5.0)
    assert row.priority.tilt.value == 2.5
    assert "1 owner sees more value than others do: A1 by 2.5" in as_ane.get(url(engagement)).text


def test_list_gathers_everything_that_hangs_on_an_initiative(engagement):
    first = initiative(engagement, "A1")
    made = initiative(engagement, "A2", after=[first], effort={"Sales": 2, "IT": 1.5}, quarters=2)
    made.dimensions.set(Dimension.objects.filter(key__in=["leadership", "cooperation"]))
    made.touchpoints.add(one_touchpoint(engagement))
    made.other_departments.add(engagement.departments.get(name="IT"))
    row = portfolio.portfolio_of(engagement)[1]
    assert (row.key, row.other_names, set(row.dimension_keys), row.touchpoint_names, row.after_keys) == (
        "A2",
        ("IT",),
        {"leadership", "cooperation"},
        ("Bill",),
        ("A1",),
    )
    assert [(each.department, each.person_weeks) for each in row.efforts] == [("Sales", 2), ("IT", 1.5)]
    assert row.effort == 7


def test_list_is_filtered_and_ordered_by_its_address(engagement, as_ane):
    initiative(engagement, "A10", kind="data", raters={"Bo": ("IT", 2, 2)})
    initiative(engagement, "A2", kind="process", department="IT", must=True, raters={"Bo": ("IT", 5, 2)})
    initiative(engagement, "A1", kind="process", raters={"Bo": ("IT", 3, 2)})

    def shown(query: str) -> list[str]:
        page = as_ane.get(url(engagement, query)).context["page"]
        return [seen.row.key for seen in page.rows]

    assert shown("") == ["A1", "A2", "A10"]
    assert shown("?sort=value") == ["A2", "A1", "A10"]
    assert shown("?sort=value&view=without") == ["A1", "A10", "A2"]
    assert shown("?kind=process") == ["A1", "A2"]
    assert shown("?department=IT") == ["A2"]
    assert shown("?must=yes") == ["A2"]
    assert shown("?kind=nonsense") == []
    assert shown("?sort=nonsense&view=nonsense") == ["A1", "A2", "A10"]


@pytest.mark.parametrize("page", ["", "estimates/", "guard-rails/", "value-effort-dark.svg", "new/", "suggestions/"])
def test_pages_take_as_many_queries_whatever_the_size(engagement, as_ane, page):
    taken = []
    for count in (1, 3, 30):
        engagement.initiatives.all().delete()
        many(engagement, count)
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(url(engagement, page))
        taken.append(len(seen))
    assert taken == [taken[0]] * 3


@pytest.mark.parametrize("page", ["", "edit/"])
def test_initiative_takes_as_many_queries_whatever_depends_on_it(engagement, as_ane, page):
    many(engagement, 3)
    bare, full = initiative(engagement, "Z1"), Initiative.objects.earliest("pk")
    taken = []
    for each in (bare, full):
        with CaptureQueriesContext(connection) as seen:
            as_ane.get(url(engagement, f"{each.pk}/{page}"))
        taken.append(len(seen))
    assert taken == [taken[0]] * 2


def test_list_shows_five_hundred(engagement, as_ane):
    many(engagement, 500)
    assert len(as_ane.get(url(engagement)).context["page"].rows) == 500


def test_relation_that_was_not_read_is_not_taken_for_none(engagement):
    initiative(engagement, "A1")
    facts = facts_of(engagement, "benefits")[0]
    assert (facts.benefits, facts.benefit) == ((), 0)
    with pytest.raises(LookupError):
        bool(facts.efforts)
    with pytest.raises(LookupError):
        _ = facts.effort


def many(engagement, count: int) -> None:
    """Initiatives with everything that can hang on one, each after the one before it."""
    departments = list(engagement.departments.all())
    dimensions = list(Dimension.objects.all()[:2])
    place = engagement.touchpoints.first() or one_touchpoint(engagement)
    made = Initiative.objects.bulk_create(
        Initiative(engagement=engagement, key=f"K{n}", title=f"Title {n}", department=departments[n % 3])
        for n in range(count)
    )
    Initiative.after.through.objects.bulk_create(
        Initiative.after.through(from_initiative=later, to_initiative=earlier) for earlier, later in pairwise(made)
    )
    Initiative.dimensions.through.objects.bulk_create(
        Initiative.dimensions.through(initiative=each, dimension=dimension) for each in made for dimension in dimensions
    )
    Initiative.touchpoints.through.objects.bulk_create(
        Initiative.touchpoints.through(initiative=each, touchpoint=place) for each in made
    )
    Estimate.objects.bulk_create(
        Estimate(initiative=each, rater=f"R{n}", department=department, value=3, effort=2)
        for each in made
        for n, department in enumerate(departments)
    )
    Measure.objects.bulk_create(Measure(initiative=each, name="Answered") for each in made)


def test_picture_is_the_same_twice_and_differs_in_the_dark(engagement, as_ane):
    initiative(engagement, "A1", raters={"Bo": ("Sales", 5, 1), "Cleo": ("IT", 3, 3)})
    light, again, dark = (
        as_ane.get(url(engagement, f"value-effort-{theme}.svg")) for theme in ("light", "light", "dark")
    )
    assert light["Content-Type"] == "image/svg+xml"
    assert light.content == again.content != dark.content
    assert b">A1</text>" in light.content


# Guard-rails


def test_guard_rails_name_the_initiative_and_the_way_to_mend_it(engagement, as_ane):
    shop = initiative(
        engagement, "C2", kind="software", department="IT", raters={"Bo": ("IT", 4, 2)}, benefit=100, ramp=0
    )
    shop.touchpoints.add(one_touchpoint(engagement, department="Service", systems="CRM; Nowhere"))
    System.objects.create(engagement=engagement, name="CRM", data_owner="Sales", data_class="personal")
    found = {
        rail.rail.value: [each.facts for each in rail.findings] for rail in guard_rails.guard_rails(engagement).rails
    }
    assert found == {
        "plan-first": [()],
        "measured": [()],
        "others-rate": [("IT",)],
        "ramp": [("retention",)],
        "all-named": [("Service",)],
        "experiments": [()],
        "data-owned": [("Nowhere",)],
        "measure-loop": [],
    }
    text = as_ane.get(url(engagement, "guard-rails/")).text
    assert "1 of 8 guard-rails holds" in text
    assert "Ask at least one rater from another department." in text
    assert url(engagement, f"{shop.pk}/") in text


# One initiative


def test_initiative_is_added_with_the_next_key_and_a_trail(engagement, as_ane):
    it = engagement.departments.get(name="IT")
    as_ane.post(url(engagement, "new/"), form(engagement, **{f"effort-{it.pk}": "2,5", "other_departments": [it.pk]}))
    made = Initiative.objects.get()
    assert (made.key, made.title, made.one_off_cost, [str(each) for each in made.efforts.all()]) == (
        "N1",
        "One policy",
        1234.5,
        ["IT 2.50"],
    )
    assert Change.objects.get().action == "added"


def test_initiative_that_would_wait_for_itself_is_refused_with_the_circle(engagement, as_ane):
    first = initiative(engagement, "A1")
    second = initiative(engagement, "A2", after=[first])
    answer = as_ane.post(url(engagement, f"{first.pk}/edit/"), form(engagement, key="A1", after=[second.pk]))
    assert answer.status_code == 422
    assert "These would wait for each other: A" in answer.text
    first.refresh_from_db()
    assert (first.after.count(), first.title) == (0, "Title A1")


def opened(page, address: str) -> str:
    """What the form that one opens there has seen."""
    return page.get(address).context["form"].token()


def test_two_editors_both_see_what_the_other_wrote(engagement, as_ane):
    made = initiative(engagement, "A1")
    edit = url(engagement, f"{made.pk}/edit/")
    seen = opened(as_ane, edit)
    as_ane.post(edit, form(engagement, key="A1", seen=seen, title="First", one_off_cost="0"))
    answer = as_ane.post(edit, form(engagement, key="A1", seen=seen, title="Second", one_off_cost="0"))
    assert answer.status_code == 409
    assert dict(answer.context["form"].errors) == {
        "title": ["Ane changed this to “First” meanwhile. Save again to replace it with yours."]
    }
    assert 'value="Second"' in answer.text
    again = form(engagement, key="A1", seen=answer.context["form"]["seen"].value(), title="Second", one_off_cost="0")
    assert as_ane.post(edit, again).status_code == 302
    made.refresh_from_db()
    assert made.title == "Second"
    assert [each.fields for each in Change.objects.order_by("pk")] == [
        {"title": ["Title A1", "First"]},
        {"title": ["First", "Second"]},
    ]


def test_two_editors_of_other_fields_both_keep_theirs(engagement, as_ane):
    made = initiative(engagement, "A1")
    sales, it = (engagement.departments.get(name=name).pk for name in ("Sales", "IT"))
    edit = url(engagement, f"{made.pk}/edit/")
    seen = opened(as_ane, edit)
    said = {"key": "A1", "title": "Title A1", "one_off_cost": "0", "seen": seen}
    as_ane.post(edit, form(engagement, **said, **{f"effort-{it}": "2,5", "other_departments": [it]}))
    answer = as_ane.post(edit, form(engagement, **said | {"title": "Mine"}, **{f"effort-{sales}": "1"}))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.title, [each.name for each in made.other_departments.all()]) == ("Mine", ["IT"])
    assert sorted(str(each) for each in made.efforts.all()) == ["IT 2.50", "Sales 1.00"]


def test_link_to_what_the_form_does_not_offer_stays(engagement, as_ane):
    gone, kept, made = (initiative(engagement, key) for key in ("A1", "A2", "A3"))
    made.after.set([gone])
    Initiative.objects.filter(pk=gone.pk).update(archived_at="2027-01-01T00:00Z")
    edit = url(engagement, f"{made.pk}/edit/")
    as_ane.post(edit, form(engagement, key="A3", seen=opened(as_ane, edit), after=[kept.pk]))
    assert set(made.after.all()) == {gone, kept}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"key": "a1"}, "key"),
        ({"one_off_cost": "much"}, "one_off_cost"),
        ({"one_off_cost": "-1"}, "one_off_cost"),
        ({"quarters": "41"}, "quarters"),
        ({"not_before": "0"}, "not_before"),
        ({"kind": "magic"}, "kind"),
        ({"dimensions": ["999999"]}, "dimensions"),
        ({"department": "999999"}, "department"),
    ],
)
def test_faulty_initiative_is_told_at_its_field(engagement, as_ane, changes, field):
    initiative(engagement, "A1")
    answer = as_ane.post(url(engagement, "new/"), form(engagement, **changes))
    assert (answer.status_code, list(answer.context["form"].errors), Initiative.objects.count()) == (422, [field], 1)


def test_archived_initiative_is_counted_nowhere_until_restored(engagement, as_ane):
    made = initiative(engagement, "A1")
    answer = as_ane.post(url(engagement, f"{made.pk}/archive/"), follow=True)
    assert "The initiative was archived." in answer.text
    assert portfolio.portfolio_of(engagement) == ()
    assert guard_rails.guard_rails(engagement).initiatives == 0
    as_ane.post(url(engagement, f"{made.pk}/restore/"))
    assert [row.key for row in portfolio.portfolio_of(engagement)] == ["A1"]


def test_lead_changes_own_departments_initiatives_alone(engagement, client):
    own, other = initiative(engagement, "A1"), initiative(engagement, "A2", department="IT")
    client.force_login(cast.lead(engagement))
    assert client.get(url(engagement, f"{own.pk}/edit/")).status_code == 200
    assert client.get(url(engagement, f"{other.pk}/edit/")).status_code == 403
    it = engagement.departments.get(name="IT").pk
    away = client.post(url(engagement, f"{own.pk}/edit/"), form(engagement, key="A1", department=it))
    assert list(away.context["form"].errors) == ["department"]


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("", (200, 200, 200, 404)),
        ("estimates/", (200, 200, 200, 404)),
        ("value-effort-light.svg", (200, 200, 200, 404)),
        ("guard-rails/", (200, 200, 200, 404)),
        ("suggestions/", (200, 200, 200, 404)),
        ("archived/", (200, 200, 200, 404)),
        ("new/", (200, 403, 200, 404)),
        ("{pk}/", (200, 200, 200, 404)),
        ("{pk}/rate/", (200, 200, 200, 404)),
        ("{pk}/edit/", (200, 403, 403, 404)),
        ("{pk}/benefits/new/", (200, 403, 403, 404)),
        ("{pk}/measures/new/", (200, 403, 403, 404)),
        ("999999/", (404, 404, 404, 404)),
    ],
)
def test_pages_by_role(client, engagement, ane, page, answers):
    made = initiative(engagement, "A1", department="IT")
    people = (ane, cast.executive(engagement), cast.lead(engagement), cast.rival().organisation.users.get())
    for person, expected in zip(people, answers, strict=True):
        client.force_login(person)
        assert client.get(url(engagement, page.format(pk=made.pk))).status_code == expected


def test_another_clients_initiative_is_not_there(engagement, as_ane):
    foreign = initiative(cast.rival(), "B1")
    assert as_ane.get(url(engagement, f"{foreign.pk}/")).status_code == 404
    assert as_ane.post(url(engagement, f"{foreign.pk}/archive/")).status_code == 404


def test_form_without_departments_says_what_comes_first(as_ane, engagement):
    engagement.capacities.all().delete()
    page = as_ane.get(url(engagement, "new/")).content.decode()
    assert "none takes part yet" in page
    assert f'/engagements/{engagement.pk}/departments/"' in page
