"""The portfolio in an order of priority, how sure that order is, and what each initiative lacks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from roadmap.methods.prioritisation import (
    Estimate,
    Summary,
    Waiting,
    by_value_over_effort,
    dominates,
    impact_of,
    rice,
    weigh_departments,
)
from roadmap.methods.robustness import PlaceStanding, rank_robustness

from .facts import InitiativeFacts

Portfolio = tuple[InitiativeFacts, ...]

ORDERS = ("ratio", "rice", "delay")
FIRST = 5
SHOWN = 12
QUARTERS_A_YEAR = 4


@dataclass(frozen=True)
class Asked:
    """Which order the reader asked for, how many are "the first", and whether departments weigh alike."""

    by: str = "ratio"
    first: int = FIRST
    alike: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Asked":
        by, first = asked.get("by", ""), asked.get("first", "")
        return cls(
            by=by if by in ORDERS else "ratio",
            first=min(max(int(first), 1), 999) if first.isascii() and first.isdecimal() and len(first) < 5 else FIRST,
            alike=asked.get("weigh") == "departments",
        )

    @property
    def in_address(self) -> tuple[tuple[str, str], ...]:
        """What differs from what is shown when nobody asks."""
        said = {"by": self.by, "first": str(self.first), "weigh": "departments" if self.alike else ""}
        return tuple((name, value) for name, value in said.items() if value not in ("", "ratio", str(FIRST)))


@dataclass(frozen=True)
class Scored:
    """A figure, or what it lacks: ``reach``, ``confidence``, ``value``, ``effort``, ``benefit``, ``duration``."""

    figure: float | None = None
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One initiative in the order; ``standing`` where the spread of estimates says how sure its place is."""

    row: InitiativeFacts
    place: int
    figure: float
    summary: Summary
    standing: PlaceStanding | None = None
    outdone_by: tuple[str, ...] = ()

    @property
    def sure(self) -> float | None:
        """The stated confidence as a fraction."""
        return None if self.row.confidence is None else self.row.confidence / 100

    @property
    def delay(self) -> float:
        """What a quarter's delay loses, in money."""
        return self.row.benefit / QUARTERS_A_YEAR


class Sureness(NamedTuple):
    """What the spread of estimates says of the order by value over effort; keys and places, without the samples."""

    standings: tuple[PlaceStanding, ...]
    sure: tuple[str, ...]
    contested: tuple[str, ...]
    open_places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Priorities:
    """The initiatives that have what the order asks for, by place; and those that lack something."""

    asked: Asked
    first: int
    lines: tuple[Line, ...]
    lacking: tuple[tuple[InitiativeFacts, tuple[str, ...]], ...]
    sureness: Sureness | None

    @property
    def shown(self) -> tuple[Line, ...]:
        return self.lines[: max(SHOWN, self.first + 3)]

    @property
    def more(self) -> int:
        return len(self.lines) - len(self.shown)

    @property
    def open_places(self) -> str:
        """The open runs that begin among the first places, such as 1–4, 3–7; empty where there are none."""
        runs = self.sureness.open_places if self.sureness else ()
        return ", ".join(f"{low}–{high}" for low, high in runs if low <= self.first)

    @property
    def lacking_alike(self) -> tuple[tuple[tuple[str, ...], tuple[InitiativeFacts, ...]], ...]:
        """What is lacking, and the initiatives that lack just this."""
        alike: dict[tuple[str, ...], list[InitiativeFacts]] = {}
        for row, lacks in self.lacking:
            alike.setdefault(lacks, []).append(row)
        return tuple((lacks, tuple(rows)) for lacks, rows in alike.items())

    @property
    def seats(self) -> tuple[int, ...]:
        """The first places that none takes surely."""
        return tuple(range(len(self.sureness.sure) + 1, self.first + 1)) if self.sureness else ()

    @property
    def seats_in_words(self) -> str:
        return f"{self.seats[0]}–{self.seats[-1]}" if len(self.seats) > 1 else "".join(map(str, self.seats))


