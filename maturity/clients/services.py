"""Writes: engagements, departments and members."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.web.chapters import story
from maturity.web.editing import Edit, differing
from maturity.web.http import Refusal
from maturity.web.names import named

from .models import Capacity, Department, Engagement, Member, Organisation, User
from .rules import Role, Verb
from .trail import apply_edit, record_change

OWN_FIELDS = ("name", "lead", "email")


class LastFacilitator(Refusal):
    """Nobody would be left who can add members."""

    def __init__(self) -> None:
        super().__init__(_("This is the last facilitator. Make somebody else one first."))


class AlreadyMember(Refusal):
    """The person has a role in the organisation already."""

    def __init__(self) -> None:
        super().__init__(_("This person is a member already. Change the role in the list instead."))


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
    record_change(engagement=engagement, by=by, action=Verb.ADDED, row=engagement)
    for chapter in story():
        if chapter.begin:
            chapter.begin(engagement, by)
    return engagement


@transaction.atomic
def change_engagement(*, engagement: Engagement, by: User, edit: Edit) -> None:
    """New values for some of the engagement's own fields; EditedMeanwhile where somebody else changed the same."""
    row = Engagement.objects.select_for_update().get(pk=engagement.pk)
    apply_edit(engagement=row, by=by, row=row, edit=edit)


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
    record_change(engagement=engagement, by=by, action=Verb.ADDED, row=department)
    return capacity


@transaction.atomic
def change_department(*, capacity: Capacity, by: User, edit: Edit) -> None:
    """New values for the department and for its part in the engagement, as in ``change_engagement``."""
    department = Department.objects.select_for_update().get(pk=capacity.department_id)
    part = Capacity.objects.select_for_update().get(pk=capacity.pk)
    changed = edit.changes(department_values(department, part))
    if not changed:
        return
    for name, (_before, after) in changed.items():
        setattr(department if name in OWN_FIELDS else part, name, after)
    department.save(update_fields=OWN_FIELDS)
    part.save(update_fields=["person_weeks"])
    record_change(engagement=capacity.engagement, by=by, action=Verb.CHANGED, row=department, fields=changed)


def department_values(department: Department, part: Capacity) -> dict[str, Any]:
    """What the form of a department shows."""
    return {**{name: getattr(department, name) for name in OWN_FIELDS}, "person_weeks": part.person_weeks}


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
    _record(engagement, member, by, Verb.ADDED, {"role": [None, role]})
    return member


@transaction.atomic
def change_member(
    *, engagement: Engagement, member: Member, by: User, role: str, department: Department | None
) -> None:
    """Another role for a member; LastFacilitator where nobody else is one."""
    if role != Role.FACILITATOR:
        _someone_else_facilitates(member)
    now = {"role": member.role, "department_id": member.department_id}
    changed = differing(now, {"role": role, "department_id": department.pk if department else None})
    if changed:
        Member.objects.filter(pk=member.pk).update(role=role, department=department)
        _record(engagement, member, by, Verb.CHANGED, changed)


@transaction.atomic
def remove_member(*, engagement: Engagement, member: Member, by: User) -> None:
    """Ends a member's access, from the next request on; LastFacilitator where nobody else is one."""
    _someone_else_facilitates(member)
    _record(engagement, member, by, Verb.REMOVED, {"role": [member.role, None]})
    member.delete()


def _someone_else_facilitates(member: Member) -> None:
    facilitators = Member.objects.select_for_update().filter(organisation=member.organisation_id, role=Role.FACILITATOR)
    if [one.pk for one in facilitators] == [member.pk]:
        raise LastFacilitator


def _record(engagement: Engagement, member: Member, by: User, action: Verb, fields: dict[str, list[Any]]) -> None:
    """A member's line of the trail: by their address, for the name may be none that the organisation knows."""
    record_change(engagement=engagement, by=by, action=action, row=member, label=member.user.email, fields=fields)
