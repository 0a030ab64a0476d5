"""The rows that a workbook writes, of every chapter: what an import did to them, and what hangs on them."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from types import ModuleType
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignObjectRel, Model, QuerySet

from maturity.assessment import workbook as assessment
from maturity.channels import workbook as channels
from maturity.clients import workbook as clients
from maturity.clients.models import Change, Engagement, ImportedWorkbook, Organisation
from maturity.framework.models import EngagementFramework
from maturity.journey import workbook as journey
from maturity.workshop import workbook as workshop
from roadmap.follow_up import workbook as follow_up
from roadmap.initiatives import workbook as initiatives

CHAPTERS: tuple[ModuleType, ...] = (clients, assessment, workshop, journey, channels, initiatives, follow_up)
# A row's values by label of the model and by key, as JSON holds them.
Values = dict[str, Any]
Rows = dict[str, dict[str, Values]]
Keys = Mapping[type[Model], Collection[int]]
# What tells of rows, and hinders nothing.
TELLING = (Change, ImportedWorkbook)
WRITTEN = "made", "changed", "removed"


def querysets(engagement: Engagement) -> Iterator[QuerySet[Any]]:
    """All rows that sheets write, those that others point at first."""
    for chapter in CHAPTERS:
        yield from chapter.rows(engagement)
        if chapter is clients:
            yield EngagementFramework.objects.filter(engagement=engagement)


def snapshot(engagement: Engagement) -> Rows:
    """The rows as they are, in one query for each model."""
    found: Rows = {}
    for rows in querysets(engagement):
        key = rows.model._meta.pk.attname
        values = json.loads(json.dumps(list(rows.order_by().values()), cls=DjangoJSONEncoder))
        found[rows.model._meta.label] = {str(one[key]): one for one in values}
    return found


def without_new(rows: Rows, engagement: Engagement, organisation: Organisation | None) -> Rows:
    """What was there before an engagement was made, of an organisation that may be new as well."""
    kept = {**rows, Engagement._meta.label: {}}
    if organisation is None:
        kept |= {Organisation._meta.label: {}, "maturity.Member": {}}
    return kept


def digest(values: Values) -> str:
    return hashlib.blake2b(json.dumps(values, sort_keys=True).encode(), digest_size=8).hexdigest()


def difference(before: Rows, after: Rows) -> dict[str, dict[str, Any]]:
    """What an import made, changed and removed; of rows that are there a digest tells whether they still are so."""
    written: dict[str, dict[str, Any]] = {what: {} for what in WRITTEN}
    for label in after:
        old, new = before.get(label, {}), after[label]
        parts = {
            "made": {key: digest(new[key]) for key in new.keys() - old.keys()},
            "changed": {key: [old[key], digest(new[key])] for key in new.keys() & old.keys() if new[key] != old[key]},
            "removed": {key: old[key] for key in old.keys() - new.keys()},
        }
        for what, part in parts.items():
            if part:
                written[what][label] = part
    return written


def model_of(label: str) -> type[Model]:
    return apps.get_model(label)


def holders(model: type[Model], keys: Collection[int], besides: Keys) -> dict[int, Counter[type[Model]]]:
    """Which rows are pointed at, and by how many of each model; those of ``besides`` do not count."""
    found: dict[int, Counter[type[Model]]] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        pointing, field = relation.related_model, relation.field
        if isinstance(pointing, str) or pointing in TELLING or not hasattr(field, "attname"):
            continue
        rows = pointing._base_manager.filter(**{f"{field.name}__in": keys}).exclude(pk__in=besides.get(pointing, ()))
        for key in rows.values_list(field.attname, flat=True):
            found.setdefault(key, Counter())[pointing] += 1
    return found


def routed(engagement: Engagement, besides: Keys) -> dict[int, Counter[type[Model]]]:
    """Channels that paths go through: a route is kept as a list, which no relation tells of."""
    found: dict[int, Counter[type[Model]]] = {}
    for path in engagement.paths.all():
        if path.pk not in besides.get(type(path), ()):
            for channel in set(path.route):
                found.setdefault(channel, Counter())[type(path)] += 1
    return found
