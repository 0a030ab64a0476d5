"""Who has access: adding by mail, changing roles, removing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maturity.models import Change, Engagement, Member, User
from tests.factories import cast

PASSWORD = "seven grey herons"
EVE = {"name": "Eve Friis", "email": "Eve@Example.com", "role": "executive", "department": ""}


def page(engagement: Engagement, name: str = "members", *more: int) -> str:
    return reverse(f"clients:{name}", args=[engagement.pk, *more])


def link_in(message) -> str | None:
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", message.body)
    return found and found[1]


def choose_password(client: Client, link: str):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})


def test_invitation_leads_to_a_password_and_in(as_ane: Client, engagement: Engagement, mailoutbox) -> None:
    as_ane.post(page(engagement), EVE)

    [message] = mailoutbox
    assert message.to == ["eve@example.com"]
    assert message.subject == "You have been invited to Client A’s digital maturity work"
    assert "Ane has given you access to “Omnichannel”." in message.body
    eve = Client()
    choose_password(eve, link_in(message))
    assert eve.get(reverse("clients:home", args=[engagement.pk])).status_code == 200


def test_invitations_link_works_once(as_ane: Client, engagement: Engagement, mailoutbox) -> None:
    as_ane.post(page(engagement), EVE)
    link = link_in(mailoutbox[0])
    choose_password(Client(), link)

    again = Client().get(link, follow=True)

    assert "This link does not work any more" in again.content.decode()


def test_invitations_link_is_valid_for_seven_days(as_ane: Client, engagement: Engagement, mailoutbox, settings) -> None:
    as_ane.post(page(engagement), EVE)
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) == timedelta(days=7)

    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "This link does not work any more" in Client().get(link_in(mailoutbox[0]), follow=True).content.decode()


def test_invitation_is_written_in_the_engagements_language(as_ane: Client, engagement: Engagement, mailoutbox) -> None:
    Engagement.objects.update(language="sv")

    as_ane.post(page(engagement), EVE)

    assert User.objects.get(email="eve@example.com").language == "sv"


def test_facilitator_who_makes_an_organisation_is_no_guest_there(as_ane: Client, engagement: Engagement, ane) -> None:
    User.objects.filter(pk=ane.pk).update(last_login=Member.objects.get(user=ane).added_at - timedelta(hours=1))

    [listed] = [listed for listed in as_ane.get(page(engagement)).context["members"] if listed.member.user_id == ane.pk]

    assert (listed.pending, listed.name) == (False, "Ane")


def test_person_with_an_account_is_added_and_told_to_log_in(as_ane: Client, engagement: Engagement, mailoutbox) -> None:
    bob = cast.rival().organisation.users.get()

    as_ane.post(page(engagement), {**EVE, "name": "Robert", "email": "BOB@example.com"})

    assert Member.objects.get(organisation=engagement.organisation, user=bob).role == "executive"
    assert link_in(mailoutbox[0]) is None
    assert "http://testserver/accounts/login/" in mailoutbox[0].body
    bob.refresh_from_db()
    assert bob.name == "Bob"


def test_adding_looks_the_same_whether_the_account_existed(as_ane: Client, engagement: Engagement) -> None:
    bob = cast.rival().organisation.users.get()
    User.objects.filter(pk=bob.pk).update(last_login=timezone.now() - timedelta(days=1))

    pages = {
        name: as_ane.post(page(engagement), {**EVE, "email": f"{name}@example.com"}, follow=True).content.decode()
        for name in ("bob", "new")
    }
    rows = {name: row_of(f"{name}@example.com", pages["new"]) for name in pages}

    assert [f"A mail is on its way to {name}@example.com." in pages[name] for name in pages] == [True, True]
    assert rows["bob"] == rows["new"]


def row_of(email: str, content: str) -> str:
    """A member's line in the list, without what differs by design: the address, numbers and tokens."""
    found = re.search(rf'<th scope="row">{email}</th>.*?</tr>', content, re.DOTALL)
    return re.sub(r'value="\w+"|\d+', "", found[0].replace(email, "")) if found else ""


def test_member_is_not_added_twice(as_ane: Client, engagement: Engagement, mailoutbox) -> None:
    refused = as_ane.post(page(engagement), {**EVE, "email": "ANE@example.com"})

    assert refused.status_code == 409
    assert "This person is a member already." in refused.content.decode()
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"email": "eve"}, ["email"]),
        ({"role": "king"}, ["role"]),
        ({"role": "lead"}, ["department"]),
        ({"name": ""}, ["name"]),
    ],
)
def test_member_with_faults_is_not_added(as_ane: Client, engagement: Engagement, mailoutbox, changes, faulty) -> None:
    answer = as_ane.post(page(engagement), {**EVE, **changes})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, faulty)
    assert Member.objects.count() == 1
    assert mailoutbox == []


