"""The rows that can be edited here, of whichever kind, and which of their fields a deletion keeps."""

from typing import Any

from django.db.models import QuerySet

from maturity.clients.models import Engagement

from ..models import Channel, Handoff, Link, Path, System

Row = Channel | Handoff | Path | System | Link
FIELDS: dict[type[Row], tuple[str, ...]] = {
    Channel: (
        "name",
        "kind",
        "department_id",
        "contacts_per_year",
        "cost_per_contact",
        "response_rate",
        "response_hours",
        "recognises_by",
    ),
    Handoff: ("origin_id", "destination_id", "share", "purpose", "identity_follows", "estimated_by"),
    Path: ("route", "customers", "conversions"),
    System: ("name", "department_id", "data_held", "data_class", "data_owner"),
    Link: ("origin_id", "destination_id", "exchange", "should_be", "reason"),
}


def rows_of(engagement: Engagement, model: type[Row]) -> QuerySet[Any]:
    """All rows of one kind that belong to the engagement."""
    owner = "origin__engagement" if model in (Handoff, Link) else "engagement"
    return model._default_manager.filter(**{owner: engagement})


def values_of(row: Row) -> dict[str, Any]:
    """The editable fields of a row, by name."""
    return {name: getattr(row, name) for name in FIELDS[type(row)]}


def names_of(engagement: Engagement) -> dict[int, str]:
    """The engagement's channels: id to name."""
    return dict(engagement.channels.values_list("pk", "name"))


def paths_through(engagement: Engagement, channel: Channel) -> int:
    """How many measured paths go through a channel."""
    # SQLite and PostgreSQL look into JSON in different ways; a few hundred routes are counted here as fast.
    return sum(channel.pk in route for route in engagement.paths.values_list("route", flat=True))
