"""``manage.py bench``: how dear pages and long work are, as ratios measured in one run on this machine.

The unit is the report chapter's list before any report is made: log-in, session, gate, navigation and nothing more.
Ratios travel between machines; seconds do not. Everything happens in a database of its own that is thrown away.
"""

from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client

from maturity.clients.models import Engagement, User
from maturity.config.workbook import export_workbook, import_workbook
from maturity.management.commands.demo import HAVBLIK
from maturity.models import Stage, Touchpoint
from maturity.web.languages import Language
from roadmap.business_case.services import save_case
from roadmap.models import Initiative
from roadmap.plan.queries import inputs_of
from roadmap.plan.services import save_best_plan, worked_out
from roadmap.report.services import report_now

TOUCHPOINTS, INITIATIVES, REPEATS = 60, 500, 7
PAGES = ("assessment", "journey", "channels", "initiatives", "plan", "business-case", "follow-up")


def seconds(action: Callable[[], Any], repeats: int = REPEATS) -> float:
    """The median of several runs, after one that warms up."""
    action()
    return median(timed(action) for _ in range(repeats))


def timed(action: Callable[[], Any]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun


class Command(BaseCommand):
    help = "Measure pages and long work on this machine, as multiples of an almost empty page."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.WHITENOISE_AUTOREFRESH = True
        # Pages name hashed files; here nobody has collected any.
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        kept = connection.settings_dict["NAME"]
        with redirect_stdout(StringIO()):  # it tells of its cache table
            connection.creation.create_test_db(verbosity=0)
        try:
            self.measure()
        finally:
            connection.creation.destroy_test_db(kept, verbosity=0)

    def measure(self) -> None:
        ane = User.objects.create_user("bench@example.com", name="Bench", language="en")
        begun = perf_counter()
        engagement = import_workbook(HAVBLIK, facilitator=ane).engagement
        imported = perf_counter() - begun
        client = Client()
        client.force_login(ane)
        base = f"/engagements/{engagement.pk}/"
        self.unit = seconds(lambda: client.get(f"{base}report/"))
        self.stdout.write(f"{'the unit: an almost empty page':<52}{self.unit * 1000:8.1f} ms")
        save_best_plan(engagement=engagement, by=None)
        save_case(engagement=engagement, by=None)
        for page in PAGES:
            self.line(f"page {page}, Havblik", seconds(partial(client.get, f"{base}{page}/")))
        self.line("import of Havblik (5,200 rows)", imported)
        self.line("import again, nothing changed", seconds(lambda: import_workbook(HAVBLIK, facilitator=ane), 2))
        self.line("export", seconds(lambda: export_workbook(engagement), 2))
        self.line("best plan", seconds(lambda: plan_anew(engagement), 2))
        self.line("report in Danish", timed(lambda: report_now(engagement=engagement, language=Language.DANISH)))
        grow(engagement)
        for page, name in (("journey", f"{TOUCHPOINTS} touchpoints"), ("initiatives", f"{INITIATIVES} initiatives")):
            self.line(f"page {page}, {name}", seconds(partial(client.get, f"{base}{page}/"), 3))

    def line(self, name: str, taken: float) -> None:
        self.stdout.write(f"{name:<52}{taken / self.unit:8.1f} ×{taken:8.2f} s")


def plan_anew(engagement: Engagement) -> dict[str, Any]:
    return worked_out(inputs_of(engagement))


def grow(engagement: Engagement) -> None:
    """As many touchpoints and initiatives as the largest engagement is promised to hold."""
    stage = Stage.objects.filter(journey__engagement=engagement).latest("position")
    Touchpoint.objects.bulk_create(
        Touchpoint(engagement=engagement, stage=stage, position=100 + number, name=f"Touchpoint {number}")
        for number in range(TOUCHPOINTS - engagement.touchpoints.count())
    )
    department = engagement.departments.first()
    Initiative.objects.bulk_create(
        Initiative(engagement=engagement, key=f"X{number}", title=f"Initiative {number}", department=department)
        for number in range(INITIATIVES - engagement.initiatives.count())
    )
