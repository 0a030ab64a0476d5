"""How much of the way must the chain remember?

A chain of order k predicts the next step from the last k channels. Remembering more always fits what was seen better,
and always takes more figures to be learnt from the same customers. Every step counts, also the first one and the end:

    L_k = Σ_i Σ_j n_ij ln (n_ij / n_i)      log likelihood of all steps, states i of order k
    f_k = Σ_i (number of different steps seen from i − 1)
    BIC_k = −2 L_k + f_k ln (Σ n_ij)

and the order with the smallest BIC is what the data carry; where two are equal, the smaller one. The penalty ln n per
figure is what makes the rule find the true order as n grows; the lighter one of AIC (2 per figure) goes on choosing
too high an order, however much is measured. Only steps that were seen count as figures: many never happen because
they cannot (nobody goes on from a shop to a search advertisement), and the strict count over all thinkable steps would
refuse order 2 almost whatever the data say.

Beyond the longest path an order remembers nothing more, so it is not tried.

The difference of two BICs is spoken of as weak (below 2), clear (below 6), strong (below 10) and very strong.

Limits: BIC asks for the best description of the steps, not for the best attribution; one order for all channels.

Sources: Katz, R. W. (1981), On some criteria for estimating the order of a Markov chain, Technometrics 23, 243–249;
Csiszár, I. & Shields, P. C. (2000), The consistency of the BIC Markov order estimator, Annals of Statistics 28,
1601–1619; Kass, R. E. & Raftery, A. E. (1995), Bayes factors, Journal of the American Statistical Association 90, 777.
"""

import enum
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .absorbing import CONVERTED, LOST
from .attribution import ORDERS, START, State
from .paths import Path, merged, require_paths


class Evidence(enum.Enum):
    """How clearly the chosen order is ahead of the next best one."""

    WEAK = "weak"
    CLEAR = "clear"
    STRONG = "strong"
    VERY_STRONG = "very strong"


_LADDER: Final = ((2.0, Evidence.WEAK), (6.0, Evidence.CLEAR), (10.0, Evidence.STRONG))


@dataclass(frozen=True)
class OrderFit:
    """How one order describes the steps: ``log_likelihood`` (≤ 0, in nats), ``figures`` learnt, ``bic`` (smaller is
    better)."""

    order: int
    log_likelihood: float
    figures: int
    bic: float


@dataclass(frozen=True)
class OrderChoice:
    """``best``: the order that the data carry; ``fits``: of every order tried, 1 first; ``steps``: of all customers.

    ``ahead``: by how much the best BIC is below the next, and ``evidence``, what that is called; both ``None`` where
    only order 1 could be tried, because no customer met more than one channel.
    """

    best: int
    fits: tuple[OrderFit, ...]
    steps: float
    ahead: float | None
    evidence: Evidence | None


def choose_order(paths: Iterable[Path]) -> OrderChoice:
    """Which order (1, 2 or 3) of the chain the paths carry, by BIC (see the module).

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
    fits = tuple(_fit(taken, order, steps) for order in ORDERS if order <= longest)
    ranked = sorted(fits, key=lambda fit: (fit.bic, fit.order))
    ahead = ranked[1].bic - ranked[0].bic if len(ranked) > 1 else None
    return OrderChoice(ranked[0].order, fits, steps, ahead, None if ahead is None else evidence(ahead))


def evidence(ahead: float) -> Evidence:
    """What a difference of BICs is called (Kass & Raftery 1995, p. 777).

    Raises ``ValueError`` below 0, or where it is not a number.

    >>> evidence(1.9).value, evidence(12).value
    ('weak', 'very strong')
    """
    if not ahead >= 0:
        raise ValueError(f"the best is never behind the next: {ahead!r}")
    return next((name for below, name in _LADDER if ahead < below), Evidence.VERY_STRONG)


def _fit(paths: tuple[Path, ...], order: int, steps: float) -> OrderFit:
    counts = _steps(paths, order)
    likelihood = math.fsum(_log_likelihood(row.values()) for row in counts.values())
    figures = sum(len(row) - 1 for row in counts.values())
    return OrderFit(order, likelihood, figures, -2 * likelihood + figures * math.log(steps))


def _steps(paths: tuple[Path, ...], order: int) -> dict[State, dict[str | tuple[str, ...], float]]:
    """From every state: how many customers took each next step (a channel, or the end, which is no channel's name)."""
    counts: defaultdict[State, defaultdict[str | tuple[str, ...], float]]
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


def _log_likelihood(row: Iterable[float]) -> float:
    numbers = tuple(row)
    total = math.fsum(numbers)
    return math.fsum(number * math.log(number / total) for number in numbers)
