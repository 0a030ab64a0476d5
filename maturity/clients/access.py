"""The only gate: objects reach views through here.

An outsider gets 404 with the same words as for what does not exist; a member who may not gets 403 and the reason.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.web.http import Request
from maturity.web.prepared import Prepared

from .models import Engagement, Member, Viewer
from .rules import Role

M = TypeVar("M", bound=Model)
EVERYBODY = (Role.FACILITATOR, Role.EXECUTIVE, Role.LEAD)
REASONS = {
    (Role.FACILITATOR,): gettext_lazy("Only the facilitator may do this."),
    (Role.FACILITATOR, Role.LEAD): gettext_lazy("Only the facilitator and department leads may do this."),
    (Role.FACILITATOR, Role.EXECUTIVE): gettext_lazy("Only the facilitator and executives may do this."),
}


def engagement_for(request: Request, engagement_id: int, roles: Iterable[Role] = EVERYBODY) -> Engagement:
    """The engagement with ``viewer`` (who looks); sets ``request.engagement``. Every request pays for it: no more here.

    Raises Http404 for outsiders and PermissionDenied, with the reason, for members in other roles than ``roles``.
    """
    try:
        found = Engagement.objects.select_related("organisation").get(pk=engagement_id)
        member = Member.objects.get(organisation=found.organisation_id, user=request.user)
    except (Engagement.DoesNotExist, Member.DoesNotExist):
        raise Http404 from None
    found.viewer = Viewer(request.user, Role(member.role), member.department_id)
    request.engagement = found
    require(found.viewer.role, roles)
    return found


ROLE = Prepared(
    lambda user, engagement: (
        Member.objects.filter(user=user, organisation__engagements=engagement).order_by().values_list("role")
    )
)


def admit(request: Request, engagement_id: int, roles: Iterable[Role] = EVERYBODY) -> None:
    """The same gate for a poll, which most often needs the right alone; refuses as ``engagement_for`` does."""
    found = ROLE.rows(request.user.pk, engagement_id)
    if not found or found[0][0] not in roles:
        engagement_for(request, engagement_id, roles)


def require(role: Role, roles: Iterable[Role]) -> None:
    """403 with the reason unless ``role`` is one of ``roles``."""
    allowed = tuple(roles)
    if role not in allowed:
        raise PermissionDenied(str(REASONS.get(allowed, _("Your role in this organisation does not allow this."))))


def one(rows: QuerySet[M], **lookup: Any) -> M:
    """The one row of ``rows`` that fits, or 404. Start at the engagement: ``one(engagement.changes.all(), pk=7)``."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def own_department(engagement: Engagement, department_id: int | None) -> None:
    """403 unless the viewer facilitates, or leads this department."""
    viewer = engagement.viewer
    if viewer.facilitates or (viewer.role == Role.LEAD and viewer.department_id == department_id):
        return
    raise PermissionDenied(_("Only the department's own lead and the facilitator may change this."))
