"""A directed graph as geometry: cards in columns, and ties between them as wide as what flows.

A template draws it (``channels/_graph.html``), so that it can be styled, translated and printed. Lengths are in the
picture's own units. Every tie leaves and enters a card at a port of its own, and long ties pass between the cards.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from .layering import Slot, columns_of, heights, ordered, steps_of

CARD = 152.0
CARD_HEIGHT = 58.0
BETWEEN = 112.0
GAP = 16.0
LANE = 12.0
MARGIN = 6.0
LARGEST_DISC = 19.0
SMALLEST_DISC = 1.5
DISC_X = 25.0
TEXT_X = 50.0
LINE = 15.0
WIDEST = 14.0
THINNEST = 1.25
PORT = 13.0
LETTERS = 14
LINES = 2
ALONE = 4


@dataclass(frozen=True)
class CardPlace:
    """A thing to draw. ``weight``: what its disc's area shows; None where not known."""

    key: str
    label: str
    weight: float | None


@dataclass(frozen=True)
class Tie:
    """What goes from one place to another. ``weight``: what its width shows; None where not known."""

    key: str
    origin: str
    destination: str
    weight: float | None


@dataclass(frozen=True)
class NetworkCard:
    """A drawn place: its box, its disc (radius None where the weight is not known), and where its words stand.

    ``lines``: the label in at most two lines, each with the height of its baseline; ``note_y``: one for a line below.
    """

    key: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[str, float], ...]
    text_x: float
    note_y: float
    disc_x: float
    disc_y: float
    radius: float | None


@dataclass(frozen=True)
class Ribbon:
    """A drawn tie: an SVG path, its width, and the arrowhead's corners."""

    key: str
    path: str
    width: float
    head: str


@dataclass(frozen=True)
class Network:
    width: float
    height: float
    cards: tuple[NetworkCard, ...]
    ribbons: tuple[Ribbon, ...]


def network(places: Sequence[CardPlace], ties: Sequence[Tie]) -> Network:
    """The picture of ``places`` and ``ties`` (at most one tie each way between two places, none to itself).

    Raises ``ValueError`` where a tie leads to a place that is not there, to itself, or comes twice.

    >>> drawn = network([CardPlace("a", "Web", 4), CardPlace("b", "Phone", 1)], [Tie("1", "a", "b", 8)])
    >>> [(card.key, card.x, card.y, card.radius) for card in drawn.cards]
    [('a', 6.0, 6.0, 19.0), ('b', 270.0, 6.0, 9.5)]
    >>> drawn.ribbons[0].path, drawn.ribbons[0].width
    ('M158 35C214 35 200.5 35 256.5 35', 14.0)
    """
    check(places, ties)
    tied = {end for tie in ties for end in (tie.origin, tie.destination)}
    joined = [place.key for place in places if place.key in tied]
    sketch = Sketch(joined, ties)
    boxes = sketch.boxes() | alone([each.key for each in places if each.key not in tied], sketch)
    largest = max((place.weight or 0 for place in places), default=0)
    cards = tuple(card(place, *boxes[place.key], largest) for place in places)
    columns = max((box[0] for box in boxes.values()), default=0)
    bottom = max((box[1] + box[2] for box in boxes.values()), default=0)
    return Network(round(columns + CARD + MARGIN, 1), round(bottom + MARGIN, 1), cards, sketch.ribbons())


def check(places: Sequence[CardPlace], ties: Sequence[Tie]) -> None:
    known = {place.key for place in places}
    for tie in ties:
        if tie.origin == tie.destination or not {tie.origin, tie.destination} <= known:
            raise ValueError(f"a tie leads from one place of the picture to another: {tie.origin} → {tie.destination}")
    if len({(tie.origin, tie.destination) for tie in ties}) < len(ties):
        raise ValueError("two ties lead from the same place to the same place")


def card(place: CardPlace, x: float, y: float, height: float, largest: float) -> NetworkCard:
    middle = y + height / 2
    words = wrapped(place.label)
    first = middle - (len(words) - 1) * LINE / 2 - 3
    return NetworkCard(
        key=place.key,
        x=round(x, 1),
        y=round(y, 1),
        width=CARD,
        height=round(height, 1),
        lines=tuple((text, round(first + number * LINE, 1)) for number, text in enumerate(words)),
        text_x=round(x + TEXT_X, 1),
        note_y=round(first + len(words) * LINE, 1),
        disc_x=round(x + DISC_X, 1),
        disc_y=round(middle, 1),
        radius=radius_of(place.weight, largest),
    )


def wrapped(label: str) -> list[str]:
    """A label in lines that a card has room for, with … where it is too long."""
    lines = textwrap.wrap(label, LETTERS) or [""]
    if len(lines) > LINES:
        rest = " ".join(lines[LINES - 1 :])
        lines = [*lines[: LINES - 1], rest[: LETTERS - 1].rstrip() + "…"]
    return lines


def radius_of(weight: float | None, largest: float) -> float | None:
    if weight is None:
        return None
    return round(max(SMALLEST_DISC, LARGEST_DISC * sqrt(weight / largest)), 2) if largest else SMALLEST_DISC


