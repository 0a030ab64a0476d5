"""One URL, two answers: a whole page for a browser, a fragment of it for htmx and for live pages."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from .http import Request

LIVE: Final = "Live"  # the header by which a live page asks for a part of itself


def wants_part(request: HttpRequest) -> bool:
    """Whether a script asks, which puts the answer into a page that is there."""
    return LIVE in request.headers or "HX-Request" in request.headers


def render_fragment(
    request: Request, template: str, context: dict[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """The partial ``fragment`` of ``template`` for a script, else the whole page; the client never names the former."""
    name = f"{template}#{fragment}" if wants_part(request) and not request.htmx.boosted else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", LIVE])
    return response
