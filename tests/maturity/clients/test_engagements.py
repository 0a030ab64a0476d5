"""Home, a new engagement, the overview, departments and settings: what each person sees and may do."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from maturity.clients.services import create_engagement
from maturity.clients.trail import record_change
from maturity.framework.queries import framework_of
from maturity.models import Capacity, Change, Department, Engagement, Member, Organisation, User
from maturity.web.chapters import verb_choices
from roadmap.plan.rules import PlanVerb
from tests.factories import cast

NEW = {
    "organisation": "",
    "new_organisation": "Havblik",
    "title": "Omnichannel 2027",
    "language": "da",
    "currency": "dkk",
    "start": "2027-01-01",
    "quarters": "12",
    "discount_rate": "8 %",
}


def page(engagement: Engagement, name: str = "home", *more: int) -> str:
    return reverse(f"clients:{name}", args=[engagement.pk, *more])


def another(engagement: Engagement, title: str) -> Engagement:
    return Engagement.objects.create(organisation=engagement.organisation, title=title, start=date(2027, 1, 1))


def save(client: Client, url: str, values: dict):
    """Post the form as it was shown just now."""
    return client.post(url, {**values, "seen": seen(client.get(url))})


def seen(answer) -> str:
    """What the form of a page tells that it showed."""
    return answer.context["form"]["seen"].value()


def trail() -> list[tuple[str, str, dict]]:
    return [(change.label, change.action, change.fields) for change in Change.objects.order_by("pk")]


def test_home_shows_all_organisations_of_a_consultant_and_nothing_of_others(
    as_ane: Client, ane: User, engagement: Engagement
) -> None:
    second = cast.engagement(facilitator=cast.person(name="Frida"), organisation="Client C", title="Loyalty")
    Member.objects.create(organisation=second.organisation, user=ane, role="executive")
    cast.rival()

    content = as_ane.get("/").content.decode()

    assert [part in content for part in ("Client A", "Omnichannel", "Client C", "Loyalty")] == [True] * 4
    assert "Client B" not in content
    assert "Rival" not in content


def test_home_says_where_an_engagement_stands(as_ane: Client, ane: User) -> None:
    create_engagement(
        by=ane,
        organisation=None,
        new_organisation="Havblik",
        title="Omnichannel",
        language="da",
        currency="DKK",
        start=date(2027, 1, 1),
        quarters=12,
        discount_rate=Decimal("0.08"),
    )

    content = as_ane.get("/").content.decode()

    assert "1 of 11 chapters done. Next: Overview." in content
    assert "Overview: Begun" in content
    assert "Framework: Done" in content


@pytest.mark.parametrize("more", [0, 2])
def test_home_takes_five_queries_whatever_the_engagements(
    as_ane: Client, engagement: Engagement, django_assert_num_queries, more: int
) -> None:
    for number in range(more):
        another(engagement, f"Engagement {number}")

    with django_assert_num_queries(5):
        as_ane.get("/")


@pytest.mark.parametrize("more", [0, 3])
def test_overview_takes_nine_queries_whatever_is_there(
    as_ane: Client, ane: User, engagement: Engagement, django_assert_num_queries, more: int
) -> None:
    for number in range(more):
        Member.objects.create(
            organisation=engagement.organisation, user=cast.person(name=f"Person{number}"), role="executive"
        )
        as_ane.post(page(engagement, "departments"), {"name": f"Department {number}"})

    with django_assert_num_queries(9):
        as_ane.get(page(engagement))


def test_home_of_a_lead_leads_on_to_her_items(client: Client, engagement: Engagement) -> None:
    client.force_login(cast.lead(engagement))

    assert client.get("/")["Location"] == reverse("follow_up:home", args=[engagement.pk])


def test_home_of_nobody_says_so(client: Client, db) -> None:
    client.force_login(cast.person(name="Dag"))

    assert "You belong to no organisation at the moment." in client.get("/").content.decode()


def test_overview_leads_to_the_first_chapter_that_is_not_done(as_ane: Client, engagement: Engagement) -> None:
    content = as_ane.get(page(engagement)).content.decode()

    assert "<h1>Omnichannel</h1>" in content
    assert "Choose a framework" in content
    assert [name in content for name in cast.DEPARTMENTS] == [True] * 3


def test_new_engagement_of_a_new_organisation_is_facilitated_by_its_maker(
    as_ane: Client, ane: User, engagement: Engagement
) -> None:
    answer = as_ane.post(reverse("new_engagement"), NEW)

    made = Engagement.objects.get(title="Omnichannel 2027")
    assert answer["Location"] == page(made)
    assert (made.organisation.name, made.currency, made.discount_rate) == ("Havblik", "DKK", Decimal("0.08"))
    assert list(made.organisation.members.values_list("user", "role")) == [(ane.pk, "facilitator")]
    assert framework_of(made).key == "digital-maturity"


def test_new_engagement_for_an_own_organisation(as_ane: Client, engagement: Engagement) -> None:
    as_ane.post(reverse("new_engagement"), {**NEW, "organisation": engagement.organisation_id, "new_organisation": ""})

    assert Engagement.objects.get(title="Omnichannel 2027").organisation == engagement.organisation
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"new_organisation": ""}, ["new_organisation"]),
        ({"currency": "XQQ"}, ["currency"]),
        ({"discount_rate": "8"}, ["discount_rate"]),
        ({"discount_rate": "800 %"}, ["discount_rate"]),
        ({"discount_rate": "much"}, ["discount_rate"]),
        ({"quarters": "41"}, ["quarters"]),
        ({"start": "03/04"}, ["start"]),
        ({"title": "", "language": "de"}, ["title", "language"]),
    ],
)
def test_new_engagement_with_faults_is_not_made(
    as_ane: Client, engagement: Engagement, changes: dict, faulty: list[str]
) -> None:
    answer = as_ane.post(reverse("new_engagement"), {**NEW, **changes})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == faulty
    assert Engagement.objects.count() == 1


def test_new_engagement_needs_a_title_that_its_organisation_does_not_have(
    as_ane: Client, engagement: Engagement
) -> None:
    own = {"organisation": engagement.organisation_id, "new_organisation": "", "title": "omnichannel"}

    answer = as_ane.post(reverse("new_engagement"), {**NEW, **own})

    assert list(answer.context["form"].errors) == ["title"]


def test_new_engagement_cannot_be_made_for_another_organisation(as_ane: Client, engagement: Engagement) -> None:
    theirs = cast.rival().organisation

    answer = as_ane.post(reverse("new_engagement"), {**NEW, "organisation": theirs.pk, "new_organisation": ""})

    assert "organisation" in answer.context["form"].errors
    assert theirs.engagements.count() == 1


def test_settings_are_changed_and_recorded(as_ane: Client, engagement: Engagement) -> None:
    values = {**NEW, "title": "Omnichannel", "language": "en", "currency": "EUR", "discount_rate": "0,1"}

    save(as_ane, page(engagement, "settings"), values)

    engagement.refresh_from_db()
    assert engagement.discount_rate == Decimal("0.1")
    assert trail() == [("Omnichannel", "changed", {"discount_rate": ["0.0800", "0.1"]})]


def test_settings_keep_what_was_typed_beside_a_fault(as_ane: Client, engagement: Engagement) -> None:
    answer = as_ane.post(page(engagement, "settings"), {**NEW, "title": "Better", "currency": "nothing"})

    assert answer.status_code == 422
    assert 'value="Better"' in answer.content.decode()
    assert "<strong>Client A</strong> · Omnichannel" in answer.content.decode()


def test_department_is_added_as_it_is_seen(as_ane: Client, engagement: Engagement) -> None:
    as_ane.post(page(engagement, "departments"), {"name": "Mar\u00adketing\u200b"})

    assert Capacity.objects.filter(department__name="Marketing").exists()


def test_department_is_added_with_its_capacity(as_ane: Client, engagement: Engagement) -> None:
    as_ane.post(page(engagement, "departments"), {"name": "Marketing", "lead": "Mette", "person_weeks": "1.234,5"})

    made = Capacity.objects.get(department__name="Marketing")
    assert (made.department.lead, made.person_weeks) == ("Mette", Decimal("1234.5"))
    assert trail() == [("Marketing", "added", {})]


@pytest.mark.parametrize("twin", ["SALES", "Sa\u00adles", "Sales\u200b", "\ufeffSales", "Sales\u00a0"])
def test_department_that_takes_part_is_not_added_twice(as_ane: Client, engagement: Engagement, twin: str) -> None:
    answer = as_ane.post(page(engagement, "departments"), {"name": twin})

    assert answer.context["form"].errors == {"name": ["There is a department with this name already."]}


def test_department_of_the_organisation_joins_another_engagement(as_ane: Client, engagement: Engagement) -> None:
    second = another(engagement, "Second")

    as_ane.post(page(second, "departments"), {"name": "sales"})

    assert Department.objects.count() == 3
    assert [str(department) for department in second.departments.all()] == ["Sales"]


def test_names_are_taken_whatever_the_case_of_their_letters(as_ane: Client, engagement: Engagement) -> None:
    another(engagement, "Første ø")
    as_ane.post(page(engagement, "departments"), {"name": "Økonomi"})

    again = as_ane.post(page(engagement, "departments"), {"name": "ØKONOMI"})
    own = {"organisation": engagement.organisation_id, "new_organisation": "", "title": "FØRSTE Ø"}
    titled = as_ane.post(reverse("new_engagement"), {**NEW, **own})

    assert [list(answer.context["form"].errors) for answer in (again, titled)] == [["name"], ["title"]]


def test_department_is_changed_and_recorded(as_ane: Client, engagement: Engagement) -> None:
    sales = engagement.departments.get(name="Sales")

    save(as_ane, page(engagement, "department", sales.pk), {"name": "Sales", "lead": "Dora", "person_weeks": ""})

    assert trail() == [("Sales", "changed", {"lead": ["", "Dora"], "person_weeks": ["10.00", None]})]


def test_department_of_another_client_is_not_there(as_ane: Client, engagement: Engagement) -> None:
    theirs = cast.rival().departments.first()

    assert as_ane.get(page(engagement, "department", theirs.pk)).status_code == 404


def test_pages_answer_by_role(client: Client, engagement: Engagement) -> None:
    sales = engagement.departments.get(name="Sales").pk
    pages = [
        page(engagement),
        page(engagement, "settings"),
        page(engagement, "departments"),
        page(engagement, "department", sales),
        page(engagement, "members"),
        reverse("new_engagement"),
        reverse("person"),
    ]
    answers = {}
    for user in (cast.executive(engagement), cast.lead(engagement), cast.person(name="Dag")):
        client.force_login(user)
        answers[user.name] = [client.get(each).status_code for each in pages]

    assert answers == {
        "Eve": [200, 403, 403, 403, 403, 403, 200],
        "Dora": [200, 403, 403, 403, 403, 403, 200],
        "Dag": [404, 404, 404, 404, 404, 403, 200],
    }


def test_person_changes_own_settings_and_no_more(as_ane: Client, ane: User) -> None:
    as_ane.post(reverse("person"), {"name": "Ane Holm", "language": "da", "is_staff": "on", "email": "x@example.com"})

    ane.refresh_from_db()
    assert (ane.name, ane.language, ane.single_keys, ane.is_staff, ane.email) == (
        "Ane Holm",
        "da",
        False,
        False,
        "ane@example.com",
    )


def test_second_of_two_editors_of_a_department_sees_both_versions(as_ane: Client, engagement: Engagement) -> None:
    sales = engagement.departments.get(name="Sales")
    url = page(engagement, "department", sales.pk)
    shown = seen(as_ane.get(url))
    save(as_ane, url, {"name": "Sales", "lead": "Bo", "person_weeks": "12"})

    second = as_ane.post(url, {"name": "Sales", "lead": "Cleo", "person_weeks": "12", "seen": shown})

    assert second.status_code == 409
    assert second.context["form"].theirs == {"lead": "Bo"}
    assert "Ane changed this to “Bo” meanwhile." in second.content.decode()
    assert 'value="Cleo"' in second.content.decode()
    sales.refresh_from_db()
    assert sales.lead == "Bo"
    as_ane.post(url, {"name": "Sales", "lead": "Cleo", "person_weeks": "12", "seen": seen(second)})
    sales.refresh_from_db()
    assert sales.lead == "Cleo"


def test_second_of_two_editors_of_an_engagement_sees_both_versions(as_ane: Client, engagement: Engagement) -> None:
    url = page(engagement, "settings")
    values = {**NEW, "title": "Omnichannel", "language": "en", "currency": "EUR"}
    shown = seen(as_ane.get(url))
    save(as_ane, url, {**values, "quarters": "8"})

    second = as_ane.post(url, {**values, "quarters": "16", "discount_rate": "9 %", "seen": shown})

    assert second.status_code == 409
    assert second.context["form"].theirs == {"quarters": 8}
    engagement.refresh_from_db()
    assert (engagement.quarters, engagement.discount_rate) == (8, Decimal("0.08"))


def test_two_editors_of_different_fields_of_an_engagement_both_keep_theirs(
    as_ane: Client, engagement: Engagement
) -> None:
    url = page(engagement, "settings")
    values = {**NEW, "title": "Omnichannel", "language": "en", "currency": "EUR", "quarters": "12"}
    shown = seen(as_ane.get(url))
    save(as_ane, url, {**values, "quarters": "8"})

    second = as_ane.post(url, {**values, "discount_rate": "9 %", "seen": shown})

    engagement.refresh_from_db()
    assert (second.status_code, engagement.quarters, engagement.discount_rate) == (302, 8, Decimal("0.09"))


def test_language_is_chosen_for_the_person_too(as_ane: Client, ane: User) -> None:
    as_ane.post(reverse("set_language"), {"language": "sv", "next": "/me/"})

    ane.refresh_from_db()
    assert (ane.language, as_ane.get("/me/")["Content-Language"]) == ("sv", "sv")


def test_language_that_is_none_is_ignored(as_ane: Client, ane: User) -> None:
    as_ane.post(reverse("set_language"), {"language": "x-klingon"})

    ane.refresh_from_db()
    assert ane.language == "en"


@pytest.mark.parametrize(("who", "action"), [(cast.executive, "Read the report"), (cast.lead, "My items")])
def test_overview_offers_what_the_reader_may_do(client: Client, engagement: Engagement, who, action: str) -> None:
    client.force_login(who(engagement))

    content = client.get(page(engagement)).content.decode()

    assert action in content
    assert "Choose a framework" not in content


def test_trail_speaks_the_readers_language(as_ane: Client, ane: User, engagement: Engagement) -> None:
    record_change(engagement=engagement, by=ane, chapter="plan", subject="x:1", label="B1", action=PlanVerb.PINNED)
    User.objects.filter(pk=ane.pk).update(language="da")

    assert "<strong>B1</strong> start fastlåst" in as_ane.get(page(engagement, "home")).content.decode()


@pytest.mark.parametrize("language", ["da", "sv"])
def test_every_verb_of_the_trail_is_translated(language: str) -> None:
    english = {str(label) for _verb, label in verb_choices()}
    with translation.override(language):
        assert {str(label) for _verb, label in verb_choices()} & english == set()


def test_change_of_language_is_confirmed_in_the_new_language(as_ane: Client) -> None:
    page = as_ane.post(reverse("person"), {"name": "Ane", "language": "da"}, follow=True)

    assert [str(message) for message in page.context["messages"]] == ["Dine indstillinger er gemt."]
