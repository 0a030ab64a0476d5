"""Input: a library file, and the choice of a framework."""

from typing import Any, BinaryIO

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Organisation

from .models import Framework
from .rules import MOST_BYTES


class LibraryForm(forms.Form):
    """A library file for one of the organisations that the person facilitates."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)
    file = forms.FileField(
        label=_("Library file"),
        help_text=_("A TOML file like the one that ships, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
    )

    def __init__(self, *arguments: Any, organisations: QuerySet[Organisation]) -> None:
        super().__init__(*arguments)
        field: Any = self.fields["organisation"]
        field.queryset = organisations

    def clean_file(self) -> bytes:
        """The file's bytes, one more than may be read where it is too large: the reader says so in its own words."""
        upload: BinaryIO = self.cleaned_data["file"]
        return upload.read(MOST_BYTES + 1)


class ChoiceForm(forms.Form):
    """The framework that an engagement is to use."""

    framework = forms.ModelChoiceField(Framework.objects.none())

    def __init__(self, *arguments: Any, frameworks: QuerySet[Framework]) -> None:
        super().__init__(*arguments)
        field: Any = self.fields["framework"]
        field.queryset = frameworks
