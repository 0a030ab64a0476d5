"""One URL, two answers: a whole page for a browser, a fragment of it for htmx."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
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
