"""Input: assumptions with low, likely and high, what doing nothing costs, the terms, and what a driver can give."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maturity.clients.models import Engagement
from maturity.web.editing import EditForm
from maturity.web.fields import MoneyField, NumberField, ShareField, offer_choices
from maturity.web.formats import quarter

from .models import Assumption, CaseTerms, DriverBase
from .rules import ProjectType, Spread, Together

THREE = ("low", "likely", "high")


def amount(label: Any, *, required: bool, **limits: Any) -> NumberField:
    return NumberField(label=label, required=required, max_digits=16, decimal_places=4, **limits)


class ThreePointForm(EditForm):
    """Low, likely and high with their source."""

    together = (THREE,)

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

    def __init__(self, data: Mapping[str, Any] | None = None, *, assumption: Assumption | None = None) -> None:
        super().__init__(data, row=assumption)
        self.fields["year"].validators.append(MaxValueValidator(timezone.localdate().year))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for smaller, larger in (("low", "likely"), ("likely", "high")):
            least, most = values.get(smaller), values.get(larger)
            if least is not None and most is not None and least > most:
                names = {"smaller": self.fields[smaller].label, "larger": self.fields[larger].label}
                self.add_error(larger, _("“%(larger)s” must not be less than “%(smaller)s”.") % names)
        return values


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
    """What is lost per year if nothing is done, as positive money in the engagement's currency."""

    low = amount(pgettext_lazy("figure", "Low"), required=True, min_value=0)
    likely = amount(pgettext_lazy("figure", "Likely"), required=True, min_value=0)
    high = amount(pgettext_lazy("figure", "High"), required=True, min_value=0)

    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)

    def __init__(self, data: Mapping[str, Any] | None = None, *, stated: Assumption | None, currency: str) -> None:
        super().__init__(data, assumption=stated)
        self.currency = currency

    def values(self) -> dict[str, Any]:
        text = _("Lost per year if nothing is done")
        return {**super().values(), "text": text, "unit": self.currency, "replaced": True}


class TermsForm(EditForm):
    """On what terms the case is worked out."""

    spread = forms.ChoiceField(label=gettext_lazy("Amounts between low and high"), choices=Spread.choices)
    together = forms.ChoiceField(  # type: ignore[assignment]  # a field: Django takes it out of the class
        label=gettext_lazy("Benefits move together"),
        help_text=gettext_lazy(
            "One house, one market, the same people: where one benefit disappoints, others tend to. The more they move "
            "together, the wider the futures spread."
        ),
    )
    pay_back_by = forms.TypedChoiceField(
        label=gettext_lazy("Must have paid back by the end of"), coerce=int, empty_value=None, required=False
    )
    project_type = forms.ChoiceField(
        label=gettext_lazy("Kind of project"),
        choices=ProjectType.choices,
        help_text=gettext_lazy("What such projects have overrun by is set beside the simulation."),
    )
    mitigation = ShareField(
        label=gettext_lazy("Causes of overrun that are managed"),
        max_digits=4,
        decimal_places=3,
        help_text=gettext_lazy(
            "Per cent: for each cause its share of the trouble times how far it is in hand, added up. 0% where nobody "
            "has looked."
        ),
    )
    mitigated_by = forms.CharField(
        label=gettext_lazy("By what"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as a tested prototype, fixed-price contracts or a steering group with a mandate."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: CaseTerms | None = None, engagement: Engagement
    ) -> None:
        super().__init__(data, row=row or CaseTerms(engagement=engagement))
        offer_choices(self.fields["together"], [(each.value, each.with_number) for each in Together])
        quarters = [(number, quarter(engagement.start, number)) for number in range(1, engagement.quarters + 1)]
        offer_choices(self.fields["pay_back_by"], [("", _("The end of the plan")), *quarters])


class DriverBaseForm(EditForm):
    """The most that a driver can give in a year."""

    most = MoneyField(
        label=gettext_lazy("The most that it can give a year"),
        max_digits=16,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy(
            "Such as what all calls to customer service cost in a year. Leave it empty where nobody knows."
        ),
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: DriverBase | None = None) -> None:
        super().__init__(data, row=row or DriverBase())
