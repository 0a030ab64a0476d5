"""Pages: home, one engagement's overview and settings, its departments and members, one's own settings."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from maturity.web.editing import EditedMeanwhile
from maturity.web.formats import add_quarters
from maturity.web.http import Request, posted
from maturity.web.languages import language_of, spoken
from maturity.web.middleware import language_for

from . import queries, services, words
from .access import engagement_for, one
from .accounts import send_invitation
from .forms import (
    DepartmentEditForm,
    DepartmentForm,
    MemberForm,
    NewEngagementForm,
    PersonForm,
    RoleForm,
    SettingsForm,
)
from .models import Engagement, Member, User
from .rules import Role
from .trail import last_editor

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def home(request: Request) -> HttpResponse:
    homes = queries.home_page(request.user)
    standings = [standing for each in homes for standing in each.engagements]
    if len(standings) == 1 and standings[0].leads:
        return redirect("follow_up:home", standings[0].engagement.pk)
    facilitates = request.user.is_staff or any(each.role == Role.FACILITATOR for each in homes)
    context = {
        "homes": homes,
        "facilitates": facilitates,
        "engagements_in": words.engagements_in(len(standings), len(homes)),
        "progress": {standing.engagement.pk: words.progress(standing) for standing in standings},
    }
    return render(request, "clients/engagements.html", context)


@form_page
def person(request: Request) -> HttpResponse:
    form = PersonForm(posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(language_for(request)):
            messages.success(request, _("Your settings are saved."))
        return redirect("person")
    return render(request, "clients/person.html", {"form": form}, status=_status(form.errors))


@require_safe
def goto(request: Request) -> HttpResponse:
    """Places beyond the page's own navigation: a fragment that Ctrl-K's dialog asks for when it is first opened."""
    return render(request, "clients/_places.html", {"places": queries.places_of(request.user)})


@form_page
def new_engagement(request: Request) -> HttpResponse:
    organisations = queries.facilitated_by(request.user)
    _may_begin(request, organisations.exists())
    form = NewEngagementForm(posted(request), organisations=organisations, initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        engagement = services.create_engagement(by=request.user, **form.cleaned_data)
        return redirect("clients:home", engagement.pk)
    return render(request, "clients/new_engagement.html", {"form": form}, status=_status(form.errors))


def _may_begin(request: Request, facilitates: bool) -> None:
    # Whoever set the site up facilitates nothing yet, and must be able to begin.
    if not facilitates and not request.user.is_staff:
        raise PermissionDenied(_("Only facilitators may do this."))


def _suggested(request: Request) -> dict[str, Any]:
    return {
        "organisation": request.GET.get("organisation", ""),
        "language": spoken(),
        "start": add_quarters(timezone.localdate(), 1),
        "discount_rate": Decimal("0.08"),
    }


@login_not_required
@require_POST
def choose_language(request: Request) -> HttpResponse:
    """The language for this browser, and for the person who is logged in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(chosen):
        User.objects.filter(pk=request.user.pk).update(language=language_of(chosen))
    return set_language(request)


@require_safe
def overview(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id)
    page = queries.overview_page(engagement)
    return render(request, "clients/home.html", {"page": page, "progress": words.progress(page.standing)})


@form_page
def settings(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    # A form writes into its row while it validates; the page keeps showing what is saved.
    row = one(Engagement.objects.select_related("organisation"), pk=engagement.pk)
    form = SettingsForm(posted(request), instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_engagement(engagement=engagement, by=request.user, edit=form.edit())
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, last_editor(engagement, engagement))
            return render(request, "clients/settings.html", {"form": form}, status=meanwhile.status)
        messages.success(request, _("The engagement is saved."))
        return redirect("clients:home", engagement.pk)
    return render(request, "clients/settings.html", {"form": form}, status=_status(form.errors))


@form_page
def departments(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    form = DepartmentForm(posted(request), engagement=engagement)
    if request.method == "POST" and form.is_valid():
        services.add_department(engagement=engagement, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s takes part now.") % {"name": form.cleaned_data["name"]})
        return redirect("clients:departments", engagement.pk)
    capacities = queries.listed_capacities(engagement)
    context = {
        "form": form,
        "capacities": capacities,
        "departments_taking_part": words.departments_taking_part(len(capacities)),
    }
    return render(request, "clients/departments.html", context, status=_status(form.errors))


@form_page
def department(request: Request, engagement_id: int, department_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    capacity = one(queries.capacities_of(engagement), department=department_id)
    row = capacity.department
    initial = services.department_values(row, capacity)
    form = DepartmentEditForm(posted(request), engagement=engagement, department=row, initial=initial)
    context = {"form": form, "department": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_department(capacity=capacity, by=request.user, edit=form.edit())
        except EditedMeanwhile as meanwhile:
            form.show_theirs(meanwhile, last_editor(engagement, row))
            return render(request, "clients/department.html", context, status=meanwhile.status)
        messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
        return redirect("clients:departments", engagement.pk)
    return render(request, "clients/department.html", context, status=_status(form.errors))


@form_page
def members(request: Request, engagement_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    form = MemberForm(posted(request), organisation=engagement.organisation)
    if request.method == "POST" and form.is_valid():
        member = services.add_member(engagement=engagement, by=request.user, **form.cleaned_data)
        return _invited(request, engagement, member)
    listed = queries.listed_members(engagement.organisation, request.user)
    context = {"form": form, "members": listed, "people_with_access": words.people_with_access(len(listed))}
    return render(request, "clients/members.html", context, status=_status(form.errors))


@form_page
def member(request: Request, engagement_id: int, member_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    listed = _listed(request, engagement, member_id)
    initial = {"role": listed.member.role, "department": listed.member.department_id}
    form = RoleForm(posted(request), organisation=engagement.organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_member(engagement=engagement, member=listed.member, by=request.user, **form.cleaned_data)
        messages.success(request, _("The new role of %(name)s holds from now on.") % {"name": listed.name})
        return redirect("clients:members", engagement.pk)
    return render(request, "clients/member.html", {"form": form, "listed": listed}, status=_status(form.errors))


@require_POST
def remove_member(request: Request, engagement_id: int, member_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    listed = _listed(request, engagement, member_id)
    services.remove_member(engagement=engagement, member=listed.member, by=request.user)
    messages.success(
        request, _("%(name)s has no access any more. Add the person again to undo it.") % {"name": listed.name}
    )
    if listed.member.user_id == request.user.pk:
        return redirect("home")
    return redirect("clients:members", engagement.pk)


@require_POST
def invite_again(request: Request, engagement_id: int, member_id: int) -> HttpResponse:
    engagement = engagement_for(request, engagement_id, [Role.FACILITATOR])
    return _invited(request, engagement, _listed(request, engagement, member_id).member)


def _invited(request: Request, engagement: Engagement, member: Member) -> HttpResponse:
    origin = request.build_absolute_uri("/").rstrip("/")
    send_invitation(engagement=engagement, member=member, by=request.user, origin=origin)
    messages.success(request, _("A mail is on its way to %(email)s.") % {"email": member.user.email})
    return redirect("clients:members", engagement.pk)


def _listed(request: Request, engagement: Engagement, member_id: int) -> queries.ListedMember:
    found = one(engagement.organisation.members.all(), pk=member_id)
    members = queries.listed_members(engagement.organisation, request.user)
    return next(listed for listed in members if listed.member.pk == found.pk)


def _status(errors: object) -> int:
    return UNPROCESSABLE if errors else 200
