"""The variances of a wave's departments, of one wave or of the same people in two."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from maturity.methods.noise import Piece

from .sides import Side


@dataclass(frozen=True)
class DepartmentSpread:
    """What a department's ``people`` leave uncertain: ``variance`` in squared rungs, at least ``rounding``'s, and its
    degrees of ``freedom``."""

    people: int
    variance: float
    rounding: float
    freedom: float

    @property
    def piece(self) -> Piece:
        return Piece(max(self.variance, self.rounding), self.freedom)


def two_samples(was: Side, now: Side, target: int) -> list[Piece] | None:
    """The pieces of after − before where other people answered; ``None`` where no department shows any spread."""
    spreads = [*alone(was, target).values(), *alone(now, target).values()]
    borrowed = borrow(spreads)
    return None if borrowed is None else [spread.piece for spread in borrowed]


def same_people(was: Side, now: Side, target: int) -> list[Piece] | None:
    """As ``two_samples``, where the same key is the same person: what their two answers share is no noise."""
    first, second = alone(was, target), alone(now, target)
    joint = [together(first[name], second[name], shared(was, now, name, target)) for name in first]
    borrowed = borrow(joint)
    return None if borrowed is None else [spread.piece for spread in borrowed]


def alone(side: Side, target: int) -> dict[str, DepartmentSpread]:
    """Each department of one wave; freedom 0 and an unknown variance for a department of one."""
    found = {}
    for name, counts in side.counts.items():
        people = int(counts[target])
        if people:
            squares = float((side.parts[name][:, target] ** 2).sum())
            variance = squares * people / (people - 1) if people > 1 else math.nan
            found[name] = DepartmentSpread(people, variance, float(side.rounding[name][target]), people - 1)
    return found


def together(first: DepartmentSpread, second: DepartmentSpread, products: float) -> DepartmentSpread:
    """One department in both waves; ``products``: Σ u(before) · u(after) over those who were in both."""
    people, rounding = min(first.people, second.people), first.rounding + second.rounding
    if people < 2:
        return DepartmentSpread(people, math.nan, rounding, 0)
    scale = math.sqrt(first.people * second.people / (first.freedom * second.freedom))
    variance = first.variance + second.variance - 2 * scale * products
    return DepartmentSpread(people, max(0.0, variance), rounding, people - 1)


def shared(was: Side, now: Side, name: str, target: int) -> float:
    then = part_by_person(was, name, target)
    return math.fsum(part * then.get(person, 0.0) for person, part in part_by_person(now, name, target).items())


def part_by_person(side: Side, name: str, target: int) -> Mapping[str, float]:
    return dict(zip(side.people[name], side.parts[name][:, target].tolist(), strict=True))


def borrow(spreads: list[DepartmentSpread]) -> list[DepartmentSpread] | None:
    """Departments of one get the others' variance per person, pooled; ``None`` where there is none to borrow."""
    freedom = sum(spread.freedom for spread in spreads)
    if freedom == 0:
        return None
    seen = [spread for spread in spreads if spread.freedom]
    per_person = math.fsum(spread.freedom * spread.variance * spread.people for spread in seen) / freedom
    return [
        spread
        if spread.freedom
        else DepartmentSpread(spread.people, per_person / spread.people, spread.rounding, freedom)
        for spread in spreads
    ]
