"""Departments compared in every dimension at once: p, adjusted p and size together.

A dimension is *differing* where the adjusted p is at most 0.1: of the dimensions that are named, at most one in ten is
expected to be named by chance. Otherwise what is seen *may be chance*, which is not to say that departments are alike:
few people tell little. Where everybody gave the same value they are *alike*, and p is 1. Where fewer than two
departments can be compared, or no department has two people, nothing can be said: *too few*.

Dimensions with too few take no part in the adjustment; those in which all are alike do, for they were looked at.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .false_discovery import benjamini_hochberg
from .ranks import KruskalWallis, Size, kruskal_wallis

FALSE_DISCOVERY_RATE: Final = 0.1


class DifferenceVerdict(enum.Enum):
    """What can be said of the departments in one dimension."""

    DIFFER = "differ"
    MAY_BE_CHANCE = "may_be_chance"
    ALIKE = "alike"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Difference:
    """``test``, ``adjusted_p`` and ``size`` stand together: all there for ``DIFFER`` and ``MAY_BE_CHANCE``, all
    ``None`` for the other two verdicts."""

    verdict: DifferenceVerdict
    test: KruskalWallis | None = None
    adjusted_p: float | None = None
    size: Size | None = None


def compare_departments(
    values: Mapping[str, Mapping[str, Sequence[float]]],
    *,
    rate: float = FALSE_DISCOVERY_RATE,
    permutations: int = 9999,
    seed: int = 0,
) -> dict[str, Difference]:
    """The verdict on every dimension, in the order given.

    ``values[dimension][department]``: one value per person, such as the mean of their rungs; empty departments are left
    out. ``rate``: the largest adjusted p that counts as a difference. ``permutations``, ``seed``: as in
    ``kruskal_wallis``.

    Raises ``ValueError`` for a rate outside 0–1, and as ``kruskal_wallis`` for its values.

    >>> found = compare_departments({"care": {"IT": [1, 1, 2, 2], "Sales": [4, 4, 5, 5]}, "plan": {"IT": [3, 3]}})
    >>> found["care"].verdict, round(found["care"].adjusted_p, 3), found["care"].size, found["plan"].verdict
    (<DifferenceVerdict.DIFFER: 'differ'>, 0.029, <Size.LARGE: 'large'>, <DifferenceVerdict.TOO_FEW: 'too_few'>)
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"a rate lies between 0 and 1, not {rate!r}")
    groups = {name: [list(group) for group in of.values() if len(group)] for name, of in values.items()}
    verdicts = {name: _comparable(each) for name, each in groups.items()}
    tests = {
        name: kruskal_wallis(groups[name], permutations=permutations, seed=seed)
        for name, verdict in verdicts.items()
        if verdict is None
    }
    looked_at = [name for name, verdict in verdicts.items() if verdict is not DifferenceVerdict.TOO_FEW]
    p_values = [tests[name].p if name in tests else 1.0 for name in looked_at]
    adjusted = dict(zip(looked_at, benjamini_hochberg(p_values), strict=True))
    return {
        name: Difference(verdict) if verdict else _judged(tests[name], adjusted[name], rate)
        for name, verdict in verdicts.items()
    }


def _comparable(groups: Sequence[Sequence[float]]) -> DifferenceVerdict | None:
    """Why a dimension cannot be tested; ``None`` where it can."""
    if len(groups) < 2 or all(len(group) == 1 for group in groups):
        return DifferenceVerdict.TOO_FEW
    return DifferenceVerdict.ALIKE if len({value for group in groups for value in group}) == 1 else None


def _judged(test: KruskalWallis, adjusted_p: float, rate: float) -> Difference:
    verdict = DifferenceVerdict.DIFFER if adjusted_p <= rate else DifferenceVerdict.MAY_BE_CHANCE
    return Difference(verdict, test, adjusted_p, test.size)
