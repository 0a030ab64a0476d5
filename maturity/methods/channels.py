"""What does each channel contribute, when customers pass several before they buy?

Giving all credit to the last channel (or the first) starves the channels in the middle. Here the ways that customers
took are summed up in a Markov chain, and each channel is asked: how many conversions would be lost without it?

*The chain.* A customer starts, touches channels one after the other, and ends either converted or lost. The state is
the last ``order`` channels touched (fewer at the beginning), so order 1 remembers where the customer is, order 2 also
where she came from. The count n_ij of customers who went from state i to j gives the probability p_ij = n_ij / Σ_j
n_ij. Of the customers who took a path, ``conversions`` end converted and ``customers − conversions`` end lost.

*Conversion probability.* h_i, the probability to convert from state i, solves

    Σ_j n_ij (h_i − h_j) = 0      h(converted) = 1, h(lost) = 0

which is (I − P) h = r with each row multiplied by its number of customers. A channel touched twice in a row is a loop
n_ii; it falls out of the equation, as it should: waiting does not change where one goes next. From the start, h is
exactly all conversions / all customers, whatever the order, because the observed numbers themselves balance in every
state.

*Removal effect.* A removed channel c sends its traffic to "lost". What is lost is what would have converted after the
first touch of c. So the chain is stopped on its first touch of c and pays h there; the value x of that game at the
start gives

    removal effect = x(start) / h(start) = 1 − (conversion probability without c) / (conversion probability)

Computed as a payoff, not as a difference, it is exactly 0 where no conversion ever follows on c, and never negative.

*Attribution.* Removal effects overlap (two channels on the same path are both needed), so they add up to more than 1;
the conversions are shared out in proportion to them and add up to all conversions.

Limits: association, not cause (a channel that buyers pass anyway looks important); removal assumes that nobody finds
another way; higher orders need many more paths than order 1.

Sources: Anderl, E., Becker, I., von Wangenheim, F. & Schumann, J. H. (2016), Mapping the customer journey,
International Journal of Research in Marketing 33, 457–474; Kemeny, J. G. & Snell, J. L. (1976), Finite Markov Chains,
ch. 3.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu

from maturity.methods.scale import number_or_nan

Floats = NDArray[np.float64]
State = tuple[str, ...]

ORDERS: Final = (1, 2, 3)
START: Final[State] = ()


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
class Attribution:
    """What each channel contributes; channels in alphabetical order.

    ``order``: channels remembered by the chain. ``customers``, ``total_conversions``: sums over the paths.
    ``conversion_probability``: fraction of customers who convert. ``removal_effects[channel]``: fraction (0–1) of the
    conversions that would be lost without the channel. ``conversions[channel]``: the conversions credited to it,
    which add up to ``total_conversions``. Where no path converts, every effect and every credit is 0.0.
    """

    order: int
    customers: float
    total_conversions: float
    conversion_probability: float
    removal_effects: Mapping[str, float]
    conversions: Mapping[str, float]


def attribute(paths: Iterable[Path], order: int = 1) -> Attribution:
    """Share the conversions out over the channels by removal effect in the Markov chain of the paths (see the module).

    ``paths``: in any sequence, the same way may come several times; ``order``: 1, 2 or 3 channels remembered. The
    result is exact linear algebra and the same to the last bit however the paths are ordered.

    Raises ``ValueError`` where there are no paths, no customers at all, or the order is not 1, 2 or 3.

    >>> found = attribute([Path(("Search",), 3, 2), Path(("Mail",), 1, 1), Path(("Search", "Mail"), 1, 1)])
    >>> found.conversion_probability
    0.8
    >>> {channel: round(effect, 4) for channel, effect in found.removal_effects.items()}
    {'Mail': 0.5, 'Search': 0.75}
    >>> {channel: round(credit, 4) for channel, credit in found.conversions.items()}
    {'Mail': 1.6, 'Search': 2.4}
    """
    paths = tuple(paths)
    _check(paths, order)
    customers = math.fsum(path.customers for path in paths)
    conversions = math.fsum(path.conversions for path in paths)
    channels = sorted({channel for path in paths for channel in path.channels})
    effects = _removal_effects(paths, order, channels) if conversions > 0 else dict.fromkeys(channels, 0.0)
    all_effects = math.fsum(effects.values())
    credit = {channel: conversions * effect / all_effects if effect else 0.0 for channel, effect in effects.items()}
    return Attribution(order, customers, conversions, conversions / customers, effects, credit)


def _as_tuple(channels: Iterable[str]) -> tuple[str, ...]:
    # A text would fall apart into one channel per letter.
    if isinstance(channels, str):
        raise ValueError(f"a path is a tuple of channels, not the text {channels!r}")
    return tuple(channels)


def _check(paths: tuple[Path, ...], order: int) -> None:
    if isinstance(order, bool) or order not in ORDERS:
        raise ValueError(f"the order of the chain is 1, 2 or 3, not {order!r}")
    if not paths:
        raise ValueError("no paths: there is nothing to attribute")
    if not any(path.customers > 0 for path in paths):
        raise ValueError("no customers took any of the paths: the conversion probability is undefined")


def _require_count(value: object, what: str) -> None:
    if not 0 <= number_or_nan(value) < math.inf:
        raise ValueError(f"the {what} are a finite number, not negative; found {value!r}")


def _removal_effects(paths: tuple[Path, ...], order: int, channels: list[str]) -> dict[str, float]:
    chain = _chain(paths, order)
    nowhere = np.zeros(len(chain.states), dtype=bool)
    converts = _value(chain, chain.won, stopped=nowhere)
    effects = {}
    for channel in channels:
        touched = np.array([state[-1:] == (channel,) for state in chain.states])
        # Only what is won after the touch is paid: conversions that never pass the channel are not lost with it.
        lost = _value(chain, np.where(touched, converts, 0.0), stopped=touched)
        effects[channel] = min(1.0, max(0.0, float(lost[0] / converts[0])))
    return effects


@dataclass(frozen=True)
class _Chain:
    """``states[0]`` is the start; ``flow[i, j]`` customers went from state i to another state j; ``won[i]`` converted
    from state i; ``out[i]`` left it in any way."""

    states: tuple[State, ...]
    flow: csc_array
    won: Floats
    out: Floats


def _chain(paths: tuple[Path, ...], order: int) -> _Chain:
    moves, ends = _count(paths, order)
    states = tuple(sorted({START} | {target for _, target in moves}))
    place = {state: number for number, state in enumerate(states)}
    rows, columns = [place[origin] for origin, _ in moves], [place[target] for _, target in moves]
    leaving: dict[State, list[float]] = {state: [sum(ends.get(state, (0.0, 0.0)))] for state in states}
    for (origin, _), customers in moves.items():
        leaving[origin].append(customers)
    return _Chain(
        states,
        csc_array((list(moves.values()), (rows, columns)), shape=(len(states), len(states))),
        np.array([ends.get(state, (0.0, 0.0))[0] for state in states]),
        np.array([math.fsum(leaving[state]) for state in states]),
    )


def _count(
    paths: tuple[Path, ...], order: int
) -> tuple[dict[tuple[State, State], float], dict[State, tuple[float, float]]]:
    """Customers who moved between two different states, and who ended (converted, lost) in a state.

    Summed with ``fsum`` and sorted, so that the sequence of the paths leaves no trace, not even in the last bit.
    """
    moves: defaultdict[tuple[State, State], list[float]] = defaultdict(list)
    won: defaultdict[State, list[float]] = defaultdict(list)
    lost: defaultdict[State, list[float]] = defaultdict(list)
    for path in paths:
        if path.customers == 0:
            continue
        here = START
        for channel in path.channels:
            there = (*here, channel)[-order:]
            if there != here:
                moves[here, there].append(path.customers)
            here = there
        won[here].append(path.conversions)
        lost[here].append(path.customers - path.conversions)
    ends = {state: (math.fsum(won[state]), math.fsum(lost[state])) for state in sorted(won)}
    return {move: math.fsum(moves[move]) for move in sorted(moves)}, ends


def _value(chain: _Chain, income: Floats, stopped: NDArray[np.bool_]) -> Floats:
    """What each state is worth: v_i = income_i where the chain is stopped, else out_i v_i = Σ_j n_ij v_j + income_i."""
    diagonal = diags_array(np.where(stopped, 1.0, chain.out))
    onward = diags_array(np.where(stopped, 0.0, 1.0)) @ chain.flow
    value: Floats = splu(csc_array(diagonal - onward)).solve(income)
    return value
