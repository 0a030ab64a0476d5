"""How it goes: each initiative's standing, and the readings of its measures."""

from django.db import models
from django.db.models import Q

from maturity.clients.models import User
from roadmap.initiatives.models import Initiative, Measure

from .rules import Status


class Progress(models.Model):
    """Where an initiative stands now."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="progress")
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(default=0)
    blocker = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "progress"
        constraints = [models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="progress_0_to_100")]

    def __str__(self) -> str:
        return f"{self.initiative.key}: {self.status}"


class Reading(models.Model):
    """What a measure showed on a day."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="readings")
    date = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("date", "pk")
        constraints = [models.UniqueConstraint("measure", "date", name="reading_once_a_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.date}: {self.value}"
