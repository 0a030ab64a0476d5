"""Who can log in to the demo: one person of each role at Havblik, a company that does not exist."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from maturity.clients.models import Department, Member, Organisation, User
from maturity.clients.rules import Role
from maturity.journey.models import Touchpoint

ORGANISATION = "Havblik Energi A/S"


@dataclass(frozen=True)
class Person:
    """Somebody in the cast. A department lead leads the department of that name; nobody else has one."""

    email: str
    name: str
    role: Role
    department: str = ""


CAST = (
    Person("ane@havblik.example", "Ane Holt", Role.FACILITATOR),
    Person("eve@havblik.example", "Eve Lund", Role.EXECUTIVE),
    Person("mette@havblik.example", "Mette Kjær", Role.LEAD, "Marketing"),
)


def organisation() -> Organisation | None:
    """Havblik on this machine: the organisation of that name that the demo's facilitator belongs to."""
    return Organisation.objects.filter(name=ORGANISATION, members__user__email=CAST[0].email).first()


def add_cast(password: str) -> User:
    """Make Havblik with its cast, all with the same password; answers the facilitator."""
    secret = make_password(password)  # once: it is slow on purpose
    with transaction.atomic():
        havblik = Organisation.objects.create(name=ORGANISATION)
        facilitator, *_others = [_add(person, havblik, secret) for person in CAST]
    return facilitator


def erase() -> None:
    """Delete Havblik, all that hangs on it and its cast, and nothing else in the database."""
    with transaction.atomic():
        havblik = organisation()
        if havblik is not None:
            Touchpoint.objects.filter(engagement__organisation=havblik).delete()  # their stages are protected by them
            havblik.engagements.all().delete()
            havblik.members.all().delete()
            havblik.delete()
        User.objects.filter(email__in=[person.email for person in CAST], memberships=None).delete()


def random_password() -> str:
    return secrets.token_urlsafe(9)


def _add(person: Person, havblik: Organisation, secret: str) -> User:
    user = User.objects.filter(email=person.email).first() or User(email=person.email)
    user.name, user.language, user.password = person.name, "", secret  # the browser's language
    user.save()
    led = None
    if person.department:
        led, _made = Department.objects.get_or_create(organisation=havblik, name=person.department)
    Member.objects.create(organisation=havblik, user=user, role=person.role, department=led)
    return user
