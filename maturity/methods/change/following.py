"""What the next wave could show."""

import math
from collections.abc import Mapping

from maturity.methods.noise import POWER, Piece, require_confidence, smallest_detectable
from maturity.methods.scale import number_or_nan
from maturity.methods.suppression import SMALLEST_GROUP, require_group_size

from .results import ChangeState, Detectable, Detectables
from .sides import Wave, chosen, people_of, side_of
from .spread import DepartmentSpread, alone, borrow


def smallest_changes(
    wave: Wave,
    planned: Mapping[str, int] | None = None,
    *,
    correlation: float = 0.0,
    confidence: float = 0.9,
    power: float = POWER,
    smallest_group: int = SMALLEST_GROUP,
) -> Detectables:
    """The smallest change that a next wave could detect, per dimension and overall, in rungs.

    ``wave``: this wave's ballots by dimension. ``planned``: people per department in the next; those left out, or
    all, as many as now. ``correlation``: of the same person's answers in the two waves, from 0 (two samples) to below
    1; 0.5 is a guess often made. ``confidence``, ``power``: of the verdict, as in ``noise``.

    Raises ``ValueError`` as ``changes``, for a planned number below 1, or a correlation not from 0 to below 1.

    >>> from maturity.methods.scoring import CountedBallot
    >>> votes = [CountedBallot(f"P{i}", "IT", "leadership.1", rung) for i, rung in enumerate([2, 3, 2, 3, 4, 4])]
    >>> round(smallest_changes({"leadership": votes}).overall.change, 2)
    1.39
    >>> round(smallest_changes({"leadership": votes}, {"IT": 24}).overall.change, 2)
    1.13
    """
    require_confidence(confidence)
    fewest = max(SMALLEST_GROUP, require_group_size(smallest_group))
    plan = _required_plan(planned or {})
    if not 0 <= number_or_nan(correlation) < 1:
        raise ValueError(f"a correlation lies from 0 to below 1, not {correlation!r}")
    voted = {name: chosen(votes) for name, votes in wave.items()}
    telling = {name: votes for name, votes in voted.items() if len(people_of(votes)) >= fewest}
    found = {name: Detectable(ChangeState.TOO_FEW, len(people_of(votes))) for name, votes in voted.items()}
    if not telling:
        return Detectables(Detectable(ChangeState.TOO_FEW), found, confidence, power)
    side = side_of(telling)
    shown = [
        _detectable(alone(side, target), plan, correlation, confidence, power) for target in range(len(telling) + 1)
    ]
    found.update(zip(telling, shown, strict=False))
    return Detectables(shown[-1], found, confidence, power)


def _detectable(
    spreads: Mapping[str, DepartmentSpread],
    plan: Mapping[str, int],
    correlation: float,
    confidence: float,
    power: float,
) -> Detectable:
    people = sum(spread.people for spread in spreads.values())
    planned = {name: plan.get(name, spread.people) for name, spread in spreads.items()}
    borrowed = borrow(list(spreads.values()))
    if borrowed is None:
        return Detectable(ChangeState.NO_SPREAD, people, sum(planned.values()))
    pieces = [
        piece
        for spread, then in zip(borrowed, planned.values(), strict=True)
        for piece in _pieces(spread, then, correlation)
    ]
    change = smallest_detectable(pieces, confidence, power)
    return Detectable(ChangeState.ENOUGH, people, sum(planned.values()), change)


def _pieces(spread: DepartmentSpread, then: int, correlation: float) -> list[Piece]:
    """This wave's department and the next's, of ``then`` people who answer as differently."""
    now = spread.piece
    following = Piece(now.variance * spread.people / then, then - 1 if then > 1 else now.freedom)
    if correlation == 0:
        return [now, following]
    shared = 2 * correlation * math.sqrt(now.variance * following.variance)
    return [Piece(now.variance + following.variance - shared, min(now.freedom, following.freedom))]


def _required_plan(planned: Mapping[str, int]) -> dict[str, int]:
    for department, people in planned.items():
        if not (1 <= number_or_nan(people) < math.inf and number_or_nan(people).is_integer()):
            raise ValueError(f"{department!r} plans for {people!r} people: expected a whole number of at least 1")
    return {department: int(people) for department, people in planned.items()}
