"""Pages and long work, as multiples of an almost empty page.

The unit is the report chapter's list before any report is made: log-in, session, gate, navigation and nothing more.
Everything happens in a database of its own that is thrown away.
"""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from io import StringIO

from django.conf import settings
from django.db import connection
from django.test import Client

from maturity.clients.models import Engagement, User
from maturity.config.workbook import export_workbook, import_workbook
from maturity.management.commands.demo import HAVBLIK
from maturity.models import Stage, Touchpoint
from maturity.web.languages import Language
from roadmap.business_case.services import save_case
from roadmap.models import Initiative
from roadmap.plan.domain.result import PlanResult
from roadmap.plan.queries import inputs_of
from roadmap.plan.services import save_best_plan, worked_out
from roadmap.report.services import report_now
from tests.bench.table import Row, seconds, timed

TOUCHPOINTS, INITIATIVES, REPEATS = 60, 500, 7
PAGES = ("assessment", "journey", "channels", "initiatives", "plan", "business-case", "follow-up")


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """An empty database, and settings with which the test client can fetch pages."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.WHITENOISE_AUTOREFRESH = True
    # Pages name hashed files; here nobody has collected any.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    kept = connection.settings_dict["NAME"]
    with redirect_stdout(StringIO()):  # it tells of its cache table
        connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def rows() -> Iterator[Row]:
    """Every page of Havblik, its long work, and the largest pages that are promised."""
    with database_of_its_own():
        ane = User.objects.create_user("bench@example.com", name="Bench", language="en")
        imported = timed(lambda: import_workbook(HAVBLIK, facilitator=ane))
        engagement = Engagement.objects.get()
        client = Client()
        client.force_login(ane)
        yield from measured(client, engagement, ane, imported)


def measured(client: Client, engagement: Engagement, ane: User, imported: float) -> Iterator[Row]:
    base = f"/engagements/{engagement.pk}/"
    unit = seconds(lambda: client.get(f"{base}report/"), REPEATS)
    yield Row("the unit of what follows: an almost empty page", unit * 1000, "ms")
    save_best_plan(engagement=engagement, by=None)
    save_case(engagement=engagement, by=None)
    for page in PAGES:
        yield Row(f"page {page}, Havblik", seconds(partial(client.get, f"{base}{page}/"), REPEATS) / unit)
    yield Row("import of Havblik (5,200 rows)", imported / unit)
    yield Row("import again, nothing changed", seconds(lambda: import_workbook(HAVBLIK, facilitator=ane), 2) / unit)
    yield Row("export", seconds(lambda: export_workbook(engagement), 2) / unit)
    yield Row("best plan", seconds(lambda: plan_anew(engagement), 2) / unit)
    report = timed(lambda: report_now(engagement=engagement, language=Language.DANISH))
    yield Row("report in Danish", report / unit)
    grow(engagement)
    for page, name in (("journey", f"{TOUCHPOINTS} touchpoints"), ("initiatives", f"{INITIATIVES} initiatives")):
        yield Row(f"page {page}, {name}", seconds(partial(client.get, f"{base}{page}/"), 3) / unit)


def plan_anew(engagement: Engagement) -> PlanResult:
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
