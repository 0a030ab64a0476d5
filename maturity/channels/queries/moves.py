"""How customers move between channels: as people state it, as it was measured, and what if it were otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .analysis import Analysis
from .handoffs import HandoffRow

if TYPE_CHECKING:
    from maturity.methods.channels import Belief, WhatIf

Pair = tuple[int, int]
Stated = tuple[tuple[tuple[str, str], float], ...]

# A difference beyond the interval that is worth a headline, and a handoff that somebody should have mentioned.
FAR_OFF = 0.05
WORTH_MENTIONING = 0.05
SAMPLES = 1000


@dataclass(frozen=True)
class BeliefRow:
    """One handoff: the share stated (None: nobody did) and by whom, and what was measured. ``verdict`` is a key:
    ``too high``, ``too low``, ``within noise``, ``not measured``, or ``unstated``. ``off``: at least this far off."""

    origin: str
    destination: str
    stated: float | None
    by: str
    by_owner: bool
    measured: float | None
    low: float | None
    high: float | None
    verdict: str
    off: float

    @property
    def far(self) -> bool:
        return self.off >= FAR_OFF


@dataclass(frozen=True)
class TouchRow:
    """How often a channel is met: by each customer, by each who converts, and how many touches follow on from it
    (itself included), measured and as the handoffs are stated."""

    channel: str
    each: float | None
    of_converts: float | None
    ahead: float | None
    stated: float | None

    @property
    def per_hundred(self) -> float | None:
        return None if self.each is None else 100 * self.each

    @property
    def per_hundred_converts(self) -> float | None:
        return None if self.of_converts is None else 100 * self.of_converts


@lru_cache(maxsize=64)
def compared(analysis: Analysis, stated: Stated) -> "tuple[Belief, ...]":
    """Stated against measured handoffs, worked out once for the same figures."""
    from maturity.methods.channels import compare_beliefs

    return compare_beliefs(dict(stated), analysis.ways)


def belief_rows(
    handoffs: Sequence[HandoffRow], names: Mapping[int, str], analysis: Analysis | None
) -> tuple[BeliefRow, ...]:
    """Those who are furthest off first; then the rest; unstated handoffs only where enough customers take them."""
    if analysis is None:
        return ()
    said = {(str(row.origin_id), str(row.destination_id)): row for row in handoffs if row.share is not None}
    rows = [
        belief_row(found, said.get((found.origin, found.destination)), names)
        for found in compared(analysis, stated_of(handoffs))
        if found.stated is not None or (found.measured or 0.0) >= WORTH_MENTIONING
    ]
    return tuple(sorted(rows, key=lambda row: (-row.off, row.stated is None, row.verdict == "not measured")))


def stated_of(handoffs: Iterable[HandoffRow]) -> Stated:
    """The stated shares by the channels' ids."""
    return tuple(
        ((str(row.origin_id), str(row.destination_id)), row.share) for row in handoffs if row.share is not None
    )


@lru_cache(maxsize=64)
def believed_conversions(analysis: Analysis, stated: Stated) -> float | None:
    """How many of the measured customers would convert if all that is stated were true; None where it cannot be."""
    from maturity.methods.channels import conversion_as_believed

    if not analysis.says or not stated:
        return None
    try:
        return conversion_as_believed(dict(stated), analysis.ways) * analysis.found.customers
    except ValueError:
        return None


def belief_row(found: "Belief", said: HandoffRow | None, names: Mapping[int, str]) -> BeliefRow:
    return BeliefRow(
        origin=names.get(int(found.origin), "?"),
        destination=names.get(int(found.destination), "?"),
        stated=found.stated,
        by=said.estimated_by if said else "",
        by_owner=bool(said and said.by_owner),
        measured=found.measured,
        low=found.interval.low if found.interval else None,
        high=found.interval.high if found.interval else None,
        verdict=found.verdict.value if found.verdict else "unstated",
        off=found.off,
    )


def touch_rows(
    handoffs: Iterable[HandoffRow], names: Mapping[int, str], analysis: Analysis | None
) -> tuple[TouchRow, ...]:
    """One row per channel that anything is known of, in the channels' order."""
    stated = steps_as_stated(handoffs)
    if analysis is None or not analysis.says:
        rows = [TouchRow(name, None, None, None, stated.get(str(pk))) for pk, name in names.items()]
        return tuple(row for row in rows if row.stated is not None)
    ahead, touches = steps_measured(analysis), analysis.touches
    of_converts = touches.of_converts or {}
    return tuple(
        TouchRow(name, touches.of_all.get(key), of_converts.get(key), ahead.get(key), stated.get(key))
        for key, name in ((str(pk), name) for pk, name in names.items())
        if analysis.enough.says(key)
    )


@lru_cache(maxsize=64)
def steps_measured(analysis: Analysis) -> Mapping[str, float]:
    from maturity.methods.channels import chain_of_paths, expected_steps

    return expected_steps(chain_of_paths(analysis.ways))


def steps_as_stated(handoffs: Iterable[HandoffRow]) -> Mapping[str, float]:
    """Expected touches from each channel on, as stated; empty where the shares cannot be true together."""
    from maturity.methods.channels import chain_of_shares, expected_steps

    try:
        return expected_steps(chain_of_shares(dict(stated_of(handoffs))))
    except ValueError:
        # More than all customers handed over, or round in a circle for ever: the page says which shares.
        return {}


@dataclass(frozen=True)
class Movable:
    """A handoff whose share can be tried otherwise. ``now``: of those who leave the origin, measured."""

    origin_id: int
    destination_id: int
    origin: str
    destination: str
    now: float

    @property
    def key(self) -> str:
        return f"{self.origin_id}-{self.destination_id}"


def movable(handoffs: Iterable[HandoffRow], names: Mapping[int, str], analysis: Analysis | None) -> tuple[Movable, ...]:
    """Measured and stated handoffs between channels that enough customers passed, the origins in alphabetical order."""
    if analysis is None or not analysis.says:
        return ()
    shares = measured_now(analysis)
    pairs = {(int(origin), int(destination)) for origin, destination in shares}
    pairs |= {(row.origin_id, row.destination_id) for row in handoffs}
    rows = [
        Movable(*pair, names[pair[0]], names[pair[1]], shares.get((str(pair[0]), str(pair[1])), 0.0))
        for pair in pairs
        if all(pk in names and analysis.enough.says(str(pk)) for pk in pair)
    ]
    return tuple(sorted(rows, key=lambda row: (row.origin.casefold(), -row.now, row.destination.casefold())))


@lru_cache(maxsize=64)
def measured_now(analysis: Analysis) -> Mapping[tuple[str, str], float]:
    from maturity.methods.channels import measured_shares

    return measured_shares(analysis.ways)


@lru_cache(maxsize=256)
def tried(analysis: Analysis, pair: Pair, share: float) -> "WhatIf | None":
    """What the share would change; None where it cannot be worked out: nobody could be sent elsewhere, or leave."""
    from maturity.methods.channels import what_if

    try:
        return what_if(analysis.ways, str(pair[0]), str(pair[1]), share, samples=SAMPLES)
    except ValueError:
        return None
