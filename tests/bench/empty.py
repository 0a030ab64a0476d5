"""A Django site with one view that does nothing, passed by no middleware: what the bench sets a vote beside.

Started by the bench in a process of its own, with the options of the real server.
"""

from typing import Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

PATH: Final = "/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path(PATH[1:], empty)]


def application_of_its_own() -> WSGIHandler:
    import django

    settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["*"], SECRET_KEY="empty")
    django.setup(set_prefix=False)
    return WSGIHandler()
