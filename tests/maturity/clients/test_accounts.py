"""Getting in: what log-in and reset reveal, how often one may guess, and what a new password ends."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from maturity.models import User
from tests.factories import cast

LOGIN, RESET = reverse("account_login"), reverse("account_reset_password")
NEW = "seven grey herons"


def log_in(client: Client, email: str, password: str = cast.PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def without_token(content: bytes, email: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"', "", content.decode()).replace(email, "")


def test_login_by_address_leads_home(client: Client, ane: User) -> None:
    answer = log_in(client, "ANE@example.com")

    assert answer["Location"] == "/"
    assert client.get("/").status_code == 200


def test_login_changes_the_session(client: Client, ane: User) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    log_in(client, ane.email)

    assert client.session.session_key != before


def test_login_says_the_same_to_unknown_addresses_and_wrong_passwords(client: Client, ane: User) -> None:
    known, unknown = (log_in(client, email, "wrong") for email in (ane.email, "dag@example.com"))

    assert known.status_code == unknown.status_code
    assert without_token(known.content, ane.email) == without_token(unknown.content, "dag@example.com")


def test_wrong_password_is_told_once_and_nothing_is_said_of_saving(client: Client, ane: User) -> None:
    page = log_in(client, ane.email, "wrong")

    [fault] = page.context["form"].non_field_errors()
    assert page.content.decode().count(str(fault)) == 1
    assert "You are not logged in:" in page.content.decode()
    assert "saved" not in page.content.decode()


@pytest.mark.parametrize("email", ["ane@example.com", "dag@example.com"])
def test_sixth_password_in_five_minutes_is_refused(client: Client, ane: User, email: str) -> None:
    answers = [log_in(client, email, f"wrong {number}") for number in range(5)]
    sixth = log_in(client, email)

    assert [answer.status_code for answer in answers] == [200] * 5
    assert "Too many failed login attempts. Try again later." in sixth.content.decode()
    assert client.get("/").status_code == 302


def test_reset_says_the_same_to_known_and_unknown_addresses(client: Client, ane: User, mailoutbox) -> None:
    known, unknown = (client.post(RESET, {"email": email}) for email in (ane.email, "dag@example.com"))

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.subject for message in mailoutbox] == ["Choose a new password", "No account with this address"]
    assert [message.to for message in mailoutbox] == [["ane@example.com"], ["dag@example.com"]]


def test_change_of_password_ends_other_sessions(client: Client, ane: User) -> None:
    phone = Client()
    for each in (client, phone):
        log_in(each, ane.email)

    values = {"oldpassword": cast.PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), values)

    assert (client.get("/").status_code, phone.get("/").status_code) == (200, 302)


@pytest.mark.parametrize("weak", ["short", "1234567890", "ane@example.com"])
def test_weak_password_is_refused(client: Client, ane: User, weak: str) -> None:
    log_in(client, ane.email)

    values = {"oldpassword": cast.PASSWORD, "password1": weak, "password2": weak}
    client.post(reverse("account_change_password"), values)

    ane.refresh_from_db()
    assert ane.check_password(cast.PASSWORD)


def test_nobody_signs_up(client: Client, db) -> None:
    values = {"email": "dag@example.com", "password1": NEW, "password2": NEW}
    answer = client.post(reverse("account_signup"), values)

    assert "Accounts are made by invitation" in answer.content.decode()
    assert not User.objects.exists()


def test_log_out_takes_a_post(as_ane: Client) -> None:
    as_ane.get(reverse("account_logout"))
    stayed = as_ane.get("/").status_code
    as_ane.post(reverse("account_logout"))

    assert (stayed, as_ane.get("/").status_code) == (200, 302)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_login", "Log in"),
        ("account_reset_password", "Forgotten your password?"),
        ("account_reset_password_done", "Look in your mail"),
        ("account_reset_password_from_key_done", "Your password is saved"),
        ("account_signup", "Accounts are made by invitation"),
        ("account_inactive", "This account is closed"),
    ],
)
def test_account_pages_are_in_the_houses_words(client: Client, db, name: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in client.get(reverse(name)).content.decode()


def test_pages_send_strangers_to_log_in_and_back(client: Client, engagement) -> None:
    overview = reverse("clients:home", args=[engagement.pk])

    assert client.get(overview)["Location"] == f"{LOGIN}?next={overview}"
