"""Reads of home, of an engagement's overview, and of its members and departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, Exists, QuerySet, Value, When
from django.utils.translation import gettext as _

from maturity.web.chapters import Chapter, story
from maturity.web.http import Refusal
from maturity.web.names import fold
from maturity.web.order import in_order
from maturity.web.prepared import Prepared

from .models import Capacity, Change, Engagement, Member, Organisation, User
from .rules import ChapterState, Role

LATEST = 8


@dataclass(frozen=True)
class StoryStep:
    """One chapter of an engagement's story, and how far the engagement is with it."""

    chapter: Chapter
    url: str
    state: ChapterState


@dataclass(frozen=True)
class EngagementStanding:
    """An engagement with where it stands in the story, as the person in ``role`` sees it."""

    engagement: Engagement
    role: Role
    steps: tuple[StoryStep, ...]

    @property
    def leads(self) -> bool:
        return self.role == Role.LEAD

    @property
    def next(self) -> StoryStep | None:
        """The first chapter that is not done."""
        return next((step for step in self.steps if step.state != ChapterState.DONE), None)

    @property
    def done(self) -> int:
        return sum(step.state == ChapterState.DONE for step in self.steps)


@dataclass
class OrganisationHome:
    """An organisation with its engagements, as one of its members sees it."""

    organisation: Organisation
    role: Role
    engagements: list[EngagementStanding] = field(default_factory=list)


def home_page(user: User) -> list[OrganisationHome]:
    """The organisations that the person belongs to with their engagements, in three queries."""
    members = Member.objects.filter(user=user).select_related("organisation").order_by("pk")
    homes = {member.organisation_id: OrganisationHome(member.organisation, Role(member.role)) for member in members}
    engagements = Engagement.objects.filter(organisation__members__user=user)
    stories = stories_of([engagement.pk for engagement in engagements])
    for engagement in engagements:
        home = homes[engagement.organisation_id]
        home.engagements.append(EngagementStanding(engagement, home.role, stories[engagement.pk]))
    return in_order(homes.values(), lambda home: home.organisation.name)


def steps_of(engagement: Engagement) -> tuple[StoryStep, ...]:
    """The story of an engagement, in one query."""
    return stories_of([engagement.pk])[engagement.pk]


def stories_of(engagements: Sequence[int]) -> Mapping[int, tuple[StoryStep, ...]]:
    """How far each engagement is with every chapter, by its id, in one query."""
    if not engagements:
        return {}
    return {
        pk: tuple(
            StoryStep(chapter, chapter.home(pk), ChapterState(state))
            for chapter, state in zip(story(), states, strict=True)
        )
        for pk, *states in HOW_FAR.rows(*engagements)
    }


def _states_of(*engagements: int) -> "QuerySet[Any, Any]":
    states = {f"state_{chapter.key}": _how_far(chapter) for chapter in story()}
    rows = Engagement.objects.filter(pk__in=engagements).order_by()
    return rows.annotate(**states).values_list("pk", *states)


HOW_FAR = Prepared(_states_of)


def _how_far(chapter: Chapter) -> Case:
    return Case(
        When(Exists(chapter.done), then=Value(ChapterState.DONE.value)),
        When(Exists(chapter.begun), then=Value(ChapterState.BEGUN.value)),
        default=Value(ChapterState.EMPTY.value),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class Overview:
    """An engagement's first page."""

    standing: EngagementStanding
    capacities: tuple[Capacity, ...]
    members: tuple["ListedMember", ...]
    trail: tuple[Change, ...]


def overview_page(engagement: Engagement) -> Overview:
    """Story, departments, members and the latest changes."""
    return Overview(
        standing=EngagementStanding(engagement, engagement.viewer.role, steps_of(engagement)),
        capacities=tuple(listed_capacities(engagement)),
        members=listed_members(engagement.organisation, engagement.viewer.user),
        trail=latest_changes(engagement),
    )


def latest_changes(engagement: Engagement, count: int = LATEST) -> tuple[Change, ...]:
    return tuple(engagement.changes.select_related("by")[:count])


def capacities_of(engagement: Engagement) -> QuerySet[Capacity]:
    """The engagement's departments with what they can give."""
    return engagement.capacities.select_related("department")


def listed_capacities(engagement: Engagement) -> list[Capacity]:
    """The same by name, for a list."""
    return in_order(capacities_of(engagement), lambda each: each.department.name)


@dataclass(frozen=True)
class ListedMember:
    """A member as the list shows them.

    Until they have logged in after they were added, their address stands for them: whether it had an account before is
    not told, except to themselves. ``obstacle`` is why they cannot be removed.
    """

    member: Member
    obstacle: str | None
    is_reader: bool

    @property
    def pending(self) -> bool:
        last = self.member.user.last_login
        return not self.is_reader and (last is None or last < self.member.added_at)

    @property
    def name(self) -> str:
        return self.member.user.email if self.pending else str(self.member.user)


def listed_members(organisation: Organisation, reader: User) -> tuple[ListedMember, ...]:
    """The organisation's members as one of them reads the list, in one query."""
    members = tuple(organisation.members.select_related("user", "department"))
    facilitators = [member.pk for member in members if member.role == Role.FACILITATOR]
    reason = _("The last facilitator stays: somebody must be able to add members.")
    listed = [
        ListedMember(member, reason if facilitators == [member.pk] else None, member.user_id == reader.pk)
        for member in members
    ]
    return tuple(in_order(listed, lambda each: each.name))


def facilitated_by(user: User) -> QuerySet[Organisation]:
    """The organisations that the person facilitates."""
    return Organisation.objects.filter(members__user=user, members__role=Role.FACILITATOR)


@dataclass(frozen=True)
class EngagementPlace:
    """An engagement as a place to go to."""

    pk: int
    title: str
    organisation: str


@dataclass(frozen=True)
class Places:
    """Where a person can go from any page: their engagements, and to begin a new one if they facilitate."""

    engagements: tuple[EngagementPlace, ...]
    begins: bool


def places_of(user: User) -> Places:
    """The person's places, the latest engagement of each organisation first, in one query."""
    path = "organisation__engagements__"
    rows = (
        Member.objects.filter(user=user)
        .order_by("organisation", f"-{path}start", f"{path}title")
        .values_list("role", f"{path}pk", f"{path}title", "organisation__name")
    )
    roles = {role for role, *_engagement in rows}
    listed = in_order(rows, lambda row: row[-1])
    engagements = tuple(EngagementPlace(*engagement) for _role, *engagement in listed if engagement[0] is not None)
    return Places(engagements, begins=user.is_staff or Role.FACILITATOR in roles)


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
    titled = [one for one in engagements if fold(one.title) == fold(name)]
    if len(titled) == 1:
        return titled[0]
    if titled:
        ids = ", ".join(f"{one.pk} ({one.organisation})" for one in titled)
        raise NoSuchEngagement(_("Several engagements are called “%(name)s”: %(ids)s.") % {"name": name, "ids": ids})
    raise NoSuchEngagement(_("No engagement has the id or title “%(name)s”.") % {"name": name})
