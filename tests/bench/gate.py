"""The gate that every page and poll passes, beside plain reads of the rows that it finds. CPU time of one process."""

from collections.abc import Iterator

from django.test import RequestFactory

from maturity.clients.access import engagement_for
from maturity.clients.models import Engagement, Member, User
from maturity.clients.queries import steps_of
from maturity.config.workbook import import_workbook
from maturity.management.commands.demo import HAVBLIK
from maturity.web.http import Request
from tests.bench.pages import database_of_its_own
from tests.bench.table import Row, cpu_seconds


def rows() -> Iterator[Row]:
    """What the gate costs, and the story that the masthead prints on whole pages."""
    with database_of_its_own():
        user = User.objects.create_user("bench@example.com", name="Bench")
        import_workbook(HAVBLIK, facilitator=user)
        engagement = Engagement.objects.get()
        yield from measured(user, engagement)


def measured(user: User, engagement: Engagement) -> Iterator[Row]:
    request: Request = RequestFactory().get("/")  # type: ignore[assignment]  # what the middleware adds follows
    request.user = user

    def plainly() -> None:
        found = Engagement.objects.select_related("organisation").get(pk=engagement.pk)
        Member.objects.get(organisation=found.organisation_id, user=user)

    plain = cpu_seconds(plainly)
    yield Row("the unit: one get of an engagement and one of a member", plain * 1000, "ms")
    yield Row("the gate", cpu_seconds(lambda: engagement_for(request, engagement.pk)) / plain, at_most=2)
    yield Row("how far each chapter is, for the masthead", cpu_seconds(lambda: steps_of(engagement)) / plain, at_most=2)
