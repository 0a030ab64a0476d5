"""What each channel contributes to the conversions on the measured paths, beside what its contacts cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..models import Channel, Path
from ..rules import ChannelKind

if TYPE_CHECKING:
    from maturity.methods.channels import Attribution

Measured = tuple[tuple[str, ...], float, float]
SORTS = ("channel", "kind", "contacts", "cost", "yearly", "conversions", "share", "lost", "each")
DEFAULT_SORT = "-conversions"


@dataclass(frozen=True)
class Contribution:
    """One channel: what it is, what it costs, and what it contributes on the measured paths.

    ``cost`` is of one contact; ``yearly`` = contacts of a year × cost. ``conversions``, ``share`` (of all conversions)
    and ``lost`` (removal effect, fraction of all conversions) are None for a channel on no measured path. ``each`` is
    the cost per conversion on the measured paths alone: the channel's contacts on them × cost ÷ its conversions; so
    both belong to the same customers and the same time.
    """

    pk: int
    channel: str
    kind: ChannelKind | None
    department_id: int | None
    department: str
    contacts: float | None
    cost: float | None
    conversions: float | None
    share: float | None
    lost: float | None
    touches: float

    @property
    def yearly(self) -> float | None:
        return None if self.contacts is None or self.cost is None else self.contacts * self.cost

    @property
    def each(self) -> float | None:
        return None if self.cost is None or not self.conversions else self.touches * self.cost / self.conversions


@lru_cache(maxsize=64)
def attributed(measured: tuple[Measured, ...]) -> "Attribution | None":
    """The exact Markov result of order 1, worked out once for the same paths; None where nobody took a path."""
    # SciPy takes its time and memory: only a page that needs it loads it.
    from maturity.methods.channels import Path as Way
    from maturity.methods.channels import attribute

    if not any(customers for _channels, customers, _conversions in measured):
        return None
    return attribute(Way(channels, customers, conversions) for channels, customers, conversions in measured)


def measured_of(paths: Iterable[Path]) -> tuple[Measured, ...]:
    """The paths by channel ids, so that a channel's new name leaves the result as it is."""
    return tuple(
        (tuple(str(pk) for pk in path.route), float(path.customers), float(path.conversions))
        for path in paths
        if path.route
    )


def touches_of(measured: Iterable[Measured]) -> Mapping[str, float]:
    """How many contacts each channel had on the measured paths."""
    touches: dict[str, float] = defaultdict(float)
    for channels, customers, _conversions in measured:
        for channel in channels:
            touches[channel] += customers
    return touches


def contributions(
    channels: Iterable[Channel], measured: Sequence[Measured], found: "Attribution | None", sort: str = DEFAULT_SORT
) -> tuple[Contribution, ...]:
    """One row per channel, sorted by one of ``SORTS``, with ``-`` before it from large to small; None always last."""
    touches = touches_of(measured)
    rows = [contribution(channel, touches.get(str(channel.pk), 0.0), found) for channel in channels]
    return tuple(in_order(rows, sort))


def contribution(channel: Channel, touches: float, found: "Attribution | None") -> Contribution:
    key = str(channel.pk)
    conversions = found.conversions.get(key) if found else None
    share = (
        conversions / found.total_conversions if found and conversions is not None and found.total_conversions else None
    )
    return Contribution(
        pk=channel.pk,
        channel=channel.name,
        kind=ChannelKind(channel.kind) if channel.kind else None,
        department_id=channel.department_id,
        department=channel.department.name if channel.department else "",
        contacts=None if channel.contacts_per_year is None else float(channel.contacts_per_year),
        cost=None if channel.cost_per_contact is None else float(channel.cost_per_contact),
        conversions=conversions,
        share=share,
        lost=found.removal_effects.get(key) if found else None,
        touches=touches,
    )


def in_order(rows: Sequence[Contribution], sort: str) -> list[Contribution]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        return in_order(rows, DEFAULT_SORT)
    known = [row for row in rows if getattr(row, name) is not None]
    known.sort(key=lambda row: row.channel.casefold())
    known.sort(key=lambda row: folded(getattr(row, name)), reverse=sort.startswith("-"))
    return known + [row for row in rows if getattr(row, name) is None]


def folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
