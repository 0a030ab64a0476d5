"""Measured ways through the channels: who took them, and how many of those converted.

The unit of counting is the customer, because customers are independent of each other and touches of one customer are
not. A path says how many customers took the same way, so a file of millions of customers is a few thousand paths.

Two counts of a channel are used everywhere, and they are not the same: the *customers* who passed it (each counted
once, however often they came back) and its *touches* (every time counted).
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from maturity.methods.scale import number_or_nan


@dataclass(frozen=True)
class Path:
    """One way through the channels: ``customers`` took it, and ``conversions`` of them converted.

    ``channels`` is not empty and in the order of touch; the same channel may come again, also at once. Both numbers
    are finite, not negative, and conversions ≤ customers; fractions are allowed (weighted counts). Otherwise
    ``ValueError``.

    >>> Path(("Search", "Web", "Shop"), customers=120, conversions=9).conversions
    9
    """

    channels: tuple[str, ...]
    customers: float
    conversions: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "channels", _as_tuple(self.channels))
        if not self.channels:
            raise ValueError("a path has at least one channel")
        if not all(isinstance(channel, str) and channel for channel in self.channels):
            raise ValueError(f"every channel of a path has a name: {self.channels!r}")
        for name in ("customers", "conversions"):
            _require_count(getattr(self, name), f"{name} of the path {' > '.join(self.channels)}")
        if self.conversions > self.customers:
            raise ValueError(
                f"the path {' > '.join(self.channels)} has {self.conversions:g} conversions "
                f"but only {self.customers:g} customers"
            )


@dataclass(frozen=True)
class Interval:
    """Between ``low`` and ``high``, in the unit of what it is about."""

    low: float
    high: float


@dataclass(frozen=True)
class Passers:
    """Who passed a channel: ``customers`` (each counted once), and how many ``conversions`` they made."""

    customers: float
    conversions: float


def require_paths(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths as a tuple; ``ValueError`` where there are none, or nobody took any of them.

    >>> len(require_paths([Path(("Web",), 3, 1)]))
    1
    """
    paths = tuple(paths)
    if not paths:
        raise ValueError("no paths: there is nothing to attribute")
    if not any(path.customers > 0 for path in paths):
        raise ValueError("no customers took any of the paths: the conversion probability is undefined")
    return paths


def merged(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Every way once, in alphabetical order, with its customers and conversions summed; ways that nobody took go.

    Summed exactly, so that the sequence of the paths leaves no trace, not even in the last bit.

    >>> merged([Path(("Web",), 2, 1), Path(("App",), 0, 0), Path(("Web",), 3, 1)])
    (Path(channels=('Web',), customers=5.0, conversions=2.0),)
    """
    alike: defaultdict[tuple[str, ...], list[Path]] = defaultdict(list)
    for path in paths:
        if path.customers > 0:
            alike[path.channels].append(path)
    return tuple(_together(channels, alike[channels]) for channels in sorted(alike))


def channels_of(paths: Iterable[Path]) -> list[str]:
    """Every channel on the paths, alphabetically.

    >>> channels_of([Path(("Web", "Shop"), 1, 0), Path(("Web",), 1, 1)])
    ['Shop', 'Web']
    """
    return sorted({channel for path in paths for channel in path.channels})


def passers(paths: Iterable[Path]) -> dict[str, Passers]:
    """Customers and conversions of each channel, alphabetically; a customer who came twice is one customer.

    >>> passers([Path(("Web", "App", "Web"), 10, 2), Path(("App",), 5, 1)])["Web"]
    Passers(customers=10.0, conversions=2.0)
    """
    through: defaultdict[str, list[Path]] = defaultdict(list)
    for path in paths:
        for channel in set(path.channels):
            through[channel].append(path)
    return {
        channel: Passers(
            math.fsum(path.customers for path in through[channel]),
            math.fsum(path.conversions for path in through[channel]),
        )
        for channel in sorted(through)
    }


def _together(channels: tuple[str, ...], alike: list[Path]) -> Path:
    customers = math.fsum(path.customers for path in alike)
    # Each sum is rounded by itself, which may lift conversions above customers by one bit.
    return Path(channels, customers, min(customers, math.fsum(path.conversions for path in alike)))


def _as_tuple(channels: Iterable[str]) -> tuple[str, ...]:
    # A text would fall apart into one channel per letter.
    if isinstance(channels, str):
        raise ValueError(f"a path is a tuple of channels, not the text {channels!r}")
    return tuple(channels)


def _require_count(value: object, what: str) -> None:
    if not 0 <= number_or_nan(value) < math.inf:
        raise ValueError(f"the {what} are a finite number, not negative; found {value!r}")
