"""For whoever runs the installation: people and organisations. Engagements are worked on in the product itself."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from .models import Member, Organisation, User

# One log-in page for everybody: there wrong passwords are counted.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class SmallLetters:
    """An address is kept in small letters, so that it is one person's, however it is written."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class NewPersonForm(SmallLetters, AdminUserCreationForm):  # type: ignore[type-arg]  # not at run time
    """A person with a password, or without one until they choose it by “Forgotten your password?”."""

    class Meta:
        model = User
        fields = ("email", "name", "language")


class PersonAdminForm(SmallLetters, UserChangeForm):  # type: ignore[type-arg]  # not at run time
    """What is known of a person. The password is changed on a page of its own, and never shown."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # not at run time
    """People, with Django's own care for passwords."""

    form, add_form = PersonAdminForm, NewPersonForm
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (None, {"fields": ("name", "language", "single_keys")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (None, {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "usable_password", "password1", "password2")}),)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not at run time
    search_fields = ("name",)


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not at run time
    list_display = ("user", "organisation", "role", "department")
    list_select_related = ("user", "organisation", "department")
    search_fields = ("user__email", "user__name", "organisation__name")
