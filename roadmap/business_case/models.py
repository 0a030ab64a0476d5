"""What it gives and costs: assumptions with their sources, the terms, and the simulation as it was last run."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from maturity.clients.models import Engagement, User
from maturity.web.results import ResultField
from roadmap.initiatives.rules import Driver

from .domain.result import VERSION, CaseResult
from .rules import ProjectType, Spread, Together


class Assumption(models.Model):
    """A figure that the case rests on, with low, likely and high, its source and its age."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="assumptions")
    key = models.SlugField(
        max_length=60, blank=True, help_text="Names a quoted figure or a part of do-nothing; free ones have none."
    )
    text = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True)
    low = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    likely = models.DecimalField(max_digits=16, decimal_places=4)
    high = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("engagement", "key", name="assumption_key_once", condition=~Q(key="")),
            models.CheckConstraint(
                condition=(Q(low__isnull=True) | Q(low__lte=F("likely")))
                & (Q(high__isnull=True) | Q(high__gte=F("likely"))),
                name="assumption_low_likely_high",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CaseTerms(models.Model):
    """On what terms the case is worked out. Without a row, the defaults hold."""

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="case_terms")
    spread = models.CharField(max_length=10, choices=Spread, default=Spread.TRIANGULAR)
    together = models.CharField(max_length=6, choices=Together, default=Together.SOME)
    pay_back_by = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="A quarter of the plan from 1; none is its end."
    )
    project_type = models.CharField(max_length=30, choices=ProjectType, default=ProjectType.EQUIPMENT)
    mitigation = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal(0))
    mitigated_by = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "case terms"
        constraints = [
            models.CheckConstraint(condition=Q(mitigation__range=(0, 1)), name="mitigation_0_to_1"),
            models.CheckConstraint(
                condition=Q(pay_back_by__isnull=True) | Q(pay_back_by__gte=1), name="pay_back_by_from_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.spread}, {self.together}"


class DriverBase(models.Model):
    """The most that a driver can give in a year, whichever initiatives claim it."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="driver_bases")
    driver = models.CharField(max_length=14, choices=Driver)
    most = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("engagement", "driver", name="driver_base_once"),
            models.CheckConstraint(condition=Q(most__isnull=True) | Q(most__gte=0), name="driver_base_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.driver}: {self.most}"


class SavedCase(models.Model):
    """A business case as computed, with a digest of the plan and figures it was computed from.

    ``result`` is None where an earlier version of the product kept it: then the case must be worked out anew.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="cases")
    digest = models.CharField(max_length=64)
    result = ResultField(CaseResult, version=VERSION)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.engagement} {self.made_at:%Y-%m-%d %H:%M}"
