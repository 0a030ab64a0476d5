"""The chapters of the story: each registers itself here when its app is ready, in the order of the story.

A chapter may look back, never forward. What an earlier page shows or asks of a later chapter (how far it is, what is
next in it, who does its long work) it finds here, as values and functions that the later chapter gave. What several
pages show of a chapter (its pictures), and what a session may ask of it (its askables), is here for every chapter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import DateField, Model, OuterRef, QuerySet, Subquery, TextChoices, Value
from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from maturity.clients.models import Engagement, User
    from maturity.jobs.services import Working

Work = Callable[["Working"], dict[str, Any]]
# A heading, and under it the text of each statement by its row; both by language.
Askables = Sequence[tuple[Mapping[str, str], Mapping[int, Mapping[str, str]]]]


class Draw(Protocol):
    """Draws a picture as SVG, in the active language.

    ``figures`` are what it is drawn from, for whoever has read them already (the report, which draws the figures that
    it prints); without them they are read. None where there is nothing to draw.
    """

    def __call__(self, engagement: "Engagement", *, figures: Any = None, dark: bool = False) -> bytes | None: ...


@dataclass(frozen=True)
class Chapter:
    """One step of the story.

    ``key`` is the word for its package, its addresses and its templates. ``begun`` and ``done`` are rows that tell how
    far an engagement is with it. The functions are called where an earlier chapter asks; None where this one has no
    answer.
    """

    key: str
    title: str | Promise
    gives: str | Promise
    next_step: str | Promise
    begun: "QuerySet[Any]"
    done: "QuerySet[Any]"
    verbs: type[TextChoices] | None = None
    jobs: Mapping[str, Work] = field(default_factory=dict)
    begin: "Callable[[Engagement, User | None], object] | None" = None  # at the start of an engagement
    holds_framework: "Callable[[Engagement], str | None] | None" = None  # why the framework must stay, in words
    targets: "Callable[[Engagement], Mapping[int, int]] | None" = None  # the rung aimed at, by dimension
    last_reading: Subquery | None = None  # the day of a measure's newest reading, to annotate measures with
    # The plots that its page, the report and the PDF share, by the name in their address. A view asks
    # ``pictures()[name](engagement, dark=…)``, the report gives the figures that it prints.
    pictures: Mapping[str, Draw] = field(default_factory=dict)
    askables: "Callable[[Engagement], Askables] | None" = None  # what a session may ask, as its forms list it

    def home(self, engagement_id: int) -> str:
        """The address of its first page."""
        return reverse(f"{self.key}:home", args=[engagement_id])


REGISTERED: dict[str, Chapter] = {}


def register(*chapters: Chapter) -> None:
    """Put chapters behind those that are there; ValueError for a key, or a picture's name, that is taken."""
    for chapter in chapters:
        if chapter.key in REGISTERED:
            raise ValueError(f"There is a chapter {chapter.key!r} already.")
        if taken := sorted(chapter.pictures.keys() & pictures().keys()):
            raise ValueError(f"There is a picture {taken[0]!r} already.")
        REGISTERED[chapter.key] = chapter


def story() -> Iterable[Chapter]:
    """The chapters, in order."""
    return REGISTERED.values()


def chapter_of_job(kind: str) -> Chapter | None:
    """The chapter that does jobs of this kind."""
    return next((chapter for chapter in story() if kind in chapter.jobs), None)


def pictures() -> dict[str, Draw]:
    """The pictures of all chapters, by name."""
    return {name: draw for chapter in story() for name, draw in chapter.pictures.items()}


def askables(engagement: "Engagement") -> Askables:
    """What a session may ask, of all chapters."""
    return [group for chapter in story() if chapter.askables for group in chapter.askables(engagement)]


def askable_rows(engagement: "Engagement") -> set[int]:
    """The rows of the statements that a session may ask."""
    return {row for _heading, texts in askables(engagement) for row in texts}


def known_targets(engagement: "Engagement") -> Mapping[int, int]:
    """The rung aimed at, by dimension, where a chapter sets targets."""
    return {
        dimension: rung
        for chapter in story()
        if chapter.targets
        for dimension, rung in chapter.targets(engagement).items()
    }


def last_reading() -> Subquery | Value:
    """The day of a measure's newest reading, to annotate measures with; no day where no chapter reads them."""
    asked = (chapter.last_reading for chapter in story() if chapter.last_reading is not None)
    return next(asked, Value(None, output_field=DateField()))


def verb_choices() -> list[tuple[str, str]]:
    """What the trail may say of a thing, of all chapters."""
    return [choice for chapter in story() if chapter.verbs for choice in chapter.verbs.choices]


def of_engagement(model: type[Model], path: str = "engagement", **conditions: Any) -> "QuerySet[Any]":
    """Rows of ``model`` that belong to the engagement asked about; ``path`` leads from the row to it."""
    rows: QuerySet[Any] = model._default_manager.filter(**{path: OuterRef("pk")}, **conditions)
    return rows
