"""Forms: an initiative with its efforts, an estimate, a benefit, a measure, the owner of a suggestion."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Engagement
from maturity.clients.rules import Role
from maturity.web.editing import EditForm
from maturity.web.fields import NameField, NumberField, offer_choices
from maturity.web.names import fold, named

from .models import Benefit, Initiative, Measure
from .queries.detail import EFFORT, FormChoices, taken_keys
from .rules import FIELDS, OWN, RELATIONS, Draft, InitiativeField

MOST_MONEY = Decimal("999999999999")


def form_field(declared: InitiativeField) -> forms.Field:
    """The form field of an initiative's field: its words from the declaration, its kind and limits from the model."""
    column: Any = Initiative._meta.get_field(declared.name)
    words: dict[str, Any] = {"label": declared.label, "help_text": declared.hint}
    if declared.several:
        return forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **words)
    if isinstance(column, models.ForeignKey):
        return forms.TypedChoiceField(coerce=int, **words)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(required=False, **words)
    if column.choices:
        return forms.ChoiceField(choices=[("", _("Not chosen")), *column.choices], required=False, **words)
    if isinstance(column, models.DecimalField | models.IntegerField):
        return number_field(declared, column, words)
    # An initiative without a key gets the next free one.
    words["required"] = not column.blank and declared.name != "key"
    if declared.lines > 1:
        words["widget"] = forms.Textarea(attrs={"rows": declared.lines})
    field = NameField if declared.name in ("key", "title") else forms.CharField
    return field(max_length=column.max_length, **words)


def number_field(declared: InitiativeField, column: Any, words: dict[str, Any]) -> forms.Field:
    """Money and large numbers as people write them; small ones as they are counted."""
    words |= {"required": not column.null, "initial": column.get_default(), "min_value": declared.low}
    if isinstance(column, models.DecimalField):
        return NumberField(max_value=MOST_MONEY, decimal_places=column.decimal_places, **words)
    if isinstance(column, models.PositiveSmallIntegerField):
        return forms.IntegerField(max_value=declared.high, **words)
    return NumberField(max_value=declared.high, decimal_places=0, **words)


class InitiativeForm(EditForm):
    """An initiative's fields as they are declared. ``effort-<department id>``: person-weeks per quarter."""

    def __init__(
        self, *args: Any, engagement: Engagement, choices: FormChoices, initiative: Initiative | None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", choices.values)
        super().__init__(*args, **kwargs)
        self.engagement, self.choices, self.initiative = engagement, choices, initiative
        self.fields |= {declared.name: form_field(declared) for declared in FIELDS if declared.part != "efforts"}
        self.choose("department", self.owners())
        self.choose("other_departments", choices.departments)
        self.choose("dimensions", choices.dimensions)
        self.choose("touchpoints", choices.touchpoints)
        self.choose("after", choices.initiatives)
        for pk, name in choices.departments:
            self.fields[f"{EFFORT}{pk}"] = NumberField(
                label=name,
                min_value=0,
                max_value=10_000,
                decimal_places=2,
                required=False,
            )

    def choose(self, name: str, choices: Any) -> None:
        offer_choices(self.fields[name], choices)

    def owners(self) -> list[tuple[int, str]]:
        """A lead keeps initiatives in their own department."""
        viewer = self.engagement.viewer
        return [(pk, name) for pk, name in self.choices.departments if viewer.facilitates or pk == viewer.department_id]

    def values(self) -> dict[str, Any]:
        """What was typed, as ``FormChoices.values`` writes what is stored."""
        links = {relation: sorted(self.cleaned_data[relation]) for relation in RELATIONS}
        names = [f"{EFFORT}{pk}" for pk, _name in self.choices.departments]
        return {**self.cleaned_data, **links, **{name: self.cleaned_data[name] or None for name in names}}

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields by the part of the form that they stand in."""
        found: dict[str, list[forms.BoundField]] = defaultdict(list)
        for declared in FIELDS:
            if declared.part == "efforts":
                found["efforts"] = [self[f"{EFFORT}{pk}"] for pk, _name in self.choices.departments]
            else:
                found[declared.part].append(self[declared.name])
        return dict(found)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        own = fold(self.initiative.key) if self.initiative else None
        taken = {fold(each) for each in taken_keys(self.engagement)} - {own}
        if self.initiative and not key:
            raise forms.ValidationError(_("An initiative needs a key."))
        if fold(key) in taken:
            raise forms.ValidationError(_("Another initiative, perhaps an archived one, has this key."))
        return key

    def draft(self) -> Draft:
        """What the form says, for the services."""
        said = self.cleaned_data
        return Draft(
            fields={
                **{name: said[name] for name in OWN},
                "department_id": said["department"],
            },
            related={name: said[name] for name in RELATIONS},
            efforts={pk: weeks for pk, _name in self.choices.departments if (weeks := said[f"{EFFORT}{pk}"])},
        )


class EstimateForm(forms.Form):
    """Value and effort from 1 to 5. The facilitator enters for others, too; a lead's department is their own."""

    rater = NameField(label=_("Rater"), max_length=120)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    value = forms.TypedChoiceField(label=_("Value"), coerce=int, choices=[("", "–"), *((n, n) for n in range(1, 6))])
    effort = forms.TypedChoiceField(label=_("Effort"), coerce=int, choices=[("", "–"), *((n, n) for n in range(1, 6))])

    def __init__(self, *args: Any, engagement: Engagement, departments: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        viewer = engagement.viewer
        if not viewer.facilitates:
            del self.fields["rater"]
        if viewer.role == Role.LEAD:
            del self.fields["department"]
        else:
            offer_choices(self.fields["department"], [("", _("Choose")), *departments.items()])


class BenefitForm(forms.ModelForm[Benefit]):
    """Money per year at full effect: low, likely and high."""

    low = NumberField(label=_("Low"), max_digits=14, decimal_places=2)
    likely = NumberField(label=_("Likely"), max_digits=14, decimal_places=2)
    high = NumberField(label=_("High"), max_digits=14, decimal_places=2)
    ramp = forms.IntegerField(
        label=_("Ramp-up"), min_value=0, max_value=40, required=False, help_text=_("Quarters to full effect")
    )

    class Meta:
        model = Benefit
        fields = ("driver", "low", "likely", "high", "ramp", "source")

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initiative = initiative

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        amounts = [said[name] for name in ("low", "likely", "high") if said.get(name) is not None]
        if len(amounts) == 3 and amounts != sorted(amounts):
            self.add_error("likely", _("Low, likely and high must rise in this order."))
        same = self.initiative.benefits.filter(driver=said.get("driver", "")).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("driver", _("This initiative has a benefit from this driver already: change that one."))
        return said


class MeasureForm(forms.ModelForm[Measure]):
    """What tells whether the initiative works."""

    baseline = NumberField(label=_("Baseline"), max_digits=16, decimal_places=4, required=False)
    target = NumberField(label=_("Target"), max_digits=16, decimal_places=4, required=False)
    review = forms.DateField(
        label=_("Review"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("The day on which the figure is looked at, and the effort revised."),
    )

    class Meta:
        model = Measure
        fields = ("name", "kind", "unit", "baseline", "target", "review")
        field_classes = {"name": NameField}

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initiative = initiative

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if named(self.initiative.measures.exclude(pk=self.instance.pk), name):
            raise forms.ValidationError(_("This initiative has a measure of this name already."))
        return name


class OwnerForm(forms.Form):
    """Who shall own what was suggested, and the touchpoint that it is for, if it is for one."""

    department = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    touchpoint = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, departments: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self.fields["department"], departments.items())
