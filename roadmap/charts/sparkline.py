"""A measure's readings as a small line between its baseline and its target, as geometry for a template.

Lengths are in the picture's own units, 0 to ``WIDTH`` and 0 to ``HEIGHT`` downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 300.0
HEIGHT = 60.0
MARGIN = 6.0


@dataclass(frozen=True)
class Sparkline:
    """``points`` from left to right; ``line`` for a polyline; heights of baseline and target, None where not stated."""

    points: tuple[tuple[float, float], ...]
    baseline_y: float | None
    target_y: float | None

    @property
    def line(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def sparkline(
    readings: Sequence[tuple[date, float]], *, baseline: float | None = None, target: float | None = None
) -> Sparkline:
    """Readings placed by their day, in rising order, higher values higher up; a single one stands in the middle.

    >>> sparkline([(date(2027, 1, 1), 0), (date(2027, 1, 11), 10)], target=10)
    Sparkline(points=((6.0, 54.0), (294.0, 6.0)), baseline_y=None, target_y=6.0)
    """
    levels = [value for _day, value in readings] + [each for each in (baseline, target) if each is not None]
    low, high = min(levels, default=0), max(levels, default=0)

    def y_of(value: float) -> float:
        part = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN), 2)

    days = [day.toordinal() for day, _value in readings]
    span = days[-1] - days[0] if days else 0

    def x_of(day: int) -> float:
        part = (day - days[0]) / span if span else 0.5
        return round(MARGIN + part * (WIDTH - 2 * MARGIN), 2)

    return Sparkline(
        tuple((x_of(day), y_of(value)) for day, (_day, value) in zip(days, readings, strict=True)),
        None if baseline is None else y_of(baseline),
        None if target is None else y_of(target),
    )
