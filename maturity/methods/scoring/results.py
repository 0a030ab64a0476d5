"""What goes into a score, and what comes out."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maturity.methods.resampling import RungInterval
from maturity.methods.scale import nearest_rung, require_rung
from maturity.methods.split import Split

from .standing import Standing

FEWEST_PEOPLE: Final = 3


class ScoreState(enum.Enum):
    """Whether enough people answered to say something."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class CountedBallot:
    """One person's vote on one statement. ``rung``: 1–5, ``None`` is "don't know"; anything else is a ``ValueError``.

    ``participant`` is a key within the department.

    >>> CountedBallot("P1", "Sales", "recognition.1", 3).rung
    3
    """

    participant: str
    department: str
    statement: str
    rung: int | None

    def __post_init__(self) -> None:
        if self.rung is not None:
            require_rung(self.rung)


@dataclass(frozen=True)
class DepartmentScore:
    """One department. ``n``: its people who chose a rung. ``mean``: in rungs, ``None`` where it must not be shown on
    its own.

    ``difference``: its mean minus the mean of the other departments' means, ``None`` where hidden or alone;
    ``differs``: whether that is at least one rung and, by the model, on that side of the others for sure.
    ``pooled``: what the model expects of it, leaning on the others as far as its own people leave it open;
    ``interval``: of that. Both ``None`` where hidden, or where no department sent two people.
    """

    department: str
    n: int
    mean: float | None
    difference: float | None
    differs: bool
    pooled: float | None = None
    interval: RungInterval | None = None

    @property
    def shown(self) -> bool:
        """Whether it may be shown on its own."""
        return self.mean is not None

    @property
    def nearest(self) -> int | None:
        """The rung nearest to its mean."""
        return None if self.mean is None else nearest_rung(self.mean)


@dataclass(frozen=True)
class Score:
    """A dimension, or all of them. With ``ScoreState.TOO_FEW`` all but the counts and the target is ``None`` or empty.

    ``n``: people who chose a rung at least once; ``answers``: rungs in all; ``dont_know``: "don't know" in all.
    ``distribution``: answers per rung 1…5. ``median``: lower median of all answers. ``mean``, ``interval``: see the
    module; ``interval`` is ``None`` where no department sent two people. ``rung``: the rung nearest to the mean.
    ``probabilities``: of the rungs 1…5, ``None`` as the interval; ``standing``: the same in a word.
    ``target``: as given, a mean of targets for the overall score. ``gap``: target − mean in rungs, above 0 where
    there is a way to go; ``rungs_to_go``: target − rung, ``None`` overall. ``share_at_target``: fraction of answers
    at or above (their dimension's) target. ``agreement``: mean r_wg, 0–1. ``alpha``: Krippendorff's, ordinal.
    ``split``: the two camps if there are two. ``departments``: alphabetically, those with answers.
    """

    state: ScoreState
    n: int
    answers: int
    dont_know: int
    distribution: tuple[int, ...] | None = None
    median: int | None = None
    mean: float | None = None
    interval: RungInterval | None = None
    rung: int | None = None
    probabilities: tuple[float, ...] | None = None
    standing: Standing | None = None
    target: float | None = None
    gap: float | None = None
    rungs_to_go: int | None = None
    share_at_target: float | None = None
    agreement: float | None = None
    alpha: float | None = None
    split: Split | None = None
    departments: tuple[DepartmentScore, ...] = ()

    @property
    def differing(self) -> tuple[DepartmentScore, ...]:
        """The departments that differ from the rest, the farthest first."""
        return tuple(
            sorted((each for each in self.departments if each.differs), key=lambda each: -abs(each.difference or 0.0))
        )


@dataclass(frozen=True)
class Assessment:
    """``dimensions``: a score per dimension, in the order given; ``overall``: the score over all of them."""

    overall: Score
    dimensions: Mapping[str, Score]
