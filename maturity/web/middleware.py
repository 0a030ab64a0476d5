"""What every request passes: the person's language, log-in unless a page says otherwise, addresses that can be, and
refusals in words.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from .htmx import wants_part
from .http import Refusal
from .languages import django_language

STOP_POLLING = 286
LARGEST_ID = 2**63 - 1


def language_for(request: HttpRequest) -> str:
    """The person's own language; without one, the language cookie's or the browser's."""
    own = getattr(request.user, "language", "")
    return django_language(own) if own else translation.get_language_from_request(request)


class LanguageMiddleware:
    """Activates the language of whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_for(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class MemberMiddleware(LoginRequiredMiddleware):
    """Log-in for every page that does not say ``login_not_required``. A page that polls is told to stop and log in,
    and comes back to itself after that."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        response = super().handle_no_permission(request, view_func)
        if wants_part(request):
            response.status_code = STOP_POLLING
            response["HX-Redirect"] = entrance_to(page_around(request), resolve_url(self.get_login_url(view_func)))
            del response["Location"]
        return response


def page_around(request: HttpRequest) -> str:
    """The path of the page that asked for a fragment; empty where it is not told, or is none of ours."""
    asked_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(asked_from, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(asked_from)._replace(scheme="", netloc="", fragment="").geturl() if ours else ""


def entrance_to(page: str, login: str) -> str:
    """The log-in page that leads on to ``page``: a fragment's own address would show a piece without its page."""
    return f"{login}?{urlencode({REDIRECT_FIELD_NAME: page})}" if page else login


class AddressMiddleware:
    """Nothing is at an address with a number that no database can hold as an id; queries need not ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        positional: Sequence[object],
        named: Mapping[str, object],
    ) -> None:
        if any(isinstance(each, int) and each > LARGEST_ID for each in named.values()):
            raise Http404


class RefusalMiddleware:
    """Turns the domain's refusals into an answer with the reason; nothing else is caught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        template = "components/_refusal.html" if wants_part(request) else "refusal.html"
        response = render(request, template, {"reason": exception.reason}, status=exception.status)
        if wants_part(request):
            response["HX-Retarget"], response["HX-Reswap"] = "#notices", "beforeend"
        return response