def alone(keys: Sequence[str], sketch: "Sketch") -> dict[str, tuple[float, float, float]]:
    """Places without a tie stand in rows below the rest."""
    per_row = max(ALONE, len(sketch.rows))
    top = sketch.bottom + 2 * GAP if sketch.rows else MARGIN
    return {
        key: (column_x(number % per_row), top + (number // per_row) * (CARD_HEIGHT + GAP), CARD_HEIGHT)
        for number, key in enumerate(keys)
    }


def column_x(number: int) -> float:
    return MARGIN + number * (CARD + BETWEEN)


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """On from (x1, y1) to (x2, y2), level at both ends."""
    bend = (column_x(1) - column_x(0) - CARD) / 2 * (1 if x2 > x1 else -1)
    return f"C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"


class Sketch:
    """The tied places and their ties on their way to a picture."""

    def __init__(self, names: Sequence[str], ties: Sequence[Tie]) -> None:
        self.ties = {tie.key: tie for tie in ties}
        known = {(tie.origin, tie.destination): tie.weight or 0.0 for tie in ties}
        self.column: Mapping[str, int] = columns_of(names, known)
        self.ways = {tie.key: steps_of((tie.origin, tie.destination), self.column) for tie in ties}
        self.rows = ordered(names, self.ways.values(), self.column)
        most = max(known.values(), default=0.0)
        self.width = {
            tie.key: round(max(THINNEST, WIDEST * (tie.weight or 0) / most) if most else THINNEST, 2) for tie in ties
        }
        self.size = {slot: self.size_of(slot) for row in self.rows for slot in row}
        found = heights(self.rows, self.ways.values(), self.size, GAP)
        self.middle = {slot: round(at + MARGIN, 1) for slot, at in found.items()}
        self.ports = self.find_ports()

    @property
    def bottom(self) -> float:
        return max((self.middle[slot] + self.size[slot] / 2 for slot in self.middle), default=0.0)

    def size_of(self, slot: Slot) -> float:
        """How high a slot is: a card with room for the ports on its busier side, or a lane."""
        if slot[0] not in self.column:
            return max((LANE, *(self.width[key] for key, way in self.ways.items() if slot in way)))
        left = [self.room(key) for key, way in self.ways.items() if way[-1] == slot]
        right = [self.room(key) for key, way in self.ways.items() if way[0] == slot]
        return max(CARD_HEIGHT, sum(left), sum(right))

    def room(self, key: str) -> float:
        return max(PORT, self.width[key] + 7)

    def boxes(self) -> dict[str, tuple[float, float, float]]:
        """Left edge, top edge and height of each card."""
        return {
            name: (column_x(number), self.middle[name, number] - self.size[name, number] / 2, self.size[name, number])
            for name, number in self.column.items()
        }

    def find_ports(self) -> dict[tuple[str, Slot], float]:
        """Where a tie meets a card: stacked on its side, in the sequence of where the ties lead."""
        sides: dict[tuple[Slot, int], list[tuple[float, str]]] = {}
        for key, way in self.ways.items():
            sides.setdefault((way[0], 1), []).append((self.middle[way[1]], key))
            sides.setdefault((way[-1], -1), []).append((self.middle[way[-2]], key))
        ports = {}
        for (slot, _side), ends in sides.items():
            at = self.middle[slot] - sum(self.room(key) for _, key in ends) / 2
            for _, key in sorted(ends):
                ports[key, slot] = round(at + self.room(key) / 2, 1)
                at += self.room(key)
        return ports

    def ribbons(self) -> tuple[Ribbon, ...]:
        """The widest first, so that thin ones lie on top."""
        drawn = [self.ribbon(tie) for tie in self.ties.values()]
        return tuple(sorted(drawn, key=lambda each: (-each.width, each.key)))

    def ribbon(self, tie: Tie) -> Ribbon:
        way, width = self.ways[tie.key], self.width[tie.key]
        rightwards = way[0][0] == tie.origin
        points = self.points(tie.key, way)
        if not rightwards:
            points.reverse()
        length = round(6.5 + width / 2, 1)
        tip_x, tip_y = points[-1]
        base = tip_x - length if rightwards else tip_x + length
        points[-1] = (base, tip_y)
        half = round(width / 2 + 3.5, 1)
        head = f"{tip_x:g},{tip_y:g} {base:g},{tip_y - half:g} {base:g},{tip_y + half:g}"
        return Ribbon(tie.key, traced(points), width, head)

    def points(self, key: str, way: Sequence[Slot]) -> list[tuple[float, float]]:
        """Where a tie passes, from left to right: out of a card, in and out of each lane, into a card."""
        found = [(column_x(way[0][1]) + CARD, self.ports[key, way[0]])]
        for slot in way[1:-1]:
            x, y = column_x(slot[1]), self.middle[slot]
            found += [(x, y), (x + CARD, y)]
        return [*found, (column_x(way[-1][1]), self.ports[key, way[-1]])]


def traced(points: Sequence[tuple[float, float]]) -> str:
    """A path that bends between columns and goes straight along lanes."""
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        path += curve(x1, y1, x2, y2) if number % 2 == 0 else f"H{x2:g}"
    return path
