"""The net promoter score and its interval."""

import math
from dataclasses import dataclass
from typing import Final

from maturity.methods.noise import Piece, interval_around, require_confidence
from maturity.methods.scale import number_or_nan

PROMOTER_FROM: Final = 9
DETRACTOR_TO: Final = 6
# Three customers more: ¾ promoter, ¾ detractor, the rest passive.
_ADDED: Final = 3
_ADDED_AT_AN_END: Final = 0.75


@dataclass(frozen=True)
class NetPromoterScore:
    """``score``, ``low``, ``high``: fractions, −1 to 1; ``promoters``, ``passives``, ``detractors``: answers;
    ``confidence``: of the interval, a fraction."""

    score: float
    low: float
    high: float
    promoters: int
    passives: int
    detractors: int
    confidence: float

    @property
    def n(self) -> int:
        """Answers in all."""
        return self.promoters + self.passives + self.detractors

    @property
    def promoter_share(self) -> float:
        """Promoters as a fraction of all answers."""
        return self.promoters / self.n

    @property
    def passive_share(self) -> float:
        """Passives as a fraction of all answers."""
        return self.passives / self.n

    @property
    def detractor_share(self) -> float:
        """Detractors as a fraction of all answers."""
        return self.detractors / self.n


@dataclass(frozen=True)
class Adjusted:
    """A score as if three more had answered: ``middle`` and ``variance`` of the adjusted Wald interval, in fractions
    of 1."""

    middle: float
    variance: float


def net_promoter_score(promoters: int, passives: int, detractors: int, confidence: float = 0.95) -> NetPromoterScore:
    """Net promoter score with its adjusted-Wald interval (formula in the module).

    ``promoters``, ``passives``, ``detractors``: how many answered 9–10, 7–8, 0–6. ``confidence``: between 0 and 1.

    Raises ``ValueError`` for a count that is negative or not whole, no answers at all, or a confidence not between 0
    and 1.

    >>> nps = net_promoter_score(promoters=60, passives=25, detractors=15)
    >>> nps.score, round(nps.low, 4), round(nps.high, 4)
    (0.45, 0.2934, 0.5804)
    """
    promoters = require_count(promoters, "promoters")
    passives = require_count(passives, "passives")
    detractors = require_count(detractors, "detractors")
    require_confidence(confidence)
    n = promoters + passives + detractors
    if n == 0:
        raise ValueError("no answers: the net promoter score is undefined")
    adjusted = adjust(promoters, passives, detractors)
    low, high = interval_around(adjusted.middle, [Piece(adjusted.variance)], confidence)
    return NetPromoterScore(
        score=(promoters - detractors) / n,
        low=max(-1.0, low),
        high=min(1.0, high),
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        confidence=confidence,
    )


def adjust(promoters: int, passives: int, detractors: int, answers: int | None = None) -> Adjusted:
    """The adjusted net score p − d and its variance (p + d − (p − d)²) / n'.

    ``answers``: how many will answer with these shares, where not these themselves.

    >>> adjust(6, 3, 0)
    Adjusted(middle=0.5, variance=0.03125)
    """
    n = promoters + passives + detractors + _ADDED
    p, d = (promoters + _ADDED_AT_AN_END) / n, (detractors + _ADDED_AT_AN_END) / n
    return Adjusted(p - d, (p + d - (p - d) ** 2) / (n if answers is None else answers + _ADDED))


def require_count(value: object, name: str) -> int:
    """A whole number of answers, not negative; ``ValueError`` otherwise, naming them.

    >>> require_count(3, "promoters")
    3
    """
    number = number_or_nan(value)
    if not (0 <= number < math.inf and number.is_integer()):
        raise ValueError(f"{name} are a whole number of answers, not negative; found {value!r}")
    return int(number)
