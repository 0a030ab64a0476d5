"""Django's admin: every page opens, and passwords are hashed there as everywhere."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from maturity.jobs.services import run_job
from maturity.models import Member, Organisation, User
from tests.factories import cast

NEW = "seven grey herons"
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
migration = import_module("maturity.migrations.0010_void_clear_passwords")


@pytest.fixture
def as_root(client: Client, db) -> Client:
    """Somebody who runs the installation, logged in."""
    client.force_login(User.objects.create_superuser("root@example.com", cast.PASSWORD))
    return client


def page(model: type, name: str, *arguments: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


@pytest.fixture
def rows(engagement, ane: User) -> None:
    """A row of every registered model."""
    Group.objects.create(name="Some")
    EmailAddress.objects.create(user=ane, email=ane.email)
    run_job.enqueue(1)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_opens_for_staff(as_root: Client, rows, model: type) -> None:
    row = model._default_manager.order_by("pk").first()
    urls = [page(model, "changelist"), page(model, "change", row.pk), page(model, "history", row.pk)]
    of_model, request = admin.site._registry[model], as_root.get(urls[0]).wsgi_request
    if of_model.has_add_permission(request):
        urls.append(page(model, "add"))
    if of_model.has_delete_permission(request):
        urls.append(page(model, "delete", row.pk))

    assert {url: as_root.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_no_password_is_taken_where_wrong_ones_are_not_counted(client: Client, db) -> None:
    User.objects.create_superuser("root@example.com", cast.PASSWORD)
    login = reverse("admin:login")
    answer = client.post(login, {"username": "root@example.com", "password": cast.PASSWORD})

    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next=%2Fadmin%2Flogin%2F")
    assert client.get(reverse("admin:index")).status_code == 302


def test_somebody_who_is_no_staff_is_told_so(as_ane: Client) -> None:
    assert as_ane.get(reverse("admin:login")).status_code == 403


def test_what_is_registered() -> None:
    assert set(MODELS) >= {User, Organisation, Member, Group}


def test_other_pages_open_for_staff(as_root: Client, ane: User) -> None:
    urls = [
        reverse("admin:index"),
        reverse("admin:app_list", args=["maturity"]),
        reverse("admin:password_change"),
        reverse("admin:auth_user_password_change", args=[ane.pk]),
    ]

    assert {url: as_root.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_every_page_asks_others_to_log_in(as_ane: Client, engagement) -> None:
    for model in MODELS:
        for url in [page(model, "changelist"), page(model, "add"), page(model, "change", 1)]:
            assert as_ane.get(url)["Location"].startswith(reverse("admin:login"))


def test_person_made_in_the_admin_logs_in(as_root: Client, client: Client) -> None:
    values = {"email": "New@Example.com", "name": "New", "language": "da", "usable_password": "true"}

    answer = as_root.post(page(User, "add"), {**values, "password1": NEW, "password2": NEW})

    made = User.objects.get(name="New")
    assert (answer.status_code, made.email, made.check_password(NEW)) == (302, "new@example.com", True)
    assert NEW not in made.password
    assert Client().post(reverse("account_login"), {"login": made.email, "password": NEW})["Location"] == "/"


def test_person_made_without_a_password_chooses_one_by_mail(as_root: Client, mailoutbox) -> None:
    as_root.post(page(User, "add"), {"email": "new@example.com", "name": "New", "usable_password": "false"})

    Client().post(reverse("account_reset_password"), {"email": "new@example.com"})

    assert not User.objects.get(email="new@example.com").has_usable_password()
    assert [message.subject for message in mailoutbox] == ["Choose a new password"]


@pytest.mark.parametrize("email", ["ane@example.com", "ANE@example.com"])
def test_person_with_an_address_that_is_taken_is_not_made(as_root: Client, ane: User, email: str) -> None:
    values = {"email": email, "usable_password": "true", "password1": NEW, "password2": NEW}

    answer = as_root.post(page(User, "add"), values)

    assert (answer.status_code, "email" in answer.context["adminform"].errors) == (200, True)


def test_weak_password_is_refused(as_root: Client) -> None:
    values = {"email": "new@example.com", "usable_password": "true", "password1": "short", "password2": "short"}

    assert as_root.post(page(User, "add"), values).status_code == 200
    assert not User.objects.filter(email="new@example.com").exists()


def test_page_of_a_person_neither_shows_nor_takes_a_password(as_root: Client, ane: User) -> None:
    before = ane.password
    answer = as_root.get(page(User, "change", ane.pk))
    values = {"email": ane.email, "name": "Ane B", "is_active": "on", "password": NEW}
    as_root.post(page(User, "change", ane.pk), values)

    ane.refresh_from_db()
    assert (ane.name, ane.password) == ("Ane B", before)
    assert before not in answer.content.decode()


def test_password_changed_in_the_admin_is_hashed(as_root: Client, ane: User) -> None:
    values = {"usable_password": "true", "password1": NEW, "password2": NEW}

    as_root.post(reverse("admin:auth_user_password_change", args=[ane.pk]), values)

    ane.refresh_from_db()
    assert ane.check_password(NEW)


@pytest.fixture
def clear_text(ane: User) -> User:
    """Ane with a password as the admin once stored it."""
    User.objects.filter(pk=ane.pk).update(password="my secret word 9", language="da")
    return ane


def void(capture) -> None:
    with capture(execute=True):
        migration.void_clear_passwords(apps, SimpleNamespace(connection=connection))


@pytest.mark.parametrize(
    ("password", "clear"),
    [("my secret word 9", True), ("typed in the admin", True), ("a$b", True), ("", False), ("!unusable", False)],
)
def test_clear_text_is_told_from_a_hash(password: str, clear: bool) -> None:
    assert migration.is_clear_text(password) == clear


def test_clear_passwords_are_voided_and_others_kept(
    clear_text: User, django_capture_on_commit_callbacks, mailoutbox, capsys
) -> None:
    eve = cast.person(name="Eve")
    kept = eve.password

    void(django_capture_on_commit_callbacks)

    clear_text.refresh_from_db()
    eve.refresh_from_db()
    assert (clear_text.has_usable_password(), eve.password) == (False, kept)
    assert not User.objects.filter(password__contains="secret").exists()
    assert [(message.to, message.subject) for message in mailoutbox] == [
        (["ane@example.com"], "Din adgangskode er slettet: vælg venligst en ny")
    ]
    printed = capsys.readouterr().out
    assert ("ane@example.com: told by mail" in printed, "eve@" in printed, "secret" in printed) == (True, False, False)


def test_nobody_is_told_where_nothing_was_clear(
    ane: User, django_capture_on_commit_callbacks, mailoutbox, capsys
) -> None:
    void(django_capture_on_commit_callbacks)

    assert (mailoutbox, capsys.readouterr().out) == ([], "")


def test_administrator_is_told_where_the_mail_fails(
    clear_text: User, django_capture_on_commit_callbacks, settings, capsys
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    void(django_capture_on_commit_callbacks)

    assert "ane@example.com: the mail could not be sent, please tell them" in capsys.readouterr().out


def test_whose_password_was_voided_chooses_a_new_one_and_log_in_reveals_nothing(
    clear_text: User, client: Client, django_capture_on_commit_callbacks, mailoutbox
) -> None:
    void(django_capture_on_commit_callbacks)
    login = reverse("account_login")
    tried, unknown = (
        client.post(login, {"login": email, "password": "my secret word 9"}).context["form"].non_field_errors()
        for email in (clear_text.email, "dag@example.com")
    )
    client.post(reverse("account_reset_password"), {"email": clear_text.email})
    link = next(word for word in mailoutbox[-1].body.split() if "/reset/key/" in word)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    assert tried == unknown
    assert Client().post(login, {"login": clear_text.email, "password": NEW})["Location"] == "/"
