"""Do departments differ, or is it chance?

Sales says 3.4 and IT 2.6. With six people each, the same people sent to two other rooms might have given 2.9 and 3.1.
Three questions, three answers that belong together:

*Is it more than chance?* A Kruskal–Wallis test on ranks, its p-value from permutations (`ranks`). Ranks, for a rung is
ordinal; permutations, for the chi-squared approximation needs more people than departments send to a workshop.

*In how many dimensions?* Thirteen tests at 10 % find a difference somewhere three times out of four when there is none
at all. Benjamini and Hochberg's adjustment keeps the expected share of false findings among those named at 10 %
(`false_discovery`).

*How much?* A p-value mixes the size of a difference with the number of people. The share of the ranks' variance that
departments explain is the size alone (`ranks`). The result holds all three; none is shown without the others
(`comparison`).

And what is a small department's mean worth? It borrows from the others as far as departments are alike: *partial
pooling* (`pooling`).

A person counts once per dimension, with the mean of their rungs. Departments of fewer than three people are left to the
caller to leave out, as is what ``suppression`` hides: a test statistic over a hidden department would tell of it.
"""

from .comparison import FALSE_DISCOVERY_RATE, Difference, DifferenceVerdict, compare_departments
from .false_discovery import benjamini_hochberg
from .pooling import Heterogeneity, PooledMean, Pooling, pool_departments, pool_means
from .ranks import KruskalWallis, Size, kruskal_wallis, size_of

__all__ = [
    "FALSE_DISCOVERY_RATE",
    "Difference",
    "DifferenceVerdict",
    "Heterogeneity",
    "KruskalWallis",
    "PooledMean",
    "Pooling",
    "Size",
    "benjamini_hochberg",
    "compare_departments",
    "kruskal_wallis",
    "pool_departments",
    "pool_means",
    "size_of",
]
