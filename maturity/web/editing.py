"""Two people who edit the same thing at once: the one way in which every chapter keeps what both wrote.

A form shows the values that are stored and carries a *token* of them in its hidden field ``seen``: one short sign per
field. When the form comes back, each field is compared three ways, by its sign: what was shown, what was typed, and
what is stored by now.

- A field that only this person changed is written; a field that only the other person changed stays as they saved it.
- A field that both changed to different values is a conflict: nothing is written, ``EditedMeanwhile`` names the stored
  values, and the form comes back with everything that was typed, with their value at its field. A second press replaces
  those values knowingly; whatever a third person saves between the two presses is a conflict again.
- Fields that must fit each other (low ≤ likely ≤ high) are named in ``together``: one of them counts as all of them.

A chapter takes four steps:

1. The form is an ``EditForm`` (also beside ``forms.ModelForm``: ``class RowForm(EditForm, forms.ModelForm)``). Its
   ``initial`` are the stored values by field; ``row=row`` takes them from a row. Where a value is stored otherwise than
   the form shows it, override ``stored`` and ``values``: both say the same names and the same kind of value.
2. The template writes ``{{ form.seen }}`` inside the form and includes ``components/_error_summary.html``, which shows
   ``components/_meanwhile.html`` after a conflict.
3. The service takes ``edit: Edit``, locks the row (``select_for_update``) and calls
   ``maturity.clients.trail.apply_edit(engagement=…, by=…, row=row, edit=edit)``: it merges, writes and leaves a line in
   the trail. Where the values are no plain fields of one row, call ``edit.changes(now)`` with the stored values, write
   what it returns, and pass that to ``maturity.clients.trail.record_change`` as ``fields``.
4. The view::

       try:
           services.edit_row(engagement=engagement, by=request.user, row=row, edit=form.edit())
       except EditedMeanwhile as meanwhile:
           form.show_theirs(meanwhile, last_editor(engagement, row))
           return form_page(request, form, status=meanwhile.status)

Without a form (notes that save themselves, an agenda), ``token(values)`` makes the token that the page carries and
``Edit(values, seen).changes(now)`` compares.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from .http import Refusal

SEEN = "seen"
SIGN = 10


class EditedMeanwhile(Refusal):
    """Somebody else saved other values in the same fields. ``theirs`` maps each such field to what is stored now."""

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Nothing of yours is saved yet."))
        self.theirs = theirs


@dataclass(frozen=True)
class Edit:
    """New values by field, the token of what the editor saw, and the fields that must fit each other.

    A field that the token does not name counts as seen as it is stored.
    """

    new: Mapping[str, Any]
    seen: str = ""
    together: Sequence[Collection[str]] = ()

    def changes(self, now: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The fields to write, each with its value before and after; ``now`` are the stored values, locked.

        Raises EditedMeanwhile.

        >>> shown = {"need": "Speed", "promise": ""}
        >>> edit = Edit({"need": "Speed", "promise": "One day"}, token(shown))
        >>> edit.changes({"need": "Speed and calm", "promise": ""})
        {'promise': ['', 'One day']}
        """
        shown = signs_in(self.seen)
        before = {name: shown.get(name, sign(now[name])) for name in self.new}
        mine = {name for name, value in self.new.items() if sign(value) != before[name]}
        theirs = {name for name in self.new if sign(now[name]) != before[name]}
        changed = differing(now, {name: value for name, value in self.new.items() if name in mine})
        conflict = theirs & changed.keys()
        for group in self.together:
            if changed.keys() & set(group):
                conflict |= {name for name in theirs & set(group) if sign(now[name]) != sign(self.new[name])}
        if conflict:
            raise EditedMeanwhile({name: now[name] for name in self.new if name in conflict})
        return changed


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Those fields of ``after`` whose value is another than in ``before``, with both values: what the trail keeps.

    >>> differing({"likely": Decimal("4.0"), "unit": "h"}, {"likely": Decimal(4), "unit": "days"})
    {'unit': ['h', 'days']}
    """
    return {name: [before[name], value] for name, value in after.items() if sign(before[name]) != sign(value)}


def token(values: Mapping[str, Any]) -> str:
    """What a page carries to know later what it showed: a sign per field."""
    return written({name: sign(value) for name, value in values.items()})


def written(signs: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{each}" for name, each in signs.items())


def signs_in(token: str) -> dict[str, str]:
    parts = (part.partition(":") for part in token.split())
    return {name: each for name, _colon, each in parts}


def sign(value: Any) -> str:
    """A few letters that differ as soon as the value does."""
    text = json.dumps(plainly(value), cls=DjangoJSONEncoder, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:SIGN]


def plainly(value: Any) -> Any:
    """A value so that equal ones are written alike: a row as its key, a number without zeros at its end.

    A moment is the same in every time zone. Text is taken without spaces around it and with one kind of line end, as a
    browser sends it back otherwise.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Model):
        return plainly(value.pk)
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, int | float | Decimal):
        return format(Decimal(str(value)).normalize() + 0, "f")
    if isinstance(value, str):
        return "\n".join(str(value).strip().splitlines())
    if isinstance(value, Mapping):
        return {str(key): plainly(each) for key, each in value.items()}
    if isinstance(value, set | frozenset | QuerySet):
        return sorted((plainly(each) for each in value), key=str)
    if isinstance(value, list | tuple):
        return [plainly(each) for each in value]
    return value


