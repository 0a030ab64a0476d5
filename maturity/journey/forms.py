"""Parse and validate what people type into the map: whole touchpoints, single cells, names, pasted scores."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db import models
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.clients.models import Engagement
from maturity.web.editing import EditForm
from maturity.web.fields import NameField, NumberField, offer_rows, offer_rows_as_they_come
from maturity.web.names import fold, named

from .models import Stage, Touchpoint
from .queries import name_is_taken
from .rules import FIELDS, GAP_MEANINGS, HIGHEST_SCORE, PASTED_SCORES, GapKind, TouchpointField


def form_field(declared: TouchpointField) -> forms.Field:
    """The form field of a touchpoint's field: its words from the declaration, its limits from the model."""
    column: Any = Touchpoint._meta.get_field(declared.name)
    words: dict[str, Any] = {"label": declared.label, "help_text": declared.hint}
    if isinstance(column, models.ForeignKey):
        return forms.ModelChoiceField(column.related_model._default_manager.none(), required=False, **words)
    if isinstance(column, models.DecimalField):
        words |= {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
        low, high = (None if limit is None else Decimal(limit) for limit in (declared.low, declared.high))
        return NumberField(min_value=low, max_value=high, required=False, **words)
    if isinstance(column, models.CharField) and column.choices:
        return forms.ChoiceField(choices=[("", "–"), *column.choices], required=False, **words)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(required=False, **words)
    field = NameField if declared.name == "name" else forms.CharField
    return field(max_length=column.max_length, required=not column.blank, **words)


class TouchpointForm(EditForm):
    """All fields of a touchpoint, or those of one cell of the map (``cell``)."""

    together = (("gap_kind", "gap_reason"),)

    def __init__(
        self,
        *args: Any,
        engagement: Engagement,
        touchpoint: Touchpoint,
        cell: str | None = None,
        **kwargs: Any,
    ) -> None:
        own = model_to_dict(touchpoint, [field.name for field in FIELDS])
        super().__init__(*args, initial=own, **kwargs)
        self.engagement, self.touchpoint = engagement, touchpoint
        for declared in FIELDS:
            may = engagement.viewer.facilitates or not declared.facilitators
            if may and cell in (None, declared.edited_in):
                self.fields[declared.name] = form_field(declared)
        self.offer()

    def offer(self) -> None:
        """What the fields let one choose."""
        if "gap_kind" in self.fields:
            kinds = [("", _("Not said yet")), *explained_kinds()]
            self.fields["gap_kind"] = forms.ChoiceField(
                label=self.fields["gap_kind"].label, choices=kinds, required=False, widget=forms.RadioSelect
            )
        if "persona" in self.fields:
            offer_rows(self.fields["persona"], self.engagement.personas.all())
        if "department" in self.fields:
            offer_rows(self.fields["department"], self.engagement.departments.all())

    def clean_name(self) -> str:
        return free_touchpoint_name(self.engagement, self.cleaned_data["name"], self.touchpoint.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("gap_reason") and not cleaned.get("gap_kind") and "gap_kind" in self.fields:
            self.add_error("gap_kind", _("There is a reason, but no kind: choose one of the three."))
        return cleaned


def explained_kinds() -> list[tuple[str, str]]:
    """The three kinds of gap, each with its meaning in one line."""
    return [(kind.value, f"{kind.label}: {GAP_MEANINGS[kind]}") for kind in GapKind]


class AddForm(forms.Form):
    """A new touchpoint: its name; everything else is filled in on the map."""

    name = NameField(label=gettext_lazy("Touchpoint"), max_length=200)
    stage = forms.ModelChoiceField(Stage.objects.none(), label=gettext_lazy("Stage"), empty_label=None)
    after = forms.ModelChoiceField(Touchpoint.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engagement = engagement
        stages = Stage.objects.filter(journey__engagement=engagement).select_related("journey")
        offer_rows_as_they_come(self.fields["stage"], stages.order_by("journey", "position", "pk"))
        offer_rows_as_they_come(self.fields["after"], engagement.touchpoints.filter(archived_at__isnull=True))

    def clean_name(self) -> str:
        return free_touchpoint_name(self.engagement, self.cleaned_data["name"])


def free_touchpoint_name(engagement: Engagement, name: str, besides: int | None = None) -> str:
    if name_is_taken(engagement, name, besides):
        raise forms.ValidationError(_("Another touchpoint is called this. Choose another name."))
    return name


class JourneyForm(forms.Form):
    """A new journey with its stages, one per line."""

    name = NameField(label=gettext_lazy("Journey"), max_length=120)
    stages = NameField(
        label=gettext_lazy("Stages"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One per line, in order, such as Consider, Buy, Use, Leave."),
    )
    first = forms.CharField(label=gettext_lazy("First touchpoint"), max_length=200, required=False)

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.engagement = engagement

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if named(self.engagement.journeys.all(), name):
            raise forms.ValidationError(_("There is a journey of this name already."))
        return name

    def clean_stages(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["stages"].splitlines() if line.strip()]
        if any(len(line) > 120 for line in lines):
            raise forms.ValidationError(_("A stage's name has at most 120 characters."))
        if len({fold(line) for line in lines}) < len(lines):
            raise forms.ValidationError(_("Two stages have the same name."))
        return lines

    def clean_first(self) -> str:
        return free_touchpoint_name(self.engagement, self.cleaned_data["first"])


class NameForm(EditForm):
    """The name of a journey or a stage."""

    name = NameField(label=gettext_lazy("Name"), max_length=120)


class PersonaForm(NameForm):
    """A persona: name and a few words."""

    about = forms.CharField(
        label=gettext_lazy("About"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class SetPieceForm(EditForm):
    """A deviation that is not unlikely, and what is rehearsed for it."""

    deviation = NameField(label=gettext_lazy("What may go wrong"), max_length=300)
    likelihood = forms.TypedChoiceField(
        label=gettext_lazy("How likely (1–5)"),
        choices=[("", "–"), *((n, str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    consequence = forms.TypedChoiceField(
        label=gettext_lazy("What it costs when unhandled (1–5)"),
        choices=[("", "–"), *((n, str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    plan = forms.CharField(
        label=gettext_lazy("Rehearsed plan"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Leave empty where there is none yet."),
    )


class RatingsForm(forms.Form):
    """Customers' scores as pasted from a sheet: one per line, 0–10. Every faulty line is named; nothing is lost."""

    scores = forms.CharField(
        label=gettext_lazy("Scores"),
        widget=forms.Textarea(attrs={"rows": 6, "inputmode": "numeric"}),
        help_text=gettext_lazy("One score from 0 to 10 per line, as copied from a column in Excel."),
    )
    day = forms.DateField(
        label=gettext_lazy("Date of the answers"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def clean_scores(self) -> list[int]:
        lines = [(n, line.strip()) for n, line in enumerate(self.cleaned_data["scores"].splitlines(), start=1)]
        filled = [(n, line) for n, line in lines if line]
        if len(filled) > PASTED_SCORES:
            raise forms.ValidationError(_("At most %(n)s scores at a time.") % {"n": PASTED_SCORES})
        scores = [(n, line, score_of(line)) for n, line in filled]
        faults = [faulty_line(n, line) for n, line, score in scores if score is None]
        if faults:
            raise forms.ValidationError(faults)
        return [score for _n, _line, score in scores if score is not None]


def score_of(text: str) -> int | None:
    """``7``, ``7,0`` and ``7.0`` are 7; None for what is no whole number from 0 to 10."""
    if not re.fullmatch(r"\d{1,2}([.,]0+)?", text, re.ASCII):
        return None
    try:
        score = int(Decimal(text.replace(",", ".")))
    except InvalidOperation:
        return None
    return score if score <= HIGHEST_SCORE else None


def faulty_line(number: int, text: str) -> str:
    return _("Line %(number)s: “%(text)s” is no whole number from 0 to 10.") % {"number": number, "text": text[:40]}
