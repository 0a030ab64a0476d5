"""What does each channel contribute, when customers pass several before they buy?

Giving all credit to the last channel (or the first) starves the channels in the middle. Here the ways that customers
took are summed up in a Markov chain, and each channel is asked: how many conversions would be lost without it?

*The chain.* A customer starts, touches channels one after the other, and ends either converted or lost. The state is
the last ``order`` channels touched (fewer at the beginning), so order 1 remembers where the customer is, order 2 also
where they came from. The count n_ij of customers who went from state i to j gives the probability p_ij = n_ij / Σ_j
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

All effects come from one inverse. With N the fundamental matrix, N_ij the expected visits to j of who starts in i, and
C the states whose last channel is c,

    N_start,C = f N_CC      x(start) = Σ_j∈C f_j h_j

where f_j is the probability that the first touch of c happens in j: who visits C first enters it, then returns. At
order 1 C is one state, and f = N_sc / N_cc.

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
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .paths import Path, channels_of, require_paths

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
State = tuple[str, ...]

ORDERS: Final = (1, 2, 3)
START: Final[State] = ()
# Beyond this the inverse takes more memory (32 MB) and time than one sparse solution per channel.
_MOST_INVERTED: Final = 2000


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
    if isinstance(order, bool) or order not in ORDERS:
        raise ValueError(f"the order of the chain is 1, 2 or 3, not {order!r}")
    paths = require_paths(paths)
    customers = math.fsum(path.customers for path in paths)
    conversions = math.fsum(path.conversions for path in paths)
    channels = channels_of(paths)
    effects = _removal_effects(paths, order, channels) if conversions > 0 else dict.fromkeys(channels, 0.0)
    all_effects = math.fsum(effects.values())
    credit = {channel: conversions * effect / all_effects if effect else 0.0 for channel, effect in effects.items()}
    return Attribution(order, customers, conversions, conversions / customers, effects, credit)


def _removal_effects(paths: tuple[Path, ...], order: int, channels: list[str]) -> dict[str, float]:
    chain = _chain(paths, order)
    last = [state[-1:] for state in chain.states]
    touched = {channel: np.array([each == (channel,) for each in last]) for channel in channels}
    worth = _by_one_inverse if len(chain.states) <= _MOST_INVERTED else _by_stopping
    converts, lost = worth(chain, touched)
    return {channel: min(1.0, max(0.0, lost[channel] / converts)) for channel in channels}


def _by_one_inverse(chain: "_Chain", touched: Mapping[str, Booleans]) -> tuple[float, dict[str, float]]:
    """h(start), and what is lost without each channel, by the fundamental matrix."""
    visits = np.linalg.inv(np.diag(chain.out) - chain.flow.toarray())
    converts = np.where(_may_convert(chain), visits @ chain.won, 0.0)
    lost = {}
    for channel, states in touched.items():
        # The number of customers in a state, by which this inverse differs from N, cancels out.
        first = np.linalg.solve(visits[np.ix_(states, states)].T, visits[0, states])
        lost[channel] = float(first @ converts[states])
    return float(converts[0]), lost


def _by_stopping(chain: "_Chain", touched: Mapping[str, Booleans]) -> tuple[float, dict[str, float]]:
    """The same for very many states: the chain is stopped on its first touch of each channel, and paid h there."""
    nowhere = np.zeros(len(chain.states), dtype=bool)
    converts = np.where(_may_convert(chain), _value(chain, chain.won, stopped=nowhere), 0.0)
    lost = {
        # Only what is won after the touch is paid: conversions that never pass the channel are not lost with it.
        channel: float(_value(chain, np.where(states, converts, 0.0), stopped=states)[0])
        for channel, states in touched.items()
    }
    return float(converts[0]), lost


@dataclass(frozen=True)
class _Chain:
    """``states[0]`` is the start; ``flow[i, j]`` customers went from state i to another state j; ``won[i]`` converted
    from state i; ``out[i]`` left it in any way."""

    states: tuple[State, ...]
    flow: "csc_array"
    won: Floats
    out: Floats


def _chain(paths: tuple[Path, ...], order: int) -> _Chain:
    from scipy.sparse import csc_array  # SciPy takes its time and memory: only who solves a chain loads it.

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


def _may_convert(chain: _Chain) -> Booleans:
    """The states from which any conversion was seen to follow; elsewhere h is 0, not a rounding error above it."""
    onward = chain.flow > 0
    reached, before = chain.won > 0, 0
    while before < (now := int(reached.sum())):
        reached, before = reached | (onward @ reached), now
    return reached


def _value(chain: _Chain, income: Floats, stopped: Booleans) -> Floats:
    """What each state is worth: v_i = income_i where the chain is stopped, else out_i v_i = Σ_j n_ij v_j + income_i."""
    from scipy.sparse import csc_array, diags_array
    from scipy.sparse.linalg import splu

    diagonal = diags_array(np.where(stopped, 1.0, chain.out))
    onward = diags_array(np.where(stopped, 0.0, 1.0)) @ chain.flow
    value: Floats = splu(csc_array(diagonal - onward)).solve(income)
    return value
