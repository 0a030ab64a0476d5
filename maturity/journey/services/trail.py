"""What every write of this chapter does: a line in the trail, and nobody's edit lost silently."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from maturity.clients.models import Change, Engagement, User
from maturity.clients.rules import Verb
from maturity.clients.services import record_change
from maturity.web.http import Refusal

CHAPTER = "journey"


class JourneyRefusal(Refusal):
    """The journey's order or names do not allow this."""


class EditedMeanwhile(Exception):
    """Somebody else saved other values in the same fields. ``fields`` maps each such field to what it holds now."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@dataclass(frozen=True)
class Edit:
    """New values by field, and the values that the editor saw when beginning."""

    new: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)


def keep(engagement: Engagement, by: User, row: Any, action: Verb, **fields: list[Any]) -> Change:
    """A line in the trail about one of this chapter's rows."""
    named = {name: [plain(value) for value in pair] for name, pair in fields.items()}
    subject = f"{row._meta.model_name}:{row.pk}"
    return record_change(
        engagement=engagement, by=by, chapter=CHAPTER, subject=subject, label=str(row), action=action, fields=named
    )


def plain(value: Any) -> Any:
    """A value as the trail keeps it: a row by its name."""
    return str(value) if isinstance(value, Model) else value


def apply_edit(*, engagement: Engagement, by: User, row: Any, edit: Edit) -> bool:
    """Write the fields that the editor changed, unless somebody else changed the same ones meanwhile.

    Two people who edit different fields of a row do not get in each other's way. False where nothing changed.
    Raises EditedMeanwhile.
    """
    now = {name: getattr(row, name) for name in edit.new}
    meant = {name: value for name, value in edit.new.items() if value != edit.seen.get(name, now[name])}
    changed = {name: value for name, value in meant.items() if value != now[name]}
    theirs = {name: now[name] for name in changed if now[name] != edit.seen.get(name, now[name])}
    if theirs:
        raise EditedMeanwhile(theirs)
    if not changed:
        return False
    before = {name: [getattr(row, name), value] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    keep(engagement, by, row, Verb.CHANGED, **before)
    return True
