"""What a room said about a statement, from the ballots that everybody may see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from maturity.charts.movement import Picture, movement_picture
from maturity.methods.movement import Movement
from maturity.methods.scale import RUNGS, lower_median
from maturity.methods.split import Split, find_split
from maturity.methods.suppression import SMALLEST_GROUP, suppress
from maturity.web.order import in_order

from ..rules import ALONE
from .movement import Moves, movement_of, moves_between
from .owners import may_be_told_apart

DONT_KNOW: Final = None
COLUMNS: Final = (*RUNGS, DONT_KNOW)


@dataclass(frozen=True)
class Answer:
    """A ballot of a revealed round, without its author: the department, the rung (None: "don't know"), the comment
    unless the facilitator hid it, and whether the voter said that she is responsible for what is scored. ``voter``
    only tells which answers of two rounds belong together; no page gets it."""

    statement: int
    round: int
    department: str
    rung: int | None
    comment: str
    responsible: bool = False
    voter: int = 0


@dataclass(frozen=True)
class Cell:
    """How many of a group chose one rung, in the last two rounds (or the one there is); None where that is not shown.

    ``width`` is the share in the newest round in per cent of the group's answers, for bars; ``width_before`` that in
    the round before, where there is one.
    """

    rung: int | None
    counts: tuple[int | None, int | None]
    width_before: int
    width: int


@dataclass(frozen=True)
class Group:
    """One row of a distribution. ``kind``: ``whole``, ``department`` (with its ``name``), or ``rest``: the departments
    (``members``) that are only shown together."""

    kind: str
    name: str
    members: tuple[str, ...]
    cells: tuple[Cell, ...]
    totals: tuple[int | None, int | None]


@dataclass(frozen=True)
class Camp:
    """People who are told of together. ``reach``: all of them chose ``rung`` (``""``), or some of them a lower or a
    higher one (``lower``, ``higher``)."""

    people: int
    rung: int
    reach: str = ""


@dataclass(frozen=True)
class Middle:
    """One round in words: how many chose a rung, the middle one, how many are near it, two camps if any.

    ``agreed``: all chose the same rung. ``camps``: where they are split, everybody who chose a rung, from below.
    """

    round: int
    answers: int
    rung: int
    near: int
    agreed: bool
    split: Split | None
    camps: tuple[Camp, ...]


@dataclass(frozen=True)
class Owners:
    """Those who marked that they are responsible for what is scored, in the newest round: how many of how many, and
    where that tells of nobody, both they and the others: as rows (``owners``, ``others``) and in words."""

    marks: int
    answers: int
    groups: tuple[Group, ...] = ()
    owners: Middle | None = None
    others: Middle | None = None


@dataclass(frozen=True)
class Distribution:
    """What a room said about one statement, in one round or both; nothing in it tells of fewer than three people.

    ``before``: what people had answered alone before the meeting, where it is given beside the room's rounds.
    """

    rounds: tuple[int, ...]
    groups: tuple[Group, ...]
    middles: tuple[Middle, ...]
    comments: tuple[str, ...]
    too_few: tuple[int, ...]
    before: Middle | None = None
    owners: Owners | None = None
    moves: Moves = field(default=frozenset(), repr=False, compare=False)

    @property
    def both(self) -> bool:
        return len(self.rounds) > 1

    @property
    def latest(self) -> Middle | None:
        """The newest round that may be shown, in words."""
        return self.middles[-1] if self.middles else None

    @property
    def whole(self) -> Group | None:
        return self.groups[0] if self.groups else None

    @property
    def widest(self) -> int:
        """The largest figure of a department: what a column must have room for."""
        figures = (count for group in self.groups[1:] for cell in group.cells for count in cell.counts)
        return max((count for count in figures if count), default=0)

    @property
    def movement(self) -> Movement | None:
        """How the room moved between the two rounds, as far as that tells of nobody."""
        return movement_of(self.moves) if len(self.middles) == len(self.rounds) == 2 else None

    @property
    def picture(self) -> Picture | None:
        """The flows of the movement as a picture, where any may be drawn."""
        found = self.movement
        if found is None or not found.flows or self.whole is None:
            return None
        before, after = ({cell.rung: cell.counts[at] or 0 for cell in self.whole.cells if cell.rung} for at in (0, 1))
        return movement_picture(before, after, found.flows)

    @property
    def drift(self) -> str:
        """Whether the two rounds lie ``closer``, ``apart`` or the ``same``: by the share within one rung of the
        middle one; nothing where there are not two."""
        if len(self.middles) < 2:
            return ""
        before, after = self.middles
        gain = after.near * before.answers - before.near * after.answers
        return "closer" if gain > 0 else "apart" if gain < 0 else "same"


def distribution(answers: Sequence[Answer], rounds: Sequence[int]) -> Distribution:
    """The answers as they may be shown, of the last two of ``rounds``: those revealed, also where nobody answered."""
    rounds = rounds[-2:]
    cast = {number: [answer for answer in answers if answer.round == number] for number in rounds}
    visible = {number: each for number, each in cast.items() if _enough(each)}
    return Distribution(
        rounds=tuple(rounds),
        groups=tuple(_groups(visible, rounds)),
        middles=tuple(_middle(number, each) for number, each in visible.items()),
        comments=tuple(sorted(answer.comment for each in visible.values() for answer in each if answer.comment)),
        too_few=tuple(number for number in rounds if number not in visible),
        before=_before(answers, rounds),
        owners=(owners := _owners(visible, rounds[-1]) if rounds and rounds[-1] in visible else None),
        moves=_moves(visible, rounds, owners),
    )


def _moves(cast: Mapping[int, Sequence[Answer]], rounds: Sequence[int], owners: Owners | None) -> Moves:
    """Who went from where to where, by the groups that are shown. Where those responsible are told apart, they are
    taken for groups of their own: the reader knows more then, and less may be told."""
    everybody = {answer.voter: answer for _number, answers in sorted(cast.items()) for answer in answers}
    if len(cast) < 2 or 0 in everybody:
        return frozenset()
    hidden, apart = hidden_departments(cast), bool(owners and owners.groups)
    groups = {
        voter: ("" if answer.department in hidden else answer.department, apart and answer.responsible)
        for voter, answer in everybody.items()
    }
    before, after = ({answer.voter: answer.rung for answer in cast[number]} for number in rounds)
    return moves_between(before, after, groups)


def _before(answers: Sequence[Answer], rounds: Sequence[int]) -> Middle | None:
    """What was said alone must not lead the room: it is told beside a round that is shown, never by itself."""
    alone = [answer for answer in answers if answer.round == ALONE]
    return _middle(ALONE, alone) if rounds and ALONE not in rounds and _enough(alone) else None


def _enough(answers: Sequence[Answer]) -> bool:
    return _people(answers, rung_chosen=True).total() >= SMALLEST_GROUP


def hidden_departments(cast: Mapping[int, Sequence[Answer]]) -> set[str]:
    """The departments that are only shown as part of the whole, the same ones in both rounds.

    A picture of rungs can give away those who chose a rung, and, beside how many answered, those who did not. So both
    counts are looked at in every round, until nothing more has to be hidden.
    """
    names = sorted({answer.department for answers in cast.values() for answer in answers})
    hidden: set[str] = set()
    tables = []
    for answers in cast.values():
        chose, voted = _people(answers, rung_chosen=True), _people(answers, rung_chosen=False)
        hidden |= {name for name in names if voted[name] and chose[name] < SMALLEST_GROUP}
        tables += [{name: counts[name] for name in names} for counts in (chose, voted)]
    while grown := {name for table in tables for name in suppress(table, also_hide=hidden).hidden} - hidden:
        hidden |= grown
    return hidden


def _people(answers: Sequence[Answer], *, rung_chosen: bool) -> Counter[str]:
    """People per department who answered, or of those only who chose a rung."""
    return Counter(answer.department for answer in answers if answer.rung is not None or not rung_chosen)


def _groups(cast: Mapping[int, Sequence[Answer]], rounds: Sequence[int]) -> Iterable[Group]:
    if not cast:
        return
    hidden = hidden_departments(cast)
    names = in_order({answer.department for answers in cast.values() for answer in answers} - hidden)
    yield _group("whole", "", cast, rounds, None)
    for name in names:
        yield _group("department", name, cast, rounds, {name})
    if hidden and names:
        yield _group("rest", "", cast, rounds, hidden)


def _group(
    kind: str, name: str, cast: Mapping[int, Sequence[Answer]], rounds: Sequence[int], members: set[str] | None
) -> Group:
    counts = {number: _count(answers, members) for number, answers in cast.items()}
    return Group(
        kind=kind,
        name=name,
        members=tuple(sorted(members or ())),
        cells=tuple(_cell(column, counts, rounds) for column in COLUMNS),
        totals=_both({number: each.total() for number, each in counts.items()}, rounds),
    )


def _owners(cast: Mapping[int, Sequence[Answer]], newest: int) -> Owners | None:
    """None where nobody is marked."""
    answers = cast[newest]
    marks = sum(answer.responsible for answer in answers)
    if not marks:
        return None
    chose = Counter((answer.department, answer.responsible) for answer in answers if answer.rung is not None)
    answered = Counter((answer.department, answer.responsible) for answer in answers)
    if not may_be_told_apart(chose, answered, hidden_departments(cast)):
        return Owners(marks, len(answers))
    parts = {
        kind: [answer for answer in answers if answer.responsible == marked]
        for kind, marked in (("owners", True), ("others", False))
    }
    return Owners(
        marks,
        len(answers),
        tuple(_group(kind, "", {newest: part}, [newest], None) for kind, part in parts.items()),
        *(_middle(newest, part) for part in parts.values()),
    )


def _count(answers: Sequence[Answer], members: set[str] | None) -> Counter[int | None]:
    return Counter(answer.rung for answer in answers if members is None or answer.department in members)


def _cell(column: int | None, counts: Mapping[int, Counter[int | None]], rounds: Sequence[int]) -> Cell:
    widths = [round(100 * each[column] / (each.total() or 1)) for _number, each in sorted(counts.items())]
    return Cell(
        rung=column,
        counts=_both({number: each[column] for number, each in counts.items()}, rounds),
        width_before=widths[0],
        width=widths[-1],
    )


def _both(numbers: Mapping[int, int], rounds: Sequence[int]) -> tuple[int | None, int | None]:
    """The figures of the round before and the newest one; of the only one, and nothing, where there is one."""
    return numbers.get(rounds[0]), numbers.get(rounds[1]) if len(rounds) > 1 else None


def _middle(number: int, answers: Sequence[Answer]) -> Middle:
    rungs = sorted(answer.rung for answer in answers if answer.rung is not None)
    middle, split = lower_median(rungs), find_split(rungs)
    return Middle(
        round=number,
        answers=len(rungs),
        rung=middle,
        near=sum(abs(rung - middle) <= 1 for rung in rungs),
        agreed=rungs[0] == rungs[-1],
        split=split,
        camps=camps_of(rungs, split) if split else (),
    )


def camps_of(rungs: Sequence[int], split: Split) -> tuple[Camp, ...]:
    """The lower camp, those between if any, the upper camp; ``rungs`` ascending. Nobody is left out.

    The commonest rungs alone would not tell of a camp's others: of 1, 3 and 4 it would be one against one.
    """
    end, begin = split.below, len(rungs) - split.above
    between = rungs[end:begin]
    return (
        Camp(split.below, rungs[end - 1], "" if split.below == split.lower_count else "lower"),
        *([Camp(len(between), between[0])] if between else []),
        Camp(split.above, rungs[begin], "" if split.above == split.upper_count else "higher"),
    )
