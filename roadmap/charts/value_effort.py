"""Value against effort: a dot where others see an initiative, an arrow to where its owner sees it.

Labels stand where they cover the fewest dots and other labels; where there are more initiatives than can be read, only
those with the most value for their effort are labelled. The figures are in a table beside the picture.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from maturity.charts.style import Palette

MOST_LABELS = 60
MIDDLE = 3.0
LOW, HIGH = 0.7, 5.3
# Places for a label around its dot, in the order in which they are tried: offsets in points, and alignments.
PLACES = (
    (7, 0, "left", "center"),
    (-7, 0, "right", "center"),
    (0, 7, "center", "bottom"),
    (0, -7, "center", "top"),
    (6, 6, "left", "bottom"),
    (6, -6, "left", "top"),
    (-6, 6, "right", "bottom"),
    (-6, -6, "right", "top"),
    (16, 0, "left", "center"),
    (0, 16, "center", "bottom"),
    (0, -16, "center", "top"),
    (-16, 0, "right", "center"),
)
WIDTH, HEIGHT = 7.2, 5.0
POINTS_PER_UNIT = (72 * WIDTH * 0.86 / (HIGH - LOW), 72 * HEIGHT * 0.82 / (HIGH - LOW))
LETTER, LINE = 6.2, 11.0


@dataclass(frozen=True)
class Spot:
    """One initiative, all means from 1 to 5. The owner's are None where nobody of the owner's department rated."""

    key: str
    value: float
    effort: float
    owner_value: float | None = None
    owner_effort: float | None = None
    by_owner_alone: bool = False

    @property
    def tilts(self) -> bool:
        return (
            not self.by_owner_alone
            and self.owner_value is not None
            and self.owner_effort is not None
            and hypot(self.owner_value - self.value, self.owner_effort - self.effort) > 0.05
        )


@dataclass(frozen=True)
class ValueEffort:
    """The picture's figures."""

    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Words:
    """What the picture says, in the reader's language: axes, and the four corners."""

    value: str
    effort: str
    do_first: str
    plan_well: str
    in_passing: str
    think_again: str


@dataclass(frozen=True)
class Placed:
    """A label: its spot, offset from the dot in points, and alignments."""

    spot: Spot
    dx: float
    dy: float
    across: str
    upright: str


@lru_cache(maxsize=32)
def draw(figures: ValueEffort, words: Words, *, dark: bool) -> bytes:
    """The picture as SVG."""
    from maturity.charts.style import Plot

    with Plot(WIDTH, HEIGHT, dark=dark) as plot:
        axes = plot.figure.add_subplot()
        axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xlabel=words.effort, ylabel=words.value)
        axes.set_xticks(range(1, 6))
        axes.set_yticks(range(1, 6))
        _quarters(plot.colours, axes, words)
        _arrows(plot.colours, axes, figures.spots)
        _dots(plot.colours, axes, figures.spots)
        for label in labels(figures.spots):
            axes.annotate(
                label.spot.key,
                (label.spot.effort, label.spot.value),
                (label.dx, label.dy),
                textcoords="offset points",
                ha=label.across,
                va=label.upright,
                fontsize=9,
            )
        return plot.svg()


def _quarters(colours: "Palette", axes: "Axes", words: Words) -> None:
    corners = (
        (LOW + 0.06, HIGH - 0.05, "left", "top", words.do_first),
        (HIGH - 0.06, HIGH - 0.05, "right", "top", words.plan_well),
        (LOW + 0.06, LOW + 0.05, "left", "bottom", words.in_passing),
        (HIGH - 0.06, LOW + 0.05, "right", "bottom", words.think_again),
    )
    axes.axhline(MIDDLE, color=colours.line, linewidth=1, zorder=0)
    axes.axvline(MIDDLE, color=colours.line, linewidth=1, zorder=0)
    for x, y, across, upright, word in corners:
        axes.text(x, y, word, ha=across, va=upright, color=colours.soft, fontsize=9)


def _arrows(colours: "Palette", axes: "Axes", spots: Iterable[Spot]) -> None:
    tilted = [spot for spot in spots if spot.tilts]
    if tilted:
        axes.quiver(
            [spot.effort for spot in tilted],
            [spot.value for spot in tilted],
            [(spot.owner_effort or 0.0) - spot.effort for spot in tilted],
            [(spot.owner_value or 0.0) - spot.value for spot in tilted],
            angles="xy",
            scale_units="xy",
            scale=1,
            width=0.0022,
            headwidth=4.5,
            headlength=6,
            headaxislength=5,
            color=colours.accent,
            alpha=0.8,
        )


def _dots(colours: "Palette", axes: "Axes", spots: Iterable[Spot]) -> None:
    for alone in (False, True):
        chosen = [spot for spot in spots if spot.by_owner_alone is alone]
        axes.scatter(
            [spot.effort for spot in chosen],
            [spot.value for spot in chosen],
            s=34,
            facecolors="none" if alone else colours.primary,
            edgecolors=colours.accent if alone else colours.paper,
            linewidths=1.2 if alone else 0.6,
            zorder=3,
        )


def labels(spots: tuple[Spot, ...]) -> tuple[Placed, ...]:
    """Each label in the free place that is tried first, the most worthwhile initiatives first.

    >>> [(label.spot.key, label.dx) for label in labels((Spot("A", 4.0, 2.0), Spot("B", 4.0, 2.05)))]
    [('A', -7), ('B', 7)]
    """
    chosen = sorted(spots, key=lambda spot: -spot.value / spot.effort)[:MOST_LABELS]
    dots = [_box(spot, 0, 0, 8.0, 8.0, "center", "center") for spot in spots]
    taken: list[Box] = []
    placed = []
    for spot in chosen:
        free = min(PLACES, key=lambda place: _covered(_label_box(spot, place), [*taken, *dots]))
        taken.append(_label_box(spot, free))
        placed.append(Placed(spot, *free))
    return tuple(placed)


Box = tuple[float, float, float, float]


def _label_box(spot: Spot, place: tuple[float, float, str, str]) -> Box:
    dx, dy, across, upright = place
    return _box(spot, dx, dy, LETTER * len(spot.key), LINE, across, upright)


def _box(spot: Spot, dx: float, dy: float, width: float, height: float, across: str, upright: str) -> Box:
    """Left, bottom, right, top in points."""
    left = spot.effort * POINTS_PER_UNIT[0] + dx - width * {"left": 0.0, "center": 0.5, "right": 1.0}[across]
    bottom = spot.value * POINTS_PER_UNIT[1] + dy - height * {"bottom": 0.0, "center": 0.5, "top": 1.0}[upright]
    return (left, bottom, left + width, bottom + height)


def _covered(box: Box, others: Iterable[Box]) -> float:
    """The area of others that a box covers, in square points."""
    return sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in others
    )
