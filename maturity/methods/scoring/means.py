"""Means of groups that weigh alike, as observed and as the model draws them."""

from dataclasses import dataclass

import numpy as np

from maturity.methods.resampling import Floats, RungInterval, interval_of, mean_of_known


@dataclass(frozen=True)
class Means:
    """``observed``: a mean per group in rungs, NaN where it did not answer; ``drawn``: draws × groups, ``None`` where
    nothing can be said of their uncertainty; ``confidence``: of the intervals, as a fraction."""

    observed: Floats
    drawn: Floats | None
    confidence: float

    @property
    def mean(self) -> float:
        """The mean of the groups, as observed."""
        return float(mean_of_known(self.observed, axis=0))

    @property
    def drawn_mean(self) -> Floats | None:
        """The mean of the groups in each draw."""
        return None if self.drawn is None else mean_of_known(self.drawn, axis=1)

    def interval(self, drawn: Floats | None, observed: float | None = None) -> RungInterval | None:
        """The middle of the draws, widened to the observed mean where that lies outside: near an end of the ladder the
        model expects the next people a little further inside."""
        found = interval_of(drawn, self.confidence)
        if found is None or observed is None:
            return found
        return RungInterval(min(found.low, observed), max(found.high, observed), self.confidence)

    def apart(self, place: int) -> tuple[float | None, Floats | None]:
        """A group's mean less the mean of the other groups, as observed and in each draw; ``None`` where it is
        alone."""
        others = np.delete(self.observed, place)
        if np.isnan(others).all():
            return None, None
        difference = float(self.observed[place] - mean_of_known(others, axis=0))
        if self.drawn is None:
            return difference, None
        return difference, self.drawn[:, place] - mean_of_known(np.delete(self.drawn, place, axis=1), axis=1)
