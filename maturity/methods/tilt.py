"""Do owners see their own in a kinder light, over all that they own?

People rate items: initiatives for their value, channels for how well they work. For each item some raters are its
owner's people, the others are not. One item says little, for one or two owners rated it. Over all items:

    tilt of item i     t_i = mean of its owners' ratings − mean of the others'
    pooled tilt        t   = Σ w_i t_i / Σ w_i      w_i = o_i · h_i / (o_i + h_i)

with o_i owners and h_i others. These weights are the least-squares ones: t is the coefficient of "is an owner" in a
regression with a mean of its own for every item, so that owners of good items are not taken for kind owners. Only
items with both sides count. Items weigh by how much they tell, not alike: one owner against one other is half a rating,
two against six are one and a half.

*Its interval.* A rater who is generous is so in all their ratings; ratings are not independent, raters are. The
standard error is the jackknife's over the G raters: leave out one with all their ratings, compute t again,

    se² = (G − 1) / G · Σ_g (t₍₋g₎ − t)²        t ± t(G − 1) · se

and at least what rounding to whole steps makes it, step² / (12 Σ w_i), so that raters who are all of one mind do not
leave a tilt without uncertainty.
Not a bootstrap over raters: a sample may draw none of the owners of most items, and with a dozen raters its interval is
too narrow; the jackknife errs, if at all, on the wide side. Not random effects over items: with one owner an item its
own variance cannot be estimated, and the items share their raters.

*With and without.* Each item's mean of all, and of those who do not own it: the second is what remains where the
owner's word does not count.

Limits: that owners rate higher does not say that they are wrong; they may know more. The tilt is one figure for all:
owners who praise and owners who are modest cancel out, and each item's own tilt stands beside it. Where owners as
people are more generous towards everything, that counts as tilt too.

Sources: Kahneman, D. & Lovallo, D. (1993), Timid choices and bold forecasts, Management Science 39, 17–31 (inside and
outside view); Cameron, A. C. & Miller, D. L. (2015), A practitioner's guide to cluster-robust inference, Journal of
Human Resources 50, 317–372; MacKinnon, J. G., Nielsen, M. Ø. & Webb, M. D. (2023), Cluster-robust inference: a guide
to empirical practice, Journal of Econometrics 232, 272–299 (why the jackknife where raters are few).
"""

import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maturity.methods.noise import NoiseVerdict, Piece, interval_around, require_confidence, verdict_of
from maturity.methods.scale import number_or_nan

FEWEST_RATERS: Final = 3


