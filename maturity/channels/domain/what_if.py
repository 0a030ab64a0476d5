"""What would change if another share of a channel's customers were sent on to another channel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from maturity.web.order import order_key

from .analysis import Analysis
from .handoffs import HandoffRow

if TYPE_CHECKING:
    from maturity.methods.channels import WhatIf

Pair = tuple[int, int]
SAMPLES = 1000


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
    return tuple(sorted(rows, key=lambda row: (order_key(row.origin), -row.now, order_key(row.destination))))


@lru_cache(maxsize=64)
def measured_now(analysis: Analysis) -> Mapping[tuple[str, str], float]:
    from maturity.methods.channels import measured_shares

    return measured_shares(analysis.paths)


@lru_cache(maxsize=256)
def tried(analysis: Analysis, pair: Pair, share: float) -> "WhatIf | None":
    """What the share would change; None where it cannot be worked out: nobody could be sent elsewhere, or leave."""
    from maturity.methods.channels import what_if

    try:
        return what_if(analysis.paths, str(pair[0]), str(pair[1]), share, samples=SAMPLES)
    except ValueError:
        return None
