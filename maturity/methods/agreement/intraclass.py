"""How much of the differences between people lies between their departments?

One-way analysis of variance: J groups (departments) of n_j people, N in all, x_ij what person i of group j says.

    MSB = Σ_j n_j (x̄_j − x̄)² / (J − 1)          mean square between groups
    MSW = Σ_ij (x_ij − x̄_j)² / (N − J)           mean square within groups
    k₀  = (N − Σ_j n_j² / N) / (J − 1)           people per group; n where all groups have n

    ICC(1) = (MSB − MSW) / (MSB + (k₀ − 1) MSW)
    ICC(k) = (MSB − MSW) / MSB

ICC(1) is the share of the variance that lies between departments: 0.3 says that three tenths of how people differ has
to do with where they sit. ICC(k) tells how reliable a department's mean is: how alike the means of other people from
the same departments would be. For a department of n people that is n·ICC(1) / (1 + (n − 1) ICC(1)) (Spearman–Brown),
which is ICC(k) at n = k₀.

Both are estimates and may fall below 0: then departments differ less than people drawn at random into groups would.
They are given as they are; read a negative value as 0. With a handful of departments they are very uncertain, which is
what the interval tells. It rests on F = MSB / MSW and the F distribution with (J − 1, N − J) degrees of freedom, exact
for normal values and groups of equal size, a guide otherwise: with F_L = F / F_{1−α/2}(J − 1, N − J) and
F_U = F · F_{1−α/2}(N − J, J − 1), 1 − α the confidence,

    ICC(1) from (F_L − 1) / (F_L + k₀ − 1) to (F_U − 1) / (F_U + k₀ − 1),   ICC(k) from 1 − 1/F_L to 1 − 1/F_U

In the older words: targets are the groups, judges the people, and each target has judges of its own.

Sources: Shrout, P. E. & Fleiss, J. L. (1979), Intraclass correlations: uses in assessing rater reliability,
Psychological Bulletin 86, 420–428, case 1. Bliese, P. D. (2000), Within-group agreement, non-independence, and
reliability, in Klein & Kozlowski (eds.), Multilevel Theory, Research, and Methods in Organizations, 349–381 (ICC(1) and
ICC(2) of groups in organisations). Donner, A. & Koval, J. J. (1980), The estimation of intraclass correlation in the
analysis of family data, Biometrics 36, 19–25 (k₀ for unequal groups).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from maturity.methods.scale import number_or_nan

from .ratings import require_number


@dataclass(frozen=True)
class IntraclassCorrelation:
    """``single``: ICC(1). ``mean``: ICC(k), ``None`` where all groups have the same mean, so that there is nothing to
    be reliable about. ``low``, ``high``: the interval of ICC(1) with ``confidence``; ``None`` where nobody differs
    within a group. ``groups``, ``people``: J and N; ``group_size``: k₀. ``between``, ``within``: the mean squares."""

    single: float
    mean: float | None
    low: float | None
    high: float | None
    confidence: float
    groups: int
    people: int
    group_size: float
    between: float
    within: float

    def reliability(self, people: float) -> float | None:
        """How reliable the mean of a group of so many people is, 0 to 1; ``None`` where ICC(1) is not above 0, since
        groups that do not differ have no differences to be reliable about.

        Raises ``ValueError`` for fewer than 1.

        >>> intraclass_correlation([[1, 2], [4, 5], [2, 3]]).reliability(4)
        0.9433962264150944
        """
        if not 1 <= number_or_nan(people) < math.inf:
            raise ValueError(f"a group has at least 1 person, not {people!r}")
        if self.single <= 0:
            return None
        return people * self.single / (1 + (people - 1) * self.single)


def intraclass_correlation(groups: Sequence[Sequence[float]], confidence: float = 0.9) -> IntraclassCorrelation:
    """ICC(1) and ICC(k) of values in groups (see the module).

    ``groups``: the values of each group, of any size; groups without values are left out. ``confidence``: of the
    interval, between 0 and 1.

    Raises ``ValueError`` for values that are not finite numbers, a confidence out of range, and where the correlation
    is undefined: fewer than two groups, no group of two, or no difference at all between the values.

    >>> found = intraclass_correlation([[1, 2], [4, 5], [2, 3]])
    >>> round(found.single, 2), round(found.mean, 2)
    (0.81, 0.89)
    """
    if not 0 < number_or_nan(confidence) < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence!r}")
    filled = [[require_number(value, "the groups") for value in group] for group in groups if len(group)]
    people = sum(len(group) for group in filled)
    if len(filled) < 2 or people == len(filled):
        raise ValueError(
            f"the intraclass correlation is undefined: it takes two groups, one of them with two people, "
            f"found {len(filled)} with {people} in all"
        )
    between, within = _mean_squares(filled)
    size = (people - sum(len(group) ** 2 for group in filled) / people) / (len(filled) - 1)
    if not between + (size - 1) * within > 0:
        raise ValueError("the intraclass correlation is undefined: all values are equal")
    low, high = _interval(between, within, (len(filled), people), size, confidence)
    return IntraclassCorrelation(
        single=(between - within) / (between + (size - 1) * within),
        mean=(between - within) / between if between > 0 else None,
        low=low,
        high=high,
        confidence=float(confidence),
        groups=len(filled),
        people=people,
        group_size=size,
        between=between,
        within=within,
    )


def _mean_squares(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    people = sum(len(group) for group in groups)
    grand = math.fsum(value for group in groups for value in group) / people
    means = [math.fsum(group) / len(group) for group in groups]
    between = math.fsum(len(group) * (mean - grand) ** 2 for group, mean in zip(groups, means, strict=True))
    within = math.fsum((value - mean) ** 2 for group, mean in zip(groups, means, strict=True) for value in group)
    return between / (len(groups) - 1), within / (people - len(groups))


def _interval(
    between: float, within: float, counts: tuple[int, int], size: float, confidence: float
) -> tuple[float | None, float | None]:
    """Of ICC(1); the F distribution is imported where it is used, since it takes memory."""
    if not within > 0:
        return None, None
    from scipy.special import fdtri

    groups, people = counts
    ratio, upper = between / within, (1 + confidence) / 2
    lowest = ratio / float(fdtri(groups - 1, people - groups, upper))
    highest = ratio * float(fdtri(people - groups, groups - 1, upper))
    return (lowest - 1) / (lowest + size - 1), (highest - 1) / (highest + size - 1)
