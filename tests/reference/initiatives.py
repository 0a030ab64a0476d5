"""An engagement's initiatives with all that depends on them, read as Django's tutorial would."""

from typing import Any

from maturity.clients.models import Engagement

RELATIONS = (
    "other_departments", "dimensions", "touchpoints", "after", "efforts", "estimates", "benefits", "measures",
)  # fmt: skip


def initiatives_of(engagement: Engagement) -> list[dict[str, Any]]:
    """Every initiative that is not archived, each with the rows of every relation."""
    rows = engagement.initiatives.filter(archived_at=None).select_related("department").prefetch_related(*RELATIONS)
    return [{"initiative": row} | {name: list(getattr(row, name).all()) for name in RELATIONS} for row in rows]
