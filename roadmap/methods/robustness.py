"""How sure is an order that is made of estimates?

*The problem.* Ten people rate thirty initiatives, and the list by value over effort looks as if place 4 were better
than place 5. Ten other people of the same house would have made another list. The question is which parts of the order
would stand.

*The idea.* Let the raters that we have stand for all whom we could have asked. Each sample weighs them anew, by
independent exponential draws g with mean 1 (the Bayesian bootstrap: no rater ever drops out entirely, so that an
initiative with few raters always has a mean), and orders the initiatives again:

    value* = Σ g · w · value / Σ g · w     effort* likewise     ratio* = value* / effort*

with w = 1, or 1 / (raters of the same department) where departments shall weigh alike. Where the same people rated
several initiatives, a rater has the same g for all of them (`jointly`): a person who is generous to all moves all, and
that does not change their order. Otherwise each initiative has its own draws.

*Few raters.* The spread of n raters' bootstrapped mean is too small by √((n − 1) / (n + 1)), so deviations are widened
by its inverse; then their variance is the usual s² / n. Weighted raters count as n = (Σw)² / Σw² equal ones. An answer
in whole points stands for anything within half a point: where raters agree more closely than that can tell (s² below
1/12), normal noise makes up what lacks. One rater alone has no spread: then the spread that all other initiatives have
on average is borrowed. Where no initiative has two raters, nothing can be said, and it is an error. Means stay in ½–5½.

*What comes out.* Of all samples, per initiative: the share in which it is among the first k, its mean place and the
interval that holds its place in 90 % of them; per pair, the share in which one stands above the other. Ties are split
evenly: two that tie for the fifth place are each half among the first five. A pair is undecided where that share lies
between 10 % and 90 %. Places a–b are open where every pair among them is undecided; such runs may overlap, as the same
letters may overlap in a table of differences, because "cannot tell A from B, nor B from C" does not say that A and C
cannot be told apart.

*Limits.* It knows the spread of opinions, not whether all are wrong together. Ninety per cent of samples is not ninety
per cent of worlds: with fewer than five raters read it roughly.

Sources: D. B. Rubin, "The Bayesian bootstrap", *Annals of Statistics* 9 (1981) 130–134; P. Hall, H. Miller, "Using the
bootstrap to quantify the authority of an empirical ranking", *Annals of Statistics* 37 (2009) 3929–3959; H. Goldstein,
D. J. Spiegelhalter, "League tables and their limitations", *Journal of the Royal Statistical Society A* 159 (1996)
385–443 (places with intervals).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .prioritisation import HIGHEST, LOWEST, SAME, Estimate

Floats = npt.NDArray[np.float64]
HALF_POINT: Final = 0.5
ROUNDING_VARIANCE: Final = 1 / 12


@dataclass(frozen=True)
class PlaceStanding:
    """Where one item stands: `place` by its `ratio`, from 1; over all samples the probability that it is among the
    first, its mean place, and the interval `low`–`high` of its place; `raters` that it rests on."""

    key: str
    place: int
    ratio: float
    among_first: float
    mean_place: float
    low: float
    high: float
    raters: int


@dataclass(frozen=True)
class Pair:
    """Two items whose order is not decided; `above`: the probability that `one`, which stands higher, belongs there."""

    one: str
    other: str
    above: float


@dataclass(frozen=True, eq=False)
class Robustness:
    """How sure an order is. `standings` in the order by ratio; `first`: how many count as "the first"; `places`:
    samples × items in that order, the place of each in each sample."""

    standings: tuple[PlaceStanding, ...]
    first: int
    places: Floats
    threshold: float = 0.9

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(standing.key for standing in self.standings)

    @property
    def sure(self) -> tuple[str, ...]:
        """Those that are among the first in at least `threshold` of the samples."""
        return tuple(each.key for each in self.standings if each.among_first >= self.threshold)

    @property
    def contested(self) -> tuple[str, ...]:
        """Those that may or may not be among the first."""
        doubt = round(1 - self.threshold, SAME)
        return tuple(each.key for each in self.standings if doubt < each.among_first < self.threshold)

    @cached_property
    def above(self) -> Floats:
        """`[i, j]`: probability that the item at place i + 1 stands above the one at place j + 1; ½ on the diagonal."""
        return order_shares(self.places)

    @property
    def undecided(self) -> Iterator[Pair]:
        """Every pair whose order the data do not decide, by place."""
        keys = self.keys
        for one, other in np.argwhere(np.triu(_loose(self.above, self.threshold), 1)):
            yield Pair(keys[one], keys[other], float(self.above[one, other]))

    @cached_property
    def open_places(self) -> tuple[tuple[int, int], ...]:
        """The longest runs of places, first and last from 1, in which no pair is decided; they may overlap."""
        doubled = _doubled(self.places)
        return open_runs(lambda item, last: _shares_above(doubled, item, last), len(self.standings), self.threshold)


def open_runs(above: Callable[[int, int], Floats], count: int, threshold: float = 0.9) -> tuple[tuple[int, int], ...]:
    """The longest runs of places in which no pair is decided: first and last place, from 1; they may overlap.

    `above(i, last)`: the probabilities that item i stands above the items i + 1 … last, counted from 0. It is asked
    only as far as the run of the next item reaches, which spares most pairs where there are many items.

    >>> open_runs(lambda item, last: np.full(last - item, 0.6 if item else 0.95), count=3)
    ((2, 3),)
    """
    reach = [count - 1] * count
    for item in range(count - 2, -1, -1):
        decided = np.flatnonzero(~_loose(above(item, reach[item + 1]), threshold))
        reach[item] = item + int(decided[0]) if decided.size else reach[item + 1]
    runs: list[tuple[int, int]] = []
    for item, last in enumerate(reach):
        if last > item and (not runs or last + 1 > runs[-1][1]):
            runs.append((item + 1, last + 1))
    return tuple(runs)


def _loose(above: Floats, threshold: float) -> npt.NDArray[np.bool_]:
    return (above > round(1 - threshold, SAME)) & (above < threshold)


def rank_robustness(
    estimates: Mapping[str, Sequence[Estimate]],
    *,
    first: int = 5,
    samples: int = 2000,
    seed: int = 0,
    jointly: bool = True,
    departments_alike: bool = False,
    threshold: float = 0.9,
) -> Robustness:
    """How sure the order of items by value over effort is, given how their estimates spread.

    `estimates`: per item at least one; a rater at most once per item, known by name where `jointly`. `first`: how many
    are "the first", at least 1; `samples` ≥ 1; `threshold` of what counts as decided, above 0.5 and below 1; it is the
    probability of the places' intervals, too. Ties in the order go by higher value, then as given. ValueError
    otherwise, and where no item has two raters. The same seed gives the same numbers.

    >>> liked = [Estimate(name, "IT", value, 1) for name, value in (("Bo", 5), ("Cleo", 4), ("Dan", 5))]
    >>> split = [Estimate(name, "IT", value, 3) for name, value in (("Bo", 1), ("Cleo", 5), ("Dan", 3))]
    >>> mixed = [Estimate(name, "IT", value, 3) for name, value in (("Bo", 3), ("Cleo", 3), ("Dan", 2))]
    >>> sure = rank_robustness({"split": split, "liked": liked, "mixed": mixed}, first=1)
    >>> sure.keys, sure.sure, sure.open_places
    (('liked', 'split', 'mixed'), ('liked',), ((2, 3),))
    """
    _check(estimates, first, samples, threshold)
    table = _table(estimates, departments_alike=departments_alike, jointly=jointly)
    ratios = _sampled(table, samples, np.random.default_rng(seed))
    ratio, value = np.round(table.value / table.effort, SAME), np.round(table.value, SAME)
    order = sorted(range(len(estimates)), key=lambda item: (-ratio[item], -value[item]))
    outcome = standings_of(ratios[:, order], first)
    low, high = np.quantile(outcome.places, [(1 - threshold) / 2, (1 + threshold) / 2], axis=0, method="nearest")
    names = list(estimates)
    return Robustness(
        tuple(
            PlaceStanding(
                key=names[item],
                place=place + 1,
                ratio=float(ratio[item]),
                among_first=float(outcome.among_first[place]),
                mean_place=float(outcome.places[:, place].mean()),
                low=float(low[place]),
                high=float(high[place]),
                raters=int(table.raters[item]),
            )
            for place, item in enumerate(order)
        ),
        first,
        outcome.places,
        threshold,
    )


@dataclass(frozen=True, eq=False)
class DrawnPlaces:
    """`places[s, i]`: of item i in sample s, from 1, the mean place where it ties; `among_first[i]`: share of samples
    in which item i is among the first, ties split evenly."""

    places: Floats
    among_first: Floats


def standings_of(scores: npt.ArrayLike, first: int) -> DrawnPlaces:
    """Places of items by score, the highest first. `scores`: samples × items, finite; `first`: at least 1.

    ValueError otherwise.

    >>> outcome = standings_of([[3.0, 2.0, 2.0, 1.0]], first=2)
    >>> outcome.places.tolist(), outcome.among_first.tolist()
    ([[1.0, 2.5, 2.5, 4.0]], [1.0, 0.5, 0.5, 0.0])
    """
    given = np.asarray(scores, dtype=float)
    if given.ndim != 2 or not given.size or not np.isfinite(given).all():
        raise ValueError("scores must be samples by items, all of them finite")
    if first < 1:
        raise ValueError(f"the first must be at least 1, got {first}")
    order = np.argsort(-given, axis=1, kind="stable")
    ranked = np.take_along_axis(given, order, axis=1)
    begins, ends = _ties(ranked)
    share = np.clip((first - begins) / (ends - begins + 1), 0.0, 1.0)
    places = np.empty_like(given)
    among = np.empty_like(given)
    np.put_along_axis(places, order, (begins + ends) / 2 + 1, axis=1)
    np.put_along_axis(among, order, share, axis=1)
    return DrawnPlaces(places, among.mean(axis=0))


def _ties(ranked: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """For each rank the first and the last one, from 0, that has the same score; rows fall."""
    count = ranked.shape[1]
    ranks = np.broadcast_to(np.arange(count), ranked.shape)
    new = np.ones(ranked.shape, dtype=bool)
    new[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    last = np.ones(ranked.shape, dtype=bool)
    last[:, :-1] = new[:, 1:]
    begins = np.maximum.accumulate(np.where(new, ranks, 0), axis=1)
    ends = np.minimum.accumulate(np.where(last, ranks, count - 1)[:, ::-1], axis=1)[:, ::-1]
    return begins, ends


def order_shares(places: Floats) -> Floats:
    """`[i, j]`: share of samples in which item i stands above item j, ties counted half; ½ on the diagonal.

    `places`: samples × items, whole or half numbers from 1.

    >>> order_shares(np.array([[1.0, 2.0], [1.5, 1.5]])).tolist()
    [[0.5, 0.75], [0.25, 0.5]]
    """
    doubled = _doubled(places)
    count = len(doubled)
    shares = np.full((count, count), 0.5)
    for item in range(count - 1):
        shares[item, item + 1 :] = _shares_above(doubled, item, count - 1)
        shares[item + 1 :, item] = 1 - shares[item, item + 1 :]
    return shares


def _doubled(places: Floats) -> npt.NDArray[np.unsignedinteger[Any]]:
    """Twice the place, items × samples: a whole number, and small ones are compared fastest."""
    kind = np.uint16 if places.shape[1] < 2**15 else np.uint32
    return np.ascontiguousarray((places * 2).T).astype(kind)


def _shares_above(doubled: npt.NDArray[np.unsignedinteger[Any]], item: int, last: int) -> Floats:
    """Shares of samples in which `item` stands above each of the items after it up to `last`, ties counted half."""
    mine, others = doubled[item], doubled[item + 1 : last + 1]
    above = np.count_nonzero(mine < others, axis=1) + np.count_nonzero(mine <= others, axis=1)
    return np.asarray(above / (2 * len(mine)))


@dataclass(frozen=True, eq=False)
class _Table:
    """Estimates as arrays, raters × items: weights (0 where not rated) and ratings; per item means and spreads.

    `value_lacks` and `effort_lacks`: the variance of the mean that the bootstrap cannot show; `widen`: the factor of
    its deviations.
    """

    weights: Floats
    values: Floats
    efforts: Floats
    value: Floats
    effort: Floats
    raters: npt.NDArray[np.intp]
    widen: Floats
    value_lacks: Floats
    effort_lacks: Floats
    jointly: bool


def _table(estimates: Mapping[str, Sequence[Estimate]], *, departments_alike: bool, jointly: bool) -> _Table:
    rows: dict[str, int] = {}
    for given in estimates.values():
        for each in given:
            rows.setdefault(each.rater, len(rows))
    weights, values, efforts = np.zeros((3, len(rows), len(estimates)))
    for item, given in enumerate(estimates.values()):
        departments = [each.department.strip().casefold() for each in given]
        for each, department in zip(given, departments, strict=True):
            row = rows[each.rater]
            weights[row, item] = 1 / departments.count(department) if departments_alike else 1.0
            values[row, item], efforts[row, item] = each.value, each.effort
    return _summed(weights, values, efforts, jointly=jointly)


def _summed(weights: Floats, values: Floats, efforts: Floats, *, jointly: bool) -> _Table:
    total = weights.sum(axis=0)
    equal = total**2 / (weights**2).sum(axis=0)
    raters = np.count_nonzero(weights, axis=0)
    several = raters > 1
    widen = np.ones(len(total))
    widen[several] = np.sqrt((equal[several] + 1) / (equal[several] - 1))
    value, value_lacks = _mean_and_lack(weights, values, equal, several)
    effort, effort_lacks = _mean_and_lack(weights, efforts, equal, several)
    return _Table(weights, values, efforts, value, effort, raters, widen, value_lacks, effort_lacks, jointly)


def _mean_and_lack(
    weights: Floats, ratings: Floats, equal: Floats, several: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Weighted means per item, and the variance that their bootstrapped means lack."""
    total = weights.sum(axis=0)
    mean = (weights * ratings).sum(axis=0) / total
    spread = (weights * (ratings - mean) ** 2).sum(axis=0) / total
    variance = np.zeros(len(total))
    variance[several] = spread[several] * equal[several] / (equal[several] - 1)
    usual = max(ROUNDING_VARIANCE, float(variance[several].mean()))
    lacks = np.where(several, np.maximum(ROUNDING_VARIANCE - variance, 0.0), usual) / equal
    return mean, lacks


