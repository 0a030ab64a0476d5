"""The owners' tilt over the whole portfolio, and the order of priority with and without owners."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from maturity.methods.noise import NoiseVerdict
from maturity.methods.tilt import PooledTilt, Rating, TiltState, pooled_tilt
from maturity.web.names import fold
from roadmap.methods.prioritisation import by_value_over_effort

from .facts import InitiativeFacts


@dataclass(frozen=True)
class Placed:
    """An initiative's place by value over effort: as all see it, and without its owner's department."""

    row: InitiativeFacts
    with_owner: int
    without_owner: int

    @property
    def risen(self) -> int:
        """How many places the owner's word lifts it; below 0 where it lowers it."""
        return self.without_owner - self.with_owner


@dataclass(frozen=True)
class OwnerTilt:
    """``value``, ``effort``: pooled over all initiatives; ``departments``: the value's tilt of each owning department
    that can be told; ``places``: of initiatives that others have rated too, in everybody's order."""

    value: PooledTilt
    effort: PooledTilt
    departments: tuple[tuple[str, PooledTilt], ...]
    places: tuple[Placed, ...]

    @property
    def known(self) -> bool:
        return self.value.state is TiltState.ENOUGH

    @property
    def real(self) -> bool:
        return self.value.verdict is NoiseVerdict.MORE_THAN_NOISE

    @property
    def moved(self) -> tuple[Placed, ...]:
        """What stands elsewhere without its owner, the farthest first."""
        return tuple(sorted((each for each in self.places if each.risen), key=lambda each: -abs(each.risen)))


def owner_tilt(portfolio: tuple[InitiativeFacts, ...]) -> OwnerTilt:
    """What the estimates of the whole portfolio say."""
    values, efforts = ratings_of(portfolio, "value"), ratings_of(portfolio, "effort")
    owners = {row.key: row.department for row in portfolio}
    return OwnerTilt(tilt_of(values), tilt_of(efforts), by_department(values, owners), places_of(portfolio))


def ratings_of(portfolio: tuple[InitiativeFacts, ...], what: str) -> tuple[Rating, ...]:
    """Every estimate's ``value`` or ``effort``. A rater is a name in a department."""
    return tuple(
        Rating(row.key, f"{each.department}/{fold(each.rater)}", getattr(each, what), each.department == row.department)
        for row in portfolio
        for each in row.estimates
    )


@lru_cache(maxsize=128)
def tilt_of(ratings: tuple[Rating, ...]) -> PooledTilt:
    """The pooled tilt, worked out once for the same estimates."""
    return pooled_tilt(ratings)


def by_department(ratings: tuple[Rating, ...], owners: Mapping[str, str]) -> tuple[tuple[str, PooledTilt], ...]:
    """The tilt of each department's own initiatives, where it does not hang on one person; the largest first."""
    own: dict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        own[owners[rating.item]].append(rating)
    found = ((name, tilt_of(tuple(rated))) for name, rated in own.items())
    told = [(name, tilt) for name, tilt in found if tilt.state is TiltState.ENOUGH]
    return tuple(sorted(told, key=lambda each: (-abs(each[1].tilt or 0), each[0])))


def places_of(rows: tuple[InitiativeFacts, ...]) -> tuple[Placed, ...]:
    rated = {row.key: row for row in rows if row.priority.without_owner.raters}
    everybody = by_value_over_effort({key: row.priority.all for key, row in rated.items()})
    others = by_value_over_effort({key: row.priority.without_owner for key, row in rated.items()})
    without = {key: place for place, key in enumerate(others, start=1)}
    return tuple(Placed(rated[key], place, without[key]) for place, key in enumerate(everybody, start=1))
