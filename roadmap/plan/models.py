"""What, when and by whom: the budget, starts pinned by hand, and the best plan as it was last worked out."""

from django.db import models
from django.db.models import Q

from maturity.clients.models import Engagement, User
from maturity.web.results import ResultField
from roadmap.initiatives.models import Initiative

from .domain.result import VERSION, PlanResult


class PlanSettings(models.Model):
    """The frame that a plan must keep beside the departments' capacity. No budget means no limit."""

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="plan_settings")
    budget = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name_plural = "plan settings"
        constraints = [
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="budget_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.budget}"


class Pin(models.Model):
    """A start that somebody decided by hand, as a quarter of the plan from 1."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="pin")
    quarter = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quarter__gte=1), name="pin_quarter_from_1")]

    def __str__(self) -> str:
        return f"{self.initiative.key} @ {self.quarter}"


class SavedPlan(models.Model):
    """A plan as worked out, with a digest of what it came from: when that changes, the plan is out of date.

    ``result`` is None where an earlier version of the product kept it: then the plan must be worked out anew.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="plans")
    digest = models.CharField(max_length=64)
    result = ResultField(PlanResult, version=VERSION)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.engagement} {self.made_at:%Y-%m-%d %H:%M}"
