"""Writes: initiatives, what hangs on them, and everybody's estimates of them. Each leaves a line in the trail."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.clients.models import Department, Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.framework.models import Dimension
from maturity.web.editing import Edit, differing
from maturity.web.http import Refusal
from maturity.web.names import named
from roadmap.methods.precedence import CycleError, topological_order

from .models import Benefit, Effort, Estimate, Initiative, Measure
from .queries.detail import EFFORT, form_choices, taken_keys, waits_for
from .queries.suggestions import Suggestion
from .rules import OWN, RELATIONS, Draft, InitiativeVerb, next_key


class WaitsForItself(Refusal):
    """The initiatives would wait for each other; ``keys`` name the circle."""

    def __init__(self, keys: Sequence[str]) -> None:
        circle = " → ".join([*keys, keys[0]])
        reason = _("These would wait for each other: %(circle)s. Take one of the links away.")
        super().__init__(reason % {"circle": circle})


@transaction.atomic
def add_initiative(*, engagement: Engagement, by: User, draft: Draft) -> Initiative:
    """A new initiative; without a key it gets the next free one."""
    lock(engagement)
    fields = dict(draft.fields)
    fields["key"] = fields.get("key") or next_key(taken_keys(engagement))
    made = Initiative.objects.create(engagement=engagement, **fields)
    attach(made, draft)
    require_order(engagement)
    tell(made, by, Verb.ADDED, {name: [None, value] for name, value in fields.items()})
    return made


@transaction.atomic
def change_initiative(*, initiative: Initiative, by: User, edit: Edit) -> bool:
    """Write what an editor changed, by the names of ``FormChoices.values``; False where that is nothing.

    EditedMeanwhile where somebody else changed the same fields after the editor began; WaitsForItself where the
    prerequisites would close a circle.
    """
    engagement = initiative.engagement
    lock(engagement)
    initiative.refresh_from_db()
    changed = edit.changes(form_choices(engagement, initiative).values)
    if not changed:
        return False
    before = spoken(initiative)
    write(initiative, changed)
    require_order(engagement)
    initiative.refresh_from_db()
    tell(initiative, by, Verb.CHANGED, differing(before, spoken(initiative)))
    return True


def write(initiative: Initiative, changed: Mapping[str, Sequence[Any]]) -> None:
    """The changed columns, links and efforts. A link to what the form does not offer stays."""
    own = {name: after for name, (_before, after) in changed.items() if name in (*OWN, "department")}
    if own:
        Initiative.objects.filter(pk=initiative.pk).update(**own)
    for relation in RELATIONS:
        before, after = changed.get(relation, ((), ()))
        getattr(initiative, relation).remove(*set(before) - set(after))
        getattr(initiative, relation).add(*set(after) - set(before))
    for name, (_before, weeks) in changed.items():
        if name.startswith(EFFORT):
            keep_effort(initiative, int(name.removeprefix(EFFORT)), weeks)


def keep_effort(initiative: Initiative, department: int, weeks: Decimal | None) -> None:
    """What the initiative asks of one department; None for nothing."""
    if weeks is None:
        initiative.efforts.filter(department_id=department).delete()
    else:
        initiative.efforts.update_or_create(department_id=department, defaults={"person_weeks": weeks})


def lock(engagement: Engagement) -> None:
    """One at a time: a circle may come from two people who each add one half of it."""
    Engagement.objects.select_for_update().get(pk=engagement.pk)


def attach(initiative: Initiative, draft: Draft) -> None:
    for relation in RELATIONS:
        if relation in draft.related:
            getattr(initiative, relation).set(draft.related[relation])
    initiative.efforts.exclude(department__in=draft.efforts).delete()
    Effort.objects.bulk_create(
        [Effort(initiative=initiative, department_id=pk, person_weeks=weeks) for pk, weeks in draft.efforts.items()],
        update_conflicts=True,
        unique_fields=["initiative", "department"],
        update_fields=["person_weeks"],
    )


def require_order(engagement: Engagement) -> None:
    waiting = waits_for(engagement)
    keys = {pk: key for pk, (key, _before) in waiting.items()}
    try:
        topological_order({key: [keys[pk] for pk in before] for key, before in waiting.values()})
    except CycleError as circle:
        raise WaitsForItself(circle.keys) from circle


def spoken(initiative: Initiative) -> dict[str, Any]:
    """Every field in words, for the trail."""
    return {
        **{name: getattr(initiative, name) for name in OWN},
        "department": Department.objects.get(pk=initiative.department_id).name,
        **{relation: sorted(str(each) for each in getattr(initiative, relation).all()) for relation in RELATIONS},
        "efforts": sorted(str(each) for each in initiative.efforts.select_related("department")),
    }


@transaction.atomic
def archive_initiative(*, initiative: Initiative, by: User) -> None:
    """Put it away: no list, guard-rail or plan counts it until it is restored."""
    Initiative.objects.filter(pk=initiative.pk).update(archived_at=timezone.now())
    tell(initiative, by, Verb.ARCHIVED, {})


@transaction.atomic
def restore_initiative(*, initiative: Initiative, by: User) -> None:
    """Take it out again. WaitsForItself where what was changed meanwhile would close a circle."""
    lock(initiative.engagement)
    Initiative.objects.filter(pk=initiative.pk).update(archived_at=None)
    require_order(initiative.engagement)
    tell(initiative, by, Verb.RESTORED, {})


@transaction.atomic
def rate(*, initiative: Initiative, by: User, rater: str, department: Department, value: int, effort: int) -> Estimate:
    """One rater's estimate, 1 to 5 each; a second one by the same rater takes the place of the first."""
    old = named(initiative.estimates.select_for_update(), rater, "rater")
    before = [old.value, old.effort] if old else [None, None]
    made = old or Estimate(initiative=initiative, rater=rater)
    made.department, made.value, made.effort = department, value, effort
    made.save()
    tell(initiative, by, Verb.RATED, {"value": [before[0], value], "effort": [before[1], effort]}, rater)
    return made


