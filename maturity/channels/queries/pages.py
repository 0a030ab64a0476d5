"""One function per page of the chapter: it reads each table once, whatever the engagement's size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from maturity.charts.network import CardPlace, Network, NetworkCard, Ribbon, Tie, network
from maturity.clients.models import Engagement
from maturity.web.order import in_order

from ..domain.analysis import Analysis, analysed, measured_of
from ..domain.beliefs import BeliefRow, belief_rows, believed_conversions, stated_of
from ..domain.contribution import DEFAULT_SORT, Contribution, contributions
from ..domain.handoffs import HandoffRow, handoff_rows, overfull
from ..domain.touches import TouchRow, touch_rows
from ..domain.what_if import Movable, movable
from ..models import Handoff, Link, Path, System
from ..rules import Identity

MOST_DRAWN = 60
SHOWN_PATHS = 20
PATH_SORTS = ("customers", "conversions", "rate", "length")


@dataclass(frozen=True)
class PathRow:
    """A measured path. ``rate``: the fraction of its customers who converted."""

    pk: int
    channels: tuple[str, ...]
    customers: float
    conversions: float

    @property
    def rate(self) -> float | None:
        return self.conversions / self.customers if self.customers else None

    @property
    def length(self) -> int:
        return len(self.channels)


@dataclass(frozen=True)
class Graph:
    """The picture of channels and handoffs, with what each card and ribbon stands for."""

    network: Network
    cards: tuple[tuple[NetworkCard, Contribution], ...]
    ribbons: tuple[tuple[Ribbon, HandoffRow], ...]
    left_out: int


@dataclass(frozen=True)
class ChannelsPage:
    """Everything that the channels page and the report's chapter show."""

    rows: tuple[Contribution, ...]
    handoffs: tuple[HandoffRow, ...]
    paths: tuple[PathRow, ...]
    analysis: Analysis | None
    beliefs: tuple[BeliefRow, ...]
    believed: float | None
    touches: tuple[TouchRow, ...]
    movable: tuple[Movable, ...]
    graph: Graph
    overfull: tuple[tuple[str, float], ...]
    sort: str

    @property
    def top(self) -> Contribution | None:
        """The channel that contributes most, where anything converted."""
        known = [row for row in self.rows if row.share]
        return max(known, key=lambda row: row.share or 0, default=None)

    @property
    def first_sure(self) -> float | None:
        """How often the first channel would come first with other customers of the same kind."""
        if self.top is None or self.analysis is None or self.analysis.intervals is None:
            return None
        return self.analysis.intervals.first[str(self.top.pk)]

    @property
    def furthest_off(self) -> BeliefRow | None:
        """The stated handoff that is furthest from the measured one, where it is far enough to speak of."""
        return next((row for row in self.beliefs if row.far), None)

    @property
    def far_off(self) -> int:
        return sum(row.far for row in self.beliefs)

    @property
    def judged(self) -> int:
        """Stated handoffs that were measured, too."""
        return sum(row.stated is not None and row.measured is not None for row in self.beliefs)

    @property
    def too_high(self) -> int:
        return sum(row.verdict == "too high" for row in self.beliefs)

    @property
    def too_low(self) -> int:
        return sum(row.verdict == "too low" for row in self.beliefs)

    @property
    def lost(self) -> int:
        """Handoffs where the customer is no longer known."""
        return sum(row.identity == Identity.LOST for row in self.handoffs)

    @property
    def share_lost(self) -> float | None:
        """Of the customers handed over with a known number and identity, the fraction whose identity is lost."""
        known = [row for row in self.handoffs if row.customers and row.identity != Identity.UNKNOWN]
        handed = sum(row.customers or 0 for row in known)
        lost = sum(row.customers or 0 for row in known if row.identity == Identity.LOST)
        return lost / handed if handed else None

    @property
    def shown_paths(self) -> tuple[PathRow, ...]:
        return self.paths[:SHOWN_PATHS]