class EditForm(forms.Form):
    """A form that knows what its editor saw, and shows what somebody else saved meanwhile beside what was typed."""

    together: Sequence[Collection[str]] = ()

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Model | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = self.held_by(row) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        # A callable, so that the fields which a subclass takes away or fills later are known by then.
        self.initial = {**self.initial, SEEN: self.token}
        self.theirs: Mapping[str, Any] = {}
        self.signs: dict[str, str] = {}

    @classmethod
    def held_by(cls, row: Model) -> dict[str, Any]:
        """What a row holds in the fields that this form has, another row by its key."""
        columns = (column for column in row._meta.concrete_fields if column.name in cls.base_fields)
        return {column.name: column.value_from_object(row) for column in columns}

    def stored(self) -> dict[str, Any]:
        """The stored values by field."""
        shown = {name: field for name, field in self.fields.items() if name != SEEN}
        return {name: self.get_initial_for_field(field, name) for name, field in shown.items()}

    def values(self) -> dict[str, Any]:
        """The values that were typed, by the names of ``stored``."""
        return dict(self.cleaned_data)

    def token(self) -> str:
        return token(self.stored())

    def full_clean(self) -> None:
        """As any form; the token is not among ``cleaned_data``."""
        super().full_clean()
        if self.is_bound:
            self.signs = signs_in(self.cleaned_data.pop(SEEN, ""))

    def edit(self) -> Edit:
        """What a service takes, once the form is valid."""
        return Edit(self.values(), written(self.signs), self.together)

    def count_as_seen(self) -> None:
        """After a save: what was typed is what the page shows on, so the next save starts from it."""
        self.see({name: sign(value) for name, value in self.values().items()})

    def see(self, signs: Mapping[str, str]) -> None:
        """Let the page carry these signs from now on."""
        self.signs |= signs
        data = cast(dict[str, Any], self.data).copy()
        data[self.add_prefix(SEEN)] = written(self.signs)
        self.data = data

    def show_theirs(self, meanwhile: EditedMeanwhile, editor: str = "") -> None:
        """Keep what was typed, say at each field what the other person saved, and let a second press replace that."""
        self.theirs = meanwhile.theirs
        self.see({name: sign(value) for name, value in self.theirs.items()})
        for name, value in self.theirs.items():
            self.add_error(self.field_of(name), their_value(self.in_words(name, value), editor))

    def field_of(self, name: str) -> str:
        """The field in which a value of ``stored`` stands; override where one is not called as the other."""
        return name

    def in_words(self, name: str, value: Any) -> str:
        """A stored value as the reader of the form knows it."""
        return in_words(self.fields[name], value)


def in_words(field: forms.Field, value: Any) -> str:
    """A stored value as the reader of the form knows it: a choice by its label, empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) and not hasattr(field, "choices"):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list | tuple | set | frozenset | QuerySet):
        return ", ".join(in_words(field, each) for each in value)
    if isinstance(value, Model):
        return str(value)
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value)) or str(field.prepare_value(value))


def their_value(words: str, editor: str) -> str:
    """What the other person saved, in a sentence."""
    shown = f"“{words}”" if words else _("nothing")
    return _("%(who)s changed this to %(value)s meanwhile. Save again to replace it with yours.") % {
        "who": editor or _("Somebody else"),
        "value": shown,
    }