def test_lead_cannot_be_given_another_clients_department(as_ane: Client, engagement: Engagement) -> None:
    theirs = cast.rival().departments.first()

    answer = as_ane.post(page(engagement), {**EVE, "role": "lead", "department": theirs.pk})

    assert "department" in answer.context["form"].errors


def test_mail_that_cannot_be_sent_is_told(as_ane: Client, engagement: Engagement, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = as_ane.post(page(engagement), EVE)

    assert answer.status_code == 503
    assert "eve@example.com is a member now, but the mail could not be sent." in answer.content.decode()
    assert Member.objects.filter(user__email="eve@example.com").exists()


def test_link_is_sent_again(as_ane: Client, engagement: Engagement, mailoutbox) -> None:
    as_ane.post(page(engagement), EVE)
    member = Member.objects.get(user__email="eve@example.com")

    as_ane.post(page(engagement, "invite_again", member.pk))

    assert [link_in(message) is not None for message in mailoutbox] == [True, True]


def test_role_is_changed_and_recorded(as_ane: Client, engagement: Engagement) -> None:
    eve = cast.executive(engagement).memberships.get()
    sales = engagement.departments.get(name="Sales")

    as_ane.post(page(engagement, "member", eve.pk), {"role": "lead", "department": sales.pk})

    eve.refresh_from_db()
    assert (eve.role, eve.department) == ("lead", sales)
    assert [(change.label, change.fields) for change in Change.objects.all()] == [
        ("eve@example.com", {"role": ["executive", "lead"], "department_id": [None, sales.pk]})
    ]


def test_department_is_dropped_from_a_role_that_has_none(as_ane: Client, engagement: Engagement) -> None:
    dora = cast.lead(engagement).memberships.get()

    as_ane.post(page(engagement, "member", dora.pk), {"role": "executive", "department": dora.department_id})

    dora.refresh_from_db()
    assert (dora.role, dora.department) == ("executive", None)


def test_removing_a_member_ends_access_at_the_next_request(as_ane: Client, engagement: Engagement) -> None:
    eve, member = Client(), cast.executive(engagement).memberships.get()
    eve.force_login(member.user)
    overview = reverse("clients:home", args=[engagement.pk])
    before = eve.get(overview).status_code

    as_ane.post(page(engagement, "remove_member", member.pk))

    assert (before, eve.get(overview).status_code) == (200, 404)
    assert "Client A" not in eve.get("/").content.decode()


@pytest.mark.parametrize(("name", "values"), [("remove_member", {}), ("member", {"role": "executive"})])
def test_last_facilitator_stays(as_ane: Client, ane: User, engagement: Engagement, name: str, values: dict) -> None:
    refused = as_ane.post(page(engagement, name, ane.memberships.get().pk), values)

    assert refused.status_code == 409
    assert "This is the last facilitator." in refused.content.decode()
    assert ane.memberships.get().role == "facilitator"


def test_facilitator_may_leave_when_there_is_another(as_ane: Client, ane: User, engagement: Engagement) -> None:
    Member.objects.create(organisation=engagement.organisation, user=cast.person(name="Frida"), role="facilitator")

    as_ane.post(page(engagement, "remove_member", ane.memberships.get().pk))

    assert as_ane.get(page(engagement)).status_code == 404


def test_other_clients_members_are_not_there(as_ane: Client, engagement: Engagement) -> None:
    theirs = Member.objects.get(organisation=cast.rival().organisation).pk

    assert [
        as_ane.get(page(engagement, "member", theirs)).status_code,
        as_ane.post(page(engagement, "remove_member", theirs)).status_code,
        as_ane.post(page(engagement, "invite_again", theirs)).status_code,
    ] == [404, 404, 404]


@pytest.mark.parametrize("role", ["executive", "lead"])
def test_only_facilitators_change_members(client: Client, engagement: Engagement, role: str) -> None:
    user = cast.executive(engagement) if role == "executive" else cast.lead(engagement)
    client.force_login(user)
    own = user.memberships.get().pk

    assert [
        client.post(page(engagement), EVE).status_code,
        client.post(page(engagement, "member", own), {"role": "facilitator"}).status_code,
        client.post(page(engagement, "remove_member", own)).status_code,
        client.post(page(engagement, "invite_again", own)).status_code,
    ] == [403] * 4


@pytest.mark.parametrize("more", [0, 3])
def test_members_page_takes_few_queries(
    as_ane: Client, engagement: Engagement, django_assert_num_queries, more: int
) -> None:
    for number in range(more):
        Member.objects.create(
            organisation=engagement.organisation, user=cast.person(name=f"Person{number}"), role="executive"
        )

    with django_assert_num_queries(7):
        as_ane.get(page(engagement))
