"""Reads: which frameworks there are, which one an engagement uses, and what it says."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from maturity.clients.models import Engagement, Organisation, User
from maturity.clients.queries import facilitated_by
from maturity.web.chapters import story
from maturity.web.http import Refusal

from .models import Framework, Statement
from .rules import Model, ModelDimension, Text, Theme, read_library, same_statements
from .rules import ModelStatement as Wording


class NoFramework(Refusal):
    """The engagement has no framework yet."""

    def __init__(self) -> None:
        super().__init__(_("No framework has been chosen for this engagement yet. The facilitator chooses one first."))


def framework_of(engagement: Engagement) -> Framework:
    """The framework that the engagement uses, in one query; NoFramework where none has been chosen."""
    found = Framework.objects.filter(used_by__engagement=engagement).first()
    if found is None:
        raise NoFramework
    return found


def model_of(framework: Framework) -> Model:
    """What the framework says. Its file is read once in a process, so this costs nothing the second time."""
    return _read(framework.source)


# Keyed by the text itself: a corrected file is read anew, and no process holds on to an old one.
_read = lru_cache(maxsize=32)(read_library)


def askables_of(engagement: Engagement) -> list[tuple[Text, dict[int, Text]]]:
    """The statements of each dimension, by their rows; NoFramework where none has been chosen. Two queries."""
    framework = framework_of(engagement)
    rows = Statement.objects.filter(dimension__framework=framework).values_list("dimension__key", "number", "pk")
    ids = {f"{dimension}.{number}": pk for dimension, number, pk in rows}
    return [
        (dimension.name, {ids[statement.key]: statement.text for statement in dimension.statements})
        for dimension in model_of(framework).dimensions
    ]


def available_frameworks(organisation: Organisation) -> QuerySet[Framework]:
    """What an organisation's engagements may use: what ships with the product, and its own."""
    return Framework.objects.filter(Q(organisation=None) | Q(organisation=organisation)).order_by(
        "organisation", "key", "-version", "pk"
    )


def version_taken(model: Model) -> str:
    """What is wrong with a file that differs from the framework loaded under its key and version."""
    message = _("“%(key)s” version %(version)s is loaded already and differs. Give this file a new version.")
    return message % {"key": model.key, "version": model.version}


def obstacle_to_shipping(model: Model) -> str | None:
    """Why the framework that ships cannot go by its version, or None: other statements are loaded under it."""
    loaded = Framework.objects.filter(organisation=None, key=model.key, version=model.version).first()
    return None if loaded is None or same_statements(model_of(loaded), model) else version_taken(model)


@dataclass(frozen=True)
class ThemePart:
    """A theme with those of its dimensions' statements that are to be read."""

    theme: Theme
    dimensions: tuple[tuple[ModelDimension, tuple[Wording, ...]], ...]


@dataclass(frozen=True)
class ReadingPage:
    """An engagement's model as a page to read: themes in order, ``statements`` in the chosen scan."""

    framework: Framework | None
    model: Model | None
    parts: tuple[ThemePart, ...] = ()
    statements: int = 0


def reading_page(engagement: Engagement, *, quick: bool) -> ReadingPage:
    """The whole model, or the first statement of each dimension; empty where none has been chosen. One query."""
    framework = Framework.objects.filter(used_by__engagement=engagement).first()
    if framework is None:
        return ReadingPage(None, None)
    model = model_of(framework)
    parts = tuple(_part(model, theme, quick=quick) for theme in model.themes)
    return ReadingPage(framework, model, parts, len(model.quick if quick else model.statements))


def _part(model: Model, theme: Theme, *, quick: bool) -> ThemePart:
    own = (dimension for dimension in model.dimensions if dimension.theme == theme.key)
    return ThemePart(theme, tuple((each, each.statements[: 1 if quick else None]) for each in own))


@dataclass(frozen=True)
class Choice:
    """A framework to choose from, with what it says."""

    framework: Framework
    model: Model
    chosen: bool

    @property
    def shipped(self) -> bool:
        return self.framework.organisation_id is None


def choices_for(engagement: Engagement) -> tuple[Choice, ...]:
    """The frameworks that this engagement may use, its own marked; in two queries."""
    chosen = Framework.objects.filter(used_by__engagement=engagement).values_list("pk", flat=True).first()
    return tuple(
        Choice(framework, model_of(framework), framework.pk == chosen)
        for framework in available_frameworks(engagement.organisation)
    )


def obstacle_to_change(engagement: Engagement) -> str | None:
    """Why the engagement must keep its framework, or None: an answer in one model means nothing in another."""
    answers = (chapter.holds_framework(engagement) for chapter in story() if chapter.holds_framework)
    return next((reason for reason in answers if reason), None)


def readable_by(user: User) -> QuerySet[Framework]:
    """What a person may download: what ships with the product, and what their organisations have loaded."""
    return Framework.objects.filter(Q(organisation=None) | Q(organisation__members__user=user))


@dataclass(frozen=True)
class Entry:
    """A framework in a facilitator's library, with what it says and how many engagements use it."""

    framework: Framework
    model: Model
    uses: int


def library_of(user: User) -> tuple[Entry, ...]:
    """What ships with the product, then what was loaded for the organisations that they facilitate. One query."""
    own = facilitated_by(user)
    found = (
        Framework.objects.filter(Q(organisation=None) | Q(organisation__in=own))
        .select_related("organisation")
        .annotate(uses=Count("used_by", filter=Q(used_by__engagement__organisation__in=own)))
        .order_by(F("organisation__name").asc(nulls_first=True), "key", "-version", "pk")
    )
    return tuple(Entry(framework, model_of(framework), framework.uses) for framework in found)
