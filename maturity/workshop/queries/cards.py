"""The board: what the departments wrote, what it has dots for, and what is claimed twice or by nobody."""

import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from maturity.methods.suppression import SMALLEST_GROUP
from maturity.web.order import in_order
from maturity.web.process_cache import COUNTS, shared

from ..models import Card, Dot, Participant, Session
from ..rules import DOTS, CardKind, Moment

SHOWN: Final = 48  # entries that a projector turns through


@dataclass(frozen=True)
class Posted:
    """One card: its kind, its text, and the department that wrote it ("" where that is gone). ``author`` is a
    participant's id; it never leaves the server."""

    pk: int
    kind: str
    text: str
    department: str
    group: str
    author: int | None

    @property
    def is_area(self) -> bool:
        return self.kind == CardKind.AREA


@dataclass(frozen=True)
class Entry:
    """What one gives a dot to: a group of cards, or a card of its own. ``dots``: how many people did; None while
    fewer than three people have given any."""

    name: str
    group: str
    cards: tuple[Posted, ...]
    dots: int | None

    @property
    def key(self) -> int:
        """The card that stands for it."""
        return self.cards[0].pk

    @property
    def areas(self) -> tuple[Posted, ...]:
        return tuple(card for card in self.cards if card.is_area)

    @property
    def challenges(self) -> tuple[Posted, ...]:
        return tuple(card for card in self.cards if not card.is_area)

    @property
    def departments(self) -> tuple[str, ...]:
        return _departments(self.cards)

    @property
    def claimed_by(self) -> tuple[str, ...]:
        """The departments that call it their area of responsibility."""
        return _departments(self.areas)


@dataclass(frozen=True)
class Overlap:
    """An area of responsibility that several departments claim."""

    name: str
    departments: tuple[str, ...]


@dataclass(frozen=True)
class Remit:
    """What a department says it is responsible for."""

    department: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class CardBoard:
    """The whole board. ``entries``: most dots first; ``hidden``: cards that only the facilitator sees; ``voters``: how
    many people have given dots, None for fewer than three."""

    entries: tuple[Entry, ...]
    hidden: tuple[Posted, ...]
    voters: int | None

    @property
    def cards(self) -> int:
        return sum(len(entry.cards) for entry in self.entries)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups' names, in the alphabet's order."""
        return tuple(sorted(entry.group for entry in self.entries if entry.group))

    @property
    def top(self) -> Entry | None:
        """What has most dots, where anything has."""
        return next((entry for entry in self.entries if entry.dots), None)

    @property
    def remits(self) -> tuple[Remit, ...]:
        """Areas by department."""
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self.entries:
            for card in entry.areas:
                found[card.department].append(card.text)
        return tuple(Remit(department, tuple(in_order(found[department]))) for department in in_order(found))

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Areas that several departments claim: in one group, or in the same words."""
        grouped = [Overlap(entry.name, entry.claimed_by) for entry in self.entries if entry.group]
        same: dict[str, list[Posted]] = defaultdict(list)
        for card in (card for entry in self.entries if not entry.group for card in entry.areas):
            same[card.text.casefold()].append(card)
        alike = [Overlap(cards[0].text, _departments(cards)) for cards in same.values()]
        return tuple(each for each in (*grouped, *alike) if len(each.departments) > 1)

    @property
    def unclaimed(self) -> tuple[str, ...]:
        """Groups with a challenge that no department calls its area."""
        return tuple(entry.name for entry in self.entries if entry.group and entry.challenges and not entry.areas)

    @property
    def findings(self) -> bool:
        """Whether there is anything to point out about who is responsible for what."""
        return bool(self.overlaps or self.unclaimed)

    @property
    def ungrouped(self) -> int:
        """How many challenges stand in no group yet: nobody can tell whose they are."""
        return sum(len(entry.challenges) for entry in self.entries if not entry.group)

    @property
    def first(self) -> tuple[Entry, ...]:
        """As many entries as a projector turns through."""
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        """How many entries a projector leaves out."""
        return len(self.entries) - len(self.first)

    @property
    def mark(self) -> str:
        """What a live page holds while it shows this; the same in every process."""
        return _mark(self)

    @property
    def words_mark(self) -> str:
        """The same for a page that shows no counts."""
        return _mark(tuple((entry.group, entry.cards) for entry in sorted(self.entries, key=lambda each: each.key)))