def _sampled(table: _Table, samples: int, random: np.random.Generator) -> Floats:
    """Value over effort, samples × items."""
    value, effort = _means(table, samples, random)
    for means, centre, lacks in ((value, table.value, table.value_lacks), (effort, table.effort, table.effort_lacks)):
        means -= centre
        means *= table.widen
        means += centre
        few = np.flatnonzero(lacks)
        means[:, few] += random.standard_normal((samples, len(few))) * np.sqrt(lacks[few])
        np.clip(means, LOWEST - HALF_POINT, HIGHEST + HALF_POINT, out=means)
    return np.asarray(np.round(value / effort, SAME))


def _means(table: _Table, samples: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Bootstrapped means of value and of effort, samples × items."""
    if table.jointly:
        draws = random.standard_exponential((samples, len(table.weights)))
        total = draws @ table.weights
        return draws @ (table.weights * table.values) / total, draws @ (table.weights * table.efforts) / total
    value, effort = np.empty((2, samples, len(table.value)))
    for item in range(len(table.value)):
        rated = np.flatnonzero(table.weights[:, item])
        draws = random.standard_exponential((samples, len(rated))) * table.weights[rated, item]
        total = draws.sum(axis=1)
        value[:, item] = draws @ table.values[rated, item] / total
        effort[:, item] = draws @ table.efforts[rated, item] / total
    return value, effort


def _check(estimates: Mapping[str, Sequence[Estimate]], first: int, samples: int, threshold: float) -> None:
    if not estimates:
        raise ValueError("there are no items")
    for key, given in estimates.items():
        if not given:
            raise ValueError(f"nobody has rated {key!r}")
        if len({each.rater for each in given}) < len(given):
            raise ValueError(f"somebody has rated {key!r} twice")
    if all(len(given) == 1 for given in estimates.values()):
        raise ValueError("no item has two raters: how far estimates spread is unknown")
    if first < 1 or samples < 1:
        raise ValueError(f"the first and the samples must be at least 1, got {first} and {samples}")
    if not 0.5 < threshold < 1:
        raise ValueError(f"the threshold must be above 0.5 and below 1, got {threshold}")
