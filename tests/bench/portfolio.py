"""Plan, business case and portfolio of 500 initiatives, as multiples of reading them in Django's plainest way.

CPU time of one process. The targets are 0.6 of what these pages cost while each chapter read the initiatives anew.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.test import Client

from maturity.clients.models import Engagement, Member, Organisation, User
from maturity.clients.rules import Role
from roadmap.models import Benefit, Effort, Estimate, Initiative, Measure
from roadmap.plan.queries import inputs_of
from roadmap.plan.services import save_best_plan
from tests.bench.pages import database_of_its_own
from tests.bench.table import Row, cpu_seconds
from tests.reference.initiatives import initiatives_of

INITIATIVES, DEPARTMENTS, REPEATS = 500, 8, 5
# Pages, and how many times the plain reading each may cost.
PAGES = {"plan": 0.09, "business-case": 0.38, "initiatives": 0.77}
WITH_A_PLAN = 0.19


def rows() -> Iterator[Row]:
    """The pages of the largest engagement that is promised."""
    with database_of_its_own():
        user = User.objects.create_user("bench@example.com", name="Bench", language="en")
        engagement = largest(user)
        client = Client()
        client.force_login(user)
        plain = cpu_seconds(lambda: initiatives_of(engagement), REPEATS)
        yield Row(f"the unit: {INITIATIVES} initiatives with all their rows, by prefetch", plain * 1000, "ms")
        spent = cpu_seconds(lambda: inputs_of(engagement), REPEATS)
        yield Row("what a plan is worked out from", spent / plain, at_most=0.04)
        for page, most in PAGES.items():
            spent = cpu_seconds(partial(client.get, f"/engagements/{engagement.pk}/{page}/"), REPEATS)
            yield Row(f"page {page}, {INITIATIVES} initiatives", spent / plain, at_most=most)
        save_best_plan(engagement=engagement, by=user)
        spent = cpu_seconds(partial(client.get, f"/engagements/{engagement.pk}/plan/"), REPEATS)
        yield Row(f"page plan with a plan of {INITIATIVES} initiatives", spent / plain, at_most=WITH_A_PLAN)


def largest(user: User) -> Engagement:
    """An engagement of so many initiatives, each with rows of every kind."""
    organisation = Organisation.objects.create(name="Bench")
    Member.objects.create(organisation=organisation, user=user, role=Role.FACILITATOR)
    engagement = Engagement.objects.create(organisation=organisation, title="Bench", start=date(2027, 1, 1))
    departments = [organisation.departments.create(name=f"Department {number}") for number in range(DEPARTMENTS)]
    engagement.departments.set(departments)
    made = [
        Initiative(
            engagement=engagement,
            key=f"I{number}",
            title=f"Initiative {number}",
            kind="process",
            department=departments[number % DEPARTMENTS],
            one_off_cost=100 + number,
            cost_per_year=number % 40,
        )
        for number in range(INITIATIVES)
    ]
    Initiative.objects.bulk_create(made)
    Initiative.after.through.objects.bulk_create(
        Initiative.after.through(from_initiative=later, to_initiative=earlier)
        for earlier, later in zip(made[::2], made[1::2], strict=True)
    )
    for number, initiative in enumerate(made):
        fill(initiative, number, departments)
    return engagement


def fill(initiative: Initiative, number: int, departments: list[Any]) -> None:
    """Two efforts, four estimates, two benefits and a measure."""
    owner, other = departments[number % DEPARTMENTS], departments[(number + 1) % DEPARTMENTS]
    Effort.objects.bulk_create(
        Effort(initiative=initiative, department=each, person_weeks=2 + number % 3) for each in (owner, other)
    )
    Estimate.objects.bulk_create(
        Estimate(initiative=initiative, rater=f"R{rater}", department=owner, value=1 + rater, effort=5 - rater)
        for rater in range(4)
    )
    Benefit.objects.bulk_create(
        Benefit(initiative=initiative, driver=driver, low=10, likely=20 + number % 50, high=Decimal(90), ramp=1)
        for driver in ("retention", "conversion")
    )
    Measure.objects.create(initiative=initiative, name="Done", kind="lagging")
