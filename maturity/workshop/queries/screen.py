"""What the projector shows besides the board: the rungs that people chose, in words, and how long a break lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import Session
from ..rules import Activity
from .live import ConsoleState, Item
from .texts import Card


@dataclass(frozen=True)
class Chosen:
    """A rung as the statement describes it, and how many chose it in the newest round that is shown."""

    card: Card
    people: int


def chosen_cards(board: ConsoleState) -> tuple[Chosen, ...]:
    """The rungs that people chose, the one most chosen first; of equals the lower one."""
    found = board.distribution
    if board.current is None or found is None or found.latest is None or found.whole is None:
        return ()
    newest = found.rounds.index(found.latest.round)
    people = {cell.rung: cell.counts[newest] or 0 for cell in found.whole.cells}
    chosen = [Chosen(card, people.get(card.number, 0)) for card in board.current.wording.cards]
    return tuple(sorted((each for each in chosen if each.people), key=lambda each: (-each.people, each.card.number)))


@dataclass(frozen=True)
class Pause:
    """The break that the room is in: what it is called, and when it goes on, where a break was planned."""

    title: str
    until: datetime | None


def pause_of(session: Session, current: Item | None) -> Pause | None:
    """The break planned nearest before here; None while there is none. One query, and only in a break."""
    if session.activity != Activity.BREAK:
        return None
    here = current.number if current else 0
    planned = session.breaks.filter(after__lte=here).last()
    if planned is None:
        return Pause("", None)
    until = session.turned_at + timedelta(minutes=planned.minutes) if session.turned_at else None
    return Pause(planned.title, until)
