"""How people get in: by an account that a facilitator made, never by signing up."""

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity.web.http import Refusal
from maturity.web.languages import Language, speaking

from .models import Engagement, Member, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MailNotSent(Refusal):
    """The mail server could not be reached or refused."""

    status = 503

    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(email)s is a member now, but the mail could not be sent. Send the link again in a while.")
            % {"email": email}
        )


def send_invitation(*, engagement: Engagement, member: Member, by: User, origin: str) -> None:
    """A mail to a new member: a link to set a password, valid for seven days and once; to log in for whoever has one.

    ``origin`` is the site's own address, such as ``https://workbench.example``. MailNotSent where it fails.
    """
    user = member.user
    context = {
        "engagement": engagement,
        "by": by,
        "name": user.name,
        "link": None if user.has_usable_password() else origin + password_path(user),
        "login": origin + reverse("account_login"),
    }
    send("invitation", context, to=user.email, language=user.language or engagement.language)


def send_void_password(*, email: str, language: str) -> bool:
    """A mail to somebody whose password was stored as it was typed: it is deleted, and how to choose a new one.

    False where it could not be sent.
    """
    try:
        send("void_password", {}, to=email, language=language or Language.ENGLISH)
    except MailNotSent:
        return False
    return True


def send(name: str, context: dict[str, Any], *, to: str, language: str) -> None:
    """The mail of these templates in a language. MailNotSent where it fails."""
    with speaking(language):
        subject = " ".join(render_to_string(f"clients/mail/{name}_subject.txt", context).split())
        body = render_to_string(f"clients/mail/{name}.txt", context)
    try:
        send_mail(subject, body, None, [to])
    except (SMTPException, OSError) as error:
        raise MailNotSent(to) from error


def password_path(user: User) -> str:
    """The way to the page that sets a password; it works once, and for as long as the settings say."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
