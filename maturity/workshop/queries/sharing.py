"""Answers that many phones ask for at once are worked out once and shared, inside one server process."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

COUNTS: Final = 0.25  # seconds: counts are computed at most four times a second
ROOM: Final = 5.0  # how many phones there are only sets the pace
TEXTS: Final = 60.0  # a corrected framework is on every phone within a minute
MOST: Final = 500

_kept: dict[Hashable, tuple[float, Any]] = {}
_lock = threading.Lock()


def shared(key: Hashable, seconds: float, compute: Callable[[], T]) -> T:
    """What ``compute`` gave for ``key`` within the last ``seconds``; computed anew where that is longer ago.

    Keys name a session by its random code, so that no other session's answer can ever be found under them.
    """
    now = time.monotonic()
    found = _kept.get(key)
    if found is not None and now < found[0]:
        value: T = found[1]
        return value
    value = compute()
    with _lock:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (now + seconds, value)
    return value
