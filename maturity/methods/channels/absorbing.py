"""Where does a customer end, and how many channels do they meet on the way?

*Absorbing chain.* Transient states i (channels) lead on with probabilities q_ij and to ends k (converted, lost,
unknown) with r_ik; each row of (Q | R) adds up to 1, and from every state some end can be reached. The fundamental
matrix

    N = I + Q + Q² + … = (I − Q)⁻¹

holds the expected visits n_ij to state j of who starts in i, its start included. From it follow the expected touches
until the end, t = N 1, and the probability of each end, B = N R.

*From paths.* q_ij and r_ik are the shares of all visits to i that went on to j, or ended as k. A channel touched twice
in a row counts as two touches, q_ii. The expected touches from the start are then exactly the mean number of touches
on the measured paths, because what comes into a state also leaves it. What the chain adds is who they belong to: of
the customers who convert in the end, the visits are

    n_sj h_j / h_s      h_j = probability to convert from j

(the chain on the condition that it ends there).

*From stated shares.* People say which share of a channel's customers goes on to which other one. What is left of a
channel (1 − its shares) leaves: converted in the share that is stated for it and lost in the rest; where nothing is
stated, nobody knows, and the end is called unknown. Conversion then lies between "converted" and "converted +
unknown". Shares out of a channel that add up to more than 1 say that customers are sent on twice; that is refused.

Limits: order 1, so where customers go next depends only on where they are; stated shares are beliefs.

Source: Kemeny, J. G. & Snell, J. L. (1976), Finite Markov Chains, §3.2 (N), §3.3 (t and B), §3.5 (conditional chain).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maturity.methods.scale import number_or_nan

from .paths import Path, channels_of, merged, require_paths

Floats = NDArray[np.float64]
Row = Mapping[str, float]

CONVERTED: Final = "converted"
LOST: Final = "lost"
UNKNOWN: Final = "unknown"
# No channel has an empty name.
START: Final = ""
# Shares typed with a few decimals add up to 1 only nearly.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class AbsorbingChain:
    """``onward[i][j]``: probability to go from ``states[i]`` to ``states[j]``; ``ending[i][k]``: to end in ``ends[k]``.

    Raises ``ValueError`` where shapes do not fit, a probability is not between 0 and 1, a row does not add up to 1, or
    no end can be reached from a state.
    """

    states: tuple[str, ...]
    ends: tuple[str, ...]
    onward: tuple[tuple[float, ...], ...]
    ending: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if len(self.onward) != len(self.states) or len(self.ending) != len(self.states) or not self.states:
            raise ValueError("a chain has at least one state, and one row of probabilities for each")
        for state, onward, ending in zip(self.states, self.onward, self.ending, strict=True):
            _require_row(state, onward, ending, (len(self.states), len(self.ends)))
        _require_way_out(self)


@dataclass(frozen=True)
class Touches:
    """Expected touches per customer from the start to the end.

    ``of_all[channel]``, ``total``: of a customer; ``of_converts[channel]``, ``total_of_converts``: of a customer who
    converts, ``None`` where nobody does.
    """

    of_all: Mapping[str, float]
    total: float
    of_converts: Mapping[str, float] | None
    total_of_converts: float | None


def expected_steps(chain: AbsorbingChain) -> dict[str, float]:
    """t = N 1: expected visits to all states together until the end, for every state to start in.

    >>> coin = AbsorbingChain(("tails",), ("heads",), ((0.5,),), ((0.5,),))
    >>> expected_steps(coin)
    {'tails': 2.0}
    """
    return dict(zip(chain.states, _visits(chain).sum(axis=1).tolist(), strict=True))


def end_probabilities(chain: AbsorbingChain) -> dict[str, dict[str, float]]:
    """B = N R: for every state to start in, the probability of every end; they add up to 1.

    >>> walk = AbsorbingChain(("1", "2"), ("0", "3"), ((0, 0.5), (0.5, 0)), ((0.5, 0), (0, 0.5)))
    >>> {end: round(share, 4) for end, share in end_probabilities(walk)["1"].items()}
    {'0': 0.6667, '3': 0.3333}
    """
    return _named(chain.states, chain.ends, _visits(chain) @ np.array(chain.ending))


def chain_of_paths(paths: Iterable[Path]) -> AbsorbingChain:
    """The chain of order 1 of measured paths: state ``START``, then the channels alphabetically; ends ``converted`` and
    ``lost``. Channels that no customer passed are left out.

    Raises ``ValueError`` where there are no paths, or nobody took any.

    >>> chain = chain_of_paths([Path(("Web",), 3, 1), Path(("Web", "Shop"), 1, 1)])
    >>> chain.states, chain.onward[2], chain.ending[2]
    (('', 'Shop', 'Web'), (0.0, 0.25, 0.0), (0.25, 0.5))
    """
    taken = merged(require_paths(paths))
    states = (START, *channels_of(taken))
    moves: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    ends: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for path in taken:
        for move in pairwise((START, *path.channels)):
            moves[move].append(path.customers)
        ends[path.channels[-1], CONVERTED].append(path.conversions)
        ends[path.channels[-1], LOST].append(path.customers - path.conversions)
    onward = np.array([[math.fsum(moves[origin, target]) for target in states] for origin in states])
    ending = np.array([[math.fsum(ends[origin, end]) for end in (CONVERTED, LOST)] for origin in states])
    visits = (onward.sum(axis=1) + ending.sum(axis=1))[:, None]
    return AbsorbingChain(states, (CONVERTED, LOST), _rows(onward / visits), _rows(ending / visits))


def chain_of_shares(handoffs: Mapping[tuple[str, str], float], converts: Row | None = None) -> AbsorbingChain:
    """The chain of stated handoffs: states are the channels alphabetically, ends ``converted``, ``lost``, ``unknown``.

    ``handoffs[origin, destination]``: share (0–1) of the origin's customers who go on to the destination.
    ``converts[channel]``: share of the channel's customers who convert there instead of going on; the rest of that
    channel is lost. Of a channel that is not named in it, the rest is unknown.

    Raises ``ValueError`` where there are no channels, a share lies outside 0–1, the shares out of a channel add up to
    more than 1, a channel hands over to itself, or customers who go round in a circle never leave it.

    >>> chain = chain_of_shares({("Search", "Web"): 0.6}, converts={"Web": 0.1})
    >>> {end: round(share, 4) for end, share in end_probabilities(chain)["Search"].items()}
    {'converted': 0.06, 'lost': 0.54, 'unknown': 0.4}
    """
    converts = converts or {}
    channels = sorted({channel for pair in handoffs for channel in pair} | set(converts))
    _require_shares(handoffs, converts)
    onward, ending = [], []
    for channel in channels:
        out = [float(handoffs.get((channel, target), 0.0)) for target in channels]
        onward.append(tuple(out))
        ending.append(_ends_of(channel, math.fsum(out), converts.get(channel)))
    return AbsorbingChain(tuple(channels), (CONVERTED, LOST, UNKNOWN), tuple(onward), tuple(ending))


def expected_touches(paths: Iterable[Path]) -> Touches:
    """How many times a customer meets each channel, and all channels together; and a customer who converts.

    Raises ``ValueError`` where there are no paths, or nobody took any.

    >>> found = expected_touches([Path(("Web",), 3, 1), Path(("Web", "Shop"), 1, 1)])
    >>> found.total, found.of_all["Shop"], found.total_of_converts, found.of_converts["Shop"]
    (1.25, 0.25, 1.5, 0.5)
    """
    chain = chain_of_paths(paths)
    visits = _visits(chain)
    converts = visits @ np.array(chain.ending)[:, 0]
    channels = chain.states[1:]
    of_all = dict(zip(channels, visits[0, 1:].tolist(), strict=True))
    if not converts[0]:
        return Touches(of_all, math.fsum(of_all.values()), None, None)
    conditional = visits[0, 1:] * converts[1:] / converts[0]
    of_converts = dict(zip(channels, conditional.tolist(), strict=True))
    return Touches(of_all, math.fsum(of_all.values()), of_converts, math.fsum(of_converts.values()))


def _visits(chain: AbsorbingChain) -> Floats:
    inverse: Floats = np.linalg.inv(np.eye(len(chain.states)) - np.array(chain.onward))
    return inverse


def _named(rows: tuple[str, ...], columns: tuple[str, ...], values: Floats) -> dict[str, dict[str, float]]:
    return {row: dict(zip(columns, line, strict=True)) for row, line in zip(rows, values.tolist(), strict=True)}


def _rows(values: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in values.tolist())


def _ends_of(channel: str, handed_on: float, converted: float | None) -> tuple[float, float, float]:
    rest = 1 - handed_on - (converted or 0.0)
    if rest < -_ROUNDING:
        raise ValueError(f"the shares out of {channel} add up to {1 - rest:.4g}, more than all of its customers")
    rest = max(0.0, rest)
    return (0.0, 0.0, rest) if converted is None else (float(converted), rest, 0.0)


def _require_shares(handoffs: Mapping[tuple[str, str], float], converts: Row) -> None:
    named = [(f"from {origin} to {target}", share) for (origin, target), share in handoffs.items()]
    named += [(f"of {channel} that converts", share) for channel, share in converts.items()]
    if not named:
        raise ValueError("no handoffs: there is no chain")
    for what, share in named:
        if not 0 <= number_or_nan(share) <= 1:
            raise ValueError(f"the share {what} lies between 0 and 1; found {share!r}")
    for origin, target in handoffs:
        if origin == target:
            raise ValueError(f"{origin} hands over to itself")


def _require_row(state: str, onward: tuple[float, ...], ending: tuple[float, ...], shape: tuple[int, int]) -> None:
    if (len(onward), len(ending)) != shape:
        raise ValueError(f"the row of {state!r} has {len(onward)} + {len(ending)} probabilities, not {shape}")
    if not all(0 <= number_or_nan(value) <= 1 + _ROUNDING for value in (*onward, *ending)):
        raise ValueError(f"the row of {state!r} has something else than probabilities between 0 and 1")
    if abs(math.fsum((*onward, *ending)) - 1) > _ROUNDING:
        raise ValueError(f"the row of {state!r} adds up to {math.fsum((*onward, *ending)):.6g}, not 1")


def _require_way_out(chain: AbsorbingChain) -> None:
    onward = np.array(chain.onward) > 0
    leaves, before = np.array(chain.ending).sum(axis=1) > 0, 0
    while before < (now := int(leaves.sum())):
        leaves, before = leaves | (onward @ leaves), now
    if not leaves.all():
        stuck = ", ".join(repr(state) for state, out in zip(chain.states, leaves.tolist(), strict=True) if not out)
        raise ValueError(f"who comes to {stuck} never leaves: the shares go round in a circle")
