"""The closing round: how many balls are in each of the five tubes, and the words on why."""

import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Final

from maturity.methods.suppression import SMALLEST_GROUP
from maturity.web.process_cache import COUNTS, shared

from ..models import Ball, Participant, Session
from ..rules import Moment

SCORES: Final = range(1, 6)
# The picture's measures, in its own units, whole so that no language writes them with a comma.
TUBE_WIDTH: Final = 60
TUBE_GAP: Final = 26
FLOOR: Final = 170
BALL: Final = 13
RIM: Final = 4
ACROSS: Final = 4
HIGH: Final = 11
WORDS_SHOWN: Final = 110  # characters of words that a projector has room for


@dataclass(frozen=True)
class Dropped:
    """One ball of the picture: its centre."""

    x: int
    y: int


@dataclass(frozen=True)
class Tube:
    """One of the five tubes: how many balls are in it, where it stands in the picture, and the balls drawn."""

    score: int
    count: int
    left: int
    balls: tuple[Dropped, ...]

    @property
    def middle(self) -> int:
        return self.left + TUBE_WIDTH // 2


@dataclass(frozen=True)
class Word:
    """A word on why, and how many wrote it."""

    text: str
    people: int


@dataclass(frozen=True)
class Balls:
    """The closing round. Until the facilitator shows it, and where fewer than three people have dropped a ball, there
    are no ``tubes`` and no ``words``, only how many did: who looks on while one ball more falls would know whose it
    is. ``each``: how many people one ball of the picture stands for."""

    people: int
    tubes: tuple[Tube, ...]
    words: tuple[Word, ...]
    each: int
    shown: bool = True

    @property
    def enough(self) -> bool:
        return self.people >= SMALLEST_GROUP

    @property
    def good(self) -> int:
        """How many balls are in tubes 4 and 5."""
        return sum(tube.count for tube in self.tubes if tube.score >= 4)

    @property
    def mean(self) -> float | None:
        return sum(tube.score * tube.count for tube in self.tubes) / self.people if self.tubes else None

    @property
    def first_words(self) -> tuple[Word, ...]:
        """As many words as a projector has room for."""
        shown: list[Word] = []
        used = 0
        for word in self.words:
            used += len(word.text) + 3
            if used > WORDS_SHOWN and shown:
                break
            shown.append(word)
        return tuple(shown)

    @property
    def more_words(self) -> int:
        return len(self.words) - len(self.first_words)

    @property
    def mark(self) -> str:
        """What a live page holds while it shows this; the same in every process."""
        return format(zlib.crc32(repr(self).encode()), "x")


def balls_of(session: Session) -> Balls:
    """All that was dropped; one query."""
    counts, words = Counter[int](), Counter[str]()
    people = _one_each(session)
    for score, word in people:
        counts[score] += 1
        words[word] += bool(word)
    shown = session.balls_shown_at is not None
    if not shown or len(people) < SMALLEST_GROUP:
        return Balls(len(people), (), (), 1, shown)
    each = -(-max(counts.values()) // (ACROSS * HIGH))
    return Balls(
        people=len(people),
        tubes=tuple(_tube(score, counts[score], each) for score in SCORES),
        words=tuple(_ranked(words)),
        each=each,
    )


def _one_each(session: Session) -> list[tuple[int, str]]:
    """Score and word of everybody; of a person with two phones the ball from the one that was kept counts."""
    rows = Ball.objects.filter(session=session).values_list("participant", "participant__merged_into", "score", "word")
    whose = {kept or own: (score, word) for own, kept, score, word in sorted(rows, key=lambda row: row[1] is None)}
    return list(whose.values())


def _ranked(words: Counter[str]) -> list[Word]:
    """Most frequent first, whatever the case; the alphabet's order hides who was first."""
    together: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for text in sorted(word for word in words if word):
        spelled.setdefault(text.casefold(), text)
        together[text.casefold()] += words[text]
    return [Word(spelled[key], people) for key, people in sorted(together.items(), key=lambda one: (-one[1], one[0]))]


def _tube(score: int, count: int, each: int) -> Tube:
    left = TUBE_GAP // 2 + (score - 1) * (TUBE_WIDTH + TUBE_GAP)
    drawn = -(-count // each)
    return Tube(score, count, left, tuple(_place(left, number) for number in range(drawn)))


def _place(left: int, number: int) -> Dropped:
    row, column = divmod(number, ACROSS)
    return Dropped(left + RIM + BALL * column + BALL // 2, FLOOR - RIM - BALL * row - BALL // 2)


def balls_shared(session: Session) -> Balls:
    """The same, worked out at most four times a second for all pages that ask."""
    return shared(("balls", session.pk, session.code, session.balls_shown_at), COUNTS, lambda: balls_of(session))


def own_ball(participant: Participant, moment: Moment = Moment.CLOSING) -> Ball | None:
    """The participant's ball, where there is one and the room is at its closing round."""
    if moment != Moment.CLOSING:
        return None
    return Ball.objects.filter(participant=participant).first()
