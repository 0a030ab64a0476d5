"""What simulated people do in a rehearsal, and when: worked out anew whenever it is asked for, always the same.

Nobody is drawn twice: every draw has a name made of the seed, the person and what is drawn, so that it does not matter
in which order, how often, or on which server things are asked. The spread is what one meets in rooms: most statements
within two rungs, now and then departments that are split, somebody who does not know, somebody who answers late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from django.utils.translation import gettext_noop

from maturity.methods.scale import RUNGS

from ..models import Extra, Participant, Session
from ..rules import ALONE, CardKind

MOST_OF_A_DEPARTMENT: Final = 99
LATE: Final = 0.06  # of those who come in, and of the answers
COMES_WITHIN: Final = 12.0  # seconds
COMES_LATE: Final = (60.0, 180.0)
ANSWERS_WITHIN: Final = (2.0, 12.0)
ANSWERS_LATE: Final = (25.0, 45.0)
ALONE_WITHIN: Final = 60.0
DOES_NOT_KNOW: Final = 0.06
COMMENTS: Final = 0.12
RESPONSIBLE: Final = 0.1
SPLIT: Final = 0.3  # of the statements
MOVES: Final = 0.6  # of those who differ, towards the room, when it votes again

SAID: Final = (
    gettext_noop("It depends on who picks up the phone."),
    gettext_noop("We said so last year too."),
    gettext_noop("Nobody owns this."),
    gettext_noop("Better since spring, but not everywhere."),
    gettext_noop("Our customers would answer otherwise."),
    gettext_noop("I have only been here for three months."),
)
WRITTEN: Final = {
    CardKind.AREA: (
        gettext_noop("Answering customers’ questions"),
        gettext_noop("Prices and texts on the website"),
        gettext_noop("Complaints and compensation"),
        gettext_noop("Customer data and consents"),
        gettext_noop("Newsletters and campaigns"),
        gettext_noop("Opening hours and staffing"),
    ),
    CardKind.CHALLENGE: (
        gettext_noop("We see too late what a customer has been through"),
        gettext_noop("Two departments write to the same customer"),
        gettext_noop("Nobody decides across departments"),
        gettext_noop("Figures that nobody trusts"),
        gettext_noop("Systems that do not talk to each other"),
        gettext_noop("No time to test anything"),
    ),
}
WORDS: Final = (
    gettext_noop("Open talk"),
    gettext_noop("Too little time"),
    gettext_noop("At last all at one table"),
    gettext_noop("Clear next steps"),
    gettext_noop("Too many statements"),
)


@dataclass(frozen=True)
class Person:
    """Somebody simulated: the department's id, and the place in it, from 1."""

    department: int
    place: int


@dataclass(frozen=True)
class Answer:
    """What a person answers. ``comment`` is one of ``SAID``, or empty; no rung is "don't know"."""

    rung: int | None
    comment: str
    responsible: bool


def draw(seed: int, *about: object) -> Random:
    """The one source of chance for what is named."""
    return Random(":".join(map(str, (seed, *about))))  # noqa: S311 - a rehearsal is no secret


def comes_after(seed: int, person: Person) -> float:
    """How many seconds after the rehearsal began this person joins.

    >>> comes_after(1, Person(7, 1)) == comes_after(1, Person(7, 1))
    True
    """
    chance = draw(seed, person, "comes")
    return chance.uniform(*COMES_LATE) if chance.random() < LATE else chance.uniform(0.5, COMES_WITHIN)


def answers_after(seed: int, person: Person, statement: int, number: int) -> float:
    """How many seconds after the round opened this person answers; 0 is the pre-survey's round."""
    chance = draw(seed, person, statement, number, "when")
    if number == ALONE:
        return chance.uniform(0.0, ALONE_WITHIN)
    return chance.uniform(*(ANSWERS_LATE if chance.random() < LATE else ANSWERS_WITHIN))


