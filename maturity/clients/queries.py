"""Reads of the house: home, an engagement's overview, its members and departments."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maturity.web.http import Refusal

from .models import Engagement, Organisation, User
from .rules import Role


def facilitated_by(user: User) -> QuerySet[Organisation]:
    """The organisations that the person facilitates."""
    return Organisation.objects.filter(members__user=user, members__role=Role.FACILITATOR)


def require_facilitator(organisations: QuerySet[Organisation]) -> None:
    """403 with the reason for somebody who facilitates nothing."""
    if not organisations:
        raise PermissionDenied(_("Only facilitators may do this."))


class NoSuchEngagement(Refusal):
    """A name that means no engagement, or several. The reason lists those that it could mean."""

    status = 404


def engagement_named(name: str) -> Engagement:
    """The engagement with this id or, regardless of case, this title; for the command line, where all may be seen.

    NoSuchEngagement where there is none, or where several have the title: then the reason names their ids.
    """
    engagements = Engagement.objects.select_related("organisation").order_by("pk")
    if name.isdecimal() and len(name) < 19 and (found := engagements.filter(pk=int(name)).first()):
        return found
    titled = [one for one in engagements if one.title.casefold().strip() == name.casefold().strip()]
    if len(titled) == 1:
        return titled[0]
    if titled:
        ids = ", ".join(f"{one.pk} ({one.organisation})" for one in titled)
        raise NoSuchEngagement(_("Several engagements are called “%(name)s”: %(ids)s.") % {"name": name, "ids": ids})
    raise NoSuchEngagement(_("No engagement has the id or title “%(name)s”.") % {"name": name})
