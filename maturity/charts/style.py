"""How every plot looks: the product's colours and type, light and dark, the same bytes for the same figures.

Plots are matplotlib ``Figure`` objects (never pyplot: no global state) written as SVG with text kept as text. The
values are those of ``static/maturity/tokens.css``.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

FONTS = Path(__file__).resolve().parent.parent / "static" / "maturity" / "fonts"
RUNGS = ("#f3dcc0", "#e2b56b", "#93ad78", "#387a79", "#1d3f66")


@dataclass(frozen=True)
class Palette:
    """Colours of one mode. ``paper`` is what a plot stands on; plots themselves are transparent."""

    ink: str
    soft: str
    line: str
    paper: str
    primary: str
    accent: str


LIGHT = Palette("#14212b", "#4c5a64", "#dcdfda", "#fcfcfa", "#1d3f66", "#a83e26")
DARK = Palette("#e9eef0", "#a9b6bd", "#2d3a44", "#10171d", "#bcd6ee", "#f2a58c")


def palette(*, dark: bool) -> Palette:
    return DARK if dark else LIGHT


@cache
def register_fonts() -> None:
    """Make Inter known to matplotlib, from the files that ship with the product."""
    for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        font_manager.fontManager.addfont(str(FONTS / name))


def settings(colours: Palette) -> dict[Any, Any]:
    return {
        "font.family": ["Inter", "sans-serif"],
        "font.sans-serif": ["Inter", "Arial", "Helvetica", "sans-serif"],
        "font.size": 10,
        "text.color": colours.ink,
        "axes.labelcolor": colours.soft,
        "axes.edgecolor": colours.line,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "xtick.color": colours.soft,
        "ytick.color": colours.soft,
        "xtick.labelcolor": colours.soft,
        "ytick.labelcolor": colours.soft,
        "grid.color": colours.line,
        "grid.linewidth": 0.8,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "maturity",
    }


class Plot:
    """One figure in one mode, used as ``with Plot(6.4, 3.2, dark=False) as plot: plot.figure …; return plot.svg()``."""

    def __init__(self, width: float, height: float, *, dark: bool) -> None:
        """``width`` and ``height`` in inches."""
        register_fonts()
        self.colours = palette(dark=dark)
        self._context = rc_context(settings(self.colours))
        self._size = (width, height)

    def __enter__(self) -> "Plot":
        self._context.__enter__()
        self.figure = Figure(figsize=self._size, layout="constrained")
        self.figure.patch.set_alpha(0)
        return self

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)

    def svg(self) -> bytes:
        """The picture, without date, so that the same figures give the same bytes."""
        buffer = BytesIO()
        self.figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return buffer.getvalue()
