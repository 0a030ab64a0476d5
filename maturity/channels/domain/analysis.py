"""What the measured paths say, worked out once for the same paths: contributions, intervals, touches, order, gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maturity.methods.channels import (
        Attribution,
        AttributionIntervals,
        Interval,
        OrderChoice,
        Sufficiency,
        Touches,
    )
    from maturity.methods.channels import Path as MeasuredPath

    from ..models import Path

Measured = tuple[tuple[str, ...], float, float]


@dataclass(frozen=True, eq=False)
class Analysis:
    """The measured paths as the methods see them, by channel id. Worked out when asked for, and kept.

    One is made for the same paths (``analysed``), so it is compared by identity, not path by path.
    """

    paths: "tuple[MeasuredPath, ...]"

    @cached_property
    def found(self) -> "Attribution":
        from maturity.methods.channels import attribute

        return attribute(self.paths)

    @cached_property
    def enough(self) -> "Sufficiency":
        from maturity.methods.channels import sufficiency

        return sufficiency(self.paths)

    @property
    def says(self) -> bool:
        """Whether anything can be said at all."""
        from maturity.methods.channels import Enough

        return self.enough.whole is Enough.ENOUGH

    @cached_property
    def intervals(self) -> "AttributionIntervals | None":
        """None where there is too little to draw from."""
        from maturity.methods.channels import attribution_intervals

        return attribution_intervals(self.paths) if self.says and self.found.total_conversions else None

    @cached_property
    def touches(self) -> "Touches":
        from maturity.methods.channels import expected_touches

        return expected_touches(self.paths)

    @cached_property
    def order(self) -> "OrderChoice":
        from maturity.methods.channels import choose_order

        return choose_order(self.paths)

    @cached_property
    def drift(self) -> float:
        """By how much a channel's share moves at most when the order that the data carry is used instead of 1."""
        from maturity.methods.channels import attribute

        if self.order.best == 1 or not self.found.total_conversions:
            return 0.0
        other = attribute(self.paths, self.order.best).conversions
        return max(abs(other[key] - credit) for key, credit in self.found.conversions.items()) / (
            self.found.total_conversions
        )

    def credit(self, channel: str) -> float | None:
        """Conversions credited to a channel; None where it is on no path, or too few customers passed it."""
        return self.found.conversions.get(channel) if self.enough.says(channel) else None

    def share(self, channel: str) -> float | None:
        credit = self.credit(channel)
        return None if credit is None or not self.found.total_conversions else credit / self.found.total_conversions

    def share_interval(self, channel: str) -> "Interval | None":
        return self.intervals.shares[channel] if self.intervals and self.enough.says(channel) else None

    def lost(self, channel: str) -> float | None:
        return self.found.removal_effects.get(channel) if self.enough.says(channel) else None

    def lost_interval(self, channel: str) -> "Interval | None":
        return self.intervals.removal_effects[channel] if self.intervals and self.enough.says(channel) else None

    def too_few(self, channel: str) -> bool:
        """Customers passed the channel, but too few to say anything about it."""
        return channel in self.enough.channels and not self.enough.says(channel)


@lru_cache(maxsize=64)
def analysed(measured: tuple[Measured, ...]) -> Analysis | None:
    """The analysis of these paths, the same one for the same paths; None where nobody took a path."""
    # NumPy and SciPy take their time and memory: only a page that needs them loads them.
    from maturity.methods.channels import Path as MeasuredPath

    if not any(customers for _channels, customers, _conversions in measured):
        return None
    return Analysis(
        tuple(MeasuredPath(channels, customers, conversions) for channels, customers, conversions in measured)
    )


def measured_of(paths: "Iterable[Path]") -> tuple[Measured, ...]:
    """The paths by channel ids, so that a channel's new name leaves the result as it is."""
    return tuple(
        (tuple(str(pk) for pk in path.route), float(path.customers), float(path.conversions))
        for path in paths
        if path.route
    )
