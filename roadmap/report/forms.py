"""Which language a report is made in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maturity.web.languages import language_choices


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the report"), choices=language_choices)
