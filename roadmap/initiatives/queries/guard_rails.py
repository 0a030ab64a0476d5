"""Reads: the portfolio as the guard-rails see it, and what they find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from maturity.channels.models import Link, System
from maturity.clients.models import Engagement

from ..domain.facts import InitiativeFacts
from ..domain.guard_rails import RailResult, Systems, check
from .facts import facts_of

CHECKED = (
    "efforts",
    "other_departments",
    "dimensions",
    "touchpoints",
    "after",
    "estimates",
    "benefits",
    "measures",
)


@dataclass(frozen=True)
class GuardRails:
    """The eight guard-rails over the whole portfolio."""

    initiatives: int
    rails: tuple[RailResult, ...]

    @property
    def holding(self) -> int:
        return sum(rail.holds for rail in self.rails)

    @property
    def findings(self) -> int:
        return sum(len(rail.findings) for rail in self.rails)


def guard_rails(
    engagement: Engagement, today: date | None = None, facts: Sequence[InitiativeFacts] | None = None
) -> GuardRails:
    """What the guard-rails say today, from ``facts`` where somebody has read them."""
    portfolio = facts_of(engagement, *CHECKED) if facts is None else facts
    return GuardRails(len(portfolio), check(portfolio, today or timezone.localdate(), systems_of(engagement)))


def systems_of(engagement: Engagement) -> Systems:
    """The engagement's systems, and the links between them that have to change."""
    described = System.objects.filter(engagement=engagement).values_list("name", "data_owner", "data_class")
    changing = Link.objects.filter(origin__engagement=engagement).exclude(Q(should_be="") | Q(should_be=F("exchange")))
    return Systems(described, changing.values_list("origin__name", "destination__name"))
