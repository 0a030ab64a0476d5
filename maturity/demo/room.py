"""What the demo leaves behind beside the import: a plan, a business case, and a room that is open to join."""

from maturity.clients.models import Engagement, User
from maturity.web.languages import Language
from maturity.workshop import services
from maturity.workshop.models import Session
from maturity.workshop.rules import Selection, new_key
from roadmap.business_case.services import ask_for_case
from roadmap.plan.services import ask_for_plan

TITLE = "Workshop 2"
# One of each department has voted; nobody sees what before the reveal.
RUNGS = (2, 3, 2, 3, 4, 2)


def ask_for_results(engagement: Engagement, by: User) -> None:
    """The best plan, then the business case: the worker's first jobs, done seconds after the site is up."""
    ask_for_plan(engagement=engagement, by=by)
    ask_for_case(engagement=engagement, by=by)


def open_room(engagement: Engagement, by: User) -> Session:
    """A session of the quick scan with its first statement open and one ballot from each department."""
    session = services.create_session(engagement=engagement, by=by, title=TITLE, selection=Selection.QUICK)
    services.go_on(session=session, after=None)
    session.refresh_from_db()
    if session.current is None:
        raise RuntimeError("A session that was begun has a current statement.")
    round_id = session.current.rounds.get().pk
    for department, rung in zip(engagement.departments.order_by("name"), RUNGS, strict=False):
        key = new_key()
        services.join_session(session=session, key=key, department=department, language=Language(engagement.language))
        services.cast_ballot(session_id=session.pk, round_id=round_id, key=key, rung=rung)
    return session


def open_session() -> Session | None:
    """The room that phones may join, if it is still open."""
    return Session.objects.filter(title=TITLE, code__isnull=False).order_by("pk").first()
