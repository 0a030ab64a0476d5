"""Kruskal and Wallis' test by permutation, one deal at a time, as it is written in a textbook."""

import random
from collections.abc import Iterator, Sequence
from itertools import permutations as all_orders


def midranks(values: Sequence[float]) -> list[float]:
    """Each value's rank from 1; ties have the middle of their ranks.

    >>> midranks([10, 20, 20, 40])
    [1.0, 2.5, 2.5, 4.0]
    """
    return [1 + sum(other < value for other in values) + (values.count(value) - 1) / 2 for value in values]


def statistic(groups: Sequence[Sequence[float]]) -> float:
    """Kruskal and Wallis' H with the correction for ties: the variance of the ranks between groups as a share of all
    of it, times n − 1.

    >>> round(statistic([[1, 2, 3], [4, 5, 6]]), 3)
    3.857
    """
    ranks = midranks([value for group in groups for value in group])
    n, middle = len(ranks), (len(ranks) + 1) / 2
    between = 0.0
    begun = 0
    for group in groups:
        own = ranks[begun : begun + len(group)]
        between += len(own) * (sum(own) / len(own) - middle) ** 2
        begun += len(group)
    return (n - 1) * between / sum((rank - middle) ** 2 for rank in ranks)


def dealt(values: Sequence[float], sizes: Sequence[int]) -> Iterator[list[float]]:
    """The values in order, cut in groups of these sizes."""
    begun = 0
    for size in sizes:
        yield list(values[begun : begun + size])
        begun += size


def exact_p(groups: Sequence[Sequence[float]]) -> float:
    """The share of all orders of the values whose H is at least as large; for a handful of values.

    >>> exact_p([[1, 2], [3, 4]])
    0.3333333333333333
    """
    sizes = [len(group) for group in groups]
    observed = statistic(groups)
    found = [statistic(list(dealt(order, sizes))) for order in all_orders([v for group in groups for v in group])]
    return sum(h >= observed - 1e-9 for h in found) / len(found)


def sampled_p(groups: Sequence[Sequence[float]], permutations: int, seed: int) -> float:
    """(1 + b) / (1 + m) of m shuffles."""
    values, sizes = [value for group in groups for value in group], [len(group) for group in groups]
    observed, shuffling, extreme = statistic(groups), random.Random(seed), 0
    for _ in range(permutations):
        shuffling.shuffle(values)
        extreme += statistic(list(dealt(values, sizes))) >= observed - 1e-9
    return (1 + extreme) / (1 + permutations)