def _departments(cards: Iterable[Posted]) -> tuple[str, ...]:
    return tuple(in_order({card.department for card in cards if card.department}))


def _mark(shown: Hashable) -> str:
    return format(zlib.crc32(repr(shown).encode()), "x")


def board_of(session: Session) -> CardBoard:
    """The board as it is now; one query."""
    rows = list(_rows(session))
    people = rows[0].voters or 0 if rows else 0
    counted = people >= SMALLEST_GROUP
    entries = [_entry(cards, counted=counted) for cards in _together(row for row in rows if not row.hidden)]
    # Among equals: groups, then challenges, then what came first, so that nothing jumps without a reason.
    entries.sort(key=lambda each: (-(each.dots or 0), not each.group, not each.challenges, each.key))
    return CardBoard(
        entries=tuple(entries),
        hidden=tuple(_posted(row) for row in rows if row.hidden),
        voters=people if counted else None,
    )


def _rows(session: Session) -> "QuerySet[Any]":
    """The cards, each with how many people gave it a dot, and how many gave one to any; a person with two phones is
    one."""
    shown = Dot.objects.filter(card__session=session, card__hidden=False).order_by().values("card__session")
    voters = shown.annotate(people=Count(_person(""), distinct=True)).values("people")
    return session.cards.select_related("department").annotate(
        people=Count(_person("dots__"), distinct=True), voters=Subquery(voters)
    )


def _person(path: str) -> Coalesce:
    return Coalesce(f"{path}participant__merged_into", f"{path}participant")


def board_shared(session: Session) -> CardBoard:
    """The same, worked out at most four times a second for all pages that ask."""
    return shared(("cards", session.pk, session.code), COUNTS, lambda: board_of(session))


def _together(rows: Iterable[Any]) -> list[list[Any]]:
    """Cards of one group together, each other one alone."""
    found: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.group or row.pk].append(row)
    return list(found.values())


def _entry(cards: list[Any], *, counted: bool) -> Entry:
    """``cards`` as annotated above. Nobody has two dots on one entry, so its cards' people are its own."""
    return Entry(
        name=cards[0].group or cards[0].text,
        group=cards[0].group,
        cards=tuple(_posted(card) for card in cards),
        dots=sum(card.people for card in cards) if counted else None,
    )


def _posted(row: Card) -> Posted:
    department = row.department.name if row.department else ""
    return Posted(row.pk, row.kind, row.text, department, row.group, row.participant_id)


@dataclass(frozen=True)
class Choice:
    """An entry as one phone shows it: whether one's own dot is on it."""

    entry: Entry
    dotted: bool


@dataclass(frozen=True)
class PhoneBoard:
    """The board as one phone shows it: one's own cards, and what one may give dots to, in an order that dots do not
    change. How many dots others gave is on the projector, not in the voter's hand. ``mark``: what the page holds."""

    session: Session
    own: tuple[Posted, ...]
    choices: tuple[Choice, ...]
    mark: str

    @property
    def left(self) -> int:
        """Dots that are not given yet."""
        return max(0, DOTS - sum(choice.dotted for choice in self.choices))


def phone_board(participant: Participant, moment: Moment = Moment.BOARD, *, fresh: bool = False) -> PhoneBoard | None:
    """The board for this participant's phone, None where the room is not at the board; two queries of its own, the rest
    is shared with all phones unless ``fresh`` asks for what has just been written."""
    if moment != Moment.BOARD:
        return None
    session = participant.session
    found = board_of(session) if fresh else board_shared(session)
    own = _own(participant)
    dotted = set(Dot.objects.filter(_whose(participant), card__session=session).values_list("card", flat=True))
    choices = (Choice(entry, any(card.pk in dotted for card in entry.cards)) for entry in found.entries)
    cards = (card for entry in found.entries for card in entry.cards if card.author in own)
    return PhoneBoard(
        session=session,
        own=tuple(sorted(cards, key=lambda card: card.pk)),
        choices=tuple(sorted(choices, key=_steady)),
        mark=found.words_mark,
    )


def _steady(choice: Choice) -> tuple[bool, str, bool, int]:
    entry = choice.entry
    return not entry.group, entry.group.casefold(), not entry.challenges, entry.key


def _own(participant: Participant) -> set[int]:
    """The participant, and whoever was merged into him."""
    return {participant.pk, *participant.merged.values_list("pk", flat=True)}


def _whose(participant: Participant) -> Q:
    return Q(participant=participant) | Q(participant__merged_into=participant)
