"""What the figures of agreement come to, in one word.

    apart    the RAND/UCLA rule finds disagreement, or the room is split in two camps
    agrees   neither, and r_wg is above one half: the answers are less than half as spread as blind picking
    spread   neither, but the answers are spread as widely as that or more

The half is where r_wg begins to be called moderate agreement (0.51–0.70; strong from 0.71; 0.31–0.50 is weak). It is a
convention, as such limits are.

Alpha and AC2 *part* where AC2 is high, at least 0.6, and at least 0.4 above alpha, or alpha undefined. Then the answers
lie close together and are much the same on every statement; alpha has no differences between statements to work with,
and its low value is no sign of disagreement. These two limits are ours.

Source: LeBreton, J. M. & Senter, J. L. (2008), Answers to 20 questions about interrater reliability and interrater
agreement, Organizational Research Methods 11, 815–852, table 3 (the limits for r_wg).
"""

import enum
from typing import Final

MODERATE: Final = 0.5
HIGH: Final = 0.6
PARTING: Final = 0.4


class RoomVerdict(enum.Enum):
    """Whether a room agrees."""

    AGREES = "agrees"
    SPREAD = "spread"
    APART = "apart"


def verdict(within_group: float, *, apart: bool) -> RoomVerdict:
    """The word for a room. ``within_group``: r_wg or a mean of them, 0–1; ``apart``: whether the RAND/UCLA rule finds
    disagreement or there are two camps.

    Raises ``ValueError`` for an r_wg outside 0–1.

    >>> verdict(0.8, apart=False), verdict(0.3, apart=False), verdict(0.6, apart=True)
    (<RoomVerdict.AGREES: 'agrees'>, <RoomVerdict.SPREAD: 'spread'>, <RoomVerdict.APART: 'apart'>)
    """
    if not 0 <= within_group <= 1:
        raise ValueError(f"r_wg lies between 0 and 1, not {within_group!r}")
    if apart:
        return RoomVerdict.APART
    return RoomVerdict.AGREES if within_group > MODERATE else RoomVerdict.SPREAD


def alpha_and_ac2_part(alpha: float | None, ac2: float) -> bool:
    """Whether alpha is low though people agree, since it has nothing to tell apart; ``alpha``: ``None`` if undefined.

    >>> alpha_and_ac2_part(0.02, 0.77), alpha_and_ac2_part(0.6, 0.77), alpha_and_ac2_part(None, 1.0)
    (True, False, True)
    """
    return ac2 >= HIGH and (alpha is None or ac2 - alpha >= PARTING)
