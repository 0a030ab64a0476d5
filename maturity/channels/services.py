"""Writes: channels, handoffs, systems, links and paths. Each leaves a line in the trail, a deletion its way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity.clients.models import Change, Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.trail import record_change
from maturity.journey.models import Touchpoint
from maturity.web.editing import Edit
from maturity.web.http import Refusal
from maturity.web.names import fold

from .models import Channel, Handoff, Link, Path, System
from .queries.rows import Row, names_of, paths_through, rows_of, values_of

P = ParamSpec("P")
R = TypeVar("R")
MODELS: dict[str, type[Row]] = {str(model._meta.model_name): model for model in (Channel, Handoff, Path, System, Link)}


class AlreadyThere(Refusal):
    """What was to be saved exists already, or what it refers to has gone."""


class ChannelInUse(Refusal):
    """A channel on a measured path cannot be deleted: the path would lose its meaning."""


def said_plainly(write: Callable[P, R]) -> Callable[P, R]:
    """One transaction; where the database's own rules are broken by a race with another editor, that is said."""

    @wraps(write)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return write(*args, **kwargs)
        except IntegrityError as error:
            reason = _(
                "There is one like this already, or something that it belongs to has been deleted. Load the page again."
            )
            raise AlreadyThere(reason) from error

    return guarded


@said_plainly
def add(*, engagement: Engagement, by: User, model: type[Row], values: dict[str, Any]) -> Row:
    """A new row of the engagement with these values (see ``queries.rows.FIELDS``)."""
    own = {} if model in (Handoff, Link) else {"engagement": engagement}
    row: Row = model._default_manager.create(**own, **values)
    record(engagement, by, row, Verb.ADDED, {name: [None, value] for name, value in values.items()})
    return row


@said_plainly
def change(*, engagement: Engagement, by: User, row: Row, edit: Edit) -> bool:
    """Write what an editor changed; False where that is nothing. A renamed channel is renamed in the touchpoints too.

    Raises ``EditedMeanwhile`` where somebody else changed the same fields after the editor began.
    """
    current = rows_of(engagement, type(row)).select_for_update(of=("self",)).get(pk=row.pk)
    changed = edit.changes({name: getattr(current, name) for name in edit.new})
    if not changed:
        return False
    counted = {"version": F("version") + 1} if isinstance(current, Channel) else {}
    values = {name: after for name, (_before, after) in changed.items()}
    rows_of(engagement, type(row)).filter(pk=row.pk).update(**values, **counted)
    if isinstance(current, Channel) and "name" in changed:
        touched = rename_in_touchpoints(engagement, current.name, values["name"])
        changed["touchpoints"] = [None, touched]
    record(engagement, by, current, Verb.CHANGED, changed)
    return True


def rename_in_touchpoints(engagement: Engagement, old: str, new: str) -> int:
    """Touchpoints name their channel in words: those that named the old one name the new one. How many."""
    touchpoints = engagement.touchpoints.values_list("pk", "channel")
    touched = [pk for pk, channel in touchpoints if fold(channel) == fold(old)]
    return Touchpoint.objects.filter(pk__in=touched).update(channel=new, version=F("version") + 1)


@said_plainly
def delete(*, engagement: Engagement, by: User, row: Row) -> Change:
    """Delete a row, and the handoffs of a channel or the links of a system with it; ``restore`` brings all back.

    Raises ``ChannelInUse`` for a channel that measured paths go through.
    """
    if isinstance(row, Channel):
        refuse_where_measured(engagement, row)
    fields = {name: [value, None] for name, value in values_of(row).items()}
    attached = [{"pk": each.pk, **values_of(each)} for each in attached_to(row)]
    if attached:
        fields["attached"] = [attached, None]
    noted = record(engagement, by, row, Verb.REMOVED, fields)
    rows_of(engagement, type(row)).filter(pk=row.pk).delete()
    return noted


def refuse_where_measured(engagement: Engagement, channel: Channel) -> None:
    count = paths_through(engagement, channel)
    if count:
        reason = ngettext(
            "%(n)s measured path goes through %(channel)s. Delete or change that path first.",
            "%(n)s measured paths go through %(channel)s. Delete or change those paths first.",
            count,
        )
        raise ChannelInUse(reason % {"n": count, "channel": channel.name})


def attached_to(row: Row) -> list[Row]:
    """What goes when the row goes."""
    if isinstance(row, Channel):
        return [*row.handoffs_out.all(), *row.handoffs_in.all()]
    if isinstance(row, System):
        return [*row.links_out.all(), *row.links_in.all()]
    return []


@said_plainly
def restore(*, engagement: Engagement, by: User, deletion: Change) -> Row:
    """Undo a deletion from the trail: the row with its former id, and what was attached to it.

    Raises ``AlreadyThere`` where it has been restored before, or its name or ends are no longer free.
    """
    kind, _colon, pk = deletion.subject.partition(":")
    model = MODELS[kind]
    values = {name: before for name, (before, _after) in deletion.fields.items()}
    attached = values.pop("attached", [])
    row = recreate(engagement, model, int(pk), values)
    for each in attached:
        recreate(engagement, Handoff if model is Channel else Link, each.pop("pk"), each)
    record(engagement, by, row, Verb.RESTORED, {})
    return row


def recreate(engagement: Engagement, model: type[Row], pk: int, values: dict[str, Any]) -> Row:
    ends = {values[name] for name in ("origin_id", "destination_id") if name in values} | set(values.get("route", ()))
    parent: type[Row] = System if model is Link else Channel
    gone = rows_of(engagement, parent).filter(pk__in=ends).count() < len(ends)
    if gone or rows_of(engagement, model).filter(pk=pk).exists():
        raise AlreadyThere(
            _("This cannot be undone any more: it is back already, or what it belongs to has been deleted.")
        )
    own = {} if model in (Handoff, Link) else {"engagement": engagement}
    row: Row = model._default_manager.create(pk=pk, **own, **values)
    row.refresh_from_db()
    return row


def record(engagement: Engagement, by: User, row: Row, action: Verb, fields: dict[str, list[Any]]) -> Change:
    label = label_of(engagement, row)
    return record_change(engagement=engagement, by=by, row=row, label=label, action=action, fields=fields)


def label_of(engagement: Engagement, row: Row) -> str:
    """What a row is called in the trail and in notices; a path by its channels' names."""
    if not isinstance(row, Path):
        return str(row)
    names = names_of(engagement)
    return " > ".join(names.get(pk, "?") for pk in row.route)
