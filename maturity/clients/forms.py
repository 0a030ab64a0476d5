"""Input: engagements, departments, members, and a person's own settings."""

from typing import Any

from allauth.account.forms import LoginForm
from babel.numbers import list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.web.editing import EditForm
from maturity.web.fields import NameField, NumberField, ShareField, offer_rows
from maturity.web.names import named

from .models import Department, Engagement, Organisation, User
from .rules import Role


class EngagementForm(forms.ModelForm[Engagement]):
    """What an engagement is called, and what its plan and its money count in."""

    discount_rate = ShareField(
        label=gettext_lazy("Discount rate per year"),
        help_text=gettext_lazy("What money a year later is worth less, such as 8%."),
        max_digits=8,
        decimal_places=6,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )

    class Meta:
        model = Engagement
        fields = ("title", "language", "currency", "start", "quarters", "discount_rate")
        field_classes = {"title": NameField}
        widgets = {"start": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if currency not in list_currencies():
            raise ValidationError(_("This is no currency of ISO 4217. Write three letters, such as DKK."))
        return currency

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        if self.instance.pk and _title_taken(self.instance.organisation, title, besides=self.instance):
            raise ValidationError(_("This organisation has an engagement with this title already."))
        return title


def _title_taken(organisation: Organisation, title: str, *, besides: Engagement | None = None) -> bool:
    others = organisation.engagements.exclude(pk=besides.pk) if besides else organisation.engagements.all()
    return named(others, title, "title") is not None


class SettingsForm(EditForm, EngagementForm):
    """An engagement's settings, which two facilitators may edit at once."""


class NewEngagementForm(EngagementForm):
    """A new engagement, for an organisation that the person facilitates or for a new one."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        required=False,
        empty_label=gettext_lazy("A new one"),
    )
    new_organisation = forms.CharField(
        label=gettext_lazy("Name of the new organisation"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only where you have not chosen one above."),
    )
    field_order = ("organisation", "new_organisation")

    def __init__(self, *arguments: Any, organisations: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["organisation"]
        field.queryset = organisations

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen, name = values.get("organisation"), values.get("new_organisation")
        if "organisation" in values and bool(chosen) == bool(name):
            self.add_error("new_organisation", _("Choose an organisation or name a new one, not both."))
        if chosen and _title_taken(chosen, values.get("title", "")):
            self.add_error("title", _("This organisation has an engagement with this title already."))
        return values


class DepartmentForm(forms.Form):
    """A department of the engagement, and the time that it can give."""

    name = NameField(label=gettext_lazy("Department"), max_length=120)
    lead = NameField(label=gettext_lazy("Lead"), max_length=120, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    person_weeks = NumberField(
        label=gettext_lazy("Capacity"),
        help_text=gettext_lazy("Person-weeks per quarter; empty where it is not known."),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
    )

    def __init__(
        self, *arguments: Any, engagement: Engagement, department: Department | None = None, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.engagement, self.department = engagement, department

    def clean_name(self) -> str:
        """A name that no other department has; when adding, one that the engagement does not have yet."""
        name = str(self.cleaned_data["name"])
        if self.department:
            others = self.engagement.organisation.departments.exclude(pk=self.department.pk)
        else:
            others = self.engagement.departments.all()
        if named(others, name):
            raise ValidationError(_("There is a department with this name already."))
        return name


class DepartmentEditForm(EditForm, DepartmentForm):
    """A department that takes part, which two facilitators may edit at once."""


class RoleForm(forms.Form):
    """A member's role; a department lead leads one of the organisation's departments."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("For department leads: what they may change."),
    )

    def __init__(self, *arguments: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offer_rows(self.fields["department"], organisation.departments.all())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("role") == Role.LEAD and not values.get("department"):
            self.add_error("department", _("Choose the department that this person leads."))
        if values.get("role") != Role.LEAD:
            values["department"] = None
        return values


class MemberForm(RoleForm):
    """A new member: who, and in which role."""

    name = NameField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    field_order = ("name", "email", "role", "department")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class EntranceForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Log-in with plain labels; the page has the way to a new password below, not between the fields."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PersonForm(forms.ModelForm[User]):
    """A person's own settings."""

    class Meta:
        model = User
        fields = ("name", "language", "single_keys")
        help_texts = {
            "language": gettext_lazy("Empty: the language of your browser."),
            "single_keys": gettext_lazy("Keys such as ? do something by themselves. Ctrl-K works either way."),
        }
