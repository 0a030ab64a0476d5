"""Input: one item's update, made for a thumb."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.web.editing import Edit, EditForm, in_words, sign, signs_in, written
from maturity.web.fields import NumberField

from .models import Progress
from .queries import ReadMeasure
from .rules import STANDING, Status, reading_name

STEPS = range(0, 101, 10)


class UpdateForm(EditForm):
    """Status, progress in steps of ten, blocker, and ``reading-<measure>`` for each measure, all of one day.

    What is compared of readings is the measure's value of that day, by ``reading_name``: a field opens empty.
    """

    together = (STANDING,)

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
        measures: Sequence[ReadMeasure],
        correcting: Mapping[str, Any] | None = None,
    ) -> None:
        standing = {name: getattr(progress, name) for name in STANDING}
        super().__init__(data, initial={**standing, "day": timezone.localdate(), **(correcting or {})})
        self.measures, self.standing = measures, standing
        percents: Any = self.fields["percent"]
        percents.choices = [(step, f"{step} %") for step in sorted({*STEPS, progress.percent})]
        if not measures:
            del self.fields["day"]
        for measure in measures:
            field = NumberField(label=measure.facts.name, required=False, max_digits=16, decimal_places=4)
            self.fields[f"reading-{measure.facts.pk}"] = field

    def rows(self) -> Iterator[tuple[ReadMeasure, forms.BoundField]]:
        for measure in self.measures:
            yield measure, self[f"reading-{measure.facts.pk}"]

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

    def stored(self) -> dict[str, Any]:
        """The standing, and every reading of the measures."""
        read = {reading_name(each.facts.pk, one.date): one.value for each in self.measures for one in each.readings}
        return {**self.standing, **read}

    def values(self) -> dict[str, Any]:
        """What was typed: the standing, and the readings of the chosen day."""
        typed = {each.facts.pk: self.cleaned_data[f"reading-{each.facts.pk}"] for each in self.measures}
        readings = {
            reading_name(measure, self.cleaned_data["day"]): value
            for measure, value in typed.items()
            if value is not None
        }
        return {**{name: self.cleaned_data[name] for name in STANDING}, **readings}

    def edit(self) -> Edit:
        """What a service takes: of a day whose reading the page did not show, it showed that there is none."""
        edit = super().edit()
        if not edit.seen:
            return edit
        unread = {name: sign(None) for name in edit.new if name not in STANDING}
        return replace(edit, seen=written(unread | signs_in(edit.seen)))

    def field_of(self, name: str) -> str:
        """A reading stands in its measure's field, whatever its day."""
        return name if name in STANDING else "-".join(name.split("-")[:2])

    def in_words(self, name: str, value: Any) -> str:
        return in_words(self.fields[self.field_of(name)], value)
