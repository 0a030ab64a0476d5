"""The way in for the server: the site, and beside it a short way for the phones of a room."""

import gc
import os
import re
from functools import lru_cache
from typing import Any, Final

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch, get_resolver

# What every phone asks again and again, and a ballot that wants a receipt. All else may leave a message for a page.
POLLED: Final = re.compile(r"/join/room/\d+/(live|board)/")
BALLOT: Final = re.compile(r"/join/room/\d+/ballot/")
ADDRESSES_KEPT: Final = 256


class RoomHandler(WSGIHandler):
    """The same addresses and views by the short list of middleware.

    A phone has no account, no log-in session and no message waiting: without what looks for them, a ballot costs a
    third.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        # Django's handler reads this one name; there is no other way to give it a list.
        whole, settings.MIDDLEWARE = settings.MIDDLEWARE, settings.ROOM_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """A room's phones all ask at the same few addresses: what is there need not be looked up each time."""
        request.resolver_match = found_at(request.path_info)
        return request.resolver_match


@lru_cache(maxsize=ADDRESSES_KEPT)
def found_at(path: str) -> ResolverMatch:
    """The view for an address; Resolver404 where there is none, which is not remembered."""
    return get_resolver().resolve(path)


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """What a phone's script asks all the time goes the short way; all else, also a phone's, goes the whole one."""
    return (room if "HTTP_LIVE" in environ and is_short(environ) else site)(environ, start_response)


def is_short(environ: dict[str, Any]) -> bool:
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "GET":
        return POLLED.fullmatch(path) is not None
    return BALLOT.fullmatch(path) is not None and environ.get("HTTP_ACCEPT") == "application/json"


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.config.settings")
django.setup(set_prefix=False)
site, room = WSGIHandler(), RoomHandler()
get_resolver().url_patterns  # noqa: B018 - loads all views now, not while the first phone waits
# What is loaded stays: without it the collector need not pause the room for a tenth of a second to look through it.
gc.collect()
gc.freeze()