@transaction.atomic
def take_estimate_away(*, estimate: Estimate, by: User) -> None:
    tell(estimate.initiative, by, InitiativeVerb.RATING_REMOVED, {"value": [estimate.value, None]}, estimate.rater)
    estimate.delete()


@transaction.atomic
def save_part(*, initiative: Initiative, by: User, part: Benefit | Measure) -> None:
    """Keep a benefit or a measure of the initiative, new or changed."""
    old = type(part)._default_manager.filter(pk=part.pk).first() if part.pk else None
    part.initiative = initiative
    part.save()
    names = [each.name for each in part._meta.concrete_fields if each.name not in ("id", "initiative")]
    before = {name: old and getattr(old, name) for name in names}
    changed = differing(before, {name: getattr(part, name) for name in names})
    tell(initiative, by, Verb.CHANGED if old else Verb.ADDED, changed, str(part))


@transaction.atomic
def remove_part(*, part: Benefit | Measure, by: User) -> None:
    """Take a benefit or a measure away; the trail keeps what it said."""
    names = [each.name for each in part._meta.concrete_fields if each.name not in ("id", "initiative")]
    tell(part.initiative, by, Verb.REMOVED, {name: [getattr(part, name), None] for name in names}, str(part))
    part.delete()


@transaction.atomic
def take_suggestion(
    *, engagement: Engagement, by: User, suggestion: Suggestion, department: Department, touchpoint: Model | None = None
) -> Initiative:
    """A draft made from a suggestion, in the engagement's language, owned by ``department``."""
    title = suggestion.titles(getattr(touchpoint, "name", ""))[engagement.language]
    fields = {
        "title": title[:200],
        "kind": suggestion.kind,
        "department_id": department.pk,
        "quarters": suggestion.quarters,
    }
    dimensions = Dimension.objects.filter(framework__used_by__engagement=engagement, key__in=suggestion.dimensions)
    related = {"dimensions": pks(dimensions), "touchpoints": [touchpoint.pk] if touchpoint else []}
    return add_initiative(engagement=engagement, by=by, draft=Draft(fields, related))


def pks(rows: Iterable[Model]) -> list[int]:
    return [row.pk for row in rows]


def tell(
    initiative: Initiative, by: User, action: Verb | InitiativeVerb, fields: dict[str, list[Any]], part: str = ""
) -> None:
    """One line of the trail, on the initiative."""
    record_change(
        engagement=initiative.engagement,
        by=by,
        action=action,
        row=initiative,
        label=f"{initiative} · {part}" if part else "",
        fields=fields,
    )