def channels_page(engagement: Engagement, sort: str = DEFAULT_SORT) -> ChannelsPage:
    """The whole chapter but systems, in three queries: channels, handoffs, paths."""
    channels = list(engagement.channels.select_related("department"))
    by_pk = {channel.pk: channel for channel in channels}
    handoffs = handoff_rows(Handoff.objects.filter(origin__engagement=engagement), by_pk)
    paths = list(engagement.paths.all())
    measured = measured_of(paths)
    analysis = analysed(measured)
    rows = contributions(channels, measured, analysis, sort)
    names = {channel.pk: channel.name for channel in channels}
    return ChannelsPage(
        rows=rows,
        handoffs=handoffs,
        paths=path_rows(paths, names),
        analysis=analysis,
        beliefs=belief_rows(handoffs, names, analysis),
        believed=believed_conversions(analysis, stated_of(handoffs)) if analysis else None,
        touches=touch_rows(handoffs, names, analysis),
        movable=movable(handoffs, names, analysis),
        graph=graph_of(rows, handoffs, [channel.pk for channel in channels]),
        overfull=overfull(handoffs),
        sort=sort,
    )


def graph_of(rows: Sequence[Contribution], handoffs: Sequence[HandoffRow], order: Sequence[int]) -> Graph:
    """The picture, the same however the table is sorted; of very many handoffs the largest are drawn."""
    by_key = {str(row.pk): row for row in rows}
    drawn = {str(row.pk): row for row in handoffs[:MOST_DRAWN]}
    picture = network(
        [CardPlace(str(pk), by_key[str(pk)].channel, by_key[str(pk)].contacts) for pk in order],
        [Tie(key, str(row.origin_id), str(row.destination_id), row.customers) for key, row in drawn.items()],
    )
    return Graph(
        picture,
        tuple((card, by_key[card.key]) for card in picture.cards),
        tuple((ribbon, drawn[ribbon.key]) for ribbon in picture.ribbons),
        len(handoffs) - len(drawn),
    )


def path_rows(paths: Iterable[Path], names: Mapping[int, str], sort: str = "-customers") -> tuple[PathRow, ...]:
    rows = [
        PathRow(
            path.pk,
            tuple(names.get(pk, "?") for pk in path.route),
            float(path.customers),
            float(path.conversions),
        )
        for path in paths
    ]
    name = sort.removeprefix("-")
    if name not in PATH_SORTS:
        return path_rows(paths, names)
    return tuple(sorted(rows, key=lambda row: (getattr(row, name) or 0, -row.pk), reverse=sort.startswith("-")))


def what_if_of(engagement: Engagement) -> tuple[Analysis | None, tuple[Movable, ...]]:
    """What can be asked "what if?" of, in three queries."""
    channels = {channel.pk: channel for channel in engagement.channels.select_related("department")}
    handoffs = handoff_rows(Handoff.objects.filter(origin__engagement=engagement), channels)
    analysis = analysed(measured_of(engagement.paths.all()))
    return analysis, movable(handoffs, {pk: channel.name for pk, channel in channels.items()}, analysis)


@dataclass(frozen=True)
class PathsPage:
    """The measured paths, all or those through one channel. The sums are of the paths shown."""

    rows: tuple[PathRow, ...]
    channels: tuple[tuple[int, str], ...]
    channel: tuple[int, str] | None
    sort: str

    @property
    def customers(self) -> float:
        return sum(row.customers for row in self.rows)

    @property
    def conversions(self) -> float:
        return sum(row.conversions for row in self.rows)

    @property
    def rate(self) -> float | None:
        return self.conversions / self.customers if self.customers else None


def paths_page(engagement: Engagement, channel_id: int | None = None, sort: str = "-customers") -> PathsPage:
    """The paths in two queries."""
    names: dict[int, str] = dict(engagement.channels.values_list("pk", "name"))
    chosen = (channel_id, names[channel_id]) if channel_id in names else None
    paths = [path for path in engagement.paths.all() if chosen is None or chosen[0] in path.route]
    return PathsPage(path_rows(paths, names, sort), tuple(in_order(names.items(), itemgetter(1))), chosen, sort)


@dataclass(frozen=True)
class SystemsPage:
    """What holds data about customers, and how the data moves."""

    systems: tuple[System, ...]
    links: tuple[Link, ...]

    @property
    def differing(self) -> int:
        return sum(link.differs for link in self.links)

    @property
    def ownerless(self) -> tuple[System, ...]:
        return tuple(system for system in self.systems if not system.data_owner)


def systems_page(engagement: Engagement) -> SystemsPage:
    """Systems with their departments, and links with their ends."""
    links = Link.objects.filter(origin__engagement=engagement).select_related("origin", "destination")
    return SystemsPage(tuple(in_order(engagement.systems.select_related("department"))), tuple(links))
