"""Writes: load a framework from its file, and choose which one an engagement uses."""

from django.db import transaction

from maturity.clients.models import Engagement, Organisation, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.web.http import Refusal

from .models import Dimension, EngagementFramework, Framework, Statement
from .queries import model_of, obstacle_to_change, version_taken
from .rules import SHIPPED, Model, read_library, same_statements


class VersionTaken(Refusal):
    """Another file with the same key and version is loaded already."""


class FrameworkInUse(Refusal):
    """The engagement has answers in its framework, which would mean nothing in another."""


def begin_with_shipped_framework(engagement: Engagement, by: User | None) -> None:
    """What a new engagement starts with."""
    use_framework(engagement=engagement, framework=shipped_framework(), by=by)


@transaction.atomic
def shipped_framework() -> Framework:
    """The framework that ships with the product; loaded on first use, its texts renewed when the file was corrected.

    Raises VersionTaken where the file has other statements than the framework that was loaded under its version.
    """
    text = SHIPPED.read_text(encoding="utf-8")
    model = read_library(text)
    found = Framework.objects.filter(organisation=None, key=model.key, version=model.version).first()
    if found is None:
        return _make(model, text, organisation=None)
    if not same_statements(model_of(found), model):
        raise VersionTaken(version_taken(model))
    if found.source != text:
        found.source = text
        found.save(update_fields=["source"])
    return found


@transaction.atomic
def load_framework(*, text: str | bytes, organisation: Organisation | None) -> Framework:
    """A framework from its library file, for one organisation. The same file twice is one framework.

    Raises LibraryFaults with every fault of the file, and VersionTaken where its key and version name another file.
    """
    model = read_library(text)
    source = text if isinstance(text, str) else text.decode("utf-8-sig")
    found = Framework.objects.filter(organisation=organisation, key=model.key, version=model.version).first()
    if found is None:
        return _make(model, source, organisation=organisation)
    if found.source != source:
        raise VersionTaken(version_taken(model))
    return found


@transaction.atomic
def use_framework(*, engagement: Engagement, framework: Framework, by: User | None) -> EngagementFramework:
    """Let the engagement use ``framework``; FrameworkInUse, with the reason, once it has answers in another."""
    used = EngagementFramework.objects.filter(engagement=engagement).select_related("framework").first()
    if used is not None and used.framework == framework:
        return used
    before = str(used.framework) if used else None
    if used is not None and (obstacle := obstacle_to_change(engagement)):
        raise FrameworkInUse(obstacle)
    chosen, _created = EngagementFramework.objects.update_or_create(
        engagement=engagement, defaults={"framework": framework}
    )
    record_change(
        engagement=engagement,
        by=by,
        chapter="framework",
        subject=f"framework:{framework.pk}",
        label=str(framework),
        action=Verb.CHOSEN,
        fields={"framework": [before, str(framework)]},
    )
    return chosen


def _make(model: Model, source: str, *, organisation: Organisation | None) -> Framework:
    framework = Framework.objects.create(organisation=organisation, key=model.key, version=model.version, source=source)
    dimensions = Dimension.objects.bulk_create(
        Dimension(framework=framework, key=dimension.key, position=position)
        for position, dimension in enumerate(model.dimensions, start=1)
    )
    rows = {dimension.key: dimension for dimension in dimensions}
    Statement.objects.bulk_create(
        Statement(dimension=rows[statement.dimension], number=statement.number) for statement in model.statements
    )
    return framework
