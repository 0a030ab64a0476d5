"""Which statement next? Where the room is most apart, where it matters most, and what still fits.

    worth = disagreement × weight       among the statements that fit before the agenda's end

*Disagreement* is 1 − r_wg of what the same people answered alone before the meeting, else of earlier answers in the
same dimension; where neither is known it is taken to be as the others' mean. *Weight* is the dimension's gap to its
target, else 1; a target that is reached weighs 0. Of equals the first in the order comes first, so without any figures
the order decides. Where nothing fits any more, time decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

EQUAL: Final = 1e-9


class Reason(StrEnum):
    """Why this statement is proposed: what the room is most apart on, the largest gap, or nothing but the order."""

    PRESURVEY = "presurvey"
    DIMENSION = "dimension"
    GAP = "gap"
    ORDER = "order"


@dataclass(frozen=True)
class Candidate:
    """A statement that waits. ``number``: its place in the order; ``disagreement``: 0–1, None where it is not known,
    with ``alone`` where it is from the pre-survey; ``gap``: rungs up to the target, None without a target."""

    number: int
    minutes: int
    disagreement: float | None = None
    alone: bool = False
    gap: float | None = None


@dataclass(frozen=True)
class Proposal:
    """The statement to open next, and why. ``fits``: its minutes are there (None where time decides nothing);
    ``first``: the one that comes next in the order."""

    number: int
    reason: Reason
    gap: float | None
    fits: bool | None
    first: int

    @property
    def in_order(self) -> bool:
        return self.number == self.first


def propose(waiting: Sequence[Candidate], minutes_left: int | None = None) -> Proposal | None:
    """The statement to open next of those ``waiting``, in their order; None where none waits.

    ``minutes_left``: until the agenda's end, None without an agenda.
    """
    if not waiting:
        return None
    fitting = [each for each in waiting if minutes_left is not None and each.minutes <= minutes_left]
    among = fitting or list(waiting)
    known = [each.disagreement for each in among if each.disagreement is not None]
    usual = sum(known) / len(known) if known else 1.0
    worths = [_worth(each, usual) for each in among]
    best = max(worths)
    chosen = next(each for each, worth in zip(among, worths, strict=True) if worth >= best - EQUAL)
    decided = best - min(worths) > EQUAL
    return Proposal(
        number=chosen.number,
        reason=_reason(chosen) if decided else Reason.ORDER,
        gap=chosen.gap,
        fits=None if minutes_left is None else bool(fitting),
        first=waiting[0].number,
    )


def _worth(candidate: Candidate, usual: float) -> float:
    disagreement = usual if candidate.disagreement is None else candidate.disagreement
    return disagreement * (1.0 if candidate.gap is None else candidate.gap)


def _reason(chosen: Candidate) -> Reason:
    if chosen.disagreement:
        return Reason.PRESURVEY if chosen.alone else Reason.DIMENSION
    return Reason.GAP if chosen.gap else Reason.ORDER
