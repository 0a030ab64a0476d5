"""Input: assumptions with low, likely and high, and what doing nothing costs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.web.fields import NumberField

from .models import Assumption

THREE = ("low", "likely", "high")


def amount(label: Any, *, required: bool, **limits: Any) -> NumberField:
    return NumberField(label=label, required=required, max_digits=16, decimal_places=4, **limits)


class ThreePointForm(forms.Form):
    """Low, likely and high with their source. ``seen`` tells what was there when the form was shown."""

    low = amount(pgettext_lazy("figure", "Low"), required=False)
    likely = amount(pgettext_lazy("figure", "Likely"), required=True)
    high = amount(pgettext_lazy("figure", "High"), required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year of the figure"),
        required=False,
        validators=[MinValueValidator(1900)],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, assumption: Assumption | None = None) -> None:
        initial = {name: getattr(assumption, name) for name in self.base_fields if name != "seen"} if assumption else {}
        initial["seen"] = assumption.fingerprint if assumption else ""
        super().__init__(data, initial=initial)
        self.fields["year"].validators.append(MaxValueValidator(timezone.localdate().year))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for smaller, larger in (("low", "likely"), ("likely", "high")):
            least, most = values.get(smaller), values.get(larger)
            if least is not None and most is not None and least > most:
                names = {"smaller": self.fields[smaller].label, "larger": self.fields[larger].label}
                self.add_error(larger, _("“%(larger)s” must not be less than “%(smaller)s”.") % names)
        return values

    def values(self) -> dict[str, Any]:
        """What is kept of the form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AssumptionForm(ThreePointForm):
    """A free assumption, or a quoted figure that was taken over."""

    text = forms.CharField(label=gettext_lazy("Assumption"), max_length=300)
    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=40, required=False, help_text=gettext_lazy("Such as %, EUR or customers")
    )
    replaced = forms.BooleanField(
        label=gettext_lazy("This is our own figure"),
        required=False,
        help_text=gettext_lazy("Confirmed for this client; no longer a figure quoted from an article."),
    )
    field_order = ("text", *THREE, "unit", "source", "year", "replaced")


class DoNothingForm(ThreePointForm):
    """What is lost per year if nothing is done, as positive money."""

    low = amount(pgettext_lazy("figure", "Low"), required=True, min_value=0)
    likely = amount(pgettext_lazy("figure", "Likely"), required=True, min_value=0)
    high = amount(pgettext_lazy("figure", "High"), required=True, min_value=0)

    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)

    def values(self) -> dict[str, Any]:
        text = _("Lost per year if nothing is done")
        return {**super().values(), "text": text, "replaced": True}
