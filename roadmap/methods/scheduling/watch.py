"""The time that a search is given: a clock, somebody who may say "stop", and somebody who wants to know how it goes."""

import time
from collections.abc import Callable

Stop = Callable[[], bool]
Progress = Callable[[float, float], None]


class Watch:
    """Seconds from now on; `stop` is asked often and ends the search with the best so far; `progress` hears of it.

    Both are called in the thread that asked for the plan, so that they may use what belongs to that thread.
    """

    def __init__(self, seconds: float, stop: Stop | None = None, progress: Progress | None = None) -> None:
        self.seconds = seconds
        self._begun = time.monotonic()
        self._stop = stop
        self._progress = progress
        self._stopped = False
        self._told: tuple[float, float] | None = None

    @property
    def stopped(self) -> bool:
        """Whether somebody has said stop; once said, it stays so."""
        if not self._stopped and self._stop is not None:
            self._stopped = bool(self._stop())
        return self._stopped

    def over(self, share: float = 1.0) -> bool:
        """Whether that share of the time is over, or the search was stopped."""
        return self.stopped or time.monotonic() > self._begun + share * self.seconds

    def left(self, share: float = 1.0) -> float:
        """Seconds until that share of the time is over; a moment where it is, since a solver cannot be given none."""
        return 0.01 if self.stopped else max(0.01, self._begun + share * self.seconds - time.monotonic())

    def tell(self, value: float, bound: float) -> None:
        """Pass on the value and the bound so far, where they have changed."""
        if self._progress is not None and (value, bound) != self._told:
            self._told = (value, bound)
            self._progress(value, bound)
