"""The terms of a case, and the figures that the articles quote, offered as starting assumptions. No queries."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.framework.rules import Text
from maturity.web.formats import plain
from roadmap.initiatives.rules import Driver

LIBRARY = Path(__file__).parent / "library" / "figures.toml"
# The key of the one assumption that says what is lost per year if nothing is done.
DO_NOTHING = "do-nothing"


class Spread(TextChoices):
    """How amounts between low and high are spread; the values are those of ``methods.uncertainty.Shape``."""

    TRIANGULAR = "triangular", gettext_lazy("Triangle: low and high count as much as likely")
    PERT = "pert", gettext_lazy("PERT: likely counts four times as much as low and high")


class Together(TextChoices):
    """How far benefits rise and fall together."""

    NONE = "none", pgettext_lazy("together", "Not at all")
    SOME = "some", pgettext_lazy("together", "Somewhat")
    STRONG = "strong", pgettext_lazy("together", "Strongly")

    @property
    def correlation(self) -> float:
        """The rank correlation between any two benefits."""
        return CORRELATIONS[self]

    @property
    def with_number(self) -> str:
        """The word with the number behind it."""
        number = plain(Decimal(str(self.correlation)))
        return _("%(word)s (correlation of ranks %(number)s)") % {"word": self.label, "number": number}


# One house, one market, one set of people: "some" is the default. No study of such plans gives a number, so the three
# are ours, and the page tells the number behind each word.
CORRELATIONS = {Together.NONE: 0.0, Together.SOME: 0.3, Together.STRONG: 0.6}


class ProjectType(TextChoices):
    """Kinds of project with a record of overruns; the values are those of ``methods.uncertainty.ProjectKind``."""

    EQUIPMENT = "equipment", gettext_lazy("Software, systems and equipment")
    OUTSOURCING = "outsourcing", gettext_lazy("Outsourcing")
    STANDARD_BUILDINGS = "standard buildings", gettext_lazy("Ordinary buildings")
    NON_STANDARD_BUILDINGS = "non-standard buildings", gettext_lazy("Unusual buildings")
    STANDARD_CIVIL_ENGINEERING = "standard civil engineering", gettext_lazy("Ordinary civil engineering")
    NON_STANDARD_CIVIL_ENGINEERING = "non-standard civil engineering", gettext_lazy("Unusual civil engineering")


def slug_of(driver: str) -> str:
    """A driver in an address.

    >>> slug_of("cost to serve")
    'cost-to-serve'
    """
    return driver.replace(" ", "-")


def driver_of(slug: str) -> Driver | None:
    """The driver of an address; None where it names none."""
    return next((driver for driver in Driver if slug_of(driver.value) == slug), None)


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
        quoted = {"en": quoted}  # a name is the same in every language
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
