"""Single rows and answers for forms and services."""

from typing import Any

from maturity.clients.models import Engagement
from maturity.web.names import named


def touchpoints_of(engagement: Engagement) -> Any:
    """The engagement's touchpoints with what their pages name."""
    return engagement.touchpoints.select_related("stage__journey", "persona", "department")


def name_is_taken(engagement: Engagement, name: str, besides: int | None = None) -> bool:
    """Whether another touchpoint that is not archived has this name, whatever the case of its letters."""
    rows = engagement.touchpoints.filter(archived_at__isnull=True).only("name")
    return named(rows.exclude(pk=besides) if besides else rows, name) is not None
