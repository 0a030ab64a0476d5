"""The way in for the server: the site, and beside it a short way for the phones of a room."""

import os
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

ROOM = "/join/room/"


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


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """What a phone's script asks goes the short way; pages, also a phone's, go the whole one."""
    of_a_phone = "HTTP_HX_REQUEST" in environ and environ["PATH_INFO"].startswith(ROOM)
    return (room if of_a_phone else site)(environ, start_response)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.config.settings")
django.setup(set_prefix=False)
site, room = WSGIHandler(), RoomHandler()
