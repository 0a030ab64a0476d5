"""What a projector shows while the room is at its board or its closing round."""

import time
from dataclasses import dataclass
from typing import Final

from ..models import Session
from ..rules import Activity
from .balls import Balls, balls_shared
from .cards import CardBoard, Entry, board_shared

TURN: Final = 12  # seconds that a page of cards stays on the projector


@dataclass(frozen=True)
class Stage:
    """The board or the closing round; neither while the room is at something else. ``page``: which of the board's
    pages is on, from 1; the last of them says what is claimed twice or by nobody, where there is anything to say."""

    cards: CardBoard | None = None
    balls: Balls | None = None
    page: int = 1

    @property
    def pages(self) -> int:
        if self.cards is None:
            return 1
        return max(1, len(self.cards.pages) + bool(self.cards.findings))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The cards and groups of the page that is on; none on the last, which speaks in words."""
        pages = self.cards.pages if self.cards else ()
        return pages[self.page - 1] if self.page <= len(pages) else ()

    @property
    def mark(self) -> str:
        """What a live page's mark ends with."""
        if self.cards is not None:
            return f"-{self.cards.mark}.{self.page}"
        return f"-{self.balls.mark}" if self.balls else ""


def stage_of(session: Session) -> Stage:
    """What is on; worked out at most four times a second for all pages that ask. Pages of cards turn with the clock,
    so that every screen shows the same one."""
    if session.activity == Activity.BOARD:
        cards = board_shared(session)
        return Stage(cards=cards, page=int(time.time() // TURN) % Stage(cards=cards).pages + 1)
    if session.activity == Activity.CLOSING:
        return Stage(balls=balls_shared(session))
    return Stage()