def priorities_of(portfolio: Portfolio, asked: Asked) -> Priorities:
    """The order that was asked for."""
    summaries = {row.key: others_see(row, asked) for row in portfolio}
    scored = {row.key: scored_by(row, summaries[row.key], asked.by) for row in portfolio}
    rows = {row.key: row for row in portfolio}
    figures = {key: each.figure for key, each in scored.items() if each.figure is not None}
    first = min(asked.first, max(len(figures), 1))
    sureness = sure_order(rated_by_others(portfolio), first=first, alike=asked.alike) if asked.by == "ratio" else None
    standings = {each.key: each for each in sureness.standings} if sureness else {}
    lines = [
        Line(rows[key], place, figures[key], summaries[key], standings.get(key))
        for place, key in enumerate(ordered(figures, summaries, asked.by), start=1)
    ]
    lacking = tuple((rows[key], each.lacks) for key, each in scored.items() if each.lacks)
    found = Priorities(asked, first, tuple(lines), lacking, sureness)
    return with_rivals(found, summaries)


def ordered(figures: Mapping[str, float], summaries: Mapping[str, Summary], by: str) -> tuple[str, ...]:
    if by == "ratio":
        return by_value_over_effort({key: summaries[key] for key in figures})
    return tuple(sorted(figures, key=lambda key: -figures[key]))


def with_rivals(found: Priorities, summaries: Mapping[str, Summary]) -> Priorities:
    """What outdoes each initiative that is shown: of some hundreds, all pairs would take too long."""
    lines = tuple(
        Line(
            each.row, each.place, each.figure, each.summary, each.standing,
            tuple(key for key, rival in summaries.items() if dominates(rival, each.summary)),
        )
        for each in found.shown
    )  # fmt: skip
    return Priorities(found.asked, found.first, lines + found.lines[len(lines) :], found.lacking, found.sureness)


def others_see(row: InitiativeFacts, asked: Asked) -> Summary:
    """What all but the owner's department think; raters alike, or departments."""
    return weigh_departments(others(row)) if asked.alike else row.priority.without_owner


def others(row: InitiativeFacts) -> tuple[Estimate, ...]:
    return tuple(each for each in row.estimates if each.department != row.department)


def scored_by(row: InitiativeFacts, summary: Summary, by: str) -> Scored:
    if by == "rice":
        return rice_of(row.reach, summary.value, row.confidence, row.effort)
    if by == "delay":
        return delay_of(row.benefit, row.quarters)
    return Scored(summary.ratio) if summary.ratio is not None else Scored(lacks=("value",))


def rice_of(reach: int | None, value: float | None, confidence: int | None, weeks: float) -> Scored:
    """Customers a quarter, weighted by impact and confidence, for each person-week; or what is not stated."""
    if reach is not None and value is not None and confidence is not None and weeks > 0:
        return Scored(rice(reach, impact_of(value), confidence / 100, weeks))
    there = {"reach": reach is not None, "confidence": confidence is not None, "value": value is not None}
    return Scored(lacks=tuple(name for name, has in {**there, "effort": weeks > 0}.items() if not has))


def delay_of(benefit: float, quarters: int) -> Scored:
    """Money that a quarter's delay loses, for each quarter of work; ``benefit`` a year at full effect."""
    if benefit > 0 and quarters > 0:
        return Scored(Waiting(benefit / QUARTERS_A_YEAR, quarters).cd3)
    there = {"benefit": benefit > 0, "duration": quarters > 0}
    return Scored(lacks=tuple(name for name, has in there.items() if not has))


Rated = tuple[tuple[str, tuple[Estimate, ...]], ...]


def rated_by_others(portfolio: Portfolio) -> Rated:
    found = ((row.key, others(row)) for row in portfolio)
    return tuple((key, estimates) for key, estimates in found if estimates)


@lru_cache(maxsize=32)
def sure_order(rated: Rated, *, first: int, alike: bool) -> Sureness | None:
    """None where no initiative has two raters: then nobody knows how far people differ."""
    if all(len(estimates) < 2 for _key, estimates in rated):
        return None
    found = rank_robustness(dict(rated), first=first, departments_alike=alike)
    return Sureness(found.standings, found.sure, found.contested, found.open_places)
