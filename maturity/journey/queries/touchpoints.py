"""The one reader of touchpoints and of what customers said of them."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, QuerySet

from maturity.clients.models import Engagement
from maturity.web.names import named

from ..models import CustomerRating, Touchpoint


def touchpoints_of(engagement: Engagement) -> QuerySet[Touchpoint]:
    """The engagement's touchpoints in the order of the maps, with what every page names."""
    rows = Touchpoint.objects.filter(engagement=engagement).select_related("stage__journey", "persona", "department")
    return rows.order_by("stage__journey", "stage__position", "stage", "position", "pk")


def living_touchpoints(engagement: Engagement) -> QuerySet[Touchpoint]:
    """Those that stand on a map, not archived."""
    return touchpoints_of(engagement).filter(archived_at=None)


def scores_of(**touchpoints: Any) -> dict[int, dict[int, int]]:
    """How many customers gave each score, by touchpoint, of those that the filter names; the database counts."""
    counted: dict[int, dict[int, int]] = defaultdict(dict)
    ratings = CustomerRating.objects.filter(**{f"touchpoint__{name}": value for name, value in touchpoints.items()})
    rows = ratings.order_by().values_list("touchpoint_id", "score").annotate(n=Count("pk"))
    for touchpoint, score, n in rows:
        counted[touchpoint][score] = n
    return counted


def name_is_taken(engagement: Engagement, name: str, besides: int | None = None) -> bool:
    """Whether another touchpoint that is not archived has this name, whatever the case of its letters."""
    rows = engagement.touchpoints.filter(archived_at__isnull=True).only("name")
    return named(rows.exclude(pk=besides) if besides else rows, name) is not None
