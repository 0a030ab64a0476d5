"""The budget, and the quarter that a start is pinned to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maturity.web.fields import MoneyField, offer_choices
from maturity.web.formats import quarter


class BudgetForm(forms.Form):
    budget = MoneyField(
        label=_("Budget for the whole plan"), min_value=0, required=False, help_text=_("Leave it empty for no limit.")
    )


class PinForm(forms.Form):
    """A start quarter of the plan, from 1; empty sets the initiative free."""

    quarter = forms.TypedChoiceField(label=_("Start"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, engagement: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = range(1, engagement.quarters + 1)
        starts = [(number, quarter(engagement.start, number)) for number in numbers]
        offer_choices(self.fields["quarter"], [("", _("free")), *starts])
