"""The plots of a business case: cash flow by quarter, the spread of futures, the tornado.

Labels and the way to write money are arguments; amounts are in one currency.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from maturity.charts.style import RUNGS, Plot

WIDTH = 8.0
Written = Callable[[float], str]
TORNADO_BARS = 10
TORNADO_MARKS = 4  # long names leave half the width, and an amount is long in Danish


@dataclass(frozen=True)
class CashFlow:
    """Costs and benefits by quarter, both positive, and their running total. ``quarters`` names them."""

    quarters: tuple[str, ...]
    costs: tuple[float, ...]
    benefits: tuple[float, ...]
    cumulative: tuple[float, ...]
    benefits_label: str
    costs_label: str
    cumulative_label: str
    money: Written


@dataclass(frozen=True)
class Futures:
    """Counts of futures between neighbouring edges, with the marks that divide them."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    p10: float
    p50: float
    p90: float
    value_label: str
    money: Written


@dataclass(frozen=True)
class Swing:
    """One assumption: the value when it is low and when it is high."""

    label: str
    low: float
    high: float


@dataclass(frozen=True)
class Swings:
    """The widest swings first, around the value with everything at its likeliest."""

    bars: tuple[Swing, ...]
    likely: float
    low_label: str
    high_label: str
    value_label: str
    money: Written


def cash_flow(picture: CashFlow, *, dark: bool) -> bytes:
    """Benefits upwards, costs downwards, the running total as a line."""
    with Plot(WIDTH, 3.6, dark=dark) as plot:
        axes = plot.figure.add_subplot()
        places = range(len(picture.quarters))
        edge = plot.colours.soft if dark else "none"
        axes.bar(places, picture.benefits, 0.62, color=RUNGS[3], edgecolor=edge, label=picture.benefits_label)
        down = [-cost for cost in picture.costs]
        axes.bar(places, down, 0.62, color=RUNGS[1], edgecolor=edge, label=picture.costs_label)
        axes.plot(
            places,
            picture.cumulative,
            "o-",
            color=plot.colours.primary,
            linewidth=2,
            markersize=4,
            label=picture.cumulative_label,
        )
        axes.axhline(0, color=plot.colours.soft, linewidth=1)
        axes.set_xticks(list(places), picture.quarters)
        thin_out(axes, len(picture.quarters))
        write_money(axes.yaxis, picture.money)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        plot.figure.legend(loc="outside upper left", ncols=3, handlelength=1.2)
        return plot.svg()


def thin_out(axes: Any, count: int) -> None:
    """At most twelve names under an axis, so that they stay readable."""
    step = -(-count // 12)
    for place, label in enumerate(axes.get_xticklabels()):
        label.set_visible(place % step == 0)


def write_money(axis: Any, money: Written) -> None:
    axis.set_major_formatter(lambda amount, _place: money(amount))


def futures(picture: Futures, *, dark: bool) -> bytes:
    """How many futures end at which value; those below zero in another colour; 10, 50 and 90 % marked."""
    with Plot(WIDTH, 3.0, dark=dark) as plot:
        axes = plot.figure.add_subplot()
        widths = [right - left for left, right in zip(picture.edges, picture.edges[1:], strict=False)]
        colours = [RUNGS[3] if edge >= 0 else RUNGS[1] for edge in picture.edges[:-1]]
        widest = max(abs(edge) for edge in picture.edges) or 1.0
        drawn = [width or widest / 40 for width in widths]
        axes.bar(picture.edges[:-1], picture.counts, drawn, align="edge", color=colours, linewidth=0)
        top = max(picture.counts)
        for value, name in ((picture.p10, "P10"), (picture.p50, "P50"), (picture.p90, "P90")):
            axes.axvline(value, ymax=0.88, color=plot.colours.ink, linewidth=1.2, linestyle=(0, (3, 2)))
            axes.text(value, top * 1.1, name, ha="center", va="bottom", color=plot.colours.ink)
        axes.axvline(0, ymax=0.82, color=plot.colours.accent, linewidth=1.6)
        axes.set_ylim(0, top * 1.22)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        write_money(axes.xaxis, picture.money)
        axes.set_xlabel(picture.value_label)
        return plot.svg()


def tornado(picture: Swings, *, dark: bool) -> bytes:
    """A bar per assumption from its low to its high value, the widest on top."""
    bars = picture.bars[:TORNADO_BARS]
    with Plot(WIDTH, 1.3 + 0.36 * len(bars), dark=dark) as plot:
        axes = plot.figure.add_subplot()
        edge = plot.colours.soft if dark else "none"
        sides = ((RUNGS[1], picture.low_label, "low"), (RUNGS[3], picture.high_label, "high"))
        for colour, label, side in sides:
            reach = [getattr(bar, side) - picture.likely for bar in bars]
            axes.barh(range(len(bars)), reach, 0.64, picture.likely, color=colour, edgecolor=edge, label=label)
        axes.axvline(picture.likely, color=plot.colours.ink, linewidth=1.2)
        axes.set_yticks(range(len(bars)), [bar.label for bar in bars])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0, labelcolor=plot.colours.ink)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.locator_params(axis="x", nbins=TORNADO_MARKS)
        write_money(axes.xaxis, picture.money)
        axes.set_xlabel(picture.value_label)
        plot.figure.legend(loc="outside upper right", ncols=2, handlelength=1.2)
        return plot.svg()
