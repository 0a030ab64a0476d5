"""How much of the way must the chain remember?

A chain of order k predicts the next step from the last k channels. Remembering more always fits what was seen better,
and with few customers it fits by heart: a way that one customer took is "predicted" with certainty. So each order is
judged by how probable it made the steps before they were seen. Every step counts, also the first one and the end.

With n_ij the customers who went from state i (the last k channels) to j, and q_ij the share of all who were in i's last
channel, order 1 says q. A higher order says that every state has shares of its own, somewhere around q, the nearer the
larger a is: a Dirichlet distribution with parameters a·q_ij. Integrated over these shares, and with Γ the gamma
function, the probability of the steps is

    ln P_1 = Σ_i Σ_j n_ij ln q_ij
    ln P_k = ln mean over a of  Π_i  Γ(a) / Γ(a + n_i) · Π_j Γ(a·q_ij + n_ij) / Γ(a·q_ij)        a = ½, 1, 2, … 32

and the order with the largest P is what the data carry; of equals the smaller one. A state that one customer passed
says exactly what order 1 says, so ways that nobody repeats are no evidence of memory. As q is learnt from the same
customers, order 1 has a small advantage: in doubt nothing is remembered. In simulated towns of 4 to 12 channels and
200 to 5,000 customers without memory, a higher order is named in fewer than 1 of 100; with memory the true order is
found as soon as its states are passed often enough. The tests repeat a part of it.

Beyond the longest path an order remembers nothing more, so it is not tried; 3 is the highest tried.

2 ln (P_best / P_next) is spoken of as weak (below 2), clear (below 6), strong (below 10) and very strong.

Limits: it asks for the best description of the steps, not for the best attribution; one order for all channels.

Sources: MacKay, D. J. C. & Peto, L. C. B. (1995), A hierarchical Dirichlet language model, Natural Language Engineering
1, 289–308; Katz, R. W. (1981), On some criteria for estimating the order of a Markov chain, Technometrics 23, 243–249;
Kass, R. E. & Raftery, A. E. (1995), Bayes factors, Journal of the American Statistical Association 90, 777.
"""

import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from .absorbing import CONVERTED, LOST
from .attribution import ORDERS, START, State
from .paths import Path, merged, require_paths

Step = str | tuple[str, ...]
Shares = Mapping[State, Mapping[Step, float]]


class Evidence(enum.Enum):
    """How clearly the chosen order is ahead of the next best one."""

    WEAK = "weak"
    CLEAR = "clear"
    STRONG = "strong"
    VERY_STRONG = "very strong"


# How near the shares of a state lie to those of its last channel, from hardly to closely.
_CONCENTRATIONS: Final = np.array([0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
# Sums of logarithms that are equal by the formula may differ by a bit; they are a tie.
_DIGITS: Final = 6
_LADDER: Final = ((2.0, Evidence.WEAK), (6.0, Evidence.CLEAR), (10.0, Evidence.STRONG))


@dataclass(frozen=True)
class OrderFit:
    """How probable one order made the steps: ``log_probability``, at most 0, in nats."""

    order: int
    log_probability: float


@dataclass(frozen=True)
class OrderChoice:
    """``best``: the order that the data carry; ``fits``: of every order tried, 1 first; ``steps``: of all customers.

    ``ahead``: 2 ln (probability by the best ÷ by the next), and ``evidence``, what that is called; both ``None`` where
    only order 1 could be tried, because no customer met more than one channel.
    """

    best: int
    fits: tuple[OrderFit, ...]
    steps: float
    ahead: float | None
    evidence: Evidence | None


def choose_order(paths: Iterable[Path]) -> OrderChoice:
    """Which order (1, 2 or 3) of the chain the paths carry (see the module).

    Raises ``ValueError`` where there are no paths, or nobody took any.

    >>> came_from_a, came_from_b = Path(("A", "X"), 100, 90), Path(("B", "X"), 100, 10)
    >>> choose_order([came_from_a, came_from_b]).best
    2
    >>> came_from_b = Path(("B", "X"), 100, 89)
    >>> choose_order([came_from_a, came_from_b]).best
    1
    """
    taken = merged(require_paths(paths))
    longest = max(len(path.channels) for path in taken)
    steps = math.fsum(path.customers * (len(path.channels) + 1) for path in taken)
    shares = _shares(_steps(taken, 1))
    fits = tuple(OrderFit(order, _fit(taken, order, shares)) for order in ORDERS if order <= longest)
    ranked = sorted(fits, key=lambda fit: (-round(fit.log_probability, _DIGITS), fit.order))
    ahead = max(0.0, 2 * (ranked[0].log_probability - ranked[1].log_probability)) if len(ranked) > 1 else None
    return OrderChoice(ranked[0].order, fits, steps, ahead, None if ahead is None else evidence(ahead))


def evidence(ahead: float) -> Evidence:
    """What twice the logarithm of a ratio of probabilities is called (Kass & Raftery 1995, p. 777).

    Raises ``ValueError`` below 0, or where it is not a number.

    >>> evidence(1.9).value, evidence(12).value
    ('weak', 'very strong')
    """
    if not ahead >= 0:
        raise ValueError(f"the best is never behind the next: {ahead!r}")
    return next((name for below, name in _LADDER if ahead < below), Evidence.VERY_STRONG)


def _fit(paths: tuple[Path, ...], order: int, shares: Shares) -> float:
    counts = _steps(paths, order)
    number = np.array([seen for row in counts.values() for seen in row.values()])
    share = np.array([shares[state[-1:]][step] for state, row in counts.items() for step in row])
    if order == 1:
        return math.fsum(number * np.log(share))
    from scipy.special import gammaln, logsumexp  # slow to load, and most pages ask for no order

    passed = np.array([math.fsum(row.values()) for row in counts.values()])
    near = _CONCENTRATIONS[:, None]
    by_state = (gammaln(near) - gammaln(near + passed)).sum(axis=1)
    by_step = (gammaln(near * share + number) - gammaln(near * share)).sum(axis=1)
    return float(logsumexp(by_state + by_step) - math.log(len(_CONCENTRATIONS)))


def _shares(counts: Mapping[State, Mapping[Step, float]]) -> Shares:
    totals = {state: math.fsum(row.values()) for state, row in counts.items()}
    return {state: {step: seen / totals[state] for step, seen in row.items()} for state, row in counts.items()}


def _steps(paths: tuple[Path, ...], order: int) -> dict[State, dict[Step, float]]:
    """From every state: how many customers took each next step (a channel, or the end, which is no channel's name)."""
    counts: defaultdict[State, defaultdict[Step, float]]
    counts = defaultdict(lambda: defaultdict(float))
    for path in paths:
        here = START
        for channel in path.channels:
            counts[here][channel] += path.customers
            here = (*here, channel)[-order:]
        for end, customers in ((CONVERTED, path.conversions), (LOST, path.customers - path.conversions)):
            if customers > 0:
                counts[here][(end,)] += customers
    return {state: dict(row) for state, row in counts.items()}
