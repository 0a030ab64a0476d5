"""Which groups may be shown without giving anybody away?

A mean over two people tells each of them what the other said; so groups of fewer than k people are not shown on their
own, only as part of the whole. That is not enough: whole minus all shown groups = what is hidden, and if only one
small group is hidden, a subtraction brings it back (*differencing*). Therefore what is hidden must, taken together,
also be at least k people; if it is not, the smallest of the shown groups is hidden with it (*complementary
suppression*).

*Why that is enough.* The shown groups G_1 … G_m are disjoint and R is the hidden rest. From sums over G_1, …, G_m and
the whole, linear algebra can reach the sums over G_1, …, G_m and R and their combinations, nothing finer; each holds
at least k people.

Assumptions: a person is in one group only; nothing else about the hidden groups is published, in particular no second
grouping of the same answers, and no total over several tables of which one hides the group. A group in which all
answered alike still tells what each of them said, whatever its size.

Source: Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley, ch. 4 (primary and secondary suppression).
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from maturity.methods.scale import number_or_nan

SMALLEST_GROUP: Final = 3


@dataclass(frozen=True)
class Suppression:
    """``shown``: groups that may be shown on their own, in the order given. ``hidden``: groups with people in them
    that are shown only as part of the whole. ``whole``: whether the whole may be shown. Empty groups are in
    neither."""

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    whole: bool


def suppress(counts: Mapping[str, int], k: int = SMALLEST_GROUP, *, also_hide: Collection[str] = ()) -> Suppression:
    """Decide which groups may be shown beside the whole, so that nothing about fewer than ``k`` people can be worked
    out.

    ``counts``: people per group, disjoint groups; ``k``: fewest people that may be described, at least 1;
    ``also_hide``: groups that must be hidden whatever their size, because another table hides a part of them.

    Among groups of equal size the one whose name comes last is hidden first, so that the answer is always the same.
    Where the whole itself has fewer than ``k`` people nothing is shown at all.

    Raises ``ValueError`` for a count that is negative or not whole, k below 1, or an unknown group in ``also_hide``.

    >>> suppress({"Sales": 6, "IT": 4, "Legal": 1})
    Suppression(shown=('Sales',), hidden=('IT', 'Legal'), whole=True)
    >>> suppress({"Sales": 6, "IT": 2, "Legal": 1}).shown
    ('Sales',)
    """
    _check(counts, k, also_hide)
    people = {group: int(count) for group, count in counts.items() if count > 0}
    whole = sum(people.values()) >= k
    hidden = {group for group, count in people.items() if count < k or group in also_hide or not whole}
    for group in sorted(people.keys() - hidden, key=lambda group: (-people[group], group), reverse=True):
        if not 0 < sum(people[each] for each in hidden) < k:
            break
        hidden.add(group)
    return Suppression(
        shown=tuple(group for group in people if group not in hidden),
        hidden=tuple(group for group in people if group in hidden),
        whole=whole,
    )


def require_group_size(k: int) -> int:
    """The fewest people that may be described; ``ValueError`` unless it is a whole number of at least 1.

    >>> require_group_size(3)
    3
    """
    if not (1 <= number_or_nan(k) < math.inf and number_or_nan(k).is_integer()):
        raise ValueError(f"the smallest group is a whole number of at least 1, not {k!r}")
    return int(k)


def _check(counts: Mapping[str, int], k: int, also_hide: Collection[str]) -> None:
    require_group_size(k)
    for group, count in counts.items():
        if not (0 <= number_or_nan(count) < math.inf and number_or_nan(count).is_integer()):
            raise ValueError(f"group {group!r} has {count!r} people: expected a whole number, not negative")
    unknown = [group for group in also_hide if group not in counts]
    if unknown:
        raise ValueError(f"unknown group {unknown[0]!r}")
