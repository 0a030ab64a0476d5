"""Writes: engagements, departments and members."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.web.chapters import story
from maturity.web.http import Refusal
from maturity.web.names import named

from .models import Capacity, Department, Engagement, Member, Organisation, User
from .rules import Role, Verb, fingerprint
from .trail import record_change as record_change

OWN_FIELDS = ("name", "lead", "email")


class LastFacilitator(Refusal):
    """Nobody would be left who can add members."""

    def __init__(self) -> None:
        super().__init__(_("This is the last facilitator. Make somebody else one first."))


class AlreadyMember(Refusal):
    """The person has a role in the organisation already."""

    def __init__(self) -> None:
        super().__init__(_("This person is a member already. Change the role in the list instead."))


class ChangedMeanwhile(Refusal):
    """Somebody else has saved the same thing since it was shown. ``theirs`` are the values that are saved now."""

    def __init__(self, theirs: dict[str, Any]) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Nothing of yours is saved yet."))
        self.theirs = theirs


@transaction.atomic
def create_engagement(
    *,
    by: User,
    organisation: Organisation | None,
    new_organisation: str,
    title: str,
    language: str,
    currency: str,
    start: date,
    quarters: int,
    discount_rate: Decimal,
) -> Engagement:
    """An engagement as its chapters begin it; ``by`` facilitates the new organisation where none is given."""
    if organisation is None:
        organisation = Organisation.objects.create(name=new_organisation)
        Member.objects.create(organisation=organisation, user=by, role=Role.FACILITATOR)
    engagement = Engagement.objects.create(
        organisation=organisation,
        title=title,
        language=language,
        currency=currency,
        start=start,
        quarters=quarters,
        discount_rate=discount_rate,
    )
    _record(engagement, by, f"engagement:{engagement.pk}", title, Verb.ADDED)
    for chapter in story():
        if chapter.begin:
            chapter.begin(engagement, by)
    return engagement


@transaction.atomic
def change_engagement(*, engagement: Engagement, by: User, values: dict[str, Any], seen: str) -> None:
    """New values for some of the engagement's own fields; ``seen`` is the fingerprint of those that were shown."""
    row = Engagement.objects.select_for_update().get(pk=engagement.pk)
    _refuse_if_changed({name: getattr(row, name) for name in values}, seen)
    changed = _changed(row, values)
    if changed:
        Engagement.objects.filter(pk=row.pk).update(**values)
        _record(engagement, by, f"engagement:{row.pk}", values["title"], Verb.CHANGED, changed)


@transaction.atomic
def add_department(
    *, engagement: Engagement, by: User, name: str, lead: str, email: str, person_weeks: Decimal | None
) -> Capacity:
    """A department's part in the engagement. One that the organisation has under this name is used as it is."""
    department = named(engagement.organisation.departments.all(), name)
    if department is None:
        department = Department(organisation=engagement.organisation, name=name)
    department.lead, department.email = lead or department.lead, email or department.email
    department.save()
    capacity = Capacity.objects.create(engagement=engagement, department=department, person_weeks=person_weeks)
    _record(engagement, by, f"department:{department.pk}", department.name, Verb.ADDED)
    return capacity


@transaction.atomic
def change_department(*, capacity: Capacity, by: User, values: dict[str, Any], seen: str) -> None:
    """New ``name``, ``lead``, ``email`` of the department and ``person_weeks`` of its part; ``seen`` as above."""
    department = Department.objects.select_for_update().get(pk=capacity.department_id)
    part = Capacity.objects.select_for_update().get(pk=capacity.pk)
    _refuse_if_changed(department_values(department, part), seen)
    own = {name: values[name] for name in OWN_FIELDS}
    weeks = {"person_weeks": values["person_weeks"]}
    changed = {**_changed(department, own), **_changed(part, weeks)}
    if changed:
        Department.objects.filter(pk=department.pk).update(**own)
        Capacity.objects.filter(pk=part.pk).update(**weeks)
        _record(capacity.engagement, by, f"department:{department.pk}", own["name"], Verb.CHANGED, changed)


def department_values(department: Department, part: Capacity) -> dict[str, Any]:
    """What the form of a department shows."""
    return {**{name: getattr(department, name) for name in OWN_FIELDS}, "person_weeks": part.person_weeks}


def _refuse_if_changed(current: dict[str, Any], seen: str) -> None:
    if fingerprint(current) != seen:
        raise ChangedMeanwhile(current)


@transaction.atomic
def add_member(
    *, engagement: Engagement, by: User, name: str, email: str, role: str, department: Department | None
) -> Member:
    """A member of the engagement's organisation. Somebody without an account gets one, without a password yet."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name, language=engagement.language)
    if Member.objects.filter(organisation=engagement.organisation, user=user).exists():
        raise AlreadyMember
    member = Member.objects.create(organisation=engagement.organisation, user=user, role=role, department=department)
    _record(engagement, by, f"member:{member.pk}", email, Verb.ADDED, {"role": [None, role]})
    return member


@transaction.atomic
def change_member(
    *, engagement: Engagement, member: Member, by: User, role: str, department: Department | None
) -> None:
    """Another role for a member; LastFacilitator where nobody else is one."""
    if role != Role.FACILITATOR:
        _someone_else_facilitates(member)
    changed = _changed(member, {"role": role, "department_id": department.pk if department else None})
    if changed:
        Member.objects.filter(pk=member.pk).update(role=role, department=department)
        _record(engagement, by, f"member:{member.pk}", member.user.email, Verb.CHANGED, changed)


@transaction.atomic
def remove_member(*, engagement: Engagement, member: Member, by: User) -> None:
    """Ends a member's access, from the next request on; LastFacilitator where nobody else is one."""
    _someone_else_facilitates(member)
    _record(engagement, by, f"member:{member.pk}", member.user.email, Verb.REMOVED, {"role": [member.role, None]})
    member.delete()


def _someone_else_facilitates(member: Member) -> None:
    facilitators = Member.objects.select_for_update().filter(organisation=member.organisation_id, role=Role.FACILITATOR)
    if [one.pk for one in facilitators] == [member.pk]:
        raise LastFacilitator


def _changed(row: Any, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Those of ``values`` that differ from the row's own, each with before and after."""
    return {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}


def _record(
    engagement: Engagement,
    by: User,
    subject: str,
    label: str,
    action: Verb,
    fields: dict[str, list[Any]] | None = None,
) -> None:
    record_change(
        engagement=engagement, by=by, chapter="clients", subject=subject, label=label, action=action, fields=fields
    )
