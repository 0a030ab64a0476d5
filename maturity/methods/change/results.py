"""What is found when waves are compared."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from maturity.methods.noise import NoiseVerdict


class ChangeState(enum.Enum):
    """Whether two waves can be compared: fewer than three people on either side are too few; nothing in common where
    no statement, or no department, is in both; without spread where no department sent two people."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"
    NOTHING_IN_COMMON = "nothing_in_common"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True)
class WaveChange:
    """A dimension in two waves, or all of them. ``before``, ``after``: means in rungs, over what both waves have;
    ``change``: after − before; ``low`` … ``high``: its interval; ``error``: its standard error; ``verdict``.

    ``people_before``, ``people_after``: who chose a rung, of those compared; ``people_both``: of these, in both, 0
    unless paired. ``departments``: compared; ``left_out``: with answers, but not compared. Figures are ``None`` with
    ``ChangeState.TOO_FEW`` and ``NOTHING_IN_COMMON``; with ``NO_SPREAD`` there is a change, but no interval and no
    verdict.
    """

    state: ChangeState
    people_before: int = 0
    people_after: int = 0
    people_both: int = 0
    departments: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    before: float | None = None
    after: float | None = None
    change: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: NoiseVerdict | None = None


@dataclass(frozen=True)
class Changes:
    """``dimensions``: a change per dimension, in the order given; ``overall``: over those that can be compared."""

    overall: WaveChange
    dimensions: Mapping[str, WaveChange]
    paired: bool
    confidence: float


@dataclass(frozen=True)
class Detectable:
    """What the next wave could show of a dimension, or of all. ``change``: in rungs, ``None`` where this wave has too
    few people or no spread; ``people``: of this wave who chose a rung, ``planned``: of the next."""

    state: ChangeState
    people: int = 0
    planned: int = 0
    change: float | None = None


@dataclass(frozen=True)
class Detectables:
    """``dimensions``: in the order given. ``confidence``: of the verdict; ``power``: how often it is to be reached."""

    overall: Detectable
    dimensions: Mapping[str, Detectable]
    confidence: float
    power: float
