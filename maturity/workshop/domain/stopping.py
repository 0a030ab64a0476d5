"""May the room go on, or should it talk and vote again? The stop rule is fixed before the vote; this applies it."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from maturity.methods.agreement import disagreement
from maturity.methods.scale import RUNGS

from .distribution import Distribution


@dataclass(frozen=True)
class Verdict:
    """The stop rule on a round: ``near`` of ``answers`` are within one rung of the middle, ``needed`` is the fewest
    who must be. ``disagrees``: the RAND rule finds disagreement (None where it does not count)."""

    near: int
    answers: int
    needed: int
    disagrees: bool | None

    @property
    def near_enough(self) -> bool:
        return self.near >= self.needed

    @property
    def stops(self) -> bool:
        """Whether the room may go on."""
        return self.near_enough and not self.disagrees


def verdict_on(found: Distribution, *, share: Decimal, by_rand: bool) -> Verdict | None:
    """The stop rule on the newest round; None where fewer than three chose a rung, so that nothing can be told.

    ``share``: of those who chose a rung, the share that must be within one rung of the lower median, 0–1.
    """
    latest = found.latest
    if latest is None or latest.round != found.rounds[-1]:
        return None
    return Verdict(
        near=latest.near,
        answers=latest.answers,
        needed=ceil(share * latest.answers),
        disagrees=disagreement(newest_rungs(found)).disagrees if by_rand else None,
    )


def newest_rungs(found: Distribution) -> list[int]:
    """The rungs that the room chose in the newest round, ascending."""
    cells = found.whole.cells if found.whole else ()
    counts = {cell.rung: cell.counts[found.both] or 0 for cell in cells}
    return [rung for rung in RUNGS for _each in range(counts.get(rung, 0))]
