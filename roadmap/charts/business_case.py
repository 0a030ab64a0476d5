"""The plots of a business case: cash flow by quarter, the spread of futures, the tornado.

Labels and the way to write money are arguments; amounts are in one currency.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from maturity.charts.style import RUNGS, Plot
from roadmap.methods.uncertainty import Bar, Simulation

WIDTH = 8.0
Written = Callable[[float], str]
TORNADO_BARS = 10
TORNADO_MARKS = 4  # long names leave half the width, and an amount is long in Danish


def cash_flow(
    benefits: Sequence[float],
    costs: Sequence[float],
    total: Sequence[float],
    *,
    quarters: Sequence[str],
    labels: tuple[str, str, str],
    money: Written,
    dark: bool,
) -> bytes:
    """Benefits upwards, costs downwards, the running total as a line. ``labels`` in that order."""
    benefits_label, costs_label, total_label = labels
    with Plot(WIDTH, 3.6, dark=dark) as plot:
        axes = plot.figure.add_subplot()
        places = range(len(quarters))
        edge = plot.colours.soft if dark else "none"
        axes.bar(places, benefits, 0.62, color=RUNGS[3], edgecolor=edge, label=benefits_label)
        down = [-cost for cost in costs]
        axes.bar(places, down, 0.62, color=RUNGS[1], edgecolor=edge, label=costs_label)
        axes.plot(
            places,
            total,
            "o-",
            color=plot.colours.primary,
            linewidth=2,
            markersize=4,
            label=total_label,
        )
        axes.axhline(0, color=plot.colours.soft, linewidth=1)
        axes.set_xticks(list(places), quarters)
        thin_out(axes, len(quarters))
        write_money(axes.yaxis, money)
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


def futures(simulation: Simulation, *, value_label: str, money: Written, dark: bool) -> bytes:
    """How many futures end at which value; those below zero in another colour; 10, 50 and 90 % marked."""
    with Plot(WIDTH, 3.0, dark=dark) as plot:
        axes = plot.figure.add_subplot()
        edges, counts = simulation.histogram.edges, simulation.histogram.counts
        widths = [right - left for left, right in pairwise(edges)]
        colours = [RUNGS[3] if edge >= 0 else RUNGS[1] for edge in edges[:-1]]
        widest = max(abs(edge) for edge in edges) or 1.0
        drawn = [width or widest / 40 for width in widths]
        axes.bar(edges[:-1], counts, drawn, align="edge", color=colours, linewidth=0)
        top = max(counts)
        for value, name in ((simulation.p10, "P10"), (simulation.p50, "P50"), (simulation.p90, "P90")):
            axes.axvline(value, ymax=0.88, color=plot.colours.ink, linewidth=1.2, linestyle=(0, (3, 2)))
            axes.text(value, top * 1.1, name, ha="center", va="bottom", color=plot.colours.ink)
        axes.axvline(0, ymax=0.82, color=plot.colours.accent, linewidth=1.6)
        axes.set_ylim(0, top * 1.22)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        write_money(axes.xaxis, money)
        axes.set_xlabel(value_label)
        return plot.svg()


def tornado(
    bars: Sequence[Bar],
    likely: float,
    *,
    names: Sequence[str],
    labels: tuple[str, str, str],
    money: Written,
    dark: bool,
) -> bytes:
    """A bar per assumption from its low to its high value around the likely one, the widest on top.

    ``labels``: of a low value, a high one, and the axis.
    """
    low_label, high_label, value_label = labels
    bars = bars[:TORNADO_BARS]
    with Plot(WIDTH, 1.3 + 0.36 * len(bars), dark=dark) as plot:
        axes = plot.figure.add_subplot()
        edge = plot.colours.soft if dark else "none"
        sides = ((RUNGS[1], low_label, "low"), (RUNGS[3], high_label, "high"))
        for colour, label, side in sides:
            reach = [getattr(bar, side) - likely for bar in bars]
            axes.barh(range(len(bars)), reach, 0.64, likely, color=colour, edgecolor=edge, label=label)
        axes.axvline(likely, color=plot.colours.ink, linewidth=1.2)
        axes.set_yticks(range(len(bars)), names[:TORNADO_BARS])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0, labelcolor=plot.colours.ink)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.locator_params(axis="x", nbins=TORNADO_MARKS)
        write_money(axes.xaxis, money)
        axes.set_xlabel(value_label)
        plot.figure.legend(loc="outside upper right", ncols=2, handlelength=1.2)
        return plot.svg()
