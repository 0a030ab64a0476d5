"""Forms for the five kinds of rows. They parse and check; ``values`` is what a service writes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity.clients.models import Department, Engagement
from maturity.web.editing import EditForm
from maturity.web.fields import MoneyField, NameField, NumberField, ShareField, offer_choices, offer_rows
from maturity.web.formats import share
from maturity.web.names import fold, named

from .domain.what_if import Movable, Pair
from .models import Channel, Handoff, Link, Path, System
from .queries.rows import Row, names_of, rows_of
from .rules import ChannelKind, DataClass, Exchange

NOT_STATED = ("", gettext_lazy("Not stated"))
ARROW = ">"
MISSING = "–"


class RowForm(EditForm):
    """A row of one kind, new where ``row`` is None."""

    model: ClassVar[type[Row]]

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        engagement: Engagement,
        row: Any = None,
        facilitates: bool = True,
    ) -> None:
        self.engagement, self.row, self.facilitates = engagement, row, facilitates
        # Several rows may be open on one page: each has its own ids.
        ids = f"{self.model._meta.model_name}-{row.pk if row else 'new'}-%s"
        super().__init__(data, auto_id=ids, row=row)
        self.set_choices()

    def set_choices(self) -> None:
        """Choices that depend on the engagement."""

    @property
    def title(self) -> str:
        """What the row is called, as it is saved."""
        return str(self.row)

    def others(self) -> Any:
        rows = rows_of(self.engagement, self.model)
        return rows.exclude(pk=self.row.pk) if self.row else rows

    def free_name(self) -> str:
        """The name, if no other row has it."""
        name = str(self.cleaned_data["name"])
        if named(self.others(), name):
            raise ValidationError(_("There is one of this name already."))
        return name


class OwnedForm(RowForm):
    """A row that a department owns. Only the facilitator may hand it to another department."""

    def set_choices(self) -> None:
        if not self.facilitates:
            del self.fields["department"]
            return
        offer_rows(self.fields["department"], self.engagement.departments.all())

    def clean_name(self) -> str:
        return self.free_name()


def department_field() -> forms.ModelChoiceField[Department]:
    return forms.ModelChoiceField(None, label=gettext_lazy("Department"), required=False, empty_label=NOT_STATED[1])


class ChannelForm(OwnedForm):
    model = Channel
    name = NameField(label=gettext_lazy("Channel"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[NOT_STATED, *ChannelKind.choices], required=False)
    department = department_field()
    contacts_per_year = NumberField(
        label=gettext_lazy("Contacts per year"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    cost_per_contact = MoneyField(
        label=gettext_lazy("Cost per contact"), max_digits=12, decimal_places=4, required=False
    )
    response_rate = ShareField(label=gettext_lazy("Response rate"), max_digits=7, decimal_places=6, required=False)
    response_hours = NumberField(
        label=gettext_lazy("Hours to an answer"), max_digits=8, decimal_places=2, min_value=0, required=False
    )
    recognises_by = forms.CharField(label=gettext_lazy("Recognises customers by"), max_length=200, required=False)


class BetweenForm(RowForm):
    """From one thing to another of the same kind, once each way."""

    ends: ClassVar[type[Channel] | type[System]]
    together = (("origin", "destination"),)

    def set_choices(self) -> None:
        for name in ("origin", "destination"):
            offer_rows(self.fields[name], rows_of(self.engagement, self.ends))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        origin, destination = cleaned.get("origin"), cleaned.get("destination")
        if origin and origin == destination:
            self.add_error("destination", _("It leads from one to another: choose two different ones."))
        elif origin and destination and self.others().filter(origin=origin, destination=destination).exists():
            self.add_error("destination", _("There is one between these two already."))
        return cleaned


def end_field(label: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(None, label=label)


class HandoffForm(BetweenForm):
    model, ends = Handoff, Channel
    origin = end_field(gettext_lazy("From"))
    destination = end_field(gettext_lazy("To"))
    share = ShareField(
        label=gettext_lazy("Share"),
        help_text=gettext_lazy("Of the customers in the first channel, such as 17%."),
        max_digits=7,
        decimal_places=6,
        required=False,
    )
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=300, required=False)
    identity_follows = forms.TypedChoiceField(
        label=gettext_lazy("Identity"),
        help_text=gettext_lazy("Is the customer still known after the handoff?"),
        choices=[("", gettext_lazy("Not known")), ("True", gettext_lazy("Follows")), ("False", gettext_lazy("Lost"))],
        coerce=lambda text: text == "True",
        empty_value=None,
        required=False,
    )
    estimated_by = forms.CharField(
        label=gettext_lazy("Stated by"),
        help_text=gettext_lazy("Ask somebody else than the channel's own department, too."),
        max_length=120,
        required=False,
    )


class SystemForm(OwnedForm):
    model = System
    name = NameField(label=gettext_lazy("System"), max_length=120)
    department = department_field()
    data_held = forms.CharField(label=gettext_lazy("Data held"), max_length=500, required=False)
    data_class = forms.ChoiceField(
        label=gettext_lazy("Class"), choices=[NOT_STATED, *DataClass.choices], required=False
    )
    data_owner = forms.CharField(
        label=gettext_lazy("Data owner"),
        help_text=gettext_lazy("Who answers for what is stored, and who may see it."),
        max_length=120,
        required=False,
    )


class LinkForm(BetweenForm):
    model, ends = Link, System
    origin = end_field(gettext_lazy("From"))
    destination = end_field(gettext_lazy("To"))
    exchange = forms.ChoiceField(label=gettext_lazy("Now"), choices=[NOT_STATED, *Exchange.choices], required=False)
    should_be = forms.ChoiceField(
        label=gettext_lazy("Should be"), choices=[NOT_STATED, *Exchange.choices], required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)


class PathForm(RowForm):
    model = Path
    together = (("customers", "conversions"),)
    route = forms.CharField(
        label=gettext_lazy("Path"),
        help_text=gettext_lazy(
            "Channels in the order in which they were met, with > between them: Search > Web > Phone"
        ),
        max_length=2000,
    )
    customers = NumberField(
        label=gettext_lazy("Customers"),
        help_text=gettext_lazy("How many took exactly this path."),
        max_digits=14,
        decimal_places=2,
        min_value=0,
    )
    conversions = NumberField(
        label=gettext_lazy("Conversions"),
        help_text=gettext_lazy("How many of them became customers or bought."),
        max_digits=14,
        decimal_places=2,
        min_value=0,
    )

    def set_choices(self) -> None:
        self.fields["route"].widget.attrs["spellcheck"] = "false"

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """A stored route in words."""
        found = super().get_initial_for_field(field, field_name)
        return self.in_words(field_name, found) if field_name == "route" and found else found

    def stored(self) -> dict[str, Any]:
        return super().stored() | {"route": self.row.route if self.row else None}

    def in_words(self, name: str, value: Any) -> str:
        if name != "route":
            return super().in_words(name, value)
        names = names_of(self.engagement)
        return f" {ARROW} ".join(names.get(pk, "?") for pk in value)

    @property
    def title(self) -> str:
        return self.in_words("route", self.row.route)

    def clean_route(self) -> list[int]:
        known = {fold(name): pk for pk, name in names_of(self.engagement).items()}
        steps = [step.strip() for step in self.cleaned_data["route"].replace("→", ARROW).split(ARROW)]
        unknown = [step or MISSING for step in steps if fold(step) not in known]
        if unknown:
            message = ngettext(
                "There is no channel called %(names)s.", "There are no channels called %(names)s.", len(unknown)
            )
            raise ValidationError(message, params={"names": ", ".join(dict.fromkeys(unknown))})
        route = [known[fold(step)] for step in steps]
        if route in [other.route for other in self.others()]:
            raise ValidationError(_("This path is in the list already."))
        return route

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        customers, conversions = cleaned.get("customers"), cleaned.get("conversions")
        if customers is not None and conversions is not None and conversions > customers:
            self.add_error("conversions", _("There cannot be more conversions than customers."))
        return cleaned


class WhatIfForm(forms.Form):
    """A question: what if another share of one handoff's customers went that way?"""

    handoff = forms.ChoiceField(label=gettext_lazy("Handoff"))
    share = ShareField(
        label=gettext_lazy("New share"),
        help_text=gettext_lazy("Of the customers who leave the first channel, such as 60%."),
        max_digits=7,
        decimal_places=6,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, movable: Sequence[Movable]) -> None:
        super().__init__(data)
        offer_choices(self.fields["handoff"], [(each.key, handoff_in_words(each)) for each in movable])

    def question(self) -> tuple[Pair, float]:
        """The two channels' ids, and the new share."""
        origin, _dash, destination = self.cleaned_data["handoff"].partition("-")
        return (int(origin), int(destination)), float(self.cleaned_data["share"])


def handoff_in_words(each: Movable) -> str:
    names = {"origin": each.origin, "destination": each.destination, "share": share(each.now)}
    return _("%(origin)s → %(destination)s (%(share)s today)") % names
