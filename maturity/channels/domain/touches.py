"""How often customers meet each channel, and how many touches are still ahead of them there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .analysis import Analysis
from .beliefs import stated_of
from .handoffs import HandoffRow


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

    return expected_steps(chain_of_paths(analysis.paths))


def steps_as_stated(handoffs: Iterable[HandoffRow]) -> Mapping[str, float]:
    """Expected touches from each channel on, as stated; empty where the shares cannot be true together."""
    from maturity.methods.channels import chain_of_shares, expected_steps

    try:
        return expected_steps(chain_of_shares(dict(stated_of(handoffs))))
    except ValueError:
        # More than all customers handed over, or round in a circle for ever: the page says which shares.
        return {}
