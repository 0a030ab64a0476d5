"""Answers that many phones ask for at once are worked out once and shared, inside one server process."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

VERSION: Final = 0.02  # a fiftieth of a second is no delay, and a thousand phones ask 400 times a second
COUNTS: Final = 0.25  # seconds: counts are computed at most four times a second
ROOM: Final = 5.0  # how many phones there are only sets the pace
TEXTS: Final = 60.0  # a corrected framework is on every phone within a minute
MOST: Final = 2000  # of them some hundred screens of ten kilobytes

_kept: dict[Hashable, tuple[float, Any]] = {}
_lock = threading.RLock()


def shared(key: Hashable, seconds: float, compute: Callable[[], T]) -> T:
    """What ``compute`` gave for ``key`` within the last ``seconds``; computed anew, once, where that is longer ago.

    Keys name a session by its random code, so that no other session's answer can ever be found under them.
    """
    found = _kept.get(key)
    if found is None or found[0] < time.monotonic():
        with _lock:
            found = _kept.get(key)
            if found is None or found[0] < time.monotonic():
                found = _keep(key, seconds, compute())
    value: T = found[1]
    return value


def forget() -> None:
    """Everything is computed anew."""
    _kept.clear()


def _keep(key: Hashable, seconds: float, value: Any) -> tuple[float, Any]:
    now = time.monotonic()
    if len(_kept) >= MOST:
        for each in [each for each, (until, _value) in _kept.items() if until < now]:
            del _kept[each]
    if len(_kept) >= MOST:
        _kept.clear()
    found = (now + seconds, value)
    _kept[key] = found
    return found
