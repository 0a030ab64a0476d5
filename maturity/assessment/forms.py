"""Targets: one rung and one reason per dimension."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maturity.framework.rules import Dimension, Rung
from maturity.web.languages import Language

from .models import Target


class TargetsForm(forms.Form):
    """Two fields per dimension of the framework: ``<key>`` its target rung, ``<key>-reason`` why."""

    def __init__(
        self,
        *args: Any,
        dimensions: Sequence[Dimension],
        rungs: Sequence[Rung],
        targets: Mapping[str, Target],
        language: Language,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions, self.language = dimensions, language
        choices = [("", _("No target")), *((rung.number, f"{rung.number} {rung.name.in_(language)}") for rung in rungs)]
        for dimension in dimensions:
            target = targets.get(dimension.key)
            name = dimension.name.in_(language)
            self.fields[dimension.key] = forms.TypedChoiceField(
                label=name,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=target and target.rung,
            )
            self.fields[f"{dimension.key}-reason"] = forms.CharField(
                label=_("Reason"), max_length=500, required=False, initial=target.reason if target else ""
            )

    def rows(self) -> Iterator[tuple[Dimension, forms.BoundField, forms.BoundField]]:
        for dimension in self.dimensions:
            yield dimension, self[dimension.key], self[f"{dimension.key}-reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for dimension in self.dimensions:
            if cleaned.get(f"{dimension.key}-reason") and cleaned.get(dimension.key) is None:
                self.add_error(dimension.key, _("There is a reason, but no target: choose a rung."))
        return cleaned

    def chosen(self) -> dict[str, tuple[int | None, str]]:
        """The target rung and the reason by dimension key."""
        return {
            each.key: (self.cleaned_data[each.key], self.cleaned_data[f"{each.key}-reason"]) for each in self.dimensions
        }
