"""Handoffs as people state them, beside those that were measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .analysis import Analysis
from .handoffs import HandoffRow

if TYPE_CHECKING:
    from maturity.methods.channels import Belief

Stated = tuple[tuple[tuple[str, str], float], ...]

# A difference beyond the interval that is worth a headline, and a handoff that somebody should have mentioned.
FAR_OFF = 0.05
WORTH_MENTIONING = 0.05


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


@lru_cache(maxsize=64)
def compared(analysis: Analysis, stated: Stated) -> "tuple[Belief, ...]":
    """Stated against measured handoffs, worked out once for the same figures."""
    from maturity.methods.channels import compare_beliefs

    return compare_beliefs(dict(stated), analysis.paths)


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
        return conversion_as_believed(dict(stated), analysis.paths) * analysis.found.customers
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
