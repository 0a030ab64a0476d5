"""Input: one item's update, made for a thumb."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.web.fields import NumberField

from .models import Progress
from .queries import MeasureRow
from .rules import Status

STEPS = range(0, 101, 10)


class UpdateForm(forms.Form):
    """Status, progress in steps of ten, blocker, and ``reading-<measure>`` for each measure, all of one day."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Status, widget=forms.RadioSelect)
    percent = forms.TypedChoiceField(label=gettext_lazy("Progress"), coerce=int, widget=forms.RadioSelect)
    blocker = forms.CharField(
        label=gettext_lazy("Blocker"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What stands in the way, and who can move it."),
    )
    day = forms.DateField(
        label=gettext_lazy("Day of the readings"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        progress: Progress,
        measures: Sequence[MeasureRow],
        correcting: Mapping[str, Any] | None = None,
    ) -> None:
        standing = {name: getattr(progress, name) for name in ("version", "status", "percent", "blocker")}
        super().__init__(data, initial={**standing, "day": timezone.localdate(), **(correcting or {})})
        self.measures = measures
        percents: Any = self.fields["percent"]
        percents.choices = [(step, f"{step} %") for step in sorted({*STEPS, progress.percent})]
        if not measures:
            del self.fields["day"]
        for measure in measures:
            field = NumberField(label=measure.name, required=False, max_digits=16, decimal_places=4)
            self.fields[f"reading-{measure.pk}"] = field

    def rows(self) -> Iterator[tuple[MeasureRow, forms.BoundField]]:
        for measure in self.measures:
            yield measure, self[f"reading-{measure.pk}"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("status") == Status.BLOCKED and not values.get("blocker"):
            self.add_error("blocker", _("Say what blocks it."))
        return values

    def update(self) -> dict[str, Any]:
        """What ``services.update_item`` takes of the form."""
        readings: dict[int, Decimal] = {}
        for measure in self.measures:
            value = self.cleaned_data[f"reading-{measure.pk}"]
            if value is not None:
                readings[measure.pk] = value
        plain = {name: self.cleaned_data[name] for name in ("version", "status", "percent", "blocker")}
        return {**plain, "day": self.cleaned_data.get("day") or timezone.localdate(), "readings": readings}
