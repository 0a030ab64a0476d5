"""What a projector shows while the room is at its board or its closing round."""

from dataclasses import dataclass

from ..models import Session
from ..rules import Activity
from .balls import Balls, balls_shared
from .cards import CardBoard, board_shared


@dataclass(frozen=True)
class Stage:
    """The board or the closing round; neither while the room is at something else."""

    cards: CardBoard | None = None
    balls: Balls | None = None

    @property
    def mark(self) -> str:
        """What a live page's mark ends with."""
        shown = self.cards or self.balls
        return f"-{shown.mark}" if shown else ""


def stage_of(session: Session) -> Stage:
    """What is on; worked out at most four times a second for all pages that ask."""
    if session.activity == Activity.BOARD:
        return Stage(cards=board_shared(session))
    if session.activity == Activity.CLOSING:
        return Stage(balls=balls_shared(session))
    return Stage()