def answer(seed: int, person: Person, departments: Sequence[int], statement: int, number: int) -> Answer:
    """What this person answers to a statement in round ``number``: alone and in the first round the same rung; each
    further round brings some of those who differ one rung nearer to the room."""
    own, now = draw(seed, person, statement), draw(seed, person, statement, number)
    knows, responsible = own.random() >= DOES_NOT_KNOW, own.random() < RESPONSIBLE
    return Answer(
        rung=rung_of(seed, person, departments, statement, max(number, 1)) if knows else None,
        comment=now.choice(SAID) if now.random() < COMMENTS else "",
        responsible=responsible,
    )


def rung_of(seed: int, person: Person, departments: Sequence[int], statement: int, number: int) -> int:
    """The rung that this person chooses in round ``number``, from 1."""
    if number == 1:
        step = draw(seed, person, statement, "leans").choices((-1, 0, 1), (2, 6, 2))[0]
        return bounded(camp(seed, person.department, departments, statement) + step)
    before = rung_of(seed, person, departments, statement, number - 1)
    middle = centre(seed, statement)
    if before == middle or draw(seed, person, statement, number, "moves").random() >= MOVES:
        return before
    return before + (1 if before < middle else -1)


def centre(seed: int, statement: int) -> int:
    """Where the room as a whole is."""
    return draw(seed, statement, "centre").choices((2, 3, 4), (3, 4, 2))[0]


def camp(seed: int, department: int, departments: Sequence[int], statement: int) -> int:
    """Where a department is: near the room, or, where the room is split, one half of them below and one above."""
    chance = draw(seed, statement, "camps")
    if chance.random() >= SPLIT:
        return centre(seed, statement)
    order = chance.sample(sorted(departments), len(departments))
    low = chance.choice((1, 2))
    return low if order.index(department) < (len(order) + 1) // 2 else low + 3


def bounded(rung: int) -> int:
    return min(max(rung, RUNGS[0]), RUNGS[-1])


def cards_of(seed: int, department: int) -> tuple[tuple[CardKind, str], ...]:
    """What a department puts on the board: two areas and one challenge."""
    chance = draw(seed, department, "cards")
    areas, challenge = chance.sample(WRITTEN[CardKind.AREA], 2), chance.choice(WRITTEN[CardKind.CHALLENGE])
    return (*((CardKind.AREA, text) for text in areas), (CardKind.CHALLENGE, challenge))


def ball_of(seed: int, person: Person) -> tuple[int, str]:
    """The tube that a person's ball falls into, and a word on why, or none."""
    chance = draw(seed, person, "ball")
    return chance.choices(RUNGS, (1, 2, 5, 8, 4))[0], chance.choice(WORDS) if chance.random() < 0.4 else ""


def people_of(session: Session) -> dict[Person, Participant | None]:
    """Everybody who is to play along, with the participant that each one is by now, or None before the joining.

    The simulated have no key: no phone is theirs. Of a department they join in the order of their places.
    """
    joined: dict[int, list[Participant]] = {}
    for participant in Participant.objects.filter(session=session, key_hash=None).order_by("pk"):
        joined.setdefault(participant.department_id, []).append(participant)
    found: dict[Person, Participant | None] = {}
    for extra in Extra.objects.filter(session=session):
        there = joined.get(extra.department_id, [])
        in_order = joining_order(session.pk, extra.department_id, extra.people)
        for place, person in enumerate(in_order):
            found[person] = there[place] if place < len(there) else None
    return found


def joining_order(seed: int, department: int, people: int) -> list[Person]:
    """A department's people, the first to join first."""
    everybody = [Person(department, place) for place in range(1, people + 1)]
    return sorted(everybody, key=lambda person: comes_after(seed, person))


def cast_of(session: Session) -> dict[int, int]:
    """How many people of each department play along, by its id."""
    return dict(Extra.objects.filter(session=session).values_list("department", "people"))
