"""The overlap guard: benefits that several items claim from the same source are not counted twice.

Two initiatives that both reduce the calls to customer service can save at most what the calls cost. Each claim is
sensible by itself; their sum may be more than there is. So every driver (where a benefit comes from) can be given a
*base*: the most money per year that it can give at all. Claims on it, each with low, likely and high money per year at
full effect, are then capped in two steps. Sums run over the claims that are gains; a loss is nobody's claim and stays.

1. If the likely amounts add up to more than the base B, all amounts of these claims are reduced in proportion:
   f = min(1, B / Σ likely).
2. If the high amounts then still add up to more than the base, each keeps its likely amount, and what is left of the
   base above these is shared in proportion to how far each reaches up: h = (B − Σ likely') / Σ (f · high − likely').

After that Σ likely ≤ B and Σ high ≤ B, so that no future of a simulation counts more than there is, and
low ≤ likely ≤ high still holds for each claim (a factor of its own for each of the three would break that).

Why in proportion? Nobody knows which of the items the base's money will come from first. Giving it to the first in
the list, or to the largest, would make an item's value hang on how a list is sorted; in proportion it depends on the
claims alone, and a claim split in two gets what the whole would get.

Without a base several items on one driver *may* overlap; that is said, and nothing is changed. A base that is not
stated is not guessed.

Limits: a base holds for full effect in a year; that items begin at different times is not used to let more through.

Source: our own rule, from first principles as above.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from roadmap.methods.numbers import require_finite

from .three_point import ThreePoint


class State(Enum):
    """What was found out about the claims on one driver."""

    WITHIN = "within"
    """The base is stated and is enough."""
    CAPPED = "capped"
    """The base is stated and was not enough: the claims were reduced."""
    MAY_OVERLAP = "may overlap"
    """Several items claim it and no base is stated: nothing was reduced."""
    ALONE = "alone"
    """One item claims it, and no base is stated."""


@dataclass(frozen=True)
class Claim:
    """An item's claim on a driver: money per year at full effect."""

    item: str
    driver: str
    yearly: ThreePoint


@dataclass(frozen=True)
class DriverFinding:
    """All claims on one driver: whose they are, the base, and their sums before and after."""

    driver: str
    state: State
    items: tuple[str, ...]
    base: float | None
    claimed: ThreePoint
    counted: ThreePoint

    @property
    def flagged(self) -> bool:
        return self.state in (State.CAPPED, State.MAY_OVERLAP)


@dataclass(frozen=True)
class Guarded:
    """Claims as they were made and as they count, in the same order, and a finding per driver, in order of claims."""

    claimed: tuple[Claim, ...]
    counted: tuple[Claim, ...]
    findings: tuple[DriverFinding, ...]

    @property
    def flags(self) -> tuple[DriverFinding, ...]:
        return tuple(finding for finding in self.findings if finding.flagged)


def guard_overlap(claims: Sequence[Claim], bases: Mapping[str, float]) -> Guarded:
    """Cap the claims on each driver at its base, money per year; drivers without one are only flagged.

    Bases of drivers that nobody claims are passed over. ValueError on a base that is negative or no finite number.

    >>> claims = [Claim("portal", "calls", ThreePoint(40, 80, 100)), Claim("chat", "calls", ThreePoint(20, 40, 90))]
    >>> found = guard_overlap(claims, {"calls": 90})
    >>> [(each.item, each.yearly.low, each.yearly.likely, each.yearly.high) for each in found.counted]
    [('portal', 30.0, 60.0, 60.0), ('chat', 15.0, 30.0, 30.0)]
    >>> found.flags[0].state.value, found.flags[0].items
    ('capped', ('portal', 'chat'))
    """
    for driver, stated in bases.items():
        _require_base(driver, stated)
    counted = list(claims)
    findings = []
    for driver in dict.fromkeys(claim.driver for claim in claims):
        places = [place for place, claim in enumerate(claims) if claim.driver == driver]
        before = [claims[place].yearly for place in places]
        base = bases.get(driver)
        after = before if base is None else _capped(before, base)
        for place, yearly in zip(places, after, strict=True):
            counted[place] = Claim(claims[place].item, driver, yearly)
        items = tuple(dict.fromkeys(claims[place].item for place in places))
        state = _state(len(items), base, changed=after != before)
        findings.append(DriverFinding(driver, state, items, base, _total(before), _total(after)))
    return Guarded(tuple(claims), tuple(counted), tuple(findings))


def _state(items: int, base: float | None, *, changed: bool) -> State:
    if base is not None:
        return State.CAPPED if changed else State.WITHIN
    return State.MAY_OVERLAP if items > 1 else State.ALONE


def _capped(claims: list[ThreePoint], base: float) -> list[ThreePoint]:
    """The claims reduced in the two steps of the module's text."""
    likely = math.fsum(max(0.0, claim.likely) for claim in claims)
    # A sum of decimals that ought to equal the base is seldom exactly equal.
    if likely > base * (1 + 1e-12):
        claims = [_reduced(claim, base / likely) for claim in claims]
        likely = base
    reach = math.fsum(max(0.0, claim.high) - max(0.0, claim.likely) for claim in claims)
    if likely + reach <= base * (1 + 1e-12):
        return claims
    share = max(0.0, base - likely) / reach
    return [_lowered(claim, share) for claim in claims]


def _reduced(claim: ThreePoint, factor: float) -> ThreePoint:
    """Gains times the factor; losses as they are."""
    low, likely, high = (factor * amount if amount > 0 else amount for amount in (claim.low, claim.likely, claim.high))
    return ThreePoint(low, likely, high)


def _lowered(claim: ThreePoint, share: float) -> ThreePoint:
    """The high amount moved down to this share of its reach above the likely one, or above 0 where that is a loss."""
    if claim.high <= 0:
        return claim
    floor = max(0.0, claim.likely)
    return ThreePoint(claim.low, claim.likely, max(claim.likely, floor + share * (claim.high - floor)))


def _total(claims: list[ThreePoint]) -> ThreePoint:
    low, likely, high = (math.fsum(getattr(claim, name) for claim in claims) for name in ("low", "likely", "high"))
    return ThreePoint(low, max(low, likely), max(low, likely, high))


def _require_base(driver: str, base: float) -> None:
    require_finite(f"the base of {driver}", base)
    if base < 0:
        raise ValueError(f"the base of {driver} must not be negative, got {base}")
