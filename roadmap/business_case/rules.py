"""The figures that the articles quote, offered as starting assumptions, and how old a figure is. No queries."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from maturity.framework.rules import Text

LIBRARY = Path(__file__).parent / "library" / "figures.toml"
# The key of the one assumption that says what is lost per year if nothing is done.
DO_NOTHING = "do-nothing"


@dataclass(frozen=True)
class QuotedFigure:
    """A figure as an article quotes it. ``year`` is the latest year of the articles: the figure is at least as old.

    ``quoted`` is whom the article quotes, None where it names nobody; ``source`` is the article, as we name it.
    """

    key: str
    text: Text
    low: Decimal | None
    likely: Decimal
    high: Decimal | None
    unit: str
    quoted: Text | None
    source: Text
    year: int

    def origin(self, language: str) -> str:
        """Who is quoted, and where: ``IBM, in Advertising Paradigm, …``."""
        article = self.source.in_(language)
        return f"{self.quoted.in_(language)} · {article}" if self.quoted else article


@cache
def quoted_figures() -> tuple[QuotedFigure, ...]:
    """All figures of the library file, in its order."""
    found = tomllib.loads(LIBRARY.read_text(encoding="utf-8"))
    return tuple(figure_of(each, found["sources"]) for each in found["figures"])


def figure_of(entry: dict[str, Any], sources: dict[str, dict[str, str]]) -> QuotedFigure:
    quoted = entry.get("quoted")
    if isinstance(quoted, str):
        quoted = {"en": quoted, "da": quoted, "sv": quoted}
    return QuotedFigure(
        key=entry["key"],
        text=Text(**entry["text"]),
        low=Decimal(entry["low"]) if "low" in entry else None,
        likely=Decimal(entry["likely"]),
        high=Decimal(entry["high"]) if "high" in entry else None,
        unit=entry["unit"],
        quoted=Text(**quoted) if quoted else None,
        source=Text(**sources[entry["source"]]),
        year=entry["year"],
    )


def age_of(year: int | None, this_year: int) -> int | None:
    """Full years since a figure's year; None where the year is not known.

    >>> age_of(2016, 2026), age_of(None, 2026)
    (10, None)
    """
    return None if year is None else max(0, this_year - year)
