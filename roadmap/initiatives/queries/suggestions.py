"""Reads: typical initiatives for the largest gaps, those first that nothing addresses yet."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Avg, Count, Q

from maturity.assessment.domain.page import DimensionRow
from maturity.assessment.queries.pages import assessment_page
from maturity.clients.models import Engagement
from maturity.framework.rules import Text
from maturity.journey.models import Touchpoint
from maturity.methods.experience import FEWEST_ANSWERS
from maturity.methods.scale import rung_of_score
from maturity.web.names import fold

from ..domain.facts import natural
from ..models import Initiative
from .facts import live

LIBRARY = Path(__file__).resolve().parent.parent / "library" / "suggestions.toml"
MOST_TOUCHPOINTS = 5


@dataclass(frozen=True)
class Suggestion:
    """A typical initiative. ``answers``: the dimension, or the kind of experience gap, that it is for."""

    key: str
    answers: str
    kind: str
    quarters: int
    title: Text
    why: Text
    dimensions: tuple[str, ...]

    def titles(self, touchpoint: str = "") -> dict[str, str]:
        """The title in each language, with the touchpoint's name in its place."""
        return {language: title.replace("{touchpoint}", touchpoint) for language, title in self.title.items()}


@dataclass(frozen=True)
class Offer:
    """A suggestion as shown: filled in, and the key of the initiative that it has become, if it has."""

    suggestion: Suggestion
    title: Text
    taken: str | None


@dataclass(frozen=True)
class DimensionGap:
    """A dimension below its target, what addresses it already, and what is suggested."""

    row: DimensionRow
    addressed_by: tuple[str, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class TouchpointGap:
    """A touchpoint where customers experience less than the house believes. ``gap`` in rungs."""

    pk: int
    name: str
    gap: float
    gap_kind: str
    addressed_by: tuple[str, ...]
    offers: tuple[Offer, ...]


class SuggestionsPage(NamedTuple):
    dimensions: tuple[DimensionGap, ...]
    touchpoints: tuple[TouchpointGap, ...]

    @property
    def unaddressed(self) -> int:
        """Gaps that no initiative addresses."""
        addressed_by = [gap.addressed_by for gap in self.dimensions] + [gap.addressed_by for gap in self.touchpoints]
        return sum(not keys for keys in addressed_by)


@cache
def library() -> Mapping[str, Suggestion]:
    """The suggestions by key, as the product ships them."""
    found = tomllib.loads(LIBRARY.read_text(encoding="utf-8"))
    return {entry["key"]: suggestion_of(entry) for entry in found["suggestions"]}


def suggestion_of(entry: Mapping[str, Any]) -> Suggestion:
    return Suggestion(
        key=entry["key"],
        answers=entry["for"],
        kind=entry["kind"],
        quarters=entry["quarters"],
        title=Text(**entry["title"]),
        why=Text(**entry["why"]),
        dimensions=tuple(entry.get("dimensions", [entry["for"]])),
    )


def suggestions_page(engagement: Engagement) -> SuggestionsPage:
    """Gaps and what is suggested, in six queries whatever their number: three are the assessment's."""
    titles, dimensions = addressed(engagement)
    behind = [row for row in assessment_page(engagement).rows if (row.score.gap or 0) > 0]
    gaps = [
        DimensionGap(row, dimensions.get(row.dimension.key, ()), offers_for(row.dimension.key, titles))
        for row in behind
    ]
    return SuggestionsPage(
        dimensions=tuple(sorted(gaps, key=lambda each: (bool(each.addressed_by), -(each.row.score.gap or 0)))),
        touchpoints=touchpoint_gaps(engagement, titles),
    )


Titles = Mapping[str, str]


def addressed(engagement: Engagement) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The keys of live initiatives by title, and by the dimensions that they address."""
    rows = Initiative.objects.filter(**live(engagement)).order_by().values_list("key", "title", "dimensions__key")
    titles: dict[str, str] = {}
    dimensions: dict[str, tuple[str, ...]] = {}
    for key, title, dimension in sorted(rows, key=lambda row: natural(row[0])):
        titles[fold(title)] = key
        if dimension:
            dimensions[dimension] = (*dimensions.get(dimension, ()), key)
    return titles, dimensions


def offers_for(what: str, titles: Titles, touchpoint: str = "") -> tuple[Offer, ...]:
    return tuple(
        offer_of(suggestion, titles, touchpoint) for suggestion in library().values() if suggestion.answers == what
    )


def offer_of(suggestion: Suggestion, titles: Titles, touchpoint: str) -> Offer:
    filled = suggestion.titles(touchpoint)
    taken = (titles.get(fold(title)) for title in filled.values())
    return Offer(suggestion, Text(**filled), next((key for key in taken if key), None))


def touchpoint_gaps(engagement: Engagement, titles: Titles) -> tuple[TouchpointGap, ...]:
    """The largest experience gaps. A kind of gap is asked for in the journey, never guessed: without one, no offer."""
    rows = list(
        Touchpoint.objects.filter(engagement=engagement, archived_at__isnull=True, own_rating__isnull=False)
        .annotate(n=Count("ratings"), mean=Avg("ratings__score"))
        .filter(n__gte=FEWEST_ANSWERS)
        .order_by()
    )
    by_touchpoint = initiatives_at(engagement)
    found = [touchpoint_gap(row, by_touchpoint.get(row.pk, ()), titles) for row in rows]
    largest = sorted((each for each in found if each.gap > 0), key=lambda each: -each.gap)[:MOST_TOUCHPOINTS]
    return tuple(sorted(largest, key=lambda each: (bool(each.addressed_by), -each.gap)))


def touchpoint_gap(row: Any, addressed_by: Iterable[str], titles: Titles) -> TouchpointGap:
    return TouchpointGap(
        pk=row.pk,
        name=row.name,
        gap=float(row.own_rating) - rung_of_score(float(row.mean)),
        gap_kind=row.gap_kind,
        addressed_by=tuple(addressed_by),
        offers=offers_for(row.gap_kind, titles, row.name) if row.gap_kind else (),
    )


def initiatives_at(engagement: Engagement) -> dict[int, tuple[str, ...]]:
    rows = Initiative.objects.filter(Q(touchpoints__isnull=False), **live(engagement)).order_by()
    found: dict[int, tuple[str, ...]] = {}
    for touchpoint, key in sorted(rows.values_list("touchpoints", "key"), key=lambda row: natural(row[1])):
        found[touchpoint] = (*found.get(touchpoint, ()), key)
    return found
