"""Reads of the house: home, an engagement's overview, its members and departments."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .models import Organisation, User
from .rules import Role


def facilitated_by(user: User) -> QuerySet[Organisation]:
    """The organisations that the person facilitates."""
    return Organisation.objects.filter(members__user=user, members__role=Role.FACILITATOR)


def require_facilitator(organisations: QuerySet[Organisation]) -> None:
    """403 with the reason for somebody who facilitates nothing."""
    if not organisations:
        raise PermissionDenied(_("Only facilitators may do this."))
