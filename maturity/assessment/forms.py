"""Targets: one rung and one reason per dimension. Waves: a name and the sessions that belong together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maturity.framework.rules import ModelDimension, Rung
from maturity.web.fields import NameField
from maturity.web.languages import Language
from maturity.web.names import fold

from .models import Target, Wave
from .queries.waves import SessionsOffered


class TargetsForm(forms.Form):
    """Two fields per dimension of the framework: ``<key>`` its target rung, ``<key>-reason`` why."""

    def __init__(
        self,
        *args: Any,
        dimensions: Sequence[ModelDimension],
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

    def rows(self) -> Iterator[tuple[ModelDimension, forms.BoundField, forms.BoundField]]:
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


class WaveForm(forms.Form):
    """A wave's name, its sessions, and whether its people can be told from those of the wave before."""

    name = NameField(label=_("Name"), max_length=120, help_text=_("Such as Spring 2027."))
    sessions = forms.TypedMultipleChoiceField(
        label=_("Sessions"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that measured at the same time. A session is in one wave at most."),
    )
    same_people = forms.BooleanField(
        label=_("The same pseudonym is the same person as in the wave before"),
        required=False,
        help_text=_(
            "Only where you have seen to it: pseudonyms are handed out anew in each live session. Each person is then "
            "compared with themselves, which shows smaller changes."
        ),
    )

    def __init__(self, data: Any, *, offer: SessionsOffered, wave: Wave | None) -> None:
        initial = {"name": wave.name, "sessions": offer.chosen, "same_people": wave.same_people} if wave else {}
        super().__init__(data, initial=initial)
        self.taken = offer.names
        self.fields["sessions"].choices = offer.sessions  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if fold(name) in self.taken:
            raise forms.ValidationError(_("There is a wave with this name already."))
        return name


class PlaceForm(forms.Form):
    """The wave that a session belongs to: one that is there, or a new one by name."""

    NEW = "new"
    NONE = "none"

    wave = forms.ChoiceField(label=_("Wave"), widget=forms.RadioSelect)
    name = NameField(label=_("Name of the new wave"), max_length=120, required=False)

    def __init__(self, data: Any, *, waves: Sequence[tuple[int, str]], wave: int | None) -> None:
        chosen = str(wave) if wave else self.NEW if not waves else self.NONE
        super().__init__(data, initial={"wave": chosen})
        self.taken = frozenset(fold(name) for _pk, name in waves)
        choices = [(str(pk), name) for pk, name in waves]
        self.fields["wave"].choices = [*choices, (self.NEW, _("A new wave")), (self.NONE, _("None"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("wave") != self.NEW:
            return cleaned
        if not cleaned.get("name"):
            self.add_error("name", _("Give the new wave a name."))
        elif fold(cleaned["name"]) in self.taken:
            self.add_error("name", _("There is a wave with this name already."))
        return cleaned

    @property
    def chosen(self) -> int | str | None:
        """The id of a wave, the name of a new one, or None."""
        wave: str = self.cleaned_data["wave"]
        if wave == self.NONE:
            return None
        return str(self.cleaned_data["name"]) if wave == self.NEW else int(wave)
