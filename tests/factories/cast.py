"""The cast: Ane facilitates client A, Eve is its executive, Dora leads Sales; Bob facilitates B; Dag is nowhere."""

from datetime import date
from decimal import Decimal

from maturity.models import Capacity, Department, Engagement, Member, Organisation, User

PASSWORD = "correct horse battery"
DEPARTMENTS = ("Sales", "IT", "Service")


def person(*, name: str) -> User:
    """A person with a known password; their address is made of their name."""
    return User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name, language="en")


def ane() -> User:
    return person(name="Ane")


def engagement(*, facilitator: User, organisation: str = "Client A", title: str = "Omnichannel") -> Engagement:
    """An organisation with three departments, its members and one engagement."""
    client = Organisation.objects.create(name=organisation)
    Member.objects.create(organisation=client, user=facilitator, role="facilitator")
    made = Engagement.objects.create(
        organisation=client,
        title=title,
        language="en",
        currency="EUR",
        start=date(2027, 1, 1),
        discount_rate=Decimal("0.08"),
    )
    for name in DEPARTMENTS:
        department = Department.objects.create(organisation=client, name=name)
        Capacity.objects.create(engagement=made, department=department, person_weeks=10)
    return made


def executive(engagement: Engagement, *, name: str = "Eve") -> User:
    user = person(name=name)
    Member.objects.create(organisation=engagement.organisation, user=user, role="executive")
    return user


def lead(engagement: Engagement, *, department: str = "Sales", name: str = "Dora") -> User:
    user = person(name=name)
    led = engagement.departments.get(name=department)
    Member.objects.create(organisation=engagement.organisation, user=user, role="lead", department=led)
    return user


def rival() -> Engagement:
    """Client B's engagement, which nobody of client A may know of."""
    return engagement(facilitator=person(name="Bob"), organisation="Client B", title="Rival")
