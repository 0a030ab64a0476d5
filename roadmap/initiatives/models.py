"""What could be done: initiatives, the effort they ask for, what people think of them, promises and measures.

Benefits and measures stand here and not in later chapters because the guard-rails read them: an initiative is not
whole without them. The business case computes with benefits, follow-up takes the measures' readings.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from maturity.clients.models import Department, Engagement
from maturity.framework.models import Dimension
from maturity.journey.models import Touchpoint

from .rules import Driver, InitiativeKind, MeasureKind


class Initiative(models.Model):
    """A candidate for the roadmap."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="initiatives")
    key = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=InitiativeKind, blank=True)
    department = models.ForeignKey(Department, models.RESTRICT, related_name="initiatives")
    executive = models.CharField(max_length=120, blank=True)
    other_departments = models.ManyToManyField(Department, blank=True, related_name="+")
    dimensions = models.ManyToManyField(Dimension, blank=True, related_name="initiatives")
    touchpoints = models.ManyToManyField(Touchpoint, blank=True, related_name="initiatives")
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="unlocks")
    quarters = models.PositiveSmallIntegerField(default=1)
    one_off_cost = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    cost_per_year = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    must = models.BooleanField(default=False)
    not_before = models.PositiveSmallIntegerField(null=True, blank=True)
    reach = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    # Kept when a guard-rail is overruled: why this one needs no ramp-up, or why it may go first.
    argument = models.CharField(max_length=500, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("key", "pk")
        constraints = [
            models.UniqueConstraint("engagement", Lower("key"), name="initiative_key_once"),
            models.CheckConstraint(condition=Q(quarters__gte=0), name="initiative_quarters_not_negative"),
            models.CheckConstraint(
                condition=Q(one_off_cost__gte=0, cost_per_year__gte=0), name="initiative_costs_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(not_before__gte=1), name="not_before_from_1"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__lte=100), name="confidence_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Effort(models.Model):
    """The person-weeks per quarter that an initiative asks of one department while it runs."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="efforts")
    department = models.ForeignKey(Department, models.RESTRICT, related_name="efforts")
    person_weeks = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("initiative", "department", name="effort_once"),
            models.CheckConstraint(condition=Q(person_weeks__gte=0), name="effort_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.person_weeks}"


class Estimate(models.Model):
    """What one rater thinks of an initiative's value and effort, 1 to 5 each."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="estimates")
    rater = models.CharField(max_length=120)
    department = models.ForeignKey(Department, models.RESTRICT, related_name="estimates")
    value = models.PositiveSmallIntegerField()
    effort = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("initiative", Lower("rater"), name="estimate_once"),
            models.CheckConstraint(condition=Q(value__range=(1, 5), effort__range=(1, 5)), name="estimate_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {self.value}/{self.effort}"


class Benefit(models.Model):
    """Money a year at full effect: low, likely and high, reached after a ramp-up of some quarters."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="benefits")
    driver = models.CharField(_("driver"), max_length=14, choices=Driver)
    low = models.DecimalField(_("low"), max_digits=14, decimal_places=2)
    likely = models.DecimalField(_("likely"), max_digits=14, decimal_places=2)
    high = models.DecimalField(_("high"), max_digits=14, decimal_places=2)
    ramp = models.PositiveSmallIntegerField(_("ramp-up"), null=True, blank=True, help_text=_("Quarters to full effect"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("initiative", "driver", name="benefit_driver_once"),
            models.CheckConstraint(condition=Q(low__lte=F("likely"), likely__lte=F("high")), name="low_likely_high"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.key} {self.driver}"


class Measure(models.Model):
    """What tells whether an initiative works: a figure with a baseline, a target and a review date."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="measures")
    name = models.CharField(_("measure"), max_length=250)
    kind = models.CharField(_("kind"), max_length=7, choices=MeasureKind, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=4, null=True, blank=True)
    review = models.DateField(_("review"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("initiative", Lower("name"), name="measure_once")]

    def __str__(self) -> str:
        return self.name
