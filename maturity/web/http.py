"""Requests as our views see them, and refusals: what the domain says no to, with the reason in words."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from maturity.clients.models import Engagement, User


class Request(HttpRequest):
    """A request that has passed our middleware. ``engagement`` is there once access was given to one."""

    htmx: HtmxDetails
    engagement: "Engagement"
    user: "User"


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form takes: what was sent, also where that is empty; None where nothing was sent."""
    return request.POST if request.method == "POST" else None


class Refusal(Exception):
    """The domain says no. The reason is a translated sentence that tells the person what to do instead.

    Subclass it in the chapter whose rule it is; ``status`` is the HTTP answer, 409 where the state forbids it. A lazy
    text is translated where it is shown, so that nothing is done twice to say it in another language.
    """

    status = 409

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self._reason = reason

    @property
    def reason(self) -> str:
        """The sentence in the language that is active now."""
        return str(self._reason)

    def __str__(self) -> str:
        return self.reason
