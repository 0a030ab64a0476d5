"""What each channel contributes to the conversions on the measured paths, beside what its contacts cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.web.order import order_key

from ..rules import ChannelKind
from .analysis import Analysis, Measured

if TYPE_CHECKING:
    from maturity.methods.channels import Interval

    from ..models import Channel

SORTS = ("channel", "kind", "contacts", "cost", "yearly", "conversions", "share", "lost", "each")
DEFAULT_SORT = "-conversions"


@dataclass(frozen=True)
class Contribution:
    """One channel: what it is, what it costs, and what it contributes on the measured paths.

    ``cost`` is of one contact; ``yearly`` = contacts of a year × cost. ``conversions``, ``share`` (of all conversions)
    and ``lost`` (removal effect, fraction of all conversions) are None for a channel on no measured path, and where
    too few customers passed it (``too_few``). Their intervals are ``None`` too. ``each`` is the cost per conversion on
    the measured paths alone: the channel's contacts on them × cost ÷ its conversions; so both belong to the same
    customers and the same time.
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
    too_few: bool = False
    share_interval: "Interval | None" = None
    lost_interval: "Interval | None" = None

    @property
    def yearly(self) -> float | None:
        return None if self.contacts is None or self.cost is None else self.contacts * self.cost

    @property
    def each(self) -> float | None:
        return None if self.cost is None or not self.conversions else self.touches * self.cost / self.conversions


def touches_of(measured: Iterable[Measured]) -> Mapping[str, float]:
    """How many contacts each channel had on the measured paths."""
    touches: dict[str, float] = defaultdict(float)
    for channels, customers, _conversions in measured:
        for channel in channels:
            touches[channel] += customers
    return touches


def contributions(
    channels: "Iterable[Channel]", measured: Sequence[Measured], analysis: Analysis | None, sort: str = DEFAULT_SORT
) -> tuple[Contribution, ...]:
    """One row per channel, sorted by one of ``SORTS``, with ``-`` before it from large to small; None always last."""
    touches = touches_of(measured)
    rows = [contribution(channel, touches.get(str(channel.pk), 0.0), analysis) for channel in channels]
    return tuple(in_order(rows, sort))


def contribution(channel: "Channel", touches: float, analysis: Analysis | None) -> Contribution:
    key = str(channel.pk)
    return Contribution(
        pk=channel.pk,
        channel=channel.name,
        kind=ChannelKind(channel.kind) if channel.kind else None,
        department_id=channel.department_id,
        department=channel.department.name if channel.department else "",
        contacts=None if channel.contacts_per_year is None else float(channel.contacts_per_year),
        cost=None if channel.cost_per_contact is None else float(channel.cost_per_contact),
        conversions=analysis.credit(key) if analysis else None,
        share=analysis.share(key) if analysis else None,
        lost=analysis.lost(key) if analysis else None,
        touches=touches,
        too_few=bool(analysis and analysis.too_few(key)),
        share_interval=analysis.share_interval(key) if analysis else None,
        lost_interval=analysis.lost_interval(key) if analysis else None,
    )


def in_order(rows: Sequence[Contribution], sort: str) -> list[Contribution]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        return in_order(rows, DEFAULT_SORT)
    known = [row for row in rows if getattr(row, name) is not None]
    known.sort(key=lambda row: order_key(row.channel))
    known.sort(key=lambda row: folded(getattr(row, name)), reverse=sort.startswith("-"))
    return known + [row for row in rows if getattr(row, name) is None]


def folded(value: Any) -> Any:
    return order_key(value) if isinstance(value, str) else value