class TiltState(enum.Enum):
    """Whether a pooled tilt can be said: too few where fewer than three people rated items that both sides rated, or
    where without one of them nothing would be left to compare."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Rating:
    """What ``rater`` says of ``item``, on any scale; ``owner``: whether they belong to those who own it.

    ``ValueError`` for a value that is not a finite number.
    """

    item: str
    rater: str
    value: float
    owner: bool

    def __post_init__(self) -> None:
        if not math.isfinite(number_or_nan(self.value)):
            raise ValueError(f"{self.rater!r} rates {self.item!r} with {self.value!r}, which is not a number")


@dataclass(frozen=True)
class ItemTilt:
    """One item. ``everybody``, ``others``, ``owners``: means of ratings; ``tilt``: owners − others. ``None`` where
    there is nobody on a side."""

    item: str
    everybody: float
    others: float | None
    owners: float | None
    tilt: float | None


@dataclass(frozen=True)
class PooledTilt:
    """``tilt``: owners less others, in the ratings' unit, pooled over ``pooled`` items that both sides rated; ``low`` …
    ``high``: its interval at ``confidence``; ``verdict``: whether it is more than noise. ``raters``: of those items.
    All figures ``None`` with ``TiltState.TOO_FEW``. ``items``: every rated item, in the order of first rating."""

    state: TiltState
    pooled: int
    raters: int
    items: tuple[ItemTilt, ...]
    confidence: float
    tilt: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: NoiseVerdict | None = None


def pooled_tilt(ratings: Iterable[Rating], confidence: float = 0.9, step: float = 1.0) -> PooledTilt:
    """The owners' tilt over all items, and every item with and without its owners (formulas in the module).

    ``step``: between neighbouring ratings, in their unit; 0 where any number may be given. Raises ``ValueError`` where
    a rater has rated an item twice, for a confidence not between 0 and 1, or a step below 0.

    >>> own = [Rating("A", "IT-1", 5, True), Rating("B", "IT-1", 3, False), Rating("A", "IT-2", 4, True)]
    >>> others = [Rating("A", "SA-1", 3, False), Rating("B", "SA-1", 4, True), Rating("A", "SA-2", 2, False)]
    >>> found = pooled_tilt(own + others)
    >>> [(each.item, each.everybody, each.others, each.tilt) for each in found.items]
    [('A', 3.5, 2.5, 2.0), ('B', 3.5, 3.0, 1.0)]
    >>> round(found.tilt, 2), round(found.low, 2), round(found.high, 2), found.verdict.value
    (1.67, -0.27, 3.6, 'noise')
    """
    require_confidence(confidence)
    if not 0 <= number_or_nan(step) < math.inf:
        raise ValueError(f"a step between ratings is a finite number, not below 0, not {step!r}")
    by_item = _by_item(ratings)
    items = tuple(_item(item, rated) for item, rated in by_item.items())
    both = {each.item: by_item[each.item] for each in items if each.tilt is not None}
    raters = sorted({rating.rater for rated in both.values() for rating in rated})
    without = [_tilt(both, leaving_out=rater) for rater in raters]
    tilt = _tilt(both)
    if tilt is None or len(raters) < FEWEST_RATERS or None in without:
        return PooledTilt(TiltState.TOO_FEW, len(both), len(raters), items, confidence)
    squares = math.fsum((each - tilt) ** 2 for each in without if each is not None)
    rounding = step**2 / 12 / math.fsum(_weight(*_sides(rated)) for rated in both.values())
    variance = max(squares * (len(raters) - 1) / len(raters), rounding)
    low, high = interval_around(tilt, [Piece(variance, len(raters) - 1)], confidence)
    verdict = verdict_of(low, high)
    return PooledTilt(TiltState.ENOUGH, len(both), len(raters), items, confidence, tilt, low, high, verdict)


def _by_item(ratings: Iterable[Rating]) -> dict[str, list[Rating]]:
    found: dict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        if any(other.rater == rating.rater for other in found[rating.item]):
            raise ValueError(f"{rating.rater!r} has rated {rating.item!r} twice")
        found[rating.item].append(rating)
    return found


def _item(item: str, rated: Sequence[Rating]) -> ItemTilt:
    owners, others = _sides(rated)
    mine, theirs = _mean(owners), _mean(others)
    tilt = None if mine is None or theirs is None else mine - theirs
    return ItemTilt(item, math.fsum((*owners, *others)) / len(rated), theirs, mine, tilt)


def _tilt(items: Mapping[str, Sequence[Rating]], leaving_out: str | None = None) -> float | None:
    """Σ w t / Σ w over the items that both sides rated, without one rater; ``None`` where no item is left."""
    weights, weighted = [], []
    for rated in items.values():
        owners, others = _sides([rating for rating in rated if rating.rater != leaving_out])
        mine, theirs = _mean(owners), _mean(others)
        if mine is not None and theirs is not None:
            weights.append(_weight(owners, others))
            weighted.append(weights[-1] * (mine - theirs))
    return math.fsum(weighted) / math.fsum(weights) if weights else None


def _weight(owners: Sequence[float], others: Sequence[float]) -> float:
    return len(owners) * len(others) / (len(owners) + len(others))


def _sides(rated: Iterable[Rating]) -> tuple[list[float], list[float]]:
    """The values of the owners, and of the others."""
    sides: tuple[list[float], list[float]] = ([], [])
    for rating in rated:
        sides[0 if rating.owner else 1].append(rating.value)
    return sides


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
