"""One row of the bench's table, and the clock that all topics share."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any


@dataclass(frozen=True)
class Row:
    """What was measured. ``at_most`` or ``at_least`` is the target, where there is one; ``note`` says what else a
    reader must know."""

    name: str
    value: float
    unit: str = "×"
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether the target is met; a row without one holds.

        >>> Row("vote", 3.0, at_most=2.5).held, Row("vote", 3.0).held
        (False, True)
        """
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    def __str__(self) -> str:
        return f"{self.name:<68}{written(self.value):>10} {self.unit:<3}{self.target} {self.note}".rstrip()

    @property
    def target(self) -> str:
        if self.at_most is None and self.at_least is None:
            return ""
        bound = f"≤ {self.at_most:g}" if self.at_most is not None else f"≥ {self.at_least:g}"
        return f"  {bound:<9}{'held' if self.held else 'MISSED'}"


def written(value: float) -> str:
    """Three significant figures, without powers of ten.

    >>> written(0.01234), written(12.34), written(12345.6)
    ('0.0123', '12.3', '12346')
    """
    if abs(value) >= 100 or value == 0:
        return f"{value:.0f}"
    return f"{value:.3g}"


def seconds(action: Callable[[], Any], repeats: int = 5) -> float:
    """The median of several runs, after one that warms up."""
    action()
    return median(timed(action) for _ in range(repeats))


def cpu_seconds(action: Callable[[], Any], repeats: int = 100) -> float:
    """The median CPU time of many short runs, after one that warms up: what else the machine does, does not count."""

    def once() -> float:
        begun = process_time()
        action()
        return process_time() - begun

    action()
    return median(once() for _ in range(repeats))


def timed(action: Callable[[], Any]) -> float:
    """One run, in seconds."""
    begun = perf_counter()
    action()
    return perf_counter() - begun
