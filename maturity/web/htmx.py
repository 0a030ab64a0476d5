"""One URL, two answers: a whole page for a browser, a fragment of it for htmx."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from .http import Request


def render_fragment(
    request: Request, template: str, context: dict[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """The partial ``fragment`` of ``template`` for htmx, else the whole page. The client never names the fragment."""
    name = f"{template}#{fragment}" if request.htmx and not request.htmx.boosted else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go_to(request: Request, url: str, **url_arguments: Any) -> HttpResponse:
    """After a change that leaves the page: a redirect that htmx follows as a whole page, too."""
    response: HttpResponse = redirect(url, **url_arguments)
    if not request.htmx:
        return response
    answer = HttpResponse()
    answer["HX-Redirect"] = response["Location"]
    return answer


def announce(response: HttpResponse, event: str) -> HttpResponse:
    """Tell the page that ``event`` happened, so that its other parts can fetch themselves anew."""
    response["HX-Trigger"] = event
    return response
