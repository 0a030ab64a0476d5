"""The handoffs as people state them: how many customers, what for, and whether they are still known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.web.names import fold

from ..rules import Identity

if TYPE_CHECKING:
    from ..models import Channel, Handoff


@dataclass(frozen=True)
class HandoffRow:
    """Customers handed from one channel to another. ``customers`` a year = share × contacts of the origin."""

    pk: int
    origin_id: int
    origin: str
    destination_id: int
    destination: str
    share: float | None
    customers: float | None
    purpose: str
    identity: Identity
    estimated_by: str
    by_owner: bool


def handoff_rows(handoffs: "Iterable[Handoff]", channels: "Mapping[int, Channel]") -> tuple[HandoffRow, ...]:
    """The handoffs, those that most customers take first."""
    rows = [handoff_row(each, channels[each.origin_id], channels[each.destination_id]) for each in handoffs]
    return tuple(sorted(rows, key=lambda row: (row.customers is None, -(row.customers or 0), row.pk)))


def handoff_row(handoff: "Handoff", origin: "Channel", destination: "Channel") -> HandoffRow:
    share, contacts = handoff.share, origin.contacts_per_year
    owner = origin.department.name if origin.department else ""
    return HandoffRow(
        pk=handoff.pk,
        origin_id=origin.pk,
        origin=origin.name,
        destination_id=destination.pk,
        destination=destination.name,
        share=None if share is None else float(share),
        customers=None if share is None or contacts is None else float(share * contacts),
        purpose=handoff.purpose,
        identity=Identity.of(follows=handoff.identity_follows),
        estimated_by=handoff.estimated_by,
        by_owner=bool(owner) and fold(owner) == fold(handoff.estimated_by),
    )


def overfull(handoffs: Iterable[HandoffRow]) -> tuple[tuple[str, float], ...]:
    """Channels that hand over more customers than they have, with the sum of the shares."""
    sums: dict[str, float] = defaultdict(float)
    for row in handoffs:
        sums[row.origin] += row.share or 0
    return tuple((name, total) for name, total in sums.items() if total > 1 + 1e-9)
