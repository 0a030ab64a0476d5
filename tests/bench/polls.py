"""A poll of the console that changes nothing, beside an empty view of the same site. CPU time of one process.

The empty view answers 204 to the same person through the same middleware; the poll finds besides whether the
engagement, the session and what the page holds of it are still theirs.
"""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from maturity.clients.models import User
from maturity.config import urls
from maturity.config.workbook import import_workbook
from maturity.management.commands.demo import HAVBLIK
from maturity.workshop.rules import Selection
from maturity.workshop.services import create_session, go_on
from tests.bench.pages import database_of_its_own
from tests.bench.table import Row, cpu_seconds

REPEATS = 200
HELD = re.compile(r'(?:\?seen=|data-seen=")([^"&]+)')  # what the page says that it holds


def empty(request: HttpRequest) -> HttpResponse:
    """Who asks is found out, as every page does; nothing else."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)


urlpatterns = [*urls.urlpatterns, path("empty/", empty)]


def rows() -> Iterator[Row]:
    """What a console costs that waits for the room."""
    with database_of_its_own(), override_settings(ROOT_URLCONF=__name__):
        user = User.objects.create_user("bench@example.com", name="Bench", language="en")
        engagement = import_workbook(HAVBLIK, facilitator=user).engagement
        session = create_session(engagement=engagement, by=user, title="Bench", selection=Selection.QUICK)
        go_on(session=session, after=None)
        client = Client()
        client.force_login(user)
        poll = reverse("workshop:board", args=[engagement.pk, session.pk])
        seen = HELD.findall(client.get(reverse("workshop:console", args=[engagement.pk, session.pk])).text)[0]
        nothing = cpu_seconds(lambda: client.get("/empty/"), REPEATS)
        yield Row("the unit: an empty view of the site", nothing * 1000, "ms")
        if client.get(poll, {"seen": seen}).status_code != 204:
            raise ValueError("the poll is no poll that changes nothing")
        spent = cpu_seconds(lambda: client.get(poll, {"seen": seen}), REPEATS)
        yield Row("a poll of the console that changes nothing", spent / nothing, at_most=1.5)
