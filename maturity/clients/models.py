"""Who takes part: people, organisations, departments, members, engagements, and the trail of who changed what."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from maturity.web.chapters import verb_choices
from maturity.web.languages import Language, language_choices

from .rules import Role


class UserManager(BaseUserManager["User"]):
    """Makes people who log in by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in. What they may see is decided by their memberships, not here."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=language_choices, blank=True)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)


class Organisation(models.Model):
    """A client: the company that is assessed."""

    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    users = models.ManyToManyField(User, through="Member", related_name="organisations")

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of an organisation that votes, owns and has people's time to give."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="departments")
    name = models.CharField(max_length=120)
    lead = models.CharField(max_length=120, blank=True)
    # Text, not EmailField: a workbook's address is information, and æ, ø and å stand before the @ in some of them.
    email = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="department_named_once")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person's role in one organisation. A department lead has a department, nobody else does."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    department = models.ForeignKey(Department, models.RESTRICT, null=True, blank=True, related_name="leads")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("user__name", "user__email")
        constraints = [
            models.UniqueConstraint("organisation", "user", name="member_once"),
            models.CheckConstraint(
                condition=Q(role=Role.LEAD, department__isnull=False)
                | (~Q(role=Role.LEAD) & Q(department__isnull=True)),
                name="lead_has_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Engagement(models.Model):
    """One consultant's assignment for one organisation: everything in the story hangs on it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="engagements")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=language_choices, default=Language.ENGLISH)
    currency = models.CharField(_("currency"), max_length=3, default="EUR", help_text=_("Three letters, such as DKK"))
    start = models.DateField(_("start of the plan"), help_text=_("Quarter 1 of the plan starts here."))
    quarters = models.PositiveSmallIntegerField(
        _("quarters"), default=12, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    discount_rate = models.DecimalField(
        _("discount rate per year"),
        max_digits=6,
        decimal_places=4,
        default=Decimal("0.08"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    departments = models.ManyToManyField(Department, through="Capacity", related_name="engagements")
    created_at = models.DateTimeField(auto_now_add=True)

    # Set by clients.access alone: the viewer's part in this engagement, and how each chapter stands.
    viewer: "Viewer"

    class Meta:
        ordering = ("-start", "title", "pk")
        constraints = [
            models.UniqueConstraint("organisation", Lower("title"), name="engagement_titled_once"),
            models.CheckConstraint(condition=Q(quarters__range=(1, 40)), name="engagement_quarters_1_to_40"),
            models.CheckConstraint(condition=Q(discount_rate__range=(0, 1)), name="engagement_discount_0_to_1"),
        ]

    def __str__(self) -> str:
        return self.title


class Viewer:
    """What the person who looks is to an engagement: their user, role, and department if they lead one."""

    def __init__(self, user: User, role: Role, department_id: int | None) -> None:
        self.user, self.role, self.department_id = user, role, department_id

    @property
    def facilitates(self) -> bool:
        return self.role == Role.FACILITATOR


class Capacity(models.Model):
    """A department's part in one engagement: the person-weeks per quarter it can give. None is "not stated"."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="capacities")
    department = models.ForeignKey(Department, models.RESTRICT, related_name="capacities")
    person_weeks = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "capacities"
        constraints = [
            models.UniqueConstraint("engagement", "department", name="capacity_once"),
            models.CheckConstraint(
                condition=Q(person_weeks__isnull=True) | Q(person_weeks__gte=0), name="capacity_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.person_weeks}"


class Change(models.Model):
    """One line of the trail: who did what to which thing, and the values before and after."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="changes")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    chapter = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, help_text="<model>:<pk>")
    label = models.CharField(max_length=250)
    action = models.CharField(max_length=20, choices=verb_choices)
    fields = models.JSONField(default=dict, help_text='{"field": [before, after]}')

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("engagement", "subject", "-at"), name="change_by_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"


class FaultyWorkbook(models.Model):
    """The last workbook that a person could not import, and its faults; kept for a day, for nobody else."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    faults = models.JSONField(help_text="sheet, row, column, found, expected, cell of each")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class ImportedWorkbook(models.Model):
    """One import into an engagement: what it did to rows, so that it can be undone, and what the file lacked."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="imports")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    written = models.JSONField(help_text="rows made, changed and removed: by model and key")
    absent = models.JSONField(default=dict, help_text="by sheet: model and key of rows that the file lacked")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def made_engagement(self) -> bool:
        """Whether the engagement came with it, so that undoing it removes the whole."""
        return Engagement._meta.label in self.written.get("made", {})
